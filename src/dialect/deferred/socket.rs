// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! The state of a deferred socket.

use crate::addr::SocketAddr;
use crate::descriptor::table::{State, Table};
use crate::dialect::{Family, Fd, Kind};

/// The number of the first socket, above all that a host hands out.
const BASE: Fd = 0x4000_0000;
/// The most sockets at once; one more is `EMFILE`.
const SLOTS: usize = 256;

/// Every deferred socket.
pub(crate) static TABLE: Table<Socket, BASE, SLOTS> = Table::new();

/// The state of one socket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Socket {
    pub family: Family,
    pub kind: Kind,
    /// `O_NONBLOCK`, as the program has set it.
    pub nonblocking: bool,
    pub listening: bool,
    /// The address that the program has bound.
    pub bound: Option<SocketAddr>,
    /// The address that the program has connected to.
    pub peer: Option<SocketAddr>,
    /// The host's descriptor that data goes through, once the socket is connected.
    pub data: Option<Fd>,
    /// The host's descriptor that connections come from or are made with.
    pub control: Option<Fd>,
    /// The host's descriptor of the connection, where that is another one.
    pub connection: Option<Fd>,
    version: u32,
}

impl Socket {
    /// A socket as `socket` makes it.
    pub(crate) fn new(family: Family, kind: Kind) -> Self {
        Self {
            family,
            kind,
            nonblocking: false,
            listening: false,
            bound: None,
            peer: None,
            data: None,
            control: None,
            connection: None,
            version: 0,
        }
    }

    /// The same with `O_NONBLOCK` set or cleared.
    pub(crate) fn with_nonblocking(self, on: bool) -> Self {
        Self { nonblocking: on, ..self }
    }

    /// Every descriptor of the host's.
    pub(crate) fn descriptors(&self) -> impl Iterator<Item = Fd> {
        [self.data, self.connection, self.control].into_iter().flatten()
    }
}

impl State for Socket {
    fn version(&self) -> u32 {
        self.version
    }

    fn at_version(self, version: u32) -> Self {
        Self { version, ..self }
    }
}
