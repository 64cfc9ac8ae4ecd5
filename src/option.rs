// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Socket options as a table: `(level, name)` to [`SockOpt`], and the shape of its value in C.

use core::ffi::c_int;

use crate::abi::*;
use crate::errno::{Errno, Result};

/// A socket option, whatever number C or a host gives it: each is POSIX's or Linux's option of the same name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SockOpt {
    ReuseAddr,
    Type,
    Error,
    DontRoute,
    Broadcast,
    SendBuf,
    RecvBuf,
    KeepAlive,
    OobInline,
    Linger,
    ReusePort,
    RecvLowat,
    BindToDevice,
    AcceptConn,
    Protocol,
    Domain,
    RecvTimeout,
    SendTimeout,
    TcpNoDelay,
    TcpCork,
    TcpKeepIdle,
    TcpKeepInterval,
    TcpKeepCount,
    TcpQuickAck,
    TcpFastOpenConnect,
    IpTos,
    IpTtl,
    IpMulticastIf,
    IpMulticastTtl,
    IpMulticastLoop,
    IpJoin,
    IpLeave,
    Ipv6UnicastHops,
    Ipv6MulticastIf,
    Ipv6MulticastLoop,
    Ipv6Join,
    Ipv6Leave,
    Ipv6Only,
    Ipv6TrafficClass,
}

impl SockOpt {
    /// The value in every new socket on Linux, if it is always the same and no host differs.
    #[must_use]
    pub fn default_value(self) -> Option<Value> {
        Some(match self {
            Self::KeepAlive | Self::Broadcast | Self::DontRoute | Self::OobInline | Self::ReusePort => Value::Int(0),
            Self::TcpFastOpenConnect | Self::IpMulticastIf | Self::Ipv6MulticastIf => Value::Int(0),
            Self::RecvLowat | Self::IpMulticastTtl | Self::IpMulticastLoop | Self::Ipv6MulticastLoop => Value::Int(1),
            Self::IpTtl => Value::Int(Shape::TTL_DEFAULT),
            Self::RecvTimeout | Self::SendTimeout => Value::Time(0),
            Self::Linger => Value::Linger { on: false, seconds: 0 },
            _ => return None,
        })
    }
}

/// How C hands over the value of an option, and which values it may have. One byte of a row, as each program that calls
/// `setsockopt` carries the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// `int`, which is read only.
    ReadOnly,
    /// `int`, 0 or not; read back as 0 or 1.
    Flag,
    /// `int`, exactly 0 or 1.
    Switch,
    /// `int`.
    Int,
    /// `int`, 0 to 255, or −1 for the default.
    Octet,
    /// `int` or one byte, as Linux takes them at `IPPROTO_IP`.
    IntOrByte,
    /// Like `IntOrByte`, 0 or not.
    FlagOrByte,
    /// Like `IntOrByte`, 1 to 255, or −1 for the default.
    Hops,
    /// Like `IntOrByte`, 0 to 255, or −1 for 1.
    MulticastHops,
    /// `struct timeval`.
    Time,
    /// `struct linger`.
    Linger,
    /// The name of an interface.
    Name,
    /// `struct in_addr`, or one of `Group4`, whose group means nothing; as a number in network byte order.
    Interface4,
    /// `struct ip_mreq` or `struct ip_mreqn`.
    Group4,
    /// `struct ipv6_mreq`.
    Group6,
}

/// The value of an option, decoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Value {
    /// A number, or a flag as 0 or 1.
    Int(c_int),
    /// A time in microseconds; 0 waits for ever.
    Time(u64),
    /// How many seconds `close` lingers over unsent data, if it does.
    Linger {
        /// Whether it does.
        on: bool,
        /// The seconds.
        seconds: c_int,
    },
    /// The name of an interface, `len` bytes of it.
    Name {
        /// The name.
        bytes: [u8; IFNAMSIZ],
        /// Its length, at most `IFNAMSIZ` − 1.
        len: usize,
    },
    /// An IPv4 group, and the interface by its address.
    Group4 {
        /// The group.
        group: [u8; 4],
        /// An address of the interface, all zero for any.
        interface: [u8; 4],
    },
    /// An IPv6 group, and the interface by its index.
    Group6 {
        /// The group.
        group: [u8; 16],
        /// The interface, 0 for any.
        index: u32,
    },
}

