// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Sockets of `AF_UNIX`: the programs of `c-tests/unix/` on the one dialect that has them, compared with Linux as those of
//! the matrix are. `RUNTIME=/path/to/wasmedge` adds the real runtime.

use std::process::ExitCode;
use std::sync::Arc;

use libtest_mimic::{Arguments, Trial};
use rust_tests::{Expectations, Program, Result, Run};

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
    let programs: Vec<_> = Program::of_folder("c-tests/unix")?.into_iter().map(Arc::new).collect();
    let runs = Run::unix(std::env::var_os("RUNTIME").filter(|path| !path.is_empty()).map(Into::into))?;
    let Some(expected) = runs.first().map(|run| run.expected).filter(|_| !programs.is_empty()) else {
        return Err("c-tests/unix has no programs, or there is no run for them".into());
    };
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
