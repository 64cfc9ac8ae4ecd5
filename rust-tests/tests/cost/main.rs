// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! What a call costs a guest beside the C library's own, in instructions, which are the same on every machine.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use rust_tests::{Result, Verdict, project, trying};

/// The whole of a thousand subscriptions does not fit the stack of 64 KiB, where the C library puts them.
const FLAGS: [&str; 2] = ["-O2", "-Wl,-z,stack-size=1048576"];

#[test]
fn poll_of_a_thousand_costs_no_more_than_the_c_librarys_own() -> Verdict {
    let ours = cost(&compiled("wasock", &[])?)?;
    let theirs = cost(&compiled("libc", &["-nodefaultlibs", "-lc"])?)?;
    if ours <= theirs { Ok(()) } else { Err(format!("{ours} instructions a call, the C library's {theirs}").into()) }
}

/// Ten times as many answers cost no more than ten times as much, through the host's import and all.
#[test]
fn a_look_up_grows_as_its_answers_do() -> Verdict {
    let module = built("names.c", "names", &[])?;
    let cost = |answers: u64| {
        let names = format!("--faults=names={answers}");
        instructions(&module, &["--allow-resolve=many.example", "--limit=results=5000", &names], answers)
    };
    let (one, some, more) = (cost(1)?, cost(400)?, cost(4_000)?);
    let (some, more) = (some.saturating_sub(one), more.saturating_sub(one));
    if more <= some * 11 { Ok(()) } else { Err(format!("400 answers: {some} instructions, 4,000: {more}").into()) }
}

/// The program that polls, linked with the library or without it.
fn compiled(name: &str, more: &[&str]) -> Result<PathBuf> {
    built("poll.c", &format!("poll.{name}"), more)
}

fn built(source: &str, name: &str, more: &[&str]) -> Result<PathBuf> {
    let folder = project("build/test/cost");
    trying(folder.display(), fs::create_dir_all(&folder))?;
    let module = folder.join(format!("{name}.wasm"));
    let mut cc = Command::new(project("bin/wasock-cc"));
    cc.args(FLAGS).arg(project("c-tests/cost").join(source)).args(more).arg("-o").arg(&module);
    let output = trying("wasock-cc", cc.output())?;
    if output.status.success() { Ok(module) } else { Err(String::from_utf8_lossy(&output.stderr).into_owned()) }
}

/// Of one call.
fn cost(module: &Path) -> Result<u64> {
    const CALLS: u64 = 10;
    Ok((instructions(module, &[], 1 + CALLS)? - instructions(module, &[], 1)?) / CALLS)
}

/// Standard input, which the program polls, is at its end: always ready.
fn instructions(module: &Path, flags: &[&str], argument: u64) -> Result<u64> {
    let mut run = Command::new(project("build/bin/wasock-run"));
    run.arg("--count").args(flags).arg(module).arg(argument.to_string()).stdin(Stdio::null());
    let output = trying("wasock-run", run.output())?;
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    let count = told.split_whitespace().find_map(|word| word.parse().ok()).filter(|_| output.status.success());
    count.ok_or(format!("no count of {}: {told}", module.display()))
}
