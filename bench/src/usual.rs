// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Programs as people write them, at every level of optimisation: without one the headers call the whole functions.

use rust_tests::{MODULES, Result};

use crate::budget::Budget;
use crate::link::{By, link};
use crate::read;
use crate::size::is_measured;
use crate::table::{Table, thousands};

/// The programs, and the dialects that have the calls.
pub const PROGRAMS: [(&str, &[&str]); 7] = [
    ("visitors", &["wamr", "berkeley", "wasmedge", "wasmedge-v2", "wasix", "ueno", "preview1"]),
    ("fetch", &MODULES),
    ("responder", &["wamr", "berkeley", "wasmedge", "wasmedge-v2", "wasix"]),
    ("crowd", &["wamr", "berkeley", "wasmedge", "wasmedge-v2", "wasix", "ueno", "preview1"]),
    ("peers", &["wamr", "wasmedge", "wasix"]),
    ("limits", &["wamr", "wasmedge", "wasix"]),
    ("eager", &["wamr", "wasmedge", "wasix"]),
];

/// The levels of optimisation.
pub const LEVELS: [&str; 4] = ["-O0", "-O2", "-Os", "-Oz"];

/// The sizes of one program over one dialect.
pub struct Usual {
    program: &'static str,
    dialect: &'static str,
    bytes: [u64; LEVELS.len()],
}

/// All programs, linked and measured.
pub fn measure(only: Option<&str>) -> Result<Vec<Usual>> {
    let mut all = Vec::new();
    for (program, dialects) in PROGRAMS {
        for dialect in dialects.iter().filter(|dialect| is_measured(dialect, only)) {
            let mut bytes = [0; LEVELS.len()];
            for (bytes, level) in bytes.iter_mut().zip(LEVELS) {
                *bytes = read(&link(program, dialect, By::Level(level))?)?.len() as u64;
            }
            all.push(Usual { program, dialect, bytes });
        }
    }
    Ok(all)
}

/// Adds the sizes to the budget.
pub fn limit(all: &[Usual], budget: &mut Budget) {
    for Usual { program, dialect, bytes } in all {
        for (bytes, level) in bytes.iter().zip(LEVELS) {
            budget.add(format!("size {program} {level} {dialect}"), *bytes);
        }
    }
}

/// In docs/costs.md.
pub fn table(all: &[Usual]) -> Table {
    let mut table = Table::new("bytes", &["", "`-O0`", "`-O2`", "`-Os`", "`-Oz`"]);
    for Usual { program, dialect, bytes } in all {
        table.row([format!("{program}, `{dialect}`")].into_iter().chain(bytes.map(thousands)));
    }
    table
}
