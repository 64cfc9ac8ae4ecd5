// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Sockets and host names, behind the policy, for every dialect: addresses are `SocketAddr`, errors are the host's.
//!
//! `Net` is the only way to bind, connect, accept, send, receive and resolve, so no dialect can bypass the policy.
//! Each use is checked when it happens, not when the socket enters a state that allows it:
//! - `listen` is checked against the socket's address, and without a `bind` before also as a `bind` to the wildcard;
//! - the first datagram of a socket without an address, and its `connect`, count as a `bind` to the wildcard with a free port;
//! - the IPv6 wildcard of a socket that also takes IPv4 is checked as both wildcards;
//! - on a datagram socket with a peer, each datagram is checked against the peer's address, in both directions;
//! - connections and datagrams from peers that no rule allows are dropped (`inbound`).

mod inbound;
mod made_up_names;
mod option;
mod refusal;
mod resolve;
mod socket;
mod unix;
mod unix_name;

use std::cell::RefCell;
use std::io::IoSlice;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::atomic::Ordering::Relaxed;

use rustix::io::retry_on_intr;
use rustix::net::addr::SocketAddrArg;
use rustix::net::{self as host, SendAncillaryBuffer, SendFlags};

use crate::errno::Errno;
use crate::journal::Journal;
use crate::kind::{Family, Kind};
use crate::limits::Limits;
use crate::policy::{Direction, Directories, KnownNames, NameRules, Rules, Use};

pub use inbound::Received;
pub use made_up_names::Names;
pub use option::{Group, SocketOption};
pub use refusal::Refusal;
pub use resolve::{Hints, NAME_MAX, ResolveError, Resolved};
pub use socket::{Shutdown, Socket};
pub use unix_name::{NAME as UNIX_NAME, UnixName};

/// The guest's way to the network.
pub struct Net {
    rules: Rules,
    names: NameRules,
    directories: Directories,
    /// The guest's limits.
    pub limits: Limits,
    /// The resolver in place of the system's.
    pub resolver: Option<Names>,
    /// Whether calls on a blocking socket wait; if not, they behave as on a non-blocking one.
    pub waits: bool,
    /// The host's log.
    pub journal: Journal,
    known: RefCell<KnownNames>,
}

impl Net {
    /// A network with these rules, host names that may be resolved beside those of the rules, and directories for sockets.
    pub fn new(rules: Rules, names: NameRules, directories: Directories, limits: Limits, journal: Journal) -> Self {
        Self { rules, names, directories, limits, resolver: None, waits: true, journal, known: RefCell::default() }
    }

    /// Gives the socket a local address.
    pub fn bind(&self, socket: &Socket, address: SocketAddr) -> Result<(), Refusal> {
        self.check_local(socket, Direction::Bind, address)?;
        host::bind(socket, &address)?;
        socket.past.took_free_port.store(address.port() == 0, Relaxed);
        Ok(())
    }

    /// Connects; on a non-blocking socket `EINPROGRESS`. On a datagram socket only the peer is set.
    pub fn connect(&self, socket: &Socket, address: SocketAddr) -> Result<(), Refusal> {
        self.check(socket, Direction::Connect, address)?;
        self.check_implicit_bind(socket)?;
        self.connect_any(socket, &address)
    }

    /// Connects without a check.
    fn connect_any(&self, socket: &Socket, address: &impl SocketAddrArg) -> Result<(), Refusal> {
        if self.waits || socket.is_nonblocking()? {
            return Ok(host::connect(socket, address)?);
        }
        socket.set_nonblocking(true)?;
        let connected = host::connect(socket, address);
        socket.set_nonblocking(false)?;
        Ok(connected?)
    }

    /// Listens. Without a bind before, the host takes a port on the wildcard address.
    pub fn listen(&self, socket: &Socket, backlog: u32) -> Result<(), Refusal> {
        let backlog = i32::try_from(backlog.min(self.limits.pending())).unwrap_or(i32::MAX);
        if socket.family == Family::Unix {
            // The rule for the path was checked by `bind`.
            return Ok(host::listen(socket, backlog)?);
        }
        let bound = socket.local()?;
        self.check_listen(socket, bound)?;
        host::listen(socket, backlog)?;
        // After `shutdown` the kernel still reports the port of a listener that it has released, and `listen` takes another one.
        let has_moved = bound.port() != 0 && socket.local()?.port() != bound.port();
        if has_moved && self.check_local(socket, Direction::Listen, SocketAddr::new(bound.ip(), 0)).is_err() {
            socket.shutdown(Shutdown::Both)?;
            return Err(Errno::EADDRNOTAVAIL.into());
        }
        Ok(())
    }

