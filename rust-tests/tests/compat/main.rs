// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! The parts of POSIX beside sockets, `wasock-cc -compat`: the programs of `c-tests/compat/`, compared with Linux as those of
//! the matrix are. What one program alone cannot have stands in `c-tests/expect/compat.toml`.

use std::process::ExitCode;
use std::sync::Arc;

use libtest_mimic::{Arguments, Trial};
use rust_tests::{Expectations, Program, Result, Run};

const EXPECTED: &str = "compat";

/// What is not sockets hardly differs between dialects: one, without optimisation and with; another whose `poll` is its
/// own; and one whose descriptors are.
const RUNS: [&str; 4] = ["wamr", "wamr-Os", "wasmedge", "berkeley"];

fn main() -> ExitCode {
    let args = Arguments::from_args();
    match trials() {
        Ok(trials) => libtest_mimic::run(&args, trials).exit_code(),
        Err(why) => {
            eprintln!("{why}");
            ExitCode::FAILURE
        }
    }
}

fn trials() -> Result<Vec<Trial>> {
    let programs: Vec<_> = Program::of_folder("c-tests/compat")?.into_iter().map(Arc::new).collect();
    let runs: Vec<_> = Run::all(None)?.into_iter().filter(|run| RUNS.contains(&run.name.as_str())).collect();
    if programs.is_empty() || runs.len() != RUNS.len() {
        return Err("c-tests/compat has no programs, or there is no run for them".into());
    }
    let expectations = Arc::new(Expectations::read(EXPECTED)?);
    let (known, sound) = (programs.clone(), Arc::clone(&expectations));
    let mut trials = vec![Trial::test(format!("expect::{EXPECTED}"), move || {
        Ok(sound.are_sound(|test| known.iter().any(|program| program.name == test))?)
    })];
    for run in runs {
        for program in programs.clone() {
            let (run, expectations) = (run.clone(), Arc::clone(&expectations));
            let name = format!("{}::{}", run.name, program.name);
            trials.push(Trial::test(name, move || Ok(compare(&run, &program, &expectations)?)));
        }
    }
    Ok(trials)
}

fn compare(run: &Run, program: &Program, expectations: &Expectations) -> Result<()> {
    let (linux, seen) = (program.linux()?, program.wasm(run)?);
    let verdict = expectations.check(&program.name, &linux.lines, &seen.lines);
    verdict.map_err(|why| format!("{why}\n{}", seen.stderr))
}
