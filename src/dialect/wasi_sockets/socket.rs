// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! The state of a socket, and the table of all sockets.

use crate::abi::{MSG_DONTWAIT, iovec};
use crate::addr::SocketAddr;
use crate::descriptor::deadline::Deadline;
use crate::descriptor::kept::{Datagrams, Kept};
use crate::descriptor::table::Table;
use crate::dialect::shared::wasip1;
use crate::dialect::{Family, Fd, Flags, Kind, Received};
use crate::errno::{Errno, Result};

use super::handle::{Handles, Imports};
use super::import::Subscribe;
use super::layout::Raw;
use super::settings::{BothKinds, Settings};
use super::wait::Limits;

/// The number of the first socket: the adapter for preview 1 has 128 descriptors, and their numbers are below.
const BASE: Fd = 256;
/// The most sockets at once; one more is `EMFILE`. The first 768 have numbers below `FD_SETSIZE`.
const SLOTS: usize = 1024;

/// Every socket.
pub(super) static TABLE: Table<Socket, BASE, SLOTS> = Table::new();

/// The functions of one kind of socket. Only the function that makes a socket refers to them, so that a program links no
/// others.
pub(super) struct Protocol {
    pub imports: Imports,
    pub connect: fn(&mut Socket, &SocketAddr) -> Result<()>,
    /// Sends to the address or to the peer.
    pub send: fn(&mut Socket, &[iovec], Flags, Option<&SocketAddr>) -> Result<usize>,
    /// Receives; `MSG_PEEK` is not among the flags.
    pub receive: fn(&mut Socket, &[iovec], Flags) -> Result<Got>,
    /// The functions of datagram sockets alone. Streams are the usual case, and are not called by address.
    pub datagram: Option<&'static Verbs>,
}

/// The functions of datagram sockets, beside [`Protocol`].
pub(super) struct Verbs {
    /// Makes the streams of a socket that has just been bound.
    pub start: fn(&mut Socket) -> Result<()>,
    pub peek: fn(&mut Socket, &[iovec], Flags) -> Result<Got>,
    /// Finds out whether a side is ready.
    pub look: fn(&mut Socket, Side) -> Result<()>,
    pub disconnect: fn(&mut Socket) -> Result<()>,
    pub subscribe_input: Subscribe,
    pub subscribe_output: Subscribe,
    pub options: BothKinds,
}

/// The direction that somebody waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Read,
    Write,
}

/// The result of a receive.
#[derive(Clone, Copy, Default)]
pub(super) struct Got {
    pub received: Received,
    /// The sender of a datagram.
    pub from: Option<SocketAddr>,
}

/// The life of a socket.
#[derive(Clone, Copy)]
pub(super) enum State {
    /// Neither connected nor listening, perhaps bound.
    Fresh,
    /// A connection is being made. The function finishes it; `EAGAIN` until then.
    Connecting { finish: fn(&mut Socket) -> Result<()> },
    /// It has a peer, or had one.
    Connected,
    /// It listens; `look` takes the next connection if there is one.
    Listening { look: fn(&mut Socket) -> Result<()> },
}

/// A socket.
pub(super) struct Socket {
    pub protocol: &'static Protocol,
    /// Of a listener the connection that `poll` has found.
    pub next: Option<Handles>,
    pub handles: Handles,
    pub state: State,
    pub family: Family,
    /// `O_NONBLOCK`
    pub nonblocking: bool,
    /// A connection was begun, and no call of `connect` has returned its result yet.
    pub unsaid: bool,
    /// Nothing is received any more.
    pub shut_read: bool,
    /// Nothing is sent any more.
    pub shut_write: bool,
    /// All has been received: the peer sends nothing any more.
    pub ended: bool,
    /// The last read filled all of its room, so there may be more.
    pub more: bool,
    /// The host takes data: nothing was sent since it reported that.
    pub writable: bool,
    /// Set on an accepted connection until the host has noticed what it is ready for: how to wait for that.
    pub unnoticed: Option<fn(&mut Self)>,
    /// Set while the host may not have sent everything: how to drop the socket then.
    pub unsent: Option<fn(Self)>,
    /// `SO_ERROR`
    pub error: Option<Errno>,
    /// The address that it was bound to.
    pub bound: Option<SocketAddr>,
    /// The program has not bound it.
    pub bound_by_itself: bool,
    /// The peer of a connected socket for datagrams.
    pub peer: Option<SocketAddr>,
    pub limits: Limits,
    pub settings: Settings,
    pub kept: Kept,
    pub datagrams: Datagrams,
}

