//! Sockets and names, behind the policy. Knows no dialect: addresses are `SocketAddr`, errors the host's.
//!
//! `Net` is the only way to bind, connect, send and resolve, so no dialect can go around the policy:
//! - what is bound is a local address and must be in the pool; a `listen` without `bind` binds the wildcard and is
//!   checked as such; the IPv6 wildcard that also takes IPv4 needs the IPv4 wildcard in the pool too;
//! - what is connected or sent to is checked each time; the port that a client gets by itself needs no rule;
//! - a multicast group that is joined must be in the pool;
//! - who connects to a bound address, or sends to it, is not asked: the rule for that address has let him in.

mod option;
mod refusal;
mod resolve;
mod socket;

use std::io::{IoSlice, IoSliceMut};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use rustix::io::retry_on_intr;
use rustix::net::{self as host, RecvAncillaryBuffer, RecvFlags, ReturnFlags, SendAncillaryBuffer, SendFlags};

use crate::errno::Errno;
use crate::policy::{AddressPool, NameRules};

pub use option::{Group, SocketOption};
pub use refusal::Refusal;
pub use resolve::{Hints, ResolveError, Resolved};
pub use socket::{Family, Kind, Shutdown, Socket};

/// The guest's way to the network.
pub struct Net {
    /// The addresses it may use.
    pub pool: AddressPool,
    /// The names it may resolve.
    pub names: NameRules,
}

/// What came in.
pub struct Received {
    /// Bytes put into the buffers.
    pub len: u32,
    /// A datagram was longer than the buffers.
    pub truncated: bool,
    /// Who sent it, where the kind of socket tells.
    pub source: Option<SocketAddr>,
}

impl Net {
    /// Gives the socket a local address.
    pub fn bind(&self, socket: &Socket, address: SocketAddr) -> Result<(), Refusal> {
        self.check_local(socket, "bind to", address)?;
        Ok(host::bind(socket, &address)?)
    }

    /// Connects; on a non-blocking socket `EINPROGRESS`. On a datagram socket only the peer is set.
    pub fn connect(&self, socket: &Socket, address: SocketAddr) -> Result<(), Refusal> {
        self.check_remote(socket, "connect to", address)?;
        Ok(host::connect(socket, &address)?)
    }

    /// Waits for connections. Without a bind before, the host takes a port on the wildcard address.
    pub fn listen(&self, socket: &Socket, backlog: u32) -> Result<(), Refusal> {
        let bound = socket.local()?;
        if bound.port() == 0 {
            self.check_local(socket, "listen on", bound)?;
        }
        Ok(host::listen(socket, i32::try_from(backlog).unwrap_or(i32::MAX))?)
    }

    /// Sends the buffers as one datagram or as stream data, to `address` if one is given. Never a signal: `EPIPE`.
    pub fn send(&self, socket: &Socket, buffers: &[IoSlice<'_>], address: Option<SocketAddr>) -> Result<u32, Refusal> {
        let mut control = SendAncillaryBuffer::default();
        let sent = match address {
            None => retry_on_intr(|| host::sendmsg(socket, buffers, &mut control, SendFlags::NOSIGNAL)),
            Some(address) => {
                self.check_remote(socket, "send to", address)?;
                retry_on_intr(|| host::sendmsg_addr(socket, &address, buffers, &mut control, SendFlags::NOSIGNAL))
            }
        };
        Ok(length(sent?)?)
    }

    /// Receives into the buffers.
    pub fn receive(
        &self,
        socket: &Socket,
        buffers: &mut [IoSliceMut<'_>],
        flags: RecvFlags,
    ) -> Result<Received, Refusal> {
        let mut control = RecvAncillaryBuffer::default();
        let message = retry_on_intr(|| host::recvmsg(socket, buffers, &mut control, flags))?;
        Ok(Received {
            len: length(message.bytes)?,
            truncated: message.flags.contains(ReturnFlags::TRUNC),
            source: message.address.and_then(|address| address.try_into().ok()),
        })
    }

    /// Joins a multicast group.
    pub fn join(&self, socket: &Socket, group: Group) -> Result<(), Refusal> {
        self.check_remote(socket, "join of", SocketAddr::new(group.address(), 0))?;
        Ok(socket.join(group)?)
    }

    /// The addresses that the socket may use.
    fn pool<'a>(&'a self, socket: &'a Socket) -> &'a AddressPool {
        socket.pool.as_deref().unwrap_or(&self.pool)
    }

    fn check_remote(&self, socket: &Socket, operation: &'static str, address: SocketAddr) -> Result<(), Refusal> {
        if self.pool(socket).allows_remote(address.ip()) {
            return Ok(());
        }
        Err(Refusal::Address { operation, address, missing: crate::policy::destination(address.ip()) })
    }

    fn check_local(&self, socket: &Socket, operation: &'static str, address: SocketAddr) -> Result<(), Refusal> {
        let also_ipv4 = address.ip().is_unspecified() && address.is_ipv6() && !socket.only_ipv6()?;
        let ipv4 = also_ipv4.then_some(IpAddr::V4(Ipv4Addr::UNSPECIFIED));
        match [address.ip()].into_iter().chain(ipv4).find(|&ip| !self.pool(socket).allows_local(ip)) {
            None => Ok(()),
            Some(missing) => Err(Refusal::Address { operation, address, missing }),
        }
    }
}

/// A number of bytes as the guest can hold it.
fn length(bytes: usize) -> Result<u32, Errno> {
    u32::try_from(bytes).map_err(|_| Errno::EOVERFLOW)
}
