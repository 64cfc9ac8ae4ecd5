// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! The static state that POSIX prescribes: the entry that a function without a buffer returns, and the position of a walk
//! through a table.

use core::cell::UnsafeCell;
use core::mem::MaybeUninit;
use core::sync::atomic::{AtomicUsize, Ordering};

use crate::errno::Result;
use crate::posix::netdb::arena::Arena;

/// The last entry returned, overwritten by the next.
pub(super) struct Kept<T>(UnsafeCell<(MaybeUninit<T>, [usize; WORDS])>);

/// More than the names of the longest line of the tables need.
const WORDS: usize = 32;

// SAFETY: POSIX lets these functions be called by one thread at a time only.
unsafe impl<T> Sync for Kept<T> {}

impl<T> Kept<T> {
    pub const fn new() -> Self {
        Self(UnsafeCell::new((MaybeUninit::uninit(), [0; WORDS])))
    }

    /// Keeps the entry that `fill` makes; null where it fails.
    pub fn keep(&self, fill: impl FnOnce(&mut Arena) -> Result<T>) -> *mut T {
        let kept = self.0.get();
        // SAFETY: the cell is ours alone for the call (see `Sync`), its words are the arena's.
        let entry = unsafe {
            Arena::new((&raw mut (*kept).1).cast(), size_of::<[usize; WORDS]>()).and_then(|mut arena| fill(&mut arena))
        };
        match entry {
            // SAFETY: as above.
            Ok(entry) => unsafe { (*kept).0.write(entry) },
            Err(_no_room) => core::ptr::null_mut(),
        }
    }
}

/// Where a walk through a table stands.
pub(super) struct Walk(AtomicUsize);

impl Walk {
    pub const fn new() -> Self {
        Self(AtomicUsize::new(0))
    }

    /// Back to the start.
    pub fn rewind(&self) {
        self.0.store(0, Ordering::Relaxed);
    }

    /// The next of `entries`, which are always the same.
    pub fn next<T>(&self, mut entries: impl Iterator<Item = T>) -> Option<T> {
        let entry = entries.nth(self.0.load(Ordering::Relaxed))?;
        self.0.fetch_add(1, Ordering::Relaxed);
        Some(entry)
    }
}
