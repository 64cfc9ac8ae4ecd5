// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Compares Linux's output, the expected differences and the output of a run.

use std::collections::BTreeMap;

use similar::{Algorithm, DiffOp, TextDiff, capture_diff_slices};

use super::Difference;
use crate::{Result, trying};

/// Linux's output, changed by the entries.
pub fn apply(entries: &[Difference], linux: &[String]) -> Result<Vec<String>> {
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

/// The first place of the lines; none for no lines.
fn position<S: AsRef<str>>(text: &[String], lines: &[S]) -> Option<usize> {
    let is_here = |window: &[String]| window.iter().zip(lines).all(|(a, b)| a == b.as_ref());
    (!lines.is_empty()).then(|| text.windows(lines.len()).position(is_here)).flatten()
}

/// Whether a difference is gone: the other entries alone explain more of the output.
pub fn is_superfluous(number: usize, entries: &[Difference], linux: &[String], seen: &[String]) -> bool {
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

pub fn unified(expected: &[String], seen: &[String]) -> String {
    let (expected, seen) = (whole(expected), whole(seen));
    TextDiff::from_lines(&expected, &seen).unified_diff().context_radius(2).header("expected", "seen").to_string()
}

pub fn whole(lines: &[String]) -> String {
    lines.iter().map(|line| format!("{line}\n")).collect()
}

/// The TOML that would make this test pass. A person has to check it and add the reason.
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
        // No line stands before it, so the line after it marks the place.
        old.end += 1;
        new.end += 1;
    }
    (old, new)
}
