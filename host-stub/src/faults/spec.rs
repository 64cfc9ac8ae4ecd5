// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! `--faults=SPEC`: the kinds of fault, and how often each occurs.

use std::str::FromStr;

use crate::net::Names;

/// The faults. A rate is the number of calls in 1000; 0 is none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FaultSpec {
    /// The seed of the random numbers.
    pub seed: u64,
    /// A stream moves fewer bytes than it could.
    pub short: u32,
    /// A call that waits is interrupted: `EINTR`.
    pub eintr: u32,
    /// A non-blocking socket that was ready is not: `EAGAIN`, several times in a row.
    pub again: u32,
    /// A connection is reset.
    pub reset: u32,
    /// What is received comes later.
    pub slow: u32,
    /// A result is a lie.
    pub lies: u32,
    /// The answer to every look-up that is allowed.
    pub names: Option<Names>,
}

/// A text that is not a specification of faults.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is not a fault; write seed=N, short=, eintr=, again=, reset=, slow= or lies= with a number of calls in 1000, \
     names=COUNT, again, none, fail or memory; separated by commas"
)]
pub struct FaultError(String);

impl FromStr for FaultSpec {
    type Err = FaultError;
    fn from_str(text: &str) -> Result<Self, FaultError> {
        let mut spec = Self::default();
        for part in text.split(',') {
            spec.take(part).ok_or_else(|| FaultError(part.to_owned()))?;
        }
        Ok(spec)
    }
}

impl FaultSpec {
    /// Whether calls fail at random, beside the resolver.
    pub(crate) fn is_by_chance(&self) -> bool {
        [self.short, self.eintr, self.again, self.reset, self.slow, self.lies].iter().any(|rate| *rate > 0)
    }

    fn take(&mut self, part: &str) -> Option<()> {
        let (name, value) = part.split_once('=')?;
        match name {
            "seed" => self.seed = value.parse().ok()?,
            "short" => self.short = rate(value)?,
            "eintr" => self.eintr = rate(value)?,
            "again" => self.again = rate(value)?,
            "reset" => self.reset = rate(value)?,
            "slow" => self.slow = rate(value)?,
            "lies" => self.lies = rate(value)?,
            "names" => self.names = Some(value.parse().ok()?),
            _ => return None,
        }
        Some(())
    }
}

/// A number of calls in 1000.
fn rate(value: &str) -> Option<u32> {
    value.parse().ok().filter(|rate| *rate <= 1000)
}
