// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Sockets of `AF_UNIX`: the programs of `c-tests/unix/` on the one dialect that has them, compared with Linux as those of
//! the matrix are. `RUNTIME=/path/to/wasmedge` adds the real runtime.

use std::process::ExitCode;

use rust_tests::{Run, compare_folder};

fn main() -> ExitCode {
    let runtime = std::env::var_os("RUNTIME").filter(|path| !path.is_empty());
    compare_folder("c-tests/unix", "wasmedge-v2", Run::unix(runtime.map(Into::into)))
}
