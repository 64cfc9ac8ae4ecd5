// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Parts of tests that cannot be played, because the host lacks what they begin with. Each is one row, which names that call.

use std::sync::atomic::{AtomicBool, Ordering};

use serde::Deserialize;

/// A row that may stand for a part of any test, for one reason.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Skipped {
    /// Why, in a sentence.
    reason: String,
    /// The import that the host lacks, or its behaviour.
    limit: String,
    /// As the test prints it: `skipped: getsockname (EOPNOTSUPP)`.
    row: String,
    /// Some test has printed it.
    #[serde(skip)]
    met: AtomicBool,
}

impl Skipped {
    /// Whether it has a reason and the row of a part.
    pub fn is_sound(&self) -> bool {
        !self.reason.trim().is_empty() && !self.limit.trim().is_empty() && self.row.starts_with("skipped: ")
    }

    /// The row, if no test has printed it.
    pub fn never_met(&self) -> Option<&str> {
        (!self.met.load(Ordering::Relaxed)).then_some(&self.row)
    }
}

/// Whether the output is the expected one but for listed rows, each in the place of one or more lines of a part. The last line
/// is the exit code.
pub fn explain(rows: &[&Skipped], expected: &[String], seen: &[String]) -> bool {
    let explained = expected.last() == seen.last() && follows(rows, expected, seen);
    if explained {
        for row in rows.iter().filter(|row| seen.contains(&row.row) && !expected.contains(&row.row)) {
            row.met.store(true, Ordering::Relaxed);
        }
    }
    explained
}

/// `can[i]`: whether the lines of `expected` up to `i` explain what was seen so far.
fn follows(rows: &[&Skipped], expected: &[String], seen: &[String]) -> bool {
    let mut can = vec![false; expected.len() + 1];
    can[0] = true;
    for line in seen {
        let is_row = rows.iter().any(|row| row.row == *line);
        let mut next = vec![false; can.len()];
        let mut begun = false;
        for (i, would) in expected.iter().enumerate() {
            begun |= can[i];
            next[i + 1] = (can[i] && would == line) || (is_row && begun);
        }
        can = next;
    }
    can.last() == Some(&true)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<String> {
        text.split(' ').map(String::from).collect()
    }

    #[test]
    fn a_row_stands_for_lines_and_the_others_are_compared() {
        let row = Skipped { row: "skipped:x".into(), ..Skipped::default() };
        let explains = |expected: &str, seen: &str| explain(&[&row], &lines(expected), &lines(seen));
        assert!(!explains("a b exit", "skipped:y exit"));
        assert!(!explains("a b exit", "a b skipped:x exit"), "it stands for nothing");
        assert!(!explains("a b exit", "skipped:x c exit"), "another line than Linux's");
        assert!(!explains("a b exit", "a skipped:x"), "the end is missing");
        assert!(!explains("a b c exit", "a c exit"), "a line is missing without a row");
        assert_eq!(row.never_met(), Some("skipped:x"));
        assert!(explains("a b c exit", "a b c exit"));
        assert_eq!(row.never_met(), Some("skipped:x"));
        assert!(explains("a b exit", "skipped:x exit"));
        assert!(explains("a b c d exit", "skipped:x c skipped:x exit"));
        assert!(explains("a b c d exit", "a skipped:x d exit"));
        assert_eq!(row.never_met(), None);
    }
}
