// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! UDP.

use core::ffi::c_int;
use core::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use core::time::Duration;

use crate::addr::{raw_ip4, raw_ip6};
use crate::error::{Error, Result};
use crate::fd::{OwnedFd, RawFd};
use crate::methods::{common, time_limits};
use crate::socket::{DATAGRAM, Socket, first};
use crate::{ToSocketAddrs, sys};

/// A UDP socket, closed when it is dropped.
///
/// ```
/// # fn main() -> wasock_net::Result<()> {
/// use wasock_net::UdpSocket;
///
/// let one = UdpSocket::bind("127.0.0.1:0")?;
/// let other = UdpSocket::bind("127.0.0.1:0")?;
/// one.send_to(b"hello", other.local_addr()?)?;
///
/// let mut room = [0; 16];
/// let (count, from) = other.recv_from(&mut room)?;
/// assert_eq!(room.get(..count), Some(&b"hello"[..]));
/// assert_eq!(from, one.local_addr()?);
/// # Ok(())
/// # }
/// ```
pub struct UdpSocket(Socket);

impl UdpSocket {
    /// Binds to the first of the addresses that is free; port 0 lets the host choose.
    ///
    /// # Errors
    /// `EACCES` if the host's rules forbid the address, `EADDRINUSE`, `EADDRNOTAVAIL`, `EPROTONOSUPPORT` if the
    /// host has no UDP; those of the look-up; `EINVAL` without any address.
    pub fn bind<A: ToSocketAddrs>(addr: A) -> Result<Self> {
        first(addr.to_socket_addrs()?, |addr| {
            let socket = Socket::open(addr, DATAGRAM)?;
            socket.bind(addr)?;
            Ok(Self(socket))
        })
    }

    /// A socket of the family of `addr` that is not bound yet.
    #[cfg(feature = "embedded-nal")]
    pub(crate) fn open(addr: &SocketAddr) -> Result<Self> {
        Socket::open(addr, DATAGRAM).map(Self)
    }

    /// Connects to the first of the addresses that the host accepts: [`send`](Self::send) sends to it, and
    /// [`recv`](Self::recv) receives from it only.
    pub fn connect<A: ToSocketAddrs>(&self, addr: A) -> Result<()> {
        first(addr.to_socket_addrs()?, |addr| self.0.connect(addr))
    }

    /// Sends a datagram to the address that the socket is connected to. Errors: `EDESTADDRREQ` or `ENOTCONN` if there
    /// is none, `EMSGSIZE`, `ECONNREFUSED` of an earlier datagram.
    pub fn send(&self, data: &[u8]) -> Result<usize> {
        self.0.send(data)
    }

    /// Sends a datagram to the first of the addresses. Errors: `EACCES` if the host's rules forbid the address,
    /// `EMSGSIZE`, `EAFNOSUPPORT` for an address of the other family, `EINVAL` without any address.
    pub fn send_to<A: ToSocketAddrs>(&self, data: &[u8], addr: A) -> Result<usize> {
        let addr = addr.to_socket_addrs()?.next().ok_or(Error::EINVAL)?;
        self.0.send_to(data, &addr)
    }

    /// Receives a datagram; bytes that do not fit into `room` are lost.
    pub fn recv(&self, room: &mut [u8]) -> Result<usize> {
        self.0.recv(room)
    }

    /// Receives a datagram, and returns its length and its sender.
    pub fn recv_from(&self, room: &mut [u8]) -> Result<(usize, SocketAddr)> {
        self.0.recv_from(room, 0)
    }

    /// Peeks at a datagram: the next receive returns it again. Errors: `EOPNOTSUPP` if the host does not support it.
    pub fn peek(&self, room: &mut [u8]) -> Result<usize> {
        self.0.peek(room)
    }

    /// The same, and returns the sender too.
    pub fn peek_from(&self, room: &mut [u8]) -> Result<(usize, SocketAddr)> {
        self.0.recv_from(room, sys::MSG_PEEK)
    }

    /// The address that the socket is connected to. Errors: `ENOTCONN`.
    pub fn peer_addr(&self) -> Result<SocketAddr> {
        self.0.peer_addr()
    }