    /// Sends the buffers as one datagram or as stream data, to `address` if there is one. It raises no signal: `EPIPE`.
    pub fn send(&self, socket: &Socket, buffers: &[IoSlice<'_>], address: Option<SocketAddr>) -> Result<u32, Refusal> {
        self.check_send(socket, address)?;
        let mut control = SendAncillaryBuffer::default();
        let flags = self.send_flags();
        let sent = match address {
            None => retry_on_intr(|| host::sendmsg(socket, buffers, &mut control, flags)),
            Some(address) => retry_on_intr(|| host::sendmsg_addr(socket, &address, buffers, &mut control, flags)),
        };
        Ok(length(sent?)?)
    }

    fn send_flags(&self) -> SendFlags {
        if self.waits { SendFlags::NOSIGNAL } else { SendFlags::NOSIGNAL | SendFlags::DONTWAIT }
    }

    /// Joins a multicast group, which is checked as `receive` from it.
    pub fn join(&self, socket: &Socket, group: Group) -> Result<(), Refusal> {
        let address = SocketAddr::new(group.address(), 0);
        let usage = Use { direction: Direction::Receive, kind: socket.kind, address };
        if self.rules(socket).allow_some_port(&usage, &self.known.borrow()) {
            return Ok(socket.join(group)?);
        }
        Err(self.refusal(socket, Direction::Receive, address))
    }

    /// Whether a socket under these rules may connect or send to the address, by some protocol and port.
    pub fn can_reach(&self, rules: &Rules, address: SocketAddr) -> bool {
        let ways = [
            (Direction::Connect, Kind::Stream),
            (Direction::Connect, Kind::Datagram),
            (Direction::Send, Kind::Datagram),
        ];
        let known = self.known.borrow();
        ways.into_iter().any(|(direction, kind)| rules.allow_some_port(&Use { direction, kind, address }, &known))
    }

    /// Whether this may be done with the address of the other side.
    pub fn allows(&self, socket: &Socket, direction: Direction, address: SocketAddr) -> bool {
        let usage = Use { direction, kind: socket.kind, address };
        self.rules(socket).allow(&usage, &self.known.borrow())
    }

    /// The rules for the socket.
    fn rules<'a>(&'a self, socket: &'a Socket) -> &'a Rules {
        socket.rules.as_deref().unwrap_or(&self.rules)
    }

    fn check(&self, socket: &Socket, direction: Direction, address: SocketAddr) -> Result<(), Refusal> {
        if self.allows(socket, direction, address) { Ok(()) } else { Err(self.refusal(socket, direction, address)) }
    }

    /// On a stream the address has no effect, or connects.
    fn check_send(&self, socket: &Socket, address: Option<SocketAddr>) -> Result<(), Refusal> {
        match (socket.kind, address) {
            (Kind::Stream, None) => Ok(()),
            (Kind::Stream, Some(address)) => self.check(socket, Direction::Connect, address),
            (Kind::Datagram, Some(address)) => {
                self.check(socket, Direction::Send, address)?;
                self.check_implicit_bind(socket)
            }
            // Without a peer the system returns an error.
            (Kind::Datagram, None) => socket.peer().map_or(Ok(()), |peer| self.check(socket, Direction::Send, peer)),
        }
    }

    /// Checks the implicit `bind`: a datagram socket without an address gets one, to which everybody can send. A stream has only
    /// its peer.
    fn check_implicit_bind(&self, socket: &Socket) -> Result<(), Refusal> {
        let wildcard: IpAddr = match socket.family {
            Family::Inet => Ipv4Addr::UNSPECIFIED.into(),
            Family::Inet6 => Ipv6Addr::UNSPECIFIED.into(),
            Family::Unix => return Ok(()),
        };
        if socket.kind == Kind::Stream || socket.local()?.port() != 0 {
            return Ok(());
        }
        self.check_local(socket, Direction::Bind, SocketAddr::new(wildcard, 0))
    }

    /// A port that the kernel chose matches a rule for port 0 as well as a rule for its number.
    fn check_listen(&self, socket: &Socket, bound: SocketAddr) -> Result<(), Refusal> {
        let free = SocketAddr::new(bound.ip(), 0);
        if socket.past.took_free_port.load(Relaxed) && self.check_local(socket, Direction::Listen, free).is_ok() {
            return Ok(());
        }
        self.check_local(socket, Direction::Listen, bound)?;
        if bound.port() == 0 { self.check_local(socket, Direction::Bind, bound) } else { Ok(()) }
    }

    fn check_local(&self, socket: &Socket, direction: Direction, address: SocketAddr) -> Result<(), Refusal> {
        self.check(socket, direction, address)?;
        if address.ip().is_unspecified() && address.is_ipv6() && !socket.only_ipv6()? {
            self.check(socket, direction, SocketAddr::new(Ipv4Addr::UNSPECIFIED.into(), address.port()))?;
        }
        Ok(())
    }

    fn refusal(&self, socket: &Socket, direction: Direction, address: SocketAddr) -> Refusal {
        let reached = direction.reaches(address.ip());
        let name = self.known.borrow().names(reached).next().map(str::to_owned);
        Refusal::Address { direction, kind: socket.kind, address, name }
    }
}

/// A number of bytes as the guest's type.
fn length(bytes: usize) -> Result<u32, Errno> {
    u32::try_from(bytes).map_err(|_| Errno::EOVERFLOW)
}
