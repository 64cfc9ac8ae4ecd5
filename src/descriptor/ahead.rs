// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Data that the library has received from the host's sockets before the program did, by the number of the socket. Only sockets
//! with such data have a place here.

use super::kept::{Datagrams, Kept};
use super::table::Table;
use crate::dialect::Fd;
use crate::errno::{Errno, Result};

/// The kept data of one socket: bytes of a stream, or datagrams.
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

/// The most sockets with kept data at once.
const SLOTS: usize = 1024;

static SOCKETS: Table<Ahead, 0, SLOTS> = Table::new();

/// The place of a socket in the table. Not inlined, because many functions search.
#[inline(never)]
fn place_of(fd: Fd) -> Result<Fd> {
    SOCKETS.find(|socket| socket.fd == fd)
}

/// Works on the kept data of a socket; `None` if there are none. The work must not use the table.
pub(crate) fn with<T>(fd: Fd, work: impl FnOnce(&mut Ahead) -> T) -> Option<T> {
    let place = place_of(fd).ok()?;
    // Another thread may have closed it meanwhile.
    let own = |socket: &mut Ahead| if socket.fd == fd { Ok(work(socket)) } else { Err(Errno::EBADF) };
    let result = SOCKETS.with(place, own).ok();
    remove_empty(place);
    result
}

#[inline(never)]
fn remove_empty(place: Fd) {
    if SOCKETS.with(place, |socket| Ok(socket.is_empty())) == Ok(true) {
        remove(place);
    }
}

#[inline(never)]
fn remove(place: Fd) {
    drop(SOCKETS.remove(place));
}

/// The same, to keep data. `ENOBUFS` if too many other sockets have kept data.
pub(crate) fn with_new<T>(fd: Fd, work: impl FnOnce(&mut Ahead) -> Result<T>) -> Result<T> {
    if place_of(fd).is_err() {
        let new = Ahead { fd, kept: Kept::NONE, datagrams: Datagrams::NONE };
        SOCKETS.place(new).map_err(|_full| Errno::ENOBUFS)?;
    }
    with(fd, work).unwrap_or(Err(Errno::EBADF))
}

/// Drops the kept data of a socket that is closed.
pub(crate) fn forget(fd: Fd) {
    if let Ok(place) = place_of(fd) {
        remove(place);
    }
}

/// Moves the kept data of one number to another.
pub(crate) fn renumber(from: Fd, to: Fd) {
    if from != to {
        forget(to);
        with(from, |socket| socket.fd = to);
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
