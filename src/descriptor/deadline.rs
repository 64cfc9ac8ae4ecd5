// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! The end of a call that may have to wait several times: `SO_RCVTIMEO` and `SO_SNDTIMEO` limit the call, not each wait.

use crate::errno::{Errno, Result};

/// The time when a call must return. The clock is read when the call first has to wait.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Deadline {
    /// Nanoseconds from the first wait on; `None` waits for ever.
    limit: Option<u64>,
    end: Option<u64>,
}

impl Deadline {
    /// A time limit as in the option: microseconds, 0 for none.
    pub fn after(microseconds: u64) -> Self {
        Self { limit: (microseconds != 0).then(|| microseconds.saturating_mul(1000)), end: None }
    }

    /// The nanoseconds that are left, `None` without a limit; `EAGAIN` after the limit. `now` reads a monotonic clock.
    pub fn left(&mut self, now: impl FnOnce() -> u64) -> Result<Option<u64>> {
        let Some(limit) = self.limit else { return Ok(None) };
        let now = now();
        let end = *self.end.get_or_insert(now.saturating_add(limit));
        if now < end { Ok(Some(end - now)) } else { Err(Errno::EAGAIN) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn several_waits_have_one_end() {
        let mut deadline = Deadline::after(5);
        assert_eq!(deadline.left(|| 1000), Ok(Some(5000)));
        assert_eq!(deadline.left(|| 4000), Ok(Some(2000)));
        assert_eq!(deadline.left(|| 6000), Err(Errno::EAGAIN));
    }

    #[test]
    fn no_limit_reads_no_clock() {
        assert_eq!(Deadline::after(0).left(|| unreachable!("nobody waits for the clock")), Ok(None));
    }

    #[test]
    fn a_limit_beyond_the_clock_is_its_end() {
        assert_eq!(Deadline::after(u64::MAX).left(|| 1), Ok(Some(u64::MAX - 1)));
    }
}
