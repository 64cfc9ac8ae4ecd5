// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! The machine that compares: `c-tests/differ/script.c` plays scripts of socket calls, which a seed chooses, on Linux and
//! over each dialect. Whatever differs is cut down to the shortest script that still shows it, and is either a fault or
//! matched by a rule of `c-tests/differ/rules.toml`, which says what the runtime cannot do.
//!
//! `WASOCK_DIFFER` is how many scripts are played, `WASOCK_DIFFER_SEED` the first of their seeds, `WASOCK_DIFFER_RUNS`
//! the runs, parted by commas, each of which then plays all of them. Each process has a network namespace of its own, with nothing but loopback.

use std::collections::{BTreeMap, HashSet};
use std::process::ExitCode;

use rust_tests::{Result, Run};

use player::Player;
use rules::Rules;
use script::{Played, Script};
use shorten::shortest;

mod player;
mod rules;
mod script;
mod shorten;

/// What is compared, and how many scripts of it at the most: dialects with all there is in them, on a host that does what it
/// promises; and components on wasmtime, where a script takes longer.
const RUNS: [(&str, u64); 5] =
    [("wamr", u64::MAX), ("wasmedge", u64::MAX), ("wasix", u64::MAX), ("berkeley", u64::MAX), ("wasi-sockets", 2000)];
/// What CI plays.
const FEW: u64 = 300;
/// Of so many scripts one may differ and not when it is played again: what has come was noticed late.
const PER_FLEETING: usize = 200;
/// The first seed whose script is about names alone.
const NAMES_ALONE: u64 = 1 << 40;
/// How many scripts of calls are played for one about names.
const PER_SCRIPT_OF_NAMES: u64 = 2;
/// Differences that are cut down and shown.
const SHOWN: usize = 12;

fn main() -> ExitCode {
    if std::env::args().any(|arg| arg == "--list") {
        return ExitCode::SUCCESS;
    }
    match differences() {
        Ok(0) => ExitCode::SUCCESS,
        Ok(count) => {
            println!("{count} differences that no rule explains");
            ExitCode::FAILURE
        }
        Err(why) => {
            eprintln!("{why}");
            ExitCode::FAILURE
        }
    }
}

fn number(name: &str, default: u64) -> Result<u64> {
    match std::env::var(name) {
        Ok(text) => text.parse().map_err(|_| format!("{name}={text}: want a number")),
        Err(_) => Ok(default),
    }
}

/// The runs that are asked for, and how many scripts of each at the most.
fn runs() -> Result<Vec<(Run, u64)>> {
    let all = Run::all(None)?.into_iter();
    let Ok(named) = std::env::var("WASOCK_DIFFER_RUNS") else {
        let most = |run: Run| RUNS.into_iter().find(|(name, _)| *name == run.name).map(|(_, most)| (run, most));
        return Ok(all.filter_map(most).collect());
    };
    Ok(all.filter(|run| named.split(',').any(|name| name == run.name)).map(|run| (run, u64::MAX)).collect())
}

/// The scripts of so many seeds. Those of names come beside: calls of sockets leave little room for them.
fn scripts(first: u64, count: u64) -> [std::ops::Range<u64>; 2] {
    let names = if first < NAMES_ALONE { count / PER_SCRIPT_OF_NAMES } else { 0 };
    [first..first + count, NAMES_ALONE..NAMES_ALONE + names]
}

