// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! A folder of C programs beside those of the matrix, with runs and expected differences of its own.

use std::process::ExitCode;
use std::sync::Arc;

use libtest_mimic::{Arguments, Trial};

use crate::{Expectations, Program, Result, Run};

/// Compares each program of a folder with Linux, in each run: the body of a test binary's `main`. Differences stand in
/// `c-tests/expect/<expected>.toml`.
#[must_use]
pub fn compare_folder(folder: &str, expected: &str, runs: Result<Vec<Run>>) -> ExitCode {
    let args = Arguments::from_args();
    match runs.and_then(|runs| trials(folder, expected, runs)) {
        Ok(trials) => libtest_mimic::run(&args, trials).exit_code(),
        Err(why) => {
            eprintln!("{why}");
            ExitCode::FAILURE
        }
    }
}

fn trials(folder: &str, expected: &str, runs: Vec<Run>) -> Result<Vec<Trial>> {
    let programs: Vec<_> = Program::of_folder(folder)?.into_iter().map(Arc::new).collect();
    if programs.is_empty() || runs.is_empty() {
        return Err(format!("{folder} has no programs, or there is no run for them"));
    }
    let expectations = Arc::new(Expectations::read(expected)?);
    let (known, sound) = (programs.clone(), Arc::clone(&expectations));
    let mut trials = vec![Trial::test(format!("expect::{expected}"), move || {
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
