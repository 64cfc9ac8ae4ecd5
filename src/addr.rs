// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Socket addresses: `struct sockaddr` on C's side, [`SocketAddr`] inside.
//!
//! Only this module reads and writes the bytes of a sockaddr. It checks lengths as Linux does.

use core::ffi::c_int;

use crate::abi::{AF_INET, AF_INET6, AF_UNIX, sockaddr};
use crate::errno::{Errno, Result};

pub(crate) use read::{
    IN6_WITHOUT_SCOPE, InetAddr, STORAGE, family_of, is_unspecified, read, read_inet, read_unnamed, read_v4,
    read_wildcard,
};
pub(crate) use unix::UnixAddr;
pub(crate) use write::{AddrOut, Image, UNSPECIFIED, write_inet};

mod read;
pub(crate) mod text;
mod unix;
mod write;

/// Where a socket is, or what it talks to. Ports are plain numbers, octets stand as they are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SocketAddr {
    /// An IPv4 address and port.
    V4 {
        /// The address, most significant octet first.
        octets: [u8; 4],
        /// The port.
        port: u16,
    },
    /// An IPv6 address and port.
    V6 {
        /// The address, most significant octet first.
        octets: [u8; 16],
        /// The port.
        port: u16,
        /// `sin6_flowinfo`, as C holds it.
        flowinfo: u32,
        /// The interface index of a link-local address, else 0.
        scope: u32,
    },
}

impl SocketAddr {
    /// The address family, as in `sa_family`.
    pub(crate) fn family(&self) -> c_int {
        match self {
            Self::V4 { .. } => AF_INET,
            Self::V6 { .. } => AF_INET6,
        }
    }

    /// The shape of the dialect.
    pub(crate) fn for_host<A: From<Self>>(self) -> A {
        self.into()
    }

    /// The port.
    pub(crate) fn port(&self) -> u16 {
        match *self {
            Self::V4 { port, .. } | Self::V6 { port, .. } => port,
        }
    }
}

/// An address as a dialect has it: of the Internet, and of `AF_UNIX` where its host has those.
pub(crate) trait DialectAddr: Copy + From<SocketAddr> + Into<AnyAddr> {
    /// Whether it has those of `AF_UNIX`.
    const HAS_UNIX: bool = false;

    /// Decodes the address of `AF_UNIX` that C passed, where there are such: see [`UnixAddr::read`].
    ///
    /// # Safety
    /// `len` bytes lie at `ptr`.
    unsafe fn read_unix(_ptr: *const sockaddr, _len: usize) -> Result<Self> {
        Err(Errno::EAFNOSUPPORT)
    }

    /// Makes the image that of the address, if it is of the Internet.
    fn fill(&self, image: &mut Image);

    /// The address, if it is of `AF_UNIX`.
    fn unix(&self) -> Option<&UnixAddr> {
        None
    }

    /// The octets and the port of an IPv4 address, the usual case.
    fn v4(&self) -> Option<([u8; 4], u16)>;

    /// The address family, as in `sa_family`.
    fn family(&self) -> c_int {
        match (self.unix(), self.v4()) {
            (Some(_), _) => AF_UNIX,
            (None, Some(_)) => AF_INET,
            (None, None) => AF_INET6,
        }
    }
}

/// An address of any family.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AnyAddr {
    /// Of the Internet.
    Inet(SocketAddr),
    /// Of the file system.
    Unix(UnixAddr),
}

impl From<SocketAddr> for AnyAddr {
    #[inline]
    fn from(addr: SocketAddr) -> Self {
        Self::Inet(addr)
    }
}

impl AnyAddr {
    /// The address that a dialect has in its own shape.
    pub(crate) fn of(addr: impl Into<Self>) -> Self {
        addr.into()
    }
}

#[cfg(test)]
mod tests;
