// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! The types of the contract between the front and every dialect.

use core::ffi::{c_int, c_short};

use crate::addr::SocketAddr;
use crate::errno::Errno;

/// A file descriptor of the host.
pub(crate) type Fd = c_int;

/// The family of a new socket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Family {
    V4,
    V6,
}

impl Family {
    /// The family of an address.
    pub fn of(addr: &SocketAddr) -> Self {
        match addr {
            SocketAddr::V4 { .. } => Self::V4,
            SocketAddr::V6 { .. } => Self::V6,
        }
    }

    /// The wildcard address without a port, which a socket has before it is bound.
    pub fn any(self) -> SocketAddr {
        match self {
            Self::V4 => SocketAddr::V4 { octets: [0; 4], port: 0 },
            Self::V6 => SocketAddr::V6 { octets: [0; 16], port: 0, flowinfo: 0, scope: 0 },
        }
    }
}

/// The type of a socket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Datagram,
    Stream,
}

/// What `shutdown` closes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum How {
    Read,
    Write,
    Both,
}

/// Why a look-up of a host name returned no address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ResolveError {
    /// The name does not exist, or has no such address.
    NoName,
    /// The name exists and has no address.
    NoData,
    /// The name exists and has no address of the family.
    NoFamily,
    /// The resolver failed for now; another attempt may succeed.
    Again,
    /// The resolver failed for good.
    Fail,
    /// There is no memory for the answer.
    Memory,
    /// The host refused: its errno says why (`EACCES` where a rule forbids the name).
    System(Errno),
}

/// The result of a receive.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Received {
    /// Bytes stored.
    pub len: usize,
    /// Whether the datagram was longer than the room given.
    pub truncated: bool,
}

/// How the library learns whether a descriptor is ready.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pollable {
    /// The host reports it, for this descriptor.
    Host(Fd),
    /// The library knows it, and it does not change until the program acts.
    Now(c_short),
}

/// The `MSG_` flags of one call that have a meaning to a dialect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Flags(pub c_int);

impl Flags {
    /// No flag.
    pub const NONE: Self = Self(0);

    /// Whether any flag of `mask` is set.
    #[inline]
    pub fn has(self, mask: c_int) -> bool {
        self.0 & mask != 0
    }

    /// The flags without those of `mask`.
    #[inline]
    pub fn without(self, mask: c_int) -> Self {
        Self(self.0 & !mask)
    }
}
