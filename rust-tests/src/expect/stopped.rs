// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Tests that cannot begin because the host lacks a call that the whole test needs. They print that call.

use std::sync::atomic::{AtomicBool, Ordering};

use serde::Deserialize;

/// Whether a test reports in this line that it ends early.
pub fn is_end(line: &str) -> bool {
    line.starts_with("cannot go on: ")
}

/// A place where tests may stop before their first observation, for one reason.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stopped {
    /// Why, in a sentence.
    reason: String,
    /// The import that the host lacks, or its behaviour.
    limit: String,
    /// The one line of such a test, before its exit code: `cannot go on: getsockname (EOPNOTSUPP)`.
    at: String,
    /// Some test has stopped there.
    #[serde(skip)]
    met: AtomicBool,
}

impl Stopped {
    /// Whether it has a reason and a place.
    pub fn is_sound(&self) -> bool {
        !self.reason.trim().is_empty() && !self.limit.trim().is_empty() && is_end(&self.at)
    }

    /// Whether the test printed only this.
    pub fn explains(&self, seen: &[String]) -> bool {
        let met = matches!(seen, [at, end] if *at == self.at && end == "exit: 2");
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
