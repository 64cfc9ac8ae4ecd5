// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! A script, and what was observed when it was played.

use std::collections::BTreeMap;
use std::fmt;

use rust_tests::Result;

/// A seed, and which of its steps are left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Script {
    seed: u64,
    left_out: u64,
}

/// As the program reads it.
impl fmt::Display for Script {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{} {:x}", self.seed, self.left_out)
    }
}

impl Script {
    /// All that a seed chooses.
    pub fn whole(seed: u64) -> Self {
        Self { seed, left_out: 0 }
    }

    /// The same with one step less.
    #[must_use]
    pub fn without(self, step: u8) -> Self {
        Self { left_out: self.left_out | 1 << step, ..self }
    }
}

/// What was observed, by step.
#[derive(Clone, Debug)]
pub struct Played {
    pub script: Script,
    pub steps: BTreeMap<u8, String>,
}

/// The first step that observed something else.
#[derive(Debug)]
pub struct Difference<'a> {
    pub step: u8,
    pub call: &'a str,
    pub linux: &'a str,
    pub here: &'a str,
}

impl Difference<'_> {
    /// What differences have in common that are likely one: the function, and both results.
    pub fn kind(&self) -> String {
        let name = self.call.split(' ').next().unwrap_or_default();
        format!("{name}: {} | {}", without_numbers(self.linux), without_numbers(self.here))
    }
}

/// How much was sent or came, and what, is not the kind of a difference.
fn without_numbers(result: &str) -> String {
    let words = result.split(' ').map(|word| {
        let is_count = word.parse::<u64>().is_ok_and(|count| count > 1);
        if is_count || word.ends_with('"') || word.starts_with('"') { "…" } else { word }
    });
    words.collect::<Vec<_>>().join(" ")
}

/// A line up to what was observed, and that.
fn parted(line: &str) -> (&str, &str) {
    let results = [" = ", " would wait", " no peer"];
    results.iter().find_map(|result| line.find(result)).map_or((line, ""), |at| line.split_at(at))
}

impl Played {
    /// What the program has printed: the scripts in the order in which they were asked for.
    pub fn read(lines: &[String], scripts: &[Script]) -> Result<Vec<Self>> {
        let mut played: Vec<Self> = Vec::new();
        for line in lines {
            if let Some(header) = line.strip_prefix("== ") {
                let script = scripts.get(played.len()).filter(|script| script.to_string() == header);
                let script = *script.ok_or_else(|| format!("nobody asked for script {header}"))?;
                played.push(Self { script, steps: BTreeMap::new() });
            } else if let (Some(last), Some((step, text))) = (played.last_mut(), line.split_once(' '))
                && let Ok(step) = step.parse()
            {
                last.steps.insert(step, text.into());
            }
        }
        Ok(played)
    }

    /// Where the other one begins to differ.
    pub fn differs_from<'a>(&'a self, other: &'a Self) -> Option<Difference<'a>> {
        self.steps.iter().find_map(|(step, line)| {
            let there = other.steps.get(step).map_or("", String::as_str);
            let ((call, linux), (_, here)) = (parted(line), parted(there));
            (line != there).then_some(Difference { step: *step, call, linux, here })
        })
    }
}
