// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! What the library holds beside sockets of the host, by their numbers. Only a socket of which something is held has a place.

use super::table::Table;
use crate::dialect::Fd;
use crate::errno::{Errno, Result};

/// Holds an `S` for at most `SLOTS` sockets at once.
pub(crate) struct Beside<S, const SLOTS: usize>(Table<(Fd, S), 0, SLOTS>);

impl<S, const SLOTS: usize> Beside<S, SLOTS> {
    pub(crate) const fn new() -> Self {
        Self(Table::new())
    }

    /// Where a socket is in the table. Not inlined, as the searches are many.
    #[inline(never)]
    fn place_of(&self, fd: Fd) -> Result<Fd> {
        self.0.find(|(socket, _)| *socket == fd)
    }

    /// Works on what is held of a socket; `None` if that is nothing. The work must not use the table.
    pub(crate) fn with<T>(&self, fd: Fd, work: impl FnOnce(&mut S) -> T) -> Option<T> {
        // Another thread may have closed it meanwhile.
        let own = |(socket, held): &mut (Fd, S)| if *socket == fd { Ok(work(held)) } else { Err(Errno::EBADF) };
        self.0.with(self.place_of(fd).ok()?, own).ok()
    }

    /// The same, to hold something. `ENOBUFS` if something is held of too many other sockets.
    pub(crate) fn with_new<T>(
        &self,
        fd: Fd,
        new: impl FnOnce() -> S,
        work: impl FnOnce(&mut S) -> Result<T>,
    ) -> Result<T> {
        if self.place_of(fd).is_err() {
            self.0.place((fd, new())).map_err(|_full| Errno::ENOBUFS)?;
        }
        self.with(fd, work).unwrap_or(Err(Errno::EBADF))
    }

    /// Forgets a socket, which is closed.
    #[inline(never)]
    pub(crate) fn forget(&self, fd: Fd) {
        if let Ok(place) = self.place_of(fd) {
            drop(self.0.remove(place));
        }
    }

    /// Gives what is held of one socket to another number.
    pub(crate) fn renumber(&self, from: Fd, to: Fd) {
        if from == to {
            return;
        }
        self.forget(to);
        if let Ok(place) = self.place_of(from) {
            let _renumbered = self.0.with(place, |(socket, _)| {
                *socket = to;
                Ok(())
            });
        }
    }
}