/// A row of the table.
pub struct Row {
    key: u16,
    /// The option.
    pub option: SockOpt,
    /// Its value in C.
    pub shape: Shape,
}

impl Shape {
    /// Hosts have no number for the default time to live: this is what systems are delivered with.
    pub(crate) const TTL_DEFAULT: c_int = 64;

    /// Whether Linux takes one byte as well as an `int`.
    pub fn is_byte_sized(self) -> bool {
        matches!(self, Self::IntOrByte | Self::FlagOrByte | Self::Hops | Self::MulticastHops)
    }

    /// The number to set for a number that C passes; `EINVAL` for one that the option cannot have.
    pub fn number(self, value: c_int) -> Result<c_int> {
        const MULTICAST_DEFAULT: c_int = 1;
        match (self, value) {
            (Self::Flag | Self::FlagOrByte, _) => Ok((value != 0).into()),
            (Self::MulticastHops, -1) => Ok(MULTICAST_DEFAULT),
            (Self::Hops, -1) => Ok(Self::TTL_DEFAULT),
            (Self::Switch, 0..=1)
            | (Self::Octet, -1..=255)
            | (Self::Hops, 1..=255)
            | (Self::MulticastHops, 0..=255)
            | (Self::Int | Self::IntOrByte, _) => Ok(value),
            _ => Err(Errno::EINVAL),
        }
    }
}

/// Level and name in one number, ordered as the table is; `None` for numbers no row can have.
const fn key(level: c_int, name: c_int) -> Option<u16> {
    let level = match level {
        IPPROTO_IP => 0,
        IPPROTO_TCP => 1,
        IPPROTO_IPV6 => 2,
        SOL_SOCKET => 3,
        _ => return None,
    };
    if name < 0 || name > 0xff { None } else { Some(level << 8 | name as u16) }
}

const fn row(level: c_int, name: c_int, option: SockOpt, shape: Shape) -> Row {
    match key(level, name) {
        Some(key) => Row { key, option, shape },
        None => Row { key: u16::MAX, option, shape },
    }
}

