// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Socket options: each has a number, and one of three forms for its value.
//!
//! In each state of a socket a host has only some options, and returns `EINVAL`, `EIO` or `ENOTSUP` for the others. The library
//! then returns `ENOPROTOOPT`.

use core::ffi::c_int;

use super::errno::{check, kind};
use super::import::*;
use super::layout::Time;
use super::raw_option::{Way, get_flag, get_size, known, set_int, way};
use super::socket::{self, is_listener};
use super::{held, hook, time, transfer};
use crate::abi::AF_INET6;
use crate::addr::SocketAddr;
use crate::dialect::shared::wasip1;
use crate::dialect::{Family, Fd, Kind};
use crate::errno::{Errno, Result};
use crate::option::{SockOpt, Value};

const LINGER: i32 = 13;
const SECOND: u64 = 1_000_000_000;

pub(super) fn can_set(option: SockOpt) -> bool {
    option == SockOpt::Linger || way(option).is_ok()
}

pub(super) fn set(fd: Fd, option: SockOpt, value: Value) -> Result<()> {
    if let Value::Int(value) = value {
        return set_number(fd, option, value);
    }
    check_socket(fd, option, Errno::ENOPROTOOPT)?;
    match value {
        Value::Int(_) => Err(Errno::ENOPROTOOPT),
        Value::Time(limit) => match way(option)? {
            Way::Limit(which) => set_limit(fd, which, limit),
            _ => Err(Errno::ENOPROTOOPT),
        },
        Value::Linger { on, seconds } => set_linger(fd, on, seconds).map_err(errno_of_option),
        Value::Group4 { group, interface } => member4(fd, option, &group, &interface).map_err(errno_of_membership),
        Value::Group6 { group, index } => member6(fd, option, group, index).map_err(errno_of_membership),
        Value::Name { .. } => Err(Errno::ENOPROTOOPT),
    }
}

/// Sets an option whose value is a number.
#[inline]
pub(super) fn set_number(fd: Fd, option: SockOpt, value: c_int) -> Result<()> {
    check_socket(fd, option, Errno::ENOPROTOOPT)?;
    if option == SockOpt::IpMulticastTtl && kind(fd)? == Kind::Stream {
        return Err(Errno::EINVAL);
    }
    match set_int(fd, option, value).map_err(|error| errno_of_set(fd, option, error)) {
        Err(Errno::ENOPROTOOPT) if held::waits(option) && kind(fd)? == Kind::Datagram && !socket::is_bound(fd)? => {
            keep_option(fd, option, value)
        }
        other => other,
    }
}

pub(super) fn get(fd: Fd, option: SockOpt) -> Result<Value> {
    check_socket(fd, option, Errno::ENOPROTOOPT)?;
    match option {
        SockOpt::AcceptConn => return is_listener(fd).map(|on| Value::Int(on.into())),
        SockOpt::Linger => return get_linger(fd).map_err(errno_of_option),
        _ => {}
    }
    if let Some(value) = hook::option(fd, option) {
        return Ok(Value::Int(value));
    }
    match way(option)? {
        Way::Flag(number) => get_flag(fd, number).map(|on| Value::Int(on.into())),
        Way::Size(number) => get_size(fd, number).and_then(|size| known(number, size)).map(Value::Int),
        Way::Limit(which) => get_limit(fd, which).map(Value::Time),
    }
    .map_err(errno_of_option)
}

/// The host accepts options of one kind of socket on another, where Linux returns `error`.
fn check_socket(fd: Fd, option: SockOpt, error: Errno) -> Result<()> {
    let fits = match option {
        SockOpt::TcpNoDelay => kind(fd)? == Kind::Stream,
        SockOpt::Ipv6Only | SockOpt::Ipv6MulticastLoop | SockOpt::Ipv6Join | SockOpt::Ipv6Leave => {
            socket::family(fd)? == AF_INET6
        }
        _ => true,
    };
    if fits { Ok(()) } else { Err(error) }
}

/// The error for an option that the host refuses: it lacks the option in this state.
fn errno_of_option(error: Errno) -> Errno {
    match error {
        Errno::EINVAL | Errno::EIO | Errno::EOPNOTSUPP => Errno::ENOPROTOOPT,
        error => error,
    }
}

/// The same when an option is set. If it can be set only before `bind`, Linux refuses it too.
fn errno_of_set(fd: Fd, option: SockOpt, error: Errno) -> Errno {
    match errno_of_option(error) {
        Errno::ENOPROTOOPT if option == SockOpt::Ipv6Only && socket::is_bound(fd) == Ok(true) => Errno::EINVAL,
        error => error,
    }
}

/// On this host only a bound socket can join a group.
fn errno_of_membership(error: Errno) -> Errno {
    if matches!(error, Errno::EIO | Errno::EOPNOTSUPP) { Errno::ENOPROTOOPT } else { error }
}

