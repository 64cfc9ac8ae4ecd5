// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! The values of options that the host cannot set: what a socket begins with stays.

use crate::addr::SocketAddr;
use crate::dialect::{Dialect, Family, Fd, Kind};
use crate::errno::Errno;
use crate::host::Host;
use crate::option::{SockOpt, Value};

/// Whether the value is in force anyway, though the host cannot set the option: the host reports it, or it is the value with
/// which every socket begins on Linux.
pub(super) fn is_in_force(fd: Fd, option: SockOpt, value: Value) -> bool {
    match Host::get(fd, option) {
        Err(Errno::ENOPROTOOPT)
            if matches!(option, SockOpt::IpMulticastIf | SockOpt::IpMulticastTtl | SockOpt::Ipv6MulticastIf) =>
        {
            option.default_value() == Some(value) && Host::kind(fd) == Ok(Kind::Datagram)
        }
        Err(Errno::ENOPROTOOPT) => option.default_value().or_else(|| of_new_socket(option)) == Some(value),
        told => told == Ok(value),
    }
}

/// The value of an option that the host has no way to set, if it is known.
#[cold]
#[inline(never)]
pub(super) fn value(option: SockOpt) -> Option<Value> {
    match option {
        _ if Host::can_set(option) => None,
        // Whoever runs the host may have chosen another.
        SockOpt::IpTtl => None,
        _ => option.default_value().or_else(|| of_new_socket(option)),
    }
}

/// Whether a new socket of IPv6 takes IPv4 along is the system's choice. One that is thrown away shows it: an association
/// with an IPv4 address sends nothing.
fn of_new_socket(option: SockOpt) -> Option<Value> {
    const DISCARD: u16 = 9;
    const LOOPBACK: [u8; 16] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 127, 0, 0, 1];
    if option != SockOpt::Ipv6Only || Host::can_set(option) {
        return None;
    }
    let fd = Host::open(Family::V6, Kind::Datagram).ok()?;
    let mapped = SocketAddr::V6 { octets: LOOPBACK, port: DISCARD, flowinfo: 0, scope: 0 };
    let connected = Host::connect(fd, &mapped.into());
    Host::close(fd);
    match connected {
        Ok(()) => Some(Value::Int(0)),
        Err(Errno::ENETUNREACH) => Some(Value::Int(1)),
        Err(_) => None,
    }
}
