// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! The values of options that the host cannot set: a socket keeps the value with which it begins.

use crate::addr::{AnyAddr, DialectAddr as _, SocketAddr};
use crate::dialect::{Dialect, Family, Fd, Kind};
use crate::errno::Errno;
use crate::host::{Host, HostAddr};
use crate::option::{SockOpt, Value};

const UNSPECIFIED: [u8; 16] = [0; 16];

/// Whether the value is in force anyway, though the host cannot set the option: the host reports it, or it is the value with
/// which every socket begins on Linux.
pub(super) fn is_in_force(fd: Fd, option: SockOpt, value: Value) -> bool {
    match Host::get(fd, option) {
        Err(Errno::ENOPROTOOPT) => {
            at_first(fd, option).is_some_and(|first| first == value || leaves_by(fd, option, value))
        }
        told => told == Ok(value),
    }
}

/// Whether multicast leaves the socket by the interface with this address: Linux sends it by that of the address to which the
/// socket is bound.
fn leaves_by(fd: Fd, option: SockOpt, value: Value) -> bool {
    let (SockOpt::IpMulticastIf, Value::Int(address)) = (option, value) else { return false };
    let Ok(local) = Host::local(fd) else { return false };
    // Only a datagram socket is asked: `at_first` has a value for it alone.
    local.v4().is_some_and(|(octets, _port)| u32::from_ne_bytes(octets) == address.cast_unsigned())
}

/// The value of an option that the host cannot set, if the value is known.
#[cold]
#[inline(never)]
pub(super) fn value(fd: Fd, option: SockOpt) -> Option<Value> {
    match option {
        _ if Host::can_set(option) => None,
        // The administrator of the host may have set another one.
        SockOpt::IpTtl => None,
        _ => at_first(fd, option),
    }
}

/// The value that the socket began with.
fn at_first(fd: Fd, option: SockOpt) -> Option<Value> {
    match option {
        // An accepted stream has the values of the packet that made the connection.
        SockOpt::IpMulticastIf | SockOpt::IpMulticastTtl | SockOpt::Ipv6MulticastIf
            if Host::kind(fd) != Ok(Kind::Datagram) =>
        {
            None
        }
        SockOpt::Ipv6Only if !Host::can_set(option) => only(fd),
        _ => option.default_value(),
    }
}

/// Whether the socket is for IPv6 only. The system makes it so when the program binds it to an IPv6 address, and the address
/// does not show whether it comes from a bind.
fn only(fd: Fd) -> Option<Value> {
    match AnyAddr::of(Host::local(fd).ok()?) {
        AnyAddr::Inet(SocketAddr::V6 { octets: UNSPECIFIED, .. }) => only_of_new_socket(),
        _ => None,
    }
}

/// Whether new IPv6 sockets are for IPv6 only, which is the system's choice. The library tries it on a datagram socket of its
/// own, by a `connect` to an IPv4 address, which sends nothing.
fn only_of_new_socket() -> Option<Value> {
    const DISCARD: u16 = 9;
    const LOOPBACK: [u8; 16] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 127, 0, 0, 1];
    let fd = Host::open(Family::V6, Kind::Datagram).ok()?;
    let mapped = SocketAddr::V6 { octets: LOOPBACK, port: DISCARD, flowinfo: 0, scope: 0 };
    let connected = Host::connect(fd, &HostAddr::from(mapped));
    Host::close(fd);
    match connected {
        Ok(()) => Some(Value::Int(0)),
        Err(Errno::ENETUNREACH) => Some(Value::Int(1)),
        Err(_) => None,
    }
}
