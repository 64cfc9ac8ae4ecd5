// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! What wasock costs a program, compared with the same program over raw imports: `make bench`.
//!
//! Sizes and counts of instructions are the same on every machine. They have a budget, which a regression exceeds:
//! then the command fails. Times are printed beside each other and have no budget.
//!
//! `bench` prints everything, `bench check` only compares with the budget, `bench update` writes that anew and the
//! tables of docs/costs.md, `bench times` its table of times. `bench check DIALECT` compares one dialect.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use rust_tests::{Result, project, trying};

mod answer;
mod budget;
mod calls;
mod component;
mod count;
mod host_calls;
mod link;
mod page;
mod size;
mod spent;
mod stream;
mod table;
mod time;
mod usual;

use budget::Budget;

fn main() -> ExitCode {
    let what = std::env::args().nth(1).unwrap_or_default();
    match run(&what, std::env::args().nth(2).as_deref()) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("bench: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Whether all is within the budget.
fn run(what: &str, only: Option<&str>) -> Result<bool> {
    match what {
        "answers" => return answer::check_here(only).map(|()| true),
        "times" => return page::write("times", &[stream::table()?, component::times()?]).map(|()| true),
        _ => {}
    }
    let mut found = Budget::default();
    let sizes = size::measure(only)?;
    size::limit(&sizes, &mut found);
    size::limit_net(only, &mut found)?;
    let usual = usual::measure(only)?;
    usual::limit(&usual, &mut found);
    let counts = count::table(only, &mut found)?;
    let components = match only {
        None | Some(component::DIALECT) => vec![component::sizes(&mut found)?, host_calls::table(&mut found)?],
        Some(_) => Vec::new(),
    };
    println!("{} measured programs run, with the right answers", answer::check(only)?);
    match what {
        "update" => {
            page::write("sizes", &[size::of_wamr(&sizes), size::by_dialect(&sizes)])?;
            page::write("usual", &[usual::table(&usual)])?;
            page::write("instructions", &[counts])?;
            page::write("components", &components)?;
            found.write().map(|()| true)
        }
        "check" => found.check(only),
        _ => {
            println!("{}\n\n{}\n{counts}", tools()?, size::table(&sizes));
            println!("{}", usual::table(&usual));
            components.iter().for_each(|table| println!("{table}"));
            println!("{}\n{}\n{}", stream::table()?, component::times()?, spent::table()?);
            found.check(None)
        }
    }
}

/// The tools of the measurement. clang runs a wasm-opt that it finds on PATH; "plain" means without it.
fn tools() -> Result<String> {
    let clang = version(&project("bin/wasock-cc"))?.ok_or("no clang")?;
    let wasm_opt = version(&size::wasm_opt())?.unwrap_or_else(|| "no wasm-opt".into());
    let by_itself = if version(Path::new("wasm-opt"))?.is_some() { "would run" } else { "finds no" };
    Ok(format!("{clang}, which {by_itself} wasm-opt by itself; {wasm_opt}"))
}

/// The first line of a command's `--version`; nothing if it is not installed.
fn version(command: &Path) -> Result<Option<String>> {
    match Command::new(command).arg("--version").output() {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        output => {
            let output = trying(command.display(), output)?.stdout;
            Ok(String::from_utf8_lossy(&output).lines().next().map(String::from))
        }
    }
}

/// A program of `bench/guests/`.
fn source(name: &str) -> PathBuf {
    project("bench/guests").join(format!("{name}.c"))
}

/// Where something built for a measurement goes.
fn built(name: &str) -> Result<PathBuf> {
    let folder = project("build/bench");
    trying(folder.display(), std::fs::create_dir_all(&folder))?;
    Ok(folder.join(name))
}

fn read(path: &Path) -> Result<Vec<u8>> {
    trying(path.display(), std::fs::read(path))
}
