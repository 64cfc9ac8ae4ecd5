// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! A custom section `wasock` in every module that the library is linked into: the dialect and the version,
//! `wamr 0.1.0`, so that a host can tell what the module was built for. Nothing reads it at run time.

/// What the section says.
const TEXT: &str = concat!(env!("WASOCK_DIALECT"), " ", env!("CARGO_PKG_VERSION"), "\n");

// Not `#[used]`: the linker would place it among the program's data, too.
#[expect(dead_code, reason = "the compiler writes the section")]
#[unsafe(link_section = "wasock")]
static MARK: [u8; TEXT.len()] = match TEXT.as_bytes().as_array() {
    Some(bytes) => *bytes,
    None => [0; _],
};
