// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! How long a wait still lasts after an event for which the program does not wait.

use core::mem::MaybeUninit;

use crate::dialect::shared::wasip1;
use crate::errno::Result;

/// When a wait ends, in nanoseconds of the monotonic clock.
pub(crate) struct End(u64);

impl End {
    pub const NEVER: Self = Self(u64::MAX);

    /// So many nanoseconds from now.
    pub fn after(time: u64) -> Result<Self> {
        wasip1::now().map(|now| Self(now.saturating_add(time)))
    }

    /// Sleeps a little, so that an event that stays does not make the library spin; returns the nanoseconds left.
    #[cold]
    pub fn nap(&self) -> Result<u64> {
        const NAP: u64 = 10_000_000;
        wasip1::poll(&[wasip1::timer(self.left()?.min(NAP), 0)], &mut [MaybeUninit::uninit()])?;
        self.left()
    }

    fn left(&self) -> Result<u64> {
        wasip1::now().map(|now| self.0.saturating_sub(now))
    }
}
