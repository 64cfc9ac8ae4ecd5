// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! `bench/budget.toml`: what sizes and instructions may be.

use std::collections::BTreeMap;
use std::fs;

use rust_tests::{Result, project, trying};

use crate::component;
use crate::count::DIALECT;

/// A number for each thing that is measured.
#[derive(Default)]
pub struct Budget(BTreeMap<String, u64>);

/// The dialect of which a number is.
fn dialect_of(name: &str) -> &str {
    match name.strip_prefix("size ") {
        Some(size) => size.trim_end_matches(" lto").rsplit(' ').next().unwrap_or_default(),
        None if name.starts_with("host calls ") => component::DIALECT,
        None => DIALECT,
    }
}

/// Compilers differ a little; more than this many hundredths above the budget is a regression.
const MARGIN: u64 = 3;

impl Budget {
    /// One more number.
    pub fn add(&mut self, name: String, number: u64) {
        self.0.insert(name, number);
    }

    /// Writes the file anew.
    pub fn write(&self) -> Result<()> {
        let text = toml::to_string(&self.0).map_err(|error| error.to_string())?;
        let head =
            "# Bytes of stripped -Os programs; instructions and host calls of a call: `make budget` writes them.\n";
        trying("bench/budget.toml", fs::write(project("bench/budget.toml"), head.to_owned() + &text))
    }

    /// Compares with the whole file or with one dialect's part, and prints each number beyond it. Returns whether all are
    /// within.
    pub fn check(&self, only: Option<&str>) -> Result<bool> {
        let text = trying("bench/budget.toml", fs::read_to_string(project("bench/budget.toml")))?;
        let allowed: BTreeMap<String, u64> = trying("bench/budget.toml", toml::from_str(&text))?;
        let mut faults = Vec::new();
        for (name, found) in &self.0 {
            match allowed.get(name) {
                Some(budget) if *found <= budget + budget * MARGIN / 100 => {}
                Some(budget) => faults.push(format!("{name}: {found}, and {budget} is the budget")),
                None => faults.push(format!("{name}: {found}, and there is no budget")),
            }
        }
        let is_of = |name: &str| only.is_none_or(|dialect| dialect_of(name) == dialect);
        faults.extend(
            allowed
                .keys()
                .filter(|name| is_of(name) && !self.0.contains_key(*name))
                .map(|name| format!("{name}: gone")),
        );
        faults.iter().for_each(|fault| println!("{fault}"));
        let (all, failed) = (self.0.len().max(faults.len()), faults.len());
        println!("test result: budget. {} passed; {failed} failed", all - failed);
        Ok(faults.is_empty())
    }
}
