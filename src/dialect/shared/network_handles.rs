// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Network handles: descriptors that give the right to use the network, opened by the host before the
//! program starts and known by their file type.

use core::sync::atomic::{AtomicBool, AtomicI32, Ordering::Relaxed};

use crate::dialect::Fd;
use crate::dialect::shared::wasip1;
use crate::errno::{Errno, Result};

/// The handles of one file type.
pub(crate) struct Handles {
    filetype: u8,
    /// The handle to try first: the program's, else the first that was found, else [`UNKNOWN`].
    first: AtomicI32,
    /// Whether the program has chosen it, by `wasock_set_network_handle`.
    selected: AtomicBool,
}

/// The library has not looked for a handle yet.
const UNKNOWN: Fd = -1;
/// The first descriptor that is not a standard one.
const FIRST: Fd = 3;

impl Handles {
    pub(crate) const fn of(filetype: u8) -> Self {
        Self { filetype, first: AtomicI32::new(UNKNOWN), selected: AtomicBool::new(false) }
    }

    fn has(&self, fd: Fd) -> Result<bool> {
        wasip1::filetype(fd).map(|filetype| filetype == self.filetype)
    }

    /// The next handle from a number on. The host opens its descriptors one after the other behind the standard ones, so the
    /// first number without a descriptor ends the search.
    #[inline(never)]
    fn next(&self, mut fd: Fd) -> Option<Fd> {
        while !self.has(fd).ok()? {
            fd += 1;
        }
        Some(fd)
    }

    /// The handle to try first. Without any there is no network for the program: `EACCES`.
    pub(crate) fn first(&self) -> Result<Fd> {
        match self.first.load(Relaxed) {
            UNKNOWN => {
                let fd = self.next(FIRST).ok_or(Errno::EACCES)?;
                self.first.store(fd, Relaxed);
                Ok(fd)
            }
            fd => Ok(fd),
        }
    }

    /// The handle to try after this one: none if the program has chosen the first.
    fn after(&self, fd: Fd) -> Option<Fd> {
        if self.selected.load(Relaxed) { None } else { self.next(fd + 1) }
    }

    /// The handles to try next, in their order.
    pub(crate) fn others(&self) -> impl Iterator<Item = Fd> {
        let first = self.first.load(Relaxed);
        core::iter::successors(self.after(first), |fd| self.after(*fd))
    }

    /// Calls with one handle after the other until one does not answer `refusal`.
    #[inline]
    pub(crate) fn each<T>(&self, refusal: Errno, mut call: impl FnMut(Fd) -> Result<T>) -> Result<T> {
        let mut fd = self.first()?;
        loop {
            let result = call(fd);
            let is_refused = result.as_ref().is_err_and(|error| *error == refusal);
            match if is_refused { self.after(fd) } else { None } {
                Some(next) => fd = next,
                None => return result,
            }
        }
    }

    /// Uses this handle from now on; −1 makes the library find one again.
    pub(crate) fn select(&self, fd: Fd) -> Result<()> {
        if fd != UNKNOWN && !self.has(fd)? {
            return Err(Errno::EINVAL);
        }
        self.first.store(fd, Relaxed);
        self.selected.store(fd != UNKNOWN, Relaxed);
        Ok(())
    }
}
