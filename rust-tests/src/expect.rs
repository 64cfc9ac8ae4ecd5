//! Expected differences: `c-tests/expect/<run>.toml`.
//!
//! ```toml
//! [[tcp_linger]]
//! reason = "why it differs, for a person"
//! limit = "the import or the behaviour of the host that is missing"
//! linux = "linger after bind: 1 5"    # exactly these lines of Linux …
//! here = "linger after bind: 0 0"     # … read so in this run
//! ```
//! The rest of the test is compared all the same, and an entry that is not needed any more is a failure.
//!
//! A host that lacks much makes many tests fail line after line, or end early, for one reason. They are listed
//! together, and what each of them printed is kept in a file of its own and compared exactly:
//!
//! ```toml
//! [[recorded]]
//! reason = "why they differ, for a person"
//! limit = "what the host lacks"
//! tests = ["opt_flags", "opt_ttl"]    # c-tests/expect/<run>/opt_flags.out, …
//! ```
//!
//! A test that cannot even begin what it is about says so and ends. Any test may that went as expected until then:
//!
//! ```toml
//! [[stopped]]
//! reason = "why, for a person"
//! limit = "what the host lacks"
//! at = "cannot go on: getsockname (EOPNOTSUPP)"
//! ```
//!
//! A run that differs as another does, but for a few tests, says so with `like = "wasmtime"` and lists those only.

use std::collections::BTreeMap;
use std::{fmt, fs};

use serde::{Deserialize, Serialize};
use similar::{Algorithm, DiffOp, TextDiff, capture_diff_slices};

use crate::{Result, project, trying};

use recorded::{Folder, Recorded};
use stopped::Stopped;

mod recorded;
mod stopped;

/// One expected difference of one test.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Difference {
    /// Why, in a sentence.
    pub reason: String,
    /// The import that the host lacks, or what it does instead.
    pub limit: String,
    /// Consecutive lines of Linux' output; at least one, as the place of the change.
    pub linux: String,
    /// What stands in their place; empty when nothing does.
    #[serde(default)]
    pub here: String,
}

