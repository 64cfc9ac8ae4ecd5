// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! The machine that compares: `c-tests/differ/script.c` plays scripts of socket calls, which a seed chooses, on Linux and
//! over each dialect. Whatever differs is cut down to the shortest script that still shows it, and is either a fault or
//! matched by a rule of `c-tests/differ/rules.toml`, which says what the runtime cannot do.
//!
//! `WASOCK_DIFFER` is how many scripts are played, `WASOCK_DIFFER_SEED` the first of their seeds, `WASOCK_DIFFER_RUNS`
//! the runs, parted by commas. Each process has a network namespace of its own, with nothing but loopback.

use std::collections::BTreeMap;
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

/// What is compared: dialects with all there is in them, on a host that does what it promises.
const RUNS: [&str; 4] = ["wamr", "wasmedge", "wasix", "berkeley"];
/// What CI plays.
const FEW: u64 = 300;
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

fn differences() -> Result<usize> {
    let (count, first) = (number("WASOCK_DIFFER", FEW)?, number("WASOCK_DIFFER_SEED", 1)?);
    let wanted = std::env::var("WASOCK_DIFFER_RUNS").unwrap_or_else(|_| RUNS.join(","));
    let runs: Vec<_> =
        Run::all(None)?.into_iter().filter(|run| wanted.split(',').any(|name| name == run.name)).collect();
    let rules = Rules::read()?;
    let mut scripts: Vec<_> = (first..first + count).map(Script::whole).collect();
    println!("differ: seeds {first} to {}", first + count - 1);
    // Those of names come beside: calls of sockets leave little room for them.
    let names = NAMES_ALONE..NAMES_ALONE + count / PER_SCRIPT_OF_NAMES;
    if first < NAMES_ALONE && !names.is_empty() {
        println!("differ: seeds {} to {}", names.start, names.end - 1);
        scripts.extend(names.map(Script::whole));
    }
    let player = Player::new(&runs)?;
    let linux = player.on_linux(&scripts)?;
    let mut found = 0;
    for run in &runs {
        found += compared(&player, run, &rules, &linux)?;
    }
    // A rule that nothing needs would hide the fault that it is like.
    const ENOUGH: u64 = 20_000;
    if count >= ENOUGH && wanted == RUNS.join(",") {
        for rule in rules.needless(&runs) {
            println!("no difference needs the rule: delete it\n{rule}");
            found += 1;
        }
    }
    Ok(found)
}

/// One run beside Linux; how many kinds of differences no rule explains.
fn compared(player: &Player, run: &Run, rules: &Rules, linux: &[Played]) -> Result<usize> {
    let mut here = player.over(run, &linux.iter().map(|played| played.script).collect::<Vec<_>>())?;
    let mut linux = linux.to_vec();
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
    let mut found = 0;
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
            None => println!("{}: not seen again: {kind}", run.name),
        }
    }
    println!("{}: {count} scripts, {explained} differences that rules explain, {found} that none does", run.name);
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
