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
    /// The one to try first: the program's, else the first that was found, else [`UNKNOWN`].
    first: AtomicI32,
    /// Whether the program has chosen it, by `wasock_set_network_handle`.
    selected: AtomicBool,
}

/// No handle has been looked for.
const UNKNOWN: Fd = -1;

impl Handles {
    pub(crate) const fn of(filetype: u8) -> Self {
        Self { filetype, first: AtomicI32::new(UNKNOWN), selected: AtomicBool::new(false) }
    }

    fn has(&self, fd: Fd) -> Result<bool> {
        wasip1::filetype(fd).map(|filetype| filetype == self.filetype)
    }

    /// Every handle. What the host opens comes one after the other behind the standard descriptors, so the
    /// first number without one ends it.
    fn found(&self) -> impl Iterator<Item = Fd> {
        const FIRST: Fd = 3;
        (FIRST..).map_while(|fd| Some((fd, self.has(fd).ok()?))).filter(|(_, is_handle)| *is_handle).map(|(fd, _)| fd)
    }

    /// The handle to try first. Without any there is no network for the program: `EACCES`.
    pub(crate) fn first(&self) -> Result<Fd> {
        match self.first.load(Relaxed) {
            UNKNOWN => {
                let fd = self.found().next().ok_or(Errno::EACCES)?;
                self.first.store(fd, Relaxed);
                Ok(fd)
            }
            fd => Ok(fd),
        }
    }

    /// The handles to try next: none where the program has chosen the first.
    pub(crate) fn others(&self) -> impl Iterator<Item = Fd> {
        let (first, selected) = (self.first.load(Relaxed), self.selected.load(Relaxed));
        self.found().filter(move |fd| !selected && *fd != first)
    }

    /// Calls with one handle after the other until one does not answer `refusal`.
    pub(crate) fn each<T>(&self, refusal: Errno, mut call: impl FnMut(Fd) -> Result<T>) -> Result<T> {
        let mut result = call(self.first()?);
        let is_refused = |result: &Result<T>| result.as_ref().is_err_and(|error| *error == refusal);
        for fd in self.others() {
            if !is_refused(&result) {
                break;
            }
            result = call(fd);
        }
        result
    }

    /// Takes the handle for all that comes, or with −1 finds one again.
    pub(crate) fn select(&self, fd: Fd) -> Result<()> {
        if fd != UNKNOWN && !self.has(fd)? {
            return Err(Errno::EINVAL);
        }
        self.first.store(fd, Relaxed);
        self.selected.store(fd != UNKNOWN, Relaxed);
        Ok(())
    }
}
