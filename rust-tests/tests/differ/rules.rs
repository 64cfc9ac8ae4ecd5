// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Rules: which call of which runtime cannot do what Linux does, and why.

use std::cell::Cell;
use std::fmt;
use std::fs;

use regex::Regex;
use rust_tests::{Result, Run, project, trying};
use serde::Deserialize;

use crate::script::Difference;

/// One of `c-tests/differ/rules.toml`. The patterns are held against the whole of their text.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rule {
    /// The runs that it is for.
    runs: Vec<String>,
    /// What was called.
    call: Pattern,
    /// What Linux observed; anything, if it is not said.
    #[serde(default)]
    linux: Pattern,
    /// What is observed instead; anything, if it is not said.
    #[serde(default)]
    here: Pattern,
    /// Why, in a sentence.
    reason: String,
    #[serde(skip)]
    used: Cell<bool>,
}

#[derive(Deserialize)]
#[serde(try_from = "String")]
struct Pattern(Regex);

impl Default for Pattern {
    fn default() -> Self {
        Self::try_from(".*".to_owned()).unwrap_or_else(|why| unreachable!("{why}"))
    }
}

impl TryFrom<String> for Pattern {
    type Error = String;
    fn try_from(text: String) -> Result<Self> {
        Ok(Self(trying(&text, Regex::new(&format!("^(?:{text})$")))?))
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "  {}: {}: {}", self.runs.join(", "), self.call.0, self.reason)
    }
}

/// All of them.
#[derive(Deserialize)]
pub struct Rules {
    #[serde(default)]
    rule: Vec<Rule>,
}

impl Rules {
    pub fn read() -> Result<Self> {
        let path = project("c-tests/differ/rules.toml");
        let rules: Self = trying(path.display(), toml::from_str(&trying(path.display(), fs::read_to_string(&path))?))?;
        match rules.rule.iter().find(|rule| rule.reason.trim().is_empty() || rule.runs.is_empty()) {
            Some(rule) => Err(format!("a rule without a reason or a run: {rule}")),
            None => Ok(rules),
        }
    }

    /// Whether there is a reason for a difference.
    pub fn explain(&self, run: &str, difference: &Difference) -> bool {
        let is_meant = |rule: &&Rule| {
            rule.runs.iter().any(|name| name == run)
                && rule.call.0.is_match(difference.call)
                && rule.linux.0.is_match(difference.linux.trim())
                && rule.here.0.is_match(difference.here.trim())
        };
        let found = self.rule.iter().find(is_meant);
        found.inspect(|rule| rule.used.set(true)).is_some()
    }

    /// Those that explained nothing.
    pub fn needless<'a>(&self, runs: impl Iterator<Item = &'a Run>) -> impl Iterator<Item = String> {
        let played: Vec<_> = runs.map(|run| run.name.clone()).collect();
        let was_played = move |rule: &&Rule| rule.runs.iter().any(|name| played.contains(name));
        self.rule.iter().filter(was_played).filter(|rule| !rule.used.get()).map(ToString::to_string)
    }
}