    /// Sets whether the socket may send to a broadcast address (`SO_BROADCAST`).
    pub fn set_broadcast(&self, broadcast: bool) -> Result<()> {
        self.0.set_broadcast(broadcast)
    }

    /// The value of [`set_broadcast`](Self::set_broadcast).
    pub fn broadcast(&self) -> Result<bool> {
        self.0.get_int(sys::SOL_SOCKET, sys::SO_BROADCAST).map(|on| on != 0)
    }

    /// Joins an IPv4 group on the interface with this address; `0.0.0.0` lets the host choose.
    pub fn join_multicast_v4(&self, group: &Ipv4Addr, interface: &Ipv4Addr) -> Result<()> {
        self.membership_v4(sys::IP_ADD_MEMBERSHIP, group, interface)
    }

    /// Leaves a group of [`join_multicast_v4`](Self::join_multicast_v4).
    pub fn leave_multicast_v4(&self, group: &Ipv4Addr, interface: &Ipv4Addr) -> Result<()> {
        self.membership_v4(sys::IP_DROP_MEMBERSHIP, group, interface)
    }

    fn membership_v4(&self, name: c_int, group: &Ipv4Addr, interface: &Ipv4Addr) -> Result<()> {
        let (imr_multiaddr, imr_interface) = (raw_ip4(group), raw_ip4(interface));
        self.0.set(sys::IPPROTO_IP, name, &sys::ip_mreq { imr_multiaddr, imr_interface })
    }

    /// Joins an IPv6 group on the interface with this index; 0 lets the host choose.
    pub fn join_multicast_v6(&self, group: &Ipv6Addr, interface: u32) -> Result<()> {
        self.membership_v6(sys::IPV6_JOIN_GROUP, group, interface)
    }

    /// Leaves a group of [`join_multicast_v6`](Self::join_multicast_v6).
    pub fn leave_multicast_v6(&self, group: &Ipv6Addr, interface: u32) -> Result<()> {
        self.membership_v6(sys::IPV6_LEAVE_GROUP, group, interface)
    }

    fn membership_v6(&self, name: c_int, group: &Ipv6Addr, interface: u32) -> Result<()> {
        let group = sys::ipv6_mreq { ipv6mr_multiaddr: raw_ip6(group), ipv6mr_interface: interface };
        self.0.set(sys::IPPROTO_IPV6, name, &group)
    }

    /// Sets how many hops a datagram to an IPv4 group may take.
    pub fn set_multicast_ttl_v4(&self, ttl: u32) -> Result<()> {
        let ttl = c_int::try_from(ttl).map_err(|_| Error::EINVAL)?;
        self.0.set(sys::IPPROTO_IP, sys::IP_MULTICAST_TTL, &ttl)
    }

    /// The value of [`set_multicast_ttl_v4`](Self::set_multicast_ttl_v4).
    pub fn multicast_ttl_v4(&self) -> Result<u32> {
        self.0.get_int(sys::IPPROTO_IP, sys::IP_MULTICAST_TTL).map(|ttl| ttl as u32)
    }

    /// Sets whether the sending host receives its own datagrams to an IPv4 group.
    pub fn set_multicast_loop_v4(&self, on: bool) -> Result<()> {
        self.0.set(sys::IPPROTO_IP, sys::IP_MULTICAST_LOOP, &c_int::from(on))
    }

    /// The value of [`set_multicast_loop_v4`](Self::set_multicast_loop_v4).
    pub fn multicast_loop_v4(&self) -> Result<bool> {
        self.0.get_int(sys::IPPROTO_IP, sys::IP_MULTICAST_LOOP).map(|on| on != 0)
    }

    /// Sets whether the sending host receives its own datagrams to an IPv6 group.
    pub fn set_multicast_loop_v6(&self, on: bool) -> Result<()> {
        self.0.set(sys::IPPROTO_IPV6, sys::IPV6_MULTICAST_LOOP, &c_int::from(on))
    }

    /// The value of [`set_multicast_loop_v6`](Self::set_multicast_loop_v6).
    pub fn multicast_loop_v6(&self) -> Result<bool> {
        self.0.get_int(sys::IPPROTO_IPV6, sys::IPV6_MULTICAST_LOOP).map(|on| on != 0)
    }
}

common!(UdpSocket);
time_limits!(UdpSocket);
