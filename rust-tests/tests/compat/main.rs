// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! The parts of POSIX beside sockets, `wasock-cc -compat`: the programs of `c-tests/compat/`, compared with Linux as those of
//! the matrix are. What one program alone cannot have stands in `c-tests/expect/compat.toml`.

use std::process::ExitCode;

use rust_tests::{Result, Run, compare_folder};

/// What is not sockets hardly differs between dialects: one, without optimisation and with; another whose `poll` is its
/// own; and one whose descriptors are.
const RUNS: [&str; 4] = ["wamr", "wamr-Os", "wasmedge", "berkeley"];

fn main() -> ExitCode {
    compare_folder("c-tests/compat", "compat", runs())
}

fn runs() -> Result<Vec<Run>> {
    let runs: Vec<_> = Run::all(None)?.into_iter().filter(|run| RUNS.contains(&run.name.as_str())).collect();
    if runs.len() == RUNS.len() { Ok(runs) } else { Err(format!("not all of {RUNS:?} are runs")) }
}
