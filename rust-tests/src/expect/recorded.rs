// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Tests whose whole output differs for one reason, and the files that hold it: `c-tests/expect/recorded/<test>`.
//!
//! An output that several runs share is there once, below a line with their names:
//!
//! ```text
//! == berkeley ueno wasix
//! the output, line by line
//! == preview1
//! another output
//! ```

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use serde::Deserialize;

use crate::{Result, project, trying};

/// Tests that differ for the same reason from their first lines on.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recorded {
    /// Why, in a sentence.
    reason: String,
    /// The import that the host lacks, or its behaviour.
    limit: String,
    /// The tests.
    pub tests: Vec<String>,
}

impl Recorded {
    /// Whether it has a reason.
    pub fn is_sound(&self) -> bool {
        !self.reason.trim().is_empty() && !self.limit.trim().is_empty() && !self.tests.is_empty()
    }
}

/// The outputs of one test, each with the runs that printed it.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Outputs(BTreeMap<Vec<String>, BTreeSet<String>>);

/// The beginning of the line with the names of the runs.
const HEADING: &str = "== ";
const NEXT_HEADING: &str = "\n== ";

/// Two runs may record the same test at the same time.
static WRITING: Mutex<()> = Mutex::new(());

impl Outputs {
    /// The outputs of a test; none without a file.
    ///
    /// # Errors
    /// The file cannot be read, or has another shape.
    pub fn read(test: &str) -> Result<Self> {
        let path = file(test);
        if !path.exists() {
            return Ok(Self::default());
        }
        let text = trying(path.display(), fs::read_to_string(&path))?;
        trying(path.display(), Self::parse(&text))
    }

    fn parse(text: &str) -> Result<Self> {
        let mut outputs = Self::default();
        let mut sections = text.split(NEXT_HEADING);
        let first =
            sections.next().and_then(|first| first.strip_prefix(HEADING)).ok_or("the first line names no run")?;
        for section in std::iter::once(first).chain(sections) {
            let (names, output) = section.split_once('\n').ok_or("a run without an output")?;
            let output: Vec<_> = output.lines().map(String::from).collect();
            let runs: BTreeSet<_> = names.split(' ').map(String::from).collect();
            if let Some(run) = runs.iter().find(|run| outputs.of(run).is_some()) {
                return Err(format!("{run} has two outputs"));
            }
            if outputs.0.insert(output, runs).is_some() {
                return Err(format!("the output of {names} is there twice"));
            }
        }
        Ok(outputs)
    }

    fn text(&self) -> String {
        let mut sections: Vec<_> = self.0.iter().map(|(output, runs)| (runs, super::whole(output))).collect();
        sections.sort();
        let heading = |runs: &BTreeSet<String>| runs.iter().map(String::as_str).collect::<Vec<_>>().join(" ");
        sections.iter().map(|(runs, output)| format!("{HEADING}{}\n{output}", heading(runs))).collect()
    }

    /// What the test printed in this run when it was recorded.
    pub fn of(&self, run: &str) -> Option<&Vec<String>> {
        self.0.iter().find(|(_, runs)| runs.contains(run)).map(|(output, _)| output)
    }

    fn replace(&mut self, run: &str, seen: Option<&[String]>) {
        self.0.retain(|_, runs| {
            runs.remove(run);
            !runs.is_empty()
        });
        if let Some(seen) = seen {
            self.0.entry(seen.to_vec()).or_default().insert(run.into());
        }
    }
}

fn file(test: &str) -> PathBuf {
    project("c-tests/expect/recorded").join(test)
}

/// Records the output of a test in a run, for a person to review.
///
/// # Errors
/// The file cannot be read or written.
pub fn update(run: &str, test: &str, seen: &[String]) -> Result<()> {
    let _writing = WRITING.lock().unwrap_or_else(PoisonError::into_inner);
    let (path, mut outputs) = (file(test), Outputs::read(test)?);
    outputs.replace(run, Some(seen));
    trying(path.display(), fs::write(&path, outputs.text()))
}

/// The fault of a record that is not needed: Linux's output explains that of the run.
pub fn superfluous(run: &str, test: &str) -> String {
    format!("{test} is as on Linux: take it off its list, and {run} out of {}", file(test).display())
}

/// Compares with the recorded output of the test.
///
/// # Errors
/// The difference. An output that equals Linux's is an error too.
pub fn check(run: &str, test: &str, linux: &[String], seen: &[String]) -> Result<()> {
    if linux == seen {
        return Err(superfluous(run, test));
    }
    let outputs = Outputs::read(test)?;
    let recorded = outputs.of(run).ok_or_else(|| format!("{}: no output of {run}", file(test).display()))?;
    if recorded == seen { Ok(()) } else { Err(super::unified(recorded, seen)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Expectations;

    const TEXT: &str = "== a c\none\ntwo\n== b\nthree\n";

    fn outputs(text: &str) -> Outputs {
        Outputs::parse(text).unwrap_or_default()
    }

    #[test]
    fn every_run_has_its_output() {
        let outputs = outputs(TEXT);
        assert_eq!(outputs.of("c").map(|lines| lines.join(" ")), Some("one two".into()));
        assert_eq!(outputs.of("b"), Some(&vec!["three".into()]));
        assert_eq!(outputs.of("d"), None);
        assert_eq!(outputs.text(), TEXT);
    }

    #[test]
    fn an_equal_output_is_not_stored_again() {
        let mut outputs = outputs(TEXT);
        outputs.replace("b", Some(&["one".into(), "two".into()]));
        assert_eq!(outputs.text(), "== a b c\none\ntwo\n");
        outputs.replace("a", Some(&["four".into()]));
        assert_eq!(outputs.text(), "== a\nfour\n== b c\none\ntwo\n");
    }

    #[test]
    fn a_file_of_another_shape_is_refused() {
        assert!(Outputs::parse("one\n== a\ntwo\n").is_err());
        assert!(Outputs::parse("== a\none\n== b\none\n").is_err_and(|why| why.contains("there twice")));
        assert!(Outputs::parse("== a\none\n== a\ntwo\n").is_err_and(|why| why.contains("two outputs")));
    }

    /// Of all runs, also of those that this machine has no runtime for.
    #[test]
    fn what_is_recorded_is_of_listed_tests_goes_to_the_end_and_is_there_once() -> Result<()> {
        let entries =
            trying("recorded", fs::read_dir(file("")).and_then(Iterator::collect::<std::io::Result<Vec<_>>>))?;
        assert!(!entries.is_empty(), "nothing is recorded");
        let mut known = BTreeMap::new();
        for entry in entries {
            let test = entry.file_name().to_string_lossy().into_owned();
            for (output, runs) in Outputs::read(&test)?.0 {
                for run in &runs {
                    assert!(
                        Expectations::read(run)?.is_recorded(&test),
                        "{test} is recorded for {run}, which does not list it"
                    );
                }
                // A missing feature of the dialect is one skipped row.
                assert!(!output.iter().any(|line| crate::expect::is_end(line)), "{test} stops early on {runs:?}");
                if let Some(other) = known.insert(output, test.clone()) {
                    return Err(format!("{test} of {runs:?} is the same as one of {other}"));
                }
            }
        }
        Ok(())
    }
}