/// The differences of one run.
#[derive(Debug, Default, Deserialize)]
pub struct Expectations {
    #[serde(skip)]
    folder: Folder,
    like: Option<String>,
    #[serde(skip)]
    other: Option<Box<Self>>,
    #[serde(default)]
    recorded: Vec<Recorded>,
    #[serde(default)]
    stopped: Vec<Stopped>,
    /// By test and in the order of the output.
    #[serde(flatten)]
    differences: BTreeMap<String, Vec<Difference>>,
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
        Ok(Self { folder: Folder::of(run), other, ..expectations })
    }

    /// Whether this file itself says something of the test.
    fn names(&self, test: &str) -> bool {
        self.times_recorded(test) != 0 || self.differences.contains_key(test)
    }

    /// How many lists of recorded tests name this one.
    fn times_recorded(&self, test: &str) -> usize {
        self.recorded.iter().flat_map(|list| &list.tests).filter(|name| *name == test).count()
    }

    /// Records what the test printed, if it is one of those.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn update(&self, test: &str, seen: &[String]) -> Result<()> {
        if self.times_recorded(test) == 0 { Ok(()) } else { self.folder.update(test, seen) }
    }

    /// Where tests may stop and none did, once all have run.
    pub fn never_met(&self) -> impl Iterator<Item = &str> {
        let other = self.other.iter().flat_map(|other| &other.stopped);
        self.stopped.iter().chain(other).filter_map(Stopped::never_met)
    }

    /// Whether every entry is for a known test and says why.
    ///
    /// # Errors
    /// The entries that do not.
    pub fn are_sound(&self, is_test: impl Fn(&str) -> bool) -> Result<()> {
        let mut faults = Vec::new();
        for (test, entries) in &self.differences {
            if !is_test(test) {
                faults.push(format!("[[{test}]] names no program of c-tests: delete it"));
            }
            if entries.iter().any(|entry| entry.reason.trim().is_empty() || entry.limit.trim().is_empty()) {
                faults.push(format!("[[{test}]] must have a reason and a limit"));
            }
        }
        for list in &self.recorded {
            if !list.is_sound() {
                faults.push(format!("a list of recorded tests must have a reason, a limit and tests: {list:?}"));
            }
            for test in &list.tests {
                if !is_test(test) {
                    faults.push(format!("{test} is recorded, but no program of c-tests"));
                }
                if self.times_recorded(test) > 1 || self.differences.contains_key(test) {
                    faults.push(format!("{test} is named more than once"));
                }
            }
        }
        let vague = self.stopped.iter().filter(|stopped| !stopped.is_sound());
        faults.extend(vague.map(|stopped| format!("it must say where tests stop, and why: {stopped:?}")));
        let strangers = self.folder.strangers(|test| self.times_recorded(test) != 0);
        faults.extend(strangers.iter().map(|file| format!("{file} is the record of no listed test: delete it")));
        if faults.is_empty() { Ok(()) } else { Err(faults.join("\n")) }
    }

    /// Compares what a run showed with what Linux showed and these differences allow.
    ///
    /// # Errors
    /// What is different, and which entry is to be deleted or corrected.
    pub fn check(&self, test: &str, linux: &[String], seen: &[String]) -> Result<()> {
        if let Some(other) = self.other.as_ref().filter(|_| !self.names(test)) {
            return other.check(test, linux, seen);
        }
        if self.times_recorded(test) != 0 {
            return self.folder.check(test, linux, seen);
        }
        let entries = self.differences.get(test).map_or(&[][..], Vec::as_slice);
        let expected = apply(entries, linux)?;
        if expected == seen || self.stopped.iter().any(|stopped| stopped.explains(&expected, seen)) {
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

/// Linux' output as the entries say it reads here.
fn apply(entries: &[Difference], linux: &[String]) -> Result<Vec<String>> {
    let mut rest = linux;
    let mut expected = Vec::new();
    for entry in entries {
        let lines: Vec<_> = entry.linux.lines().collect();
        let at = position(rest, &lines).ok_or_else(|| {
            format!("Linux does not say this (any more, or in this order): correct the entry\n{entry}")
        })?;
        expected.extend_from_slice(&rest[..at]);
        expected.extend(entry.here.lines().map(String::from));
        rest = &rest[at + lines.len()..];
    }
    expected.extend_from_slice(rest);
    Ok(expected)
}

/// Where the lines begin for the first time; never for no lines.
fn position<S: AsRef<str>>(text: &[String], lines: &[S]) -> Option<usize> {
    let is_here = |window: &[String]| window.iter().zip(lines).all(|(a, b)| a == b.as_ref());
    (!lines.is_empty()).then(|| text.windows(lines.len()).position(is_here)).flatten()
}

/// The difference is gone: the others alone explain more of what was seen.
fn is_superfluous(number: usize, entries: &[Difference], linux: &[String], seen: &[String]) -> bool {
    let mut others = entries.to_vec();
    others.remove(number);
    let changes =
        |entries: &[Difference]| apply(entries, linux).map_or(usize::MAX, |expected| changed(&expected, seen));
    changes(&others) < changes(entries)
}

fn changed(expected: &[String], seen: &[String]) -> usize {
    let ops = capture_diff_slices(Algorithm::Myers, expected, seen);
    ops.iter()
        .filter(|op| !matches!(op, DiffOp::Equal { .. }))
        .map(|op| op.old_range().len() + op.new_range().len())
        .sum()
}

fn unified(expected: &[String], seen: &[String]) -> String {
    let (expected, seen) = (whole(expected), whole(seen));
    TextDiff::from_lines(&expected, &seen).unified_diff().context_radius(2).header("expected", "seen").to_string()
}

fn whole(lines: &[String]) -> String {
    lines.iter().map(|line| format!("{line}\n")).collect()
}

/// The TOML that would make this test pass, for a person to check and to give a reason.
///
/// # Errors
/// The text cannot be written as TOML.
pub fn propose(test: &str, linux: &[String], seen: &[String]) -> Result<String> {
    let mut done = 0;
    let mut entries = Vec::new();
    for op in capture_diff_slices(Algorithm::Myers, linux, seen) {
        if matches!(op, DiffOp::Equal { .. }) {
            continue;
        }
        let (old, new) = with_place(linux, done, &op);
        entries.push(Difference {
            reason: String::new(),
            limit: String::new(),
            linux: linux[old.clone()].join("\n"),
            here: seen[new].join("\n"),
        });
        done = old.end;
    }
    trying("propose", toml::to_string(&BTreeMap::from([(test, entries)])))
}

/// The lines of a change, with as many equal lines before them as make its place the first that fits.
fn with_place(linux: &[String], done: usize, op: &DiffOp) -> (std::ops::Range<usize>, std::ops::Range<usize>) {
    let (mut old, mut new) = (op.old_range(), op.new_range());
    while old.start > done && position(&linux[done..], &linux[old.clone()]) != Some(old.start - done) {
        old.start -= 1;
        new.start -= 1;
    }
    if old.is_empty() {
        // Nothing before it: the line after it tells the place.
        old.end += 1;
        new.end += 1;
    }
    (old, new)
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
    fn a_test_may_stop_where_it_is_said() {
        let text = "[[stopped]]\nreason = \"r\"\nlimit = \"l\"\nat = \"cannot go on: x\"";
        let expectations: Expectations = toml::from_str(text).unwrap_or_default();
        let check = |linux: &str, seen: &[&str]| {
            expectations.check("t", &lines(linux), &seen.iter().copied().map(String::from).collect::<Vec<_>>())
        };
        assert_eq!(expectations.never_met().count(), 1);
        assert!(check("a b", &["a", "cannot go on: y", "exit: 2"]).is_err());
        assert!(check("a b", &["b", "cannot go on: x", "exit: 2"]).is_err());
        assert!(check("a b", &["a", "cannot go on: x", "exit: 1"]).is_err());
        assert_eq!(expectations.never_met().count(), 1);
        assert_eq!(check("a b", &["a", "cannot go on: x", "exit: 2"]), Ok(()));
        assert_eq!(expectations.never_met().count(), 0);
    }

    #[test]
    fn other_tests_may_not_differ() {
        assert!(expectations("a b", "a x").check("u", &lines("a b"), &lines("a x")).is_err());
    }
}
