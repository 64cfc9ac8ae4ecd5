// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! The state of a deferred socket.

use core::num::NonZero;

use crate::addr::SocketAddr;
use crate::descriptor::table::{HAS_THREADS, Table, next_version};
use crate::dialect::shared::wasip1;
use crate::dialect::{Family, Fd, Kind};
use crate::errno::{Errno, Result};

/// The number of the first socket, above all numbers of the host.
const BASE: Fd = 0x4000_0000;
/// The most sockets at once; one more is `EMFILE`.
const SLOTS: usize = 256;

/// Every deferred socket.
pub(super) static TABLE: Table<Socket, BASE, SLOTS> = Table::new();

/// A socket, and the addresses that the program has chosen.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Socket {
    pub stage: Stage,
    /// The address that the program has bound.
    pub bound: Option<SocketAddr>,
    /// The address that the program has connected to.
    pub peer: Option<SocketAddr>,
}

/// A descriptor of the host, stored as its complement, so that zero is free for `None`, which then takes no extra room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct HostFd(NonZero<Fd>);

impl HostFd {
    /// From a number of the host, which is never −1.
    #[inline]
    pub(crate) fn new(fd: Fd) -> Option<Self> {
        NonZero::new(!fd).map(Self)
    }

    #[inline]
    pub(crate) fn get(self) -> Fd {
        !self.0.get()
    }
}

/// The state of a socket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Stage {
    pub family: Family,
    pub kind: Kind,
    /// `O_NONBLOCK`, as the program has set it.
    pub nonblocking: bool,
    pub listening: bool,
    /// The host's descriptor that data goes through, once the socket is connected.
    pub data: Option<HostFd>,
    /// The host's descriptor that connections come from or are made with.
    pub control: Option<HostFd>,
    /// The host's descriptor of the connection, where that is another one.
    pub connection: Option<HostFd>,
    version: u32,
}

impl Stage {
    /// A socket as `socket` makes it.
    #[inline]
    pub(crate) fn new(family: Family, kind: Kind) -> Self {
        let (data, control, connection) = (None, None, None);
        let version = if HAS_THREADS { next_version() } else { 0 };
        Self { family, kind, nonblocking: false, listening: false, data, control, connection, version }
    }

    /// The socket in the table.
    #[inline(never)]
    pub(super) fn of(fd: Fd) -> Result<Self> {
        TABLE.with(fd, |socket| Ok(socket.stage))
    }

    /// Keeps the socket under a new number.
    #[inline(always)]
    pub(crate) fn keep(self) -> Result<Fd> {
        TABLE.place(Socket { stage: self, bound: None, peer: None })
    }

    #[cold]
    fn close_new(&self, before: &Self) {
        let is_new = |host: &Fd| before.descriptors().all(|old| old != *host);
        self.descriptors().filter(is_new).for_each(wasip1::close);
    }

    fn descriptors(&self) -> impl Iterator<Item = Fd> {
        [self.data, self.connection, self.control].into_iter().flatten().map(HostFd::get)
    }

    /// Closes every descriptor of the host's.
    #[inline(always)]
    pub(crate) fn close(&self) {
        // This compiles to less code than an iterator with a filter.
        let close = |host: Option<HostFd>| host.map_or((), |host| wasip1::close(host.get()));
        [self.data, self.connection, self.control].into_iter().for_each(close);
    }
}

impl Socket {
    /// Does work on a socket that may take long. With threads the work uses a copy, which is stored with a new version. If
    /// another thread was faster, the new descriptors are closed: the number may be another socket's now.
    #[inline(always)]
    pub(super) fn change(fd: Fd, work: impl FnOnce(&mut Self) -> Result<()>) -> Result<()> {
        if !HAS_THREADS {
            return TABLE.with(fd, work);
        }
        let before = TABLE.with(fd, |socket| Ok(*socket))?;
        let mut socket = before;
        let result = work(&mut socket);
        if socket == before {
            return result;
        }
        socket.replace(fd, &before).inspect_err(|_| socket.stage.close_new(&before.stage)).and(result)
    }

    fn replace(&self, fd: Fd, before: &Self) -> Result<()> {
        TABLE.with(fd, |socket| {
            if socket.stage.version != before.stage.version {
                return Err(Errno::EBADF);
            }
            *socket = *self;
            socket.stage.version = next_version();
            Ok(())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listens(fd: Fd) -> Result<bool> {
        Stage::of(fd).map(|stage| stage.listening)
    }

    /// Work that began with an older state does not overwrite a newer one.
    #[test]
    fn a_state_is_replaced_once() {
        let fd = Stage::new(Family::V4, Kind::Stream).keep().expect("there is room");
        let change = |within: fn(Fd) -> Result<()>| {
            Socket::change(fd, |socket| {
                socket.stage.listening = !socket.stage.listening;
                within(fd)
            })
        };
        assert_eq!((change(|_| Ok(())), listens(fd)), (Ok(()), Ok(true)));
        assert_eq!((change(|_| Err(Errno::EIO)), listens(fd)), (Err(Errno::EIO), Ok(false)));
        let listen = |socket: &mut Socket| {
            socket.stage.listening = true;
            Ok(())
        };
        assert_eq!(Socket::change(fd, |_nothing| Socket::change(fd, listen)), Ok(()));
        let lose = |socket: &mut Socket| {
            socket.stage.listening = false;
            Socket::change(fd, |socket| {
                socket.stage.nonblocking = true;
                Ok(())
            })
        };
        assert_eq!((Socket::change(fd, lose), listens(fd)), (Err(Errno::EBADF), Ok(true)));
        assert_eq!((TABLE.end(fd, |_| ()), listens(fd)), (Ok(()), Err(Errno::EBADF)));
        assert_eq!(Socket::change(fd, listen), Err(Errno::EBADF));
    }

    #[test]
    fn a_descriptor_may_be_any_number_but_one() {
        assert_eq!([0, 3, Fd::MAX].map(|fd| HostFd::new(fd).map(HostFd::get)), [Some(0), Some(3), Some(Fd::MAX)]);
        assert_eq!((HostFd::new(-1), size_of::<Option<HostFd>>()), (None, size_of::<Fd>()));
    }
}
