// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Every C program in every run: `wamr::tcp_echo` is what `c-tests/tcp_echo.c` does over the dialect `wamr`.
//!
//! `RUNTIME=/path/to/iwasm` adds the runs on a real runtime. `WASOCK_UPDATE_EXPECT=1` prints the entries that
//! `c-tests/expect/<run>.toml` would need; giving the reason, or finding the mistake, stays with the reader.

use std::collections::BTreeSet;
use std::process::ExitCode;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use libtest_mimic::{Arguments, Trial};
use rust_tests::{Expectations, Program, Result, Run, project, propose};

/// Names of the tests that ran, and the entries proposed.
#[derive(Default)]
struct Record {
    ran: BTreeSet<String>,
    proposals: BTreeSet<(String, String)>,
}

/// Held for reading by each test that may compute. Tests that measure time come last, and wait until nobody holds it.
static MACHINE: RwLock<()> = RwLock::new(());
static RECORD: Mutex<Record> = Mutex::new(Record { ran: BTreeSet::new(), proposals: BTreeSet::new() });

fn main() -> ExitCode {
    let mut args = Arguments::from_args();
    // For two processors. A third of the time of all tests is waiting.
    args.test_threads.get_or_insert(3);
    let names_all = args.filter.is_none() && args.skip.is_empty() && !args.list;
    match trials() {
        Ok((trials, expected)) => {
            let ended = libtest_mimic::run(&args, trials).exit_code();
            print_proposals();
            let complete = !names_all
                || (all_ran(&expected.names) & all_needed(&expected.differences) & enough(&expected.programs));
            if complete { ended } else { ExitCode::FAILURE }
        }
        Err(why) => {
            eprintln!("{why}");
            ExitCode::FAILURE
        }
    }
}

/// What must be true when all tests have run.
struct Complete {
    /// The names that ran.
    names: BTreeSet<String>,
    /// By run, the differences that were needed.
    differences: Vec<(String, Arc<Expectations>)>,
    /// All of them.
    programs: Vec<Arc<Program>>,
}

/// The tests, and what must be true at the end.
fn trials() -> Result<(Vec<Trial>, Complete)> {
    let programs: Vec<_> = Program::all()?.into_iter().map(Arc::new).collect();
    let runs = Run::all(std::env::var_os("RUNTIME").filter(|path| !path.is_empty()).map(Into::into))?;
    let (mut trials, mut measuring, mut differences) = (Vec::new(), Vec::new(), Vec::new());
    for run in &runs {
        let expectations = Arc::new(Expectations::read(run.expected)?);
        differences.push((run.name.clone(), Arc::clone(&expectations)));
        trials.push(sound(run, &programs, Arc::clone(&expectations)));
        for program in programs.iter().filter(|program| run.has(&program.name)) {
            let trials = if program.directives.alone { &mut measuring } else { &mut trials };
            trials.push(trial(run.clone(), Arc::clone(program), Arc::clone(&expectations)));
        }
    }
    trials.append(&mut measuring);
    Ok((trials, Complete { names: expected_names(&runs)?, differences, programs }))
}

fn trial(run: Run, program: Arc<Program>, expectations: Arc<Expectations>) -> Trial {
    let name = format!("{}::{}", run.name, program.name);
    Trial::test(name.clone(), move || {
        with_machine(program.directives.alone, || compare(&run, &program, &expectations))?;
        Ok(())
    })
}

/// Tests start in their order, so that no other begins beside those that measure time. Those hardly compute: they run beside each
/// other.
fn with_machine<T>(alone: bool, work: impl FnOnce() -> T) -> T {
    if alone {
        drop(MACHINE.write().unwrap_or_else(PoisonError::into_inner));
        return work();
    }
    let _machine = MACHINE.read().unwrap_or_else(PoisonError::into_inner);
    work()
}

fn compare(run: &Run, program: &Program, expectations: &Expectations) -> Result<()> {
    record().ran.insert(format!("{}::{}", run.name, program.name));
    let linux = program.linux()?;
    let seen = program.wasm(run)?;
    if std::env::var_os("WASOCK_UPDATE_EXPECT").is_some() {
        expectations.update(&program.name, &seen.lines)?;
    }
    let verdict = expectations.check(&program.name, &linux.lines, &seen.lines);
    if verdict.is_err() {
        record().proposals.insert((run.name.clone(), propose(&program.name, &linux.lines, &seen.lines)?));
    }
    verdict.map_err(|why| format!("{why}\n{}", seen.stderr))
}

/// An entry for a program that does not exist would never be looked at.
fn sound(run: &Run, programs: &[Arc<Program>], expectations: Arc<Expectations>) -> Trial {
    let known = programs.iter().map(|program| program.name.clone()).filter(|program| run.has(program));
    let known: BTreeSet<_> = known.collect();
    Trial::test(format!("expect::{}", run.name), move || Ok(expectations.are_sound(|test| known.contains(test))?))
}

/// Read from the folder once more, so that a program that was lost on the way is missed.
fn expected_names(runs: &[Run]) -> Result<BTreeSet<String>> {
    let entries = std::fs::read_dir(project("c-tests")).map_err(|error| format!("c-tests: {error}"))?;
    let files: Vec<_> = entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    let programs = files.iter().filter_map(|file| file.strip_suffix(".c"));
    let of =
        |program| runs.iter().filter(move |run| run.has(program)).map(move |run| format!("{}::{program}", run.name));
    Ok(programs.flat_map(of).collect())
}

fn all_ran(expected: &BTreeSet<String>) -> bool {
    let record = record();
    let missing: Vec<_> = expected.difference(&record.ran).map(String::as_str).collect();
    if expected.is_empty() || !missing.is_empty() {
        eprintln!("{} programs expected, did not run: {}", expected.len(), missing.join(", "));
    }
    !expected.is_empty() && missing.is_empty()
}

fn all_needed(differences: &[(String, Arc<Expectations>)]) -> bool {
    let mut needed = true;
    for (run, expectations) in differences {
        for line in expectations.never_met() {
            eprintln!("expectations of {run}: no test prints `{line}` any more: delete the entry");
            needed = false;
        }
    }
    needed
}

/// README tells how many lines of Linux' are compared, rounded down.
fn enough(programs: &[Arc<Program>]) -> bool {
    const CLAIM: &str = "More than ";
    let readme = std::fs::read_to_string(project("README.md")).unwrap_or_default();
    let claimed = readme
        .split_once(CLAIM)
        .and_then(|(_, rest)| rest.split_once(" observations")?.0.replace(',', "").parse().ok());
    let compared: usize =
        programs.iter().filter_map(|program| program.linux().ok()).map(|linux| linux.lines.len() - 1).sum();
    let enough = claimed.is_some_and(|claimed: usize| compared > claimed);
    if !enough {
        eprintln!("README: `{CLAIM}N observations`; {compared} are compared with Linux");
    }
    enough
}

fn print_proposals() {
    if std::env::var_os("WASOCK_UPDATE_EXPECT").is_none() {
        return;
    }
    for (run, entries) in &record().proposals {
        println!("# c-tests/expect/{run}.toml\n{entries}");
    }
}

fn record() -> std::sync::MutexGuard<'static, Record> {
    RECORD.lock().unwrap_or_else(PoisonError::into_inner)
}