impl Socket {
    /// A socket as `socket` makes it.
    pub fn new(protocol: &'static Protocol, family: Family, handle: Raw) -> Self {
        Self::of(protocol, family, Handles::of(&protocol.imports, handle))
    }

    /// The same with all its handles.
    pub fn of(protocol: &'static Protocol, family: Family, handles: Handles) -> Self {
        Self {
            protocol,
            next: None,
            handles,
            state: State::Fresh,
            family,
            nonblocking: false,
            unsaid: false,
            shut_read: false,
            shut_write: false,
            ended: false,
            more: false,
            writable: false,
            unnoticed: None,
            unsent: None,
            error: None,
            bound: None,
            bound_by_itself: false,
            peer: None,
            limits: Limits::NONE,
            settings: Settings::NONE,
            kept: Kept::NONE,
            datagrams: Datagrams::NONE,
        }
    }

    pub fn kind(&self) -> Kind {
        if self.protocol.datagram.is_some() { Kind::Datagram } else { Kind::Stream }
    }

    /// The pending error, which is returned once.
    pub fn check_error(&mut self) -> Result<()> {
        match self.error.take() {
            Some(error) => Err(error),
            None => Ok(()),
        }
    }

    /// Whether a call with these flags waits.
    pub fn waits(&self, flags: Flags) -> bool {
        !self.nonblocking && !flags.has(MSG_DONTWAIT)
    }

    /// Sets the options of the former socket on a new one of the host.
    pub fn restore_settings(&mut self) {
        if let (Some((restore, both)), Ok(raw)) = (self.settings.restore, self.handles.raw()) {
            restore(&self.settings, both, raw);
        }
    }

    /// Whether nothing is left of the connection: both sides have closed, or it has failed.
    pub fn is_over(&self) -> bool {
        self.ended && self.shut_write
    }

    pub fn must_be_of(&self, addr: &SocketAddr) -> Result<()> {
        if self.family == family(addr) { Ok(()) } else { Err(Errno::EAFNOSUPPORT) }
    }
}

pub(super) fn family(addr: &SocketAddr) -> Family {
    match addr {
        SocketAddr::V4 { .. } => Family::V4,
        SocketAddr::V6 { .. } => Family::V6,
    }
}

/// Any address of the family, any port.
pub(super) fn wildcard(family: Family) -> SocketAddr {
    match family {
        Family::V4 => SocketAddr::V4 { octets: [0; 4], port: 0 },
        Family::V6 => SocketAddr::V6 { octets: [0; 16], port: 0, flowinfo: 0, scope: 0 },
    }
}

/// Works on a socket. `ENOTSOCK` for a descriptor of the host: in a component none of them is a socket.
#[inline]
pub(super) fn with<T>(fd: Fd, work: impl FnOnce(&mut Socket) -> Result<T>) -> Result<T> {
    if TABLE.owns(fd) { TABLE.with(fd, work) } else { Err(no_socket(fd)) }
}

#[cold]
fn no_socket(fd: Fd) -> Errno {
    if wasip1::is_open(fd) { Errno::ENOTSOCK } else { Errno::EBADF }
}

/// The deadlines of a call.
impl Socket {
    pub fn receive_deadline(&self) -> Deadline {
        Deadline::after(self.limits.receive)
    }

    pub fn send_deadline(&self) -> Deadline {
        Deadline::after(self.limits.send)
    }
}
