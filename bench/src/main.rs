//! What a program pays for wasock, beside the same program that calls the imports by hand: `make bench`.
//!
//! Sizes and counts of instructions are the same on every machine. They have a budget, which a regression exceeds:
//! then the command fails. Times are told beside each other and judged by nobody.
//!
//! `bench` prints everything, `bench check` only compares with the budget, `bench update` writes it anew.

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use rust_tests::{Result, project, trying};

mod budget;
mod count;
mod link;
mod size;
mod time;

use budget::Budget;

fn main() -> ExitCode {
    let what = std::env::args().nth(1).unwrap_or_default();
    match run(&what) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("bench: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Whether all is within the budget.
fn run(what: &str) -> Result<bool> {
    let mut found = Budget::default();
    let sizes = size::table(&mut found)?;
    let counts = count::table(&mut found)?;
    match what {
        "update" => found.write().map(|()| true),
        "check" => found.check(),
        _ => {
            println!("{}\n{sizes}\n{counts}\n{}", tools(), time::table()?);
            found.check()
        }
    }
}

/// With what it was measured. clang runs wasm-opt by itself where it finds it, and the sizes are other ones.
fn tools() -> String {
    let clang = Command::new("clang-19").arg("--version").output().map(|output| output.stdout).unwrap_or_default();
    let version = String::from_utf8_lossy(&clang).lines().next().unwrap_or("another clang").to_owned();
    let has_wasm_opt = Command::new("wasm-opt").arg("--version").output().is_ok();
    format!("{version}, {} wasm-opt", if has_wasm_opt { "with" } else { "without" })
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