/// Sets a limit in microseconds. In its place, so that a program links only the code for its limit.
#[inline(always)]
pub(super) fn set_limit(fd: Fd, which: i32, limit: u64) -> Result<()> {
    if kind(fd)? == Kind::Datagram {
        return set_datagram_limit(fd, which, limit);
    }
    transfer::limits_are_set(which);
    if which == time::SEND {
        let _not_any_more = time::set(fd, time::CONNECT, limit);
    }
    match time::set(fd, which, limit) {
        // A listener has another option for it.
        Err(Errno::EINVAL) if which == time::RECV => time::set(fd, time::ACCEPT, limit),
        other => other,
    }
    .map_err(errno_of_option)
}

/// On the host a datagram socket may have no limits, or lose them when it is bound: then the library holds them.
#[cold]
fn set_datagram_limit(fd: Fd, which: i32, limit: u64) -> Result<()> {
    let may_lose_it = hook::limit(fd, which) != 0 || limit != 0 && !socket::is_bound(fd)?;
    match time::set(fd, which, limit) {
        Err(Errno::EOPNOTSUPP) => held::set_limit(fd, which, limit),
        Ok(()) if may_lose_it => held::set_limit(fd, which, limit),
        other => other.map_err(errno_of_option),
    }
}

/// Keeps an option until `bind`, if a bound socket has it: that is tried out on a new datagram socket of the library's own, which
/// is bound to the loopback interface.
#[cold]
fn keep_option(fd: Fd, option: SockOpt, value: c_int) -> Result<()> {
    const LOOPBACK: [u8; 16] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1];
    let (family, here) = if socket::family(fd)? == AF_INET6 {
        (Family::V6, SocketAddr::V6 { octets: LOOPBACK, port: 0, flowinfo: 0, scope: 0 })
    } else {
        (Family::V4, SocketAddr::V4 { octets: [127, 0, 0, 1], port: 0 })
    };
    let trial = socket::open(family, Kind::Datagram)?;
    let result = socket::bind(trial, &here.into()).and_then(|()| set_int(trial, option, value));
    wasip1::close(trial);
    result.map_err(errno_of_option)?;
    held::keep_option(fd, option, value)
}

fn get_limit(fd: Fd, which: i32) -> Result<u64> {
    match hook::limit(fd, which) {
        0 => {}
        limit => return Ok(limit),
    }
    match time::get(fd, which) {
        Err(Errno::EINVAL) if which == time::RECV => time::get(fd, time::ACCEPT),
        Err(Errno::EOPNOTSUPP) if kind(fd)? == Kind::Datagram => Ok(0),
        other => other,
    }
}

fn set_linger(fd: Fd, on: bool, seconds: c_int) -> Result<()> {
    let seconds = u64::from(seconds.cast_unsigned());
    let time = if on { Time::new(seconds * SECOND) } else { Time::NONE };
    // SAFETY: the host reads one time.
    check(fd, unsafe { sock_set_opt_time(fd, LINGER, &time) })
}

fn get_linger(fd: Fd) -> Result<Value> {
    let mut time = Time::NONE;
    // SAFETY: the host writes one time.
    check(fd, unsafe { sock_get_opt_time(fd, LINGER, &mut time) })?;
    let seconds = time.get().map_or(0, |time| time / SECOND);
    Ok(Value::Linger { on: time.get().is_some(), seconds: c_int::try_from(seconds).unwrap_or(c_int::MAX) })
}

fn member4(fd: Fd, option: SockOpt, group: &[u8; 4], interface: &[u8; 4]) -> Result<()> {
    // SAFETY: the host reads two addresses of four octets.
    check(fd, unsafe {
        match option {
            SockOpt::IpJoin => sock_join_multicast_v4(fd, group, interface),
            _ => sock_leave_multicast_v4(fd, group, interface),
        }
    })
}

/// Some hosts read the groups of the address in their own byte order. To them a multicast address is none, and the call
/// fails with `EINVAL`; with the octets of each group swapped it succeeds.
fn member6(fd: Fd, option: SockOpt, group: [u8; 16], index: u32) -> Result<()> {
    let call = |octets: [u8; 16]| {
        // Flow information and scope lie behind the octets.
        let mut address = [0; 24];
        address.iter_mut().zip(octets).for_each(|(to, from)| *to = from);
        // SAFETY: the host reads one address.
        check(fd, unsafe {
            match option {
                SockOpt::Ipv6Join => sock_join_multicast_v6(fd, &address, index),
                _ => sock_leave_multicast_v6(fd, &address, index),
            }
        })
    };
    match call(group) {
        Err(Errno::EINVAL) if group.first() == Some(&0xff) => {
            let mut swapped = group;
            swapped.as_chunks_mut::<2>().0.iter_mut().for_each(|pair| pair.reverse());
            call(swapped).map_err(|_| Errno::EINVAL)
        }
        other => other,
    }
}
