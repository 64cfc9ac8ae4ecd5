// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Data that the library has received from the host's sockets before the program did.

use super::beside::Beside;
use super::kept::{Datagrams, Kept};
use crate::dialect::Fd;
use crate::errno::Result;

/// The kept data of one socket: bytes of a stream, or datagrams.
pub(crate) struct Ahead {
    pub kept: Kept,
    pub datagrams: Datagrams,
    /// The program has ended reading.
    pub is_ended: bool,
}

impl Ahead {
    fn nothing() -> Self {
        Self { kept: Kept::NONE, datagrams: Datagrams::NONE, is_ended: false }
    }

    fn is_empty(&self) -> bool {
        self.kept.is_empty() && self.datagrams.first().is_none() && !self.is_ended
    }
}

/// The most sockets with kept data at once.
const SLOTS: usize = 1024;

static SOCKETS: Beside<Ahead, SLOTS> = Beside::new();

/// Works on the kept data of a socket; `None` if there are none. The work must not use the table.
pub(crate) fn with<T>(fd: Fd, work: impl FnOnce(&mut Ahead) -> T) -> Option<T> {
    let result = SOCKETS.with(fd, work);
    forget_empty(fd);
    result
}

/// The same, to keep data. `ENOBUFS` if too many other sockets have kept data.
pub(crate) fn with_new<T>(fd: Fd, work: impl FnOnce(&mut Ahead) -> Result<T>) -> Result<T> {
    let result = SOCKETS.with_new(fd, Ahead::nothing, work);
    forget_empty(fd);
    result
}

#[inline(never)]
fn forget_empty(fd: Fd) {
    if SOCKETS.with(fd, |socket| socket.is_empty()) == Some(true) {
        SOCKETS.forget(fd);
    }
}

/// Drops the kept data of a socket that is closed.
pub(crate) fn forget(fd: Fd) {
    SOCKETS.forget(fd);
}

/// Moves the kept data of one number to another.
pub(crate) fn renumber(from: Fd, to: Fd) {
    SOCKETS.renumber(from, to);
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
