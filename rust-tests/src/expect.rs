// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Expected differences: `c-tests/expect/<run>.toml`.
//!
//! ```toml
//! [[tcp_linger]]
//! reason = "why it differs, for a person"
//! limit = "the import or the behaviour of the host that is missing"
//! linux = "linger after bind: 1 5"    # exactly these lines of Linux …
//! here = "linger after bind: 0 0"     # … read so in this run
//! ```
//! The rest of the test is still compared, and an entry that is not needed any more is a failure.
//!
//! On a host that lacks much, many tests differ in most lines for one reason. They are listed together, and the whole
//! output of each is in `c-tests/expect/recorded/<test>` and compared exactly. Runs with the same output share it there:
//! a file that contains an output twice is refused. `WASOCK_UPDATE_EXPECT=1` writes these files.
//!
//! ```toml
//! [[recorded]]
//! reason = "why they differ, for a person"
//! limit = "what the host lacks"
//! tests = ["opt_flags", "opt_ttl"]
//! ```
//!
//! Where a host lacks what a part of a test begins with, that part is one row, and the rest is compared. The rows that may
//! stand for parts are listed once for all tests.
//!
//! ```toml
//! [[skipped]]
//! reason = "why, for a person"
//! limit = "what the host lacks"
//! row = "skipped: getsockname (EOPNOTSUPP)"
//! ```
//!
//! A run with the same differences as another refers to it, and lists only the tests that differ in another way, or not at
//! all:
//!
//! ```toml
//! like = "wasmedge"
//! as_linux = ["poll_basics"]
//! ```

use std::collections::{BTreeMap, BTreeSet};
use std::{fmt, fs};

use serde::{Deserialize, Serialize};

use crate::{Result, project, trying};

pub use compare::propose;

use compare::{apply, is_superfluous, unified, whole};
use recorded::{Outputs, Recorded};
use skipped::Skipped;

mod compare;
mod recorded;
mod skipped;

/// One expected difference of one test.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Difference {
    /// Why, in a sentence.
    pub reason: String,
    /// The import that the host lacks, or its behaviour.
    pub limit: String,
    /// Consecutive lines of Linux's output; at least one, which is the place of the change.
    pub linux: String,
    /// The lines in their place; empty if they are missing.
    #[serde(default)]
    pub here: String,
}

/// The differences of one run.
#[derive(Debug, Default, Deserialize)]
pub struct Expectations {
    #[serde(skip)]
    run: String,
    like: Option<String>,
    #[serde(skip)]
    other: Option<Box<Self>>,
    #[serde(default)]
    as_linux: Vec<String>,
    #[serde(default)]
    recorded: Vec<Recorded>,
    #[serde(default)]
    skipped: Vec<Skipped>,
    /// By test and in the order of the output.
    #[serde(flatten)]
    differences: BTreeMap<String, Vec<Difference>>,
}

/// Whether a test reports in this line that it ends early, which no run may.
#[cfg(test)]
fn is_end(line: &str) -> bool {
    line.starts_with("cannot go on: ")
}

/// As it stands in the file.
impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(&toml::to_string(self).map_err(|_| fmt::Error)?)
    }
}

impl Expectations {
    /// Reads the file of a run; without a file nothing may differ.
    ///
    /// # Errors
    /// The file cannot be read or has an unknown shape.
    pub fn read(run: &str) -> Result<Self> {
        let path = project(&format!("c-tests/expect/{run}.toml"));
        if !path.exists() {
            return Ok(Self::default());
        }
        let text = trying(path.display(), fs::read_to_string(&path))?;
        let expectations: Self = trying(path.display(), toml::from_str(&text))?;
        let other = expectations.like.as_deref().map(Self::read).transpose()?.map(Box::new);
        Ok(Self { run: run.into(), other, ..expectations })
    }

    /// This run and those that it is like, the nearest first.
    fn line(&self) -> impl Iterator<Item = &Self> {
        std::iter::successors(Some(self), |one| one.other.as_deref())
    }

    /// Whether this file itself says something of the test.
    fn names(&self, test: &str) -> bool {
        self.times_named(test) != 0
    }

    fn times_named(&self, test: &str) -> usize {
        let listed = self.recorded.iter().flat_map(|list| &list.tests).chain(&self.as_linux);
        listed.filter(|name| *name == test).count() + usize::from(self.differences.contains_key(test))
    }

    /// Whether this file itself lists the test as a recorded one.
    pub(crate) fn is_recorded(&self, test: &str) -> bool {
        self.recorded.iter().flat_map(|list| &list.tests).any(|name| name == test)
    }

