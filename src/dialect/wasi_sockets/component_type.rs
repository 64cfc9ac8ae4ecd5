// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! The custom section `component-type:wasock` in every program that the library is linked into. It describes the
//! interfaces behind the imports, so that the linked module can become a component. Nothing reads it at run time.
//!
//! The section holds the binary form of the world in `wit/`. Its name is the library's own: the linker joins sections of the
//! same name, and two worlds in one section cannot be read.

/// Written by `tools/component-type write`.
const WORLD: &[u8] = include_bytes!("component-type.wasm");

/// Neither `#[used]` nor exported, or the linker would keep the bytes as data as well.
#[expect(dead_code, reason = "its section is what counts")]
#[unsafe(link_section = "component-type:wasock")]
static SECTION: [u8; WORLD.len()] = match WORLD.as_array() {
    Some(bytes) => *bytes,
    None => [0; _],
};
