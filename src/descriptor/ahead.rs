// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! What the library has received of the host's sockets before the program asked for it, by their numbers. Only a socket that
//! something is kept of has a place here.

use super::kept::{Datagrams, Kept};
use super::table::Table;
use crate::dialect::Fd;
use crate::errno::{Errno, Result};

/// What is kept of one socket: bytes of a stream, or datagrams.
pub(crate) struct Ahead {
    fd: Fd,
    pub kept: Kept,
    pub datagrams: Datagrams,
}

impl Ahead {
    fn is_empty(&self) -> bool {
        self.kept.is_empty() && self.datagrams.first().is_none()
    }
}

/// Sockets that something may be kept of at once.
const SLOTS: usize = 1024;

static SOCKETS: Table<Ahead, 0, SLOTS> = Table::new();

/// Works on what is kept of a socket; `None` where that is nothing. The work must not use the table.
pub(crate) fn with<T>(fd: Fd, work: impl FnOnce(&mut Ahead) -> T) -> Option<T> {
    let (mut work, mut result) = (Some(work), None);
    SOCKETS.any(|socket| {
        let found = socket.fd == fd;
        if found && let Some(work) = work.take() {
            result = Some(work(socket));
        }
        found
    });
    SOCKETS.drain(|socket| socket.fd == fd && socket.is_empty());
    result
}

/// The same where something is to be kept. `ENOBUFS` where it is kept of too many others.
pub(crate) fn with_new<T>(fd: Fd, work: impl FnOnce(&mut Ahead) -> Result<T>) -> Result<T> {
    if !SOCKETS.any(|socket| socket.fd == fd) {
        let new = Ahead { fd, kept: Kept::NONE, datagrams: Datagrams::NONE };
        SOCKETS.place(new).map_err(|_full| Errno::ENOBUFS)?;
    }
    with(fd, work).unwrap_or(Err(Errno::EBADF))
}

/// Forgets a socket, which is closed.
pub(crate) fn forget(fd: Fd) {
    SOCKETS.drain(|socket| socket.fd == fd);
}

/// Gives what is kept of one socket to another number.
pub(crate) fn renumber(from: Fd, to: Fd) {
    if from != to {
        forget(to);
        SOCKETS.any(|socket| {
            let found = socket.fd == from;
            if found {
                socket.fd = to;
            }
            found
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keep(fd: Fd, byte: u8) -> Result<()> {
        with_new(fd, |socket| {
            socket.kept.reserve(1)?;
            // SAFETY: there is room for one byte.
            unsafe {
                socket.kept.spare().0.write(byte);
                socket.kept.add(1);
            }
            Ok(())
        })
    }

    fn bytes(fd: Fd) -> Option<std::vec::Vec<u8>> {
        with(fd, |socket| socket.kept.bytes().to_vec())
    }

    /// One test, as there is one table.
    #[test]
    fn what_is_kept_goes_with_the_number() {
        assert_eq!((bytes(7), keep(7, 1), bytes(7)), (None, Ok(()), Some([1].into())));
        assert_eq!((keep(900, 2), bytes(900), bytes(7)), (Ok(()), Some([2].into()), Some([1].into())));
        renumber(7, 900);
        assert_eq!((bytes(900), bytes(7)), (Some([1].into()), None));
        with(900, |socket| socket.kept.skip(1));
        assert_eq!(bytes(900), None);
        assert_eq!(keep(5, 3), Ok(()));
        forget(5);
        assert_eq!(bytes(5), None);
    }
}