/// Every option, in the order of its key.
static TABLE: [Row; 39] = [
    row(IPPROTO_IP, IP_TOS, SockOpt::IpTos, Shape::IntOrByte),
    row(IPPROTO_IP, IP_TTL, SockOpt::IpTtl, Shape::Hops),
    row(IPPROTO_IP, IP_MULTICAST_IF, SockOpt::IpMulticastIf, Shape::Interface4),
    row(IPPROTO_IP, IP_MULTICAST_TTL, SockOpt::IpMulticastTtl, Shape::MulticastHops),
    row(IPPROTO_IP, IP_MULTICAST_LOOP, SockOpt::IpMulticastLoop, Shape::FlagOrByte),
    row(IPPROTO_IP, IP_ADD_MEMBERSHIP, SockOpt::IpJoin, Shape::Group4),
    row(IPPROTO_IP, IP_DROP_MEMBERSHIP, SockOpt::IpLeave, Shape::Group4),
    row(IPPROTO_TCP, TCP_NODELAY, SockOpt::TcpNoDelay, Shape::Flag),
    row(IPPROTO_TCP, TCP_CORK, SockOpt::TcpCork, Shape::Flag),
    row(IPPROTO_TCP, TCP_KEEPIDLE, SockOpt::TcpKeepIdle, Shape::Int),
    row(IPPROTO_TCP, TCP_KEEPINTVL, SockOpt::TcpKeepInterval, Shape::Int),
    row(IPPROTO_TCP, TCP_KEEPCNT, SockOpt::TcpKeepCount, Shape::Int),
    row(IPPROTO_TCP, TCP_QUICKACK, SockOpt::TcpQuickAck, Shape::Flag),
    row(IPPROTO_TCP, TCP_FASTOPEN_CONNECT, SockOpt::TcpFastOpenConnect, Shape::Switch),
    row(IPPROTO_IPV6, IPV6_UNICAST_HOPS, SockOpt::Ipv6UnicastHops, Shape::Octet),
    row(IPPROTO_IPV6, IPV6_MULTICAST_IF, SockOpt::Ipv6MulticastIf, Shape::Int),
    row(IPPROTO_IPV6, IPV6_MULTICAST_LOOP, SockOpt::Ipv6MulticastLoop, Shape::Switch),
    row(IPPROTO_IPV6, IPV6_JOIN_GROUP, SockOpt::Ipv6Join, Shape::Group6),
    row(IPPROTO_IPV6, IPV6_LEAVE_GROUP, SockOpt::Ipv6Leave, Shape::Group6),
    row(IPPROTO_IPV6, IPV6_V6ONLY, SockOpt::Ipv6Only, Shape::Flag),
    row(IPPROTO_IPV6, IPV6_TCLASS, SockOpt::Ipv6TrafficClass, Shape::Octet),
    row(SOL_SOCKET, SO_REUSEADDR, SockOpt::ReuseAddr, Shape::Flag),
    row(SOL_SOCKET, SO_TYPE, SockOpt::Type, Shape::ReadOnly),
    row(SOL_SOCKET, SO_ERROR, SockOpt::Error, Shape::ReadOnly),
    row(SOL_SOCKET, SO_DONTROUTE, SockOpt::DontRoute, Shape::Flag),
    row(SOL_SOCKET, SO_BROADCAST, SockOpt::Broadcast, Shape::Flag),
    row(SOL_SOCKET, SO_SNDBUF, SockOpt::SendBuf, Shape::Int),
    row(SOL_SOCKET, SO_RCVBUF, SockOpt::RecvBuf, Shape::Int),
    row(SOL_SOCKET, SO_KEEPALIVE, SockOpt::KeepAlive, Shape::Flag),
    row(SOL_SOCKET, SO_OOBINLINE, SockOpt::OobInline, Shape::Flag),
    row(SOL_SOCKET, SO_LINGER, SockOpt::Linger, Shape::Linger),
    row(SOL_SOCKET, SO_REUSEPORT, SockOpt::ReusePort, Shape::Flag),
    row(SOL_SOCKET, SO_RCVLOWAT, SockOpt::RecvLowat, Shape::Int),
    row(SOL_SOCKET, SO_BINDTODEVICE, SockOpt::BindToDevice, Shape::Name),
    row(SOL_SOCKET, SO_ACCEPTCONN, SockOpt::AcceptConn, Shape::ReadOnly),
    row(SOL_SOCKET, SO_PROTOCOL, SockOpt::Protocol, Shape::ReadOnly),
    row(SOL_SOCKET, SO_DOMAIN, SockOpt::Domain, Shape::ReadOnly),
    row(SOL_SOCKET, SO_RCVTIMEO, SockOpt::RecvTimeout, Shape::Time),
    row(SOL_SOCKET, SO_SNDTIMEO, SockOpt::SendTimeout, Shape::Time),
];

const _: () = {
    let mut i = 1;
    while i < TABLE.len() {
        assert!(TABLE[i - 1].key < TABLE[i].key, "the table is searched by halves: keep it in order");
        i += 1;
    }
    assert!(TABLE[TABLE.len() - 1].key != u16::MAX, "an option whose number the key cannot hold");
};

/// The row of an option, or `None` for an unknown one.
pub fn find(level: c_int, name: c_int) -> Option<&'static Row> {
    let key = key(level, name)?;
    let at = TABLE.binary_search_by_key(&key, |row| row.key).ok()?;
    TABLE.get(at)
}