    /// Records what the test printed, if it is one of those.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn update(&self, test: &str, seen: &[String]) -> Result<()> {
        if self.is_recorded(test) { recorded::update(&self.run, test, seen) } else { Ok(()) }
    }

    /// The rows that stood for no part, once all tests have run; another run that is like this one may have less.
    pub fn never_met(&self) -> impl Iterator<Item = &str> {
        self.skipped.iter().filter_map(Skipped::never_met)
    }

    /// Checks that every entry is for a known test and has a reason.
    ///
    /// # Errors
    /// The entries that do not.
    pub fn are_sound(&self, is_test: impl Fn(&str) -> bool) -> Result<()> {
        let mut faults = Vec::new();
        for (test, entries) in &self.differences {
            if entries.iter().any(|entry| entry.reason.trim().is_empty() || entry.limit.trim().is_empty()) {
                faults.push(format!("[[{test}]] must have a reason and a limit"));
            }
        }
        for list in self.recorded.iter().filter(|list| !list.is_sound()) {
            faults.push(format!("a list of recorded tests must have a reason, a limit and tests: {list:?}"));
        }
        let listed = self.recorded.iter().flat_map(|list| &list.tests).chain(&self.as_linux);
        for test in listed.chain(self.differences.keys()).collect::<BTreeSet<_>>() {
            if !is_test(test) {
                faults.push(format!("{test} is no program of c-tests: delete its entry"));
            }
            if self.times_named(test) > 1 {
                faults.push(format!("{test} is named more than once"));
            }
            faults.extend(self.needless(test)?);
        }
        let vague = self.skipped.iter().filter(|skipped| !skipped.is_sound());
        faults.extend(vague.map(|skipped| format!("it must have the row of a skipped part, and say why: {skipped:?}")));
        if faults.is_empty() { Ok(()) } else { Err(faults.join("\n")) }
    }

    /// What a run that is like another says of a test, if the other's word is the same.
    fn needless(&self, test: &str) -> Result<Option<String>> {
        let other = self.other.iter().flat_map(|other| other.line()).find(|one| one.names(test));
        let Some(other) = other else {
            let unknown = self.as_linux.iter().any(|name| name == test);
            return Ok(unknown.then(|| format!("{test} is as on Linux for the run that this one is like: delete it")));
        };
        let is_same = if self.is_recorded(test) && other.is_recorded(test) {
            let outputs = Outputs::read(test)?;
            outputs.of(&self.run) == outputs.of(&other.run)
        } else {
            self.is_recorded(test) == other.is_recorded(test)
                && self.differences.get(test) == other.differences.get(test)
        };
        Ok(is_same.then(|| format!("{test} is as in {}: delete its entry", other.run)))
    }

    /// Compares the output of a run with Linux's output and these differences.
    ///
    /// # Errors
    /// The differences, and the entry to delete or correct.
    pub fn check(&self, test: &str, linux: &[String], seen: &[String]) -> Result<()> {
        let named = self.line().find(|one| one.names(test));
        let rows: Vec<_> = self.line().flat_map(|one| &one.skipped).collect();
        if let Some(one) = named.filter(|one| one.is_recorded(test)) {
            // A run that is like this one may have more rows.
            if self.is_recorded(test) && skipped::explain(&rows, linux, seen) {
                return Err(recorded::superfluous(&self.run, test));
            }
            return recorded::check(&one.run, test, linux, seen);
        }
        let entries = named.and_then(|one| one.differences.get(test)).map_or(&[][..], Vec::as_slice);
        let expected = apply(entries, linux)?;
        if skipped::explain(&rows, &expected, seen) {
            return Ok(());
        }
        let mut message = unified(&expected, seen);
        for (number, entry) in entries.iter().enumerate() {
            if is_superfluous(number, entries, linux, seen) {
                message += &format!(
                    "\nexpected difference {} of [[{test}]] is no longer there: delete the entry\n{entry}",
                    number + 1
                );
            }
        }
        Err(message)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<String> {
        text.split(' ').map(String::from).collect()
    }

    fn expectations(linux: &str, seen: &str) -> Expectations {
        let text = propose("t", &lines(linux), &lines(seen)).unwrap_or_default();
        toml::from_str(&text).unwrap_or_default()
    }

    #[test]
    fn what_is_proposed_makes_the_test_pass() {
        for (linux, seen) in [
            ("a b c", "a x c"),
            ("a b c", "a c"),
            ("a b c", "a b x c"),
            ("a b c", "x a b c"),
            ("a a a b", "a a x b"),
            ("a b c d", "x b y"),
        ] {
            assert_eq!(expectations(linux, seen).check("t", &lines(linux), &lines(seen)), Ok(()), "{linux} -> {seen}");
        }
    }

    #[test]
    fn a_new_difference_fails() {
        let failure = expectations("a b c", "a x c").check("t", &lines("a b c"), &lines("a x y"));
        assert!(failure.is_err_and(|why| why.contains("-c\n+y") && !why.contains("delete")));
    }

    #[test]
    fn an_unexpected_pass_names_the_entry() {
        let failure = expectations("a b c", "a x c").check("t", &lines("a b c"), &lines("a b c"));
        assert!(failure.is_err_and(|why| why.contains("difference 1 of [[t]] is no longer there")));
    }

    #[test]
    fn an_entry_must_quote_linux() {
        let failure = expectations("a b c", "a x c").check("t", &lines("a z c"), &lines("a z c"));
        assert!(failure.is_err_and(|why| why.contains("Linux does not say this")));
    }

    #[test]
    fn a_recorded_test_is_named_once_and_says_why() {
        let sound = |text: &str| toml::from_str::<Expectations>(text).unwrap_or_default().are_sound(|test| test == "t");
        let list = |tests: &str| format!("[[recorded]]\nreason = \"r\"\nlimit = \"l\"\ntests = [{tests}]");
        assert_eq!(sound(&list("\"t\"")), Ok(()));
        assert!(sound(&list("\"t\", \"t\"")).is_err_and(|why| why.contains("t is named more than once")));
        assert!(sound(&list("\"u\"")).is_err_and(|why| why.contains("no program")));
        assert!(sound(&list("")).is_err_and(|why| why.contains("must have")));
        assert!(sound(&list("\"t\"").replace("\"r\"", "\" \"")).is_err_and(|why| why.contains("must have")));
    }

    #[test]
    fn what_skipped_parts_explain_is_not_recorded() {
        let run: Expectations = toml::from_str(
            "[[recorded]]\nreason = \"r\"\nlimit = \"l\"\ntests = [\"t\"]\n\
             [[skipped]]\nreason = \"r\"\nlimit = \"l\"\nrow = \"skipped:x\"",
        )
        .unwrap_or_default();
        let check = |seen: &str| run.check("t", &lines("a b exit"), &lines(seen)).err().unwrap_or_default();
        assert!(check("skipped:x exit").contains("take it off its list"));
        assert!(!check("skipped:x c exit").contains("take it off its list"));
    }

    #[test]
    fn a_run_that_is_like_another_lists_only_what_is_otherwise() {
        let like = |text: &str| Expectations {
            other: Some(Box::new(expectations("a b c", "a x c"))),
            ..toml::from_str(text).unwrap_or_default()
        };
        let check = |run: &Expectations, seen: &str| run.check("t", &lines("a b c"), &lines(seen));
        assert_eq!(check(&like(""), "a x c"), Ok(()));
        assert!(check(&like(""), "a b c").is_err());
        assert_eq!(check(&like("as_linux = [\"t\"]"), "a b c"), Ok(()));
        let own = propose("t", &lines("a b c"), &lines("a b y")).unwrap_or_default();
        assert_eq!(check(&like(&own), "a b y"), Ok(()));
        let faults = |text: &str| like(text).are_sound(|_| true).err().unwrap_or_default();
        assert!(!faults(&own).contains("as in"));
        assert!(faults(&propose("t", &lines("a b c"), &lines("a x c")).unwrap_or_default()).contains("t is as in"));
        assert!(faults("as_linux = [\"u\"]").contains("u is as on Linux for the run"));
    }

    /// Of all runs, also of those that this machine has no runtime for.
    #[test]
    fn no_difference_is_the_end_of_a_test() -> Result<()> {
        let folder = trying("expect", fs::read_dir(project("c-tests/expect")))?;
        let paths = folder.flatten().map(|entry| entry.path());
        let files: Vec<_> = paths.filter(|path| path.extension().is_some_and(|e| e == "toml")).collect();
        assert!(!files.is_empty());
        for run in files.iter().filter_map(|path| path.file_stem()).map(|run| run.to_string_lossy()) {
            for (test, entries) in Expectations::read(&run)?.differences {
                let stops = |entry: &Difference| entry.here.lines().any(is_end);
                assert!(!entries.iter().any(stops), "{test} stops early on {run}");
            }
        }
        Ok(())
    }

    #[test]
    fn other_tests_may_not_differ() {
        assert!(expectations("a b", "a x").check("u", &lines("a b"), &lines("a x")).is_err());
    }
}