fn differences() -> Result<usize> {
    let (count, first) = (number("WASOCK_DIFFER", FEW)?, number("WASOCK_DIFFER_SEED", 1)?);
    let (runs, rules) = (runs()?, Rules::read()?);
    for seeds in scripts(first, count).into_iter().filter(|seeds| !seeds.is_empty()) {
        println!("differ: seeds {} to {}", seeds.start, seeds.end - 1);
    }
    let player = Player::new(runs.iter().map(|(run, _)| run))?;
    let linux = player.on_linux(&scripts(first, count).into_iter().flatten().map(Script::whole).collect::<Vec<_>>())?;
    let mut found = 0;
    for (run, most) in &runs {
        let few: HashSet<_> = scripts(first, count.min(*most)).into_iter().flatten().map(Script::whole).collect();
        let linux: Vec<_> = linux.iter().filter(|played| few.contains(&played.script)).cloned().collect();
        found += compared(&player, run, &rules, linux)?;
    }
    // A rule that nothing needs would hide the fault that it is like.
    const ENOUGH: u64 = 20_000;
    if count >= ENOUGH && runs.len() == RUNS.len() {
        for rule in rules.needless(runs.iter().filter(|(_, most)| *most >= count).map(|(run, _)| run)) {
            println!("no difference needs the rule: delete it\n{rule}");
            found += 1;
        }
    }
    Ok(found)
}

/// One run beside Linux; how many kinds of differences no rule explains.
fn compared(player: &Player, run: &Run, rules: &Rules, mut linux: Vec<Played>) -> Result<usize> {
    let mut here = player.over(run, &linux.iter().map(|played| played.script).collect::<Vec<_>>())?;
    let (mut explained, mut faults, count) = (0, BTreeMap::<String, Vec<Script>>::new(), linux.len());
    loop {
        let mut again = Vec::new();
        for (linux, here) in linux.iter().zip(&here) {
            let Some(difference) = linux.differs_from(here) else { continue };
            if rules.explain(&run.name, &difference) {
                // The rest is compared without the step.
                explained += 1;
                again.push(linux.script.without(difference.step));
            } else {
                faults.entry(difference.kind()).or_default().push(linux.script);
            }
        }
        if again.is_empty() {
            break;
        }
        linux = player.on_linux(&again)?;
        here = player.over(run, &again)?;
    }
    let (mut found, mut fleeting) = (0, 0);
    for (kind, scripts) in faults {
        match steady(player, run, rules, &scripts)? {
            Some((script, kind)) if found < SHOWN => {
                let script = shortest(player, run, rules, script, &kind)?;
                show(player, run, script, scripts.len())?;
                found += 1;
            }
            Some(_) => {
                println!("{}: {} more: {kind}", run.name, scripts.len());
                found += 1;
            }
            None => {
                println!("{}: {} not seen again: {kind}", run.name, scripts.len());
                fleeting += scripts.len();
            }
        }
    }
    println!(
        "{}: {count} scripts, {explained} differences that rules explain, {fleeting} not seen again, {found} that no rule explains",
        run.name
    );
    if fleeting > 1 + count / PER_FLEETING {
        println!("{}: too many that are not seen again", run.name);
        found += 1;
    }
    Ok(found)
}

/// The first of the scripts that differs once more when it is played again.
fn steady(player: &Player, run: &Run, rules: &Rules, scripts: &[Script]) -> Result<Option<(Script, String)>> {
    const TRIED: usize = 5;
    let scripts = &scripts[..scripts.len().min(TRIED)];
    let (linux, here) = (player.on_linux(scripts)?, player.over(run, scripts)?);
    Ok(linux.iter().zip(&here).find_map(|(linux, here)| {
        let difference = linux.differs_from(here)?;
        (!rules.explain(&run.name, &difference)).then(|| (linux.script, difference.kind()))
    }))
}

fn show(player: &Player, run: &Run, script: Script, times: usize) -> Result<()> {
    let (linux, here) = (player.on_linux(&[script])?, player.over(run, &[script])?);
    println!("\n{}: {times} times; the shortest: echo {script} |", run.name);
    for (linux, here) in linux.iter().zip(&here) {
        let at = linux.differs_from(here).map(|difference| difference.step);
        for (step, line) in &linux.steps {
            if at != Some(*step) {
                println!("      {step:2} {line}");
                continue;
            }
            println!("linux {step:2} {line}");
            println!("here  {step:2} {}", here.steps.get(step).map_or("nothing", String::as_str));
            break;
        }
    }
    Ok(())
}
