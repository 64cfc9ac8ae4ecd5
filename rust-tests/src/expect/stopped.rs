//! Tests that end early because the host lacks what they stand on: they say which call they cannot do without.

use std::sync::atomic::{AtomicBool, Ordering};

use serde::Deserialize;

/// Whether a test says in this line that it ends early.
pub fn is_end(line: &str) -> bool {
    line.starts_with("cannot go on: ")
}

/// Where tests may stop, for one reason.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stopped {
    /// Why, in a sentence.
    reason: String,
    /// The import that the host lacks, or what it does instead.
    limit: String,
    /// The last line of such a test, before its exit code: `cannot go on: getsockname (EOPNOTSUPP)`.
    at: String,
    /// Some test has stopped there.
    #[serde(skip)]
    met: AtomicBool,
}

impl Stopped {
    /// Whether it says why, and where.
    pub fn is_sound(&self) -> bool {
        !self.reason.trim().is_empty() && !self.limit.trim().is_empty() && is_end(&self.at)
    }

    /// Whether the test went as expected up to here.
    pub fn explains(&self, expected: &[String], seen: &[String]) -> bool {
        let [before @ .., at, end] = seen else { return false };
        let met = *at == self.at && end == "exit: 2" && expected.starts_with(before);
        if met {
            self.met.store(true, Ordering::Relaxed);
        }
        met
    }

    /// The line, if no test has stopped there.
    pub fn never_met(&self) -> Option<&str> {
        (!self.met.load(Ordering::Relaxed)).then_some(&self.at)
    }
}
