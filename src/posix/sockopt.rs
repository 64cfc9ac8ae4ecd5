// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Options: `setsockopt` `getsockopt`. The table of options is [`crate::option`].

use core::ffi::{c_int, c_void};

use crate::abi::*;
use crate::addr::AnyAddr;
use crate::dialect::shared::advice;
use crate::dialect::{Dialect, Fd, Kind};
use crate::errno::{Errno, OrMinusOne, Result};
use crate::host::Host;
use crate::memory;
use crate::option::{self, Shape, SockOpt, Value};
use crate::posix::in_force;
use crate::posix::precedence::for_socket;
use crate::posix::socket::is_unix;
use crate::posix::waitall;

/// Sets an option.
///
/// Errors: `ENOPROTOOPT` for an option that Linux or the host does not have, `EINVAL` for a length or
/// value it cannot have, `EDOM` for a time with too many microseconds, `EFAULT`, `EBADF`, `ENOTSOCK`.
/// <https://pubs.opengroup.org/onlinepubs/9799919799/functions/setsockopt.html>
///
/// # Safety
/// `value` points to `len` readable bytes.
#[cfg_attr(feature = "c-exports", unsafe(no_mangle))]
pub unsafe extern "C" fn setsockopt(
    fd: c_int,
    level: c_int,
    name: c_int,
    value: *const c_void,
    len: socklen_t,
) -> c_int {
    // SAFETY: the caller's promise.
    let decoded = unsafe { decode(level, name, value, len) }.map_err(|error| errno_of_decode(fd, level, len, error));
    let set = |(option, value)| {
        note_limit(option);
        Host::set(fd, option, value).or_else(|error| not_set(fd, level, (option, value), error))
    };
    decoded.and_then(set).or_minus_one()
}

/// Called before an option is set: `MSG_WAITALL` keeps to `SO_RCVTIMEO`.
#[inline(always)]
pub(super) fn note_limit(option: SockOpt) {
    if waitall::IS_OURS && option == SockOpt::RecvTimeout {
        waitall::limit::is_set();
    }
}

/// The result of setting an option that the host lacks. Advice is ignored, and so is the value that is in force already. A
/// socket of `AF_UNIX` has the options of `SOL_SOCKET` only.
#[cold]
#[inline(never)]
pub(super) fn not_set(fd: Fd, level: c_int, (option, value): (SockOpt, Value), error: Errno) -> Result<()> {
    match advice::or_ignore::<Host>(fd, option, error) {
        Err(Errno::ENOPROTOOPT) if level != SOL_SOCKET && is_unix(fd) => Err(Errno::EOPNOTSUPP),
        Err(Errno::ENOPROTOOPT) => match Host::kind(fd)? {
            _ if lacks(fd, level) => Err(Errno::ENOPROTOOPT),
            _ if option == SockOpt::Ipv6Only && is_bound(fd) => Err(Errno::EINVAL),
            _ if in_force::is_in_force(fd, option, value) => Ok(()),
            _ => Err(Errno::ENOPROTOOPT),
        },
        result => result,
    }
}

/// The error of a value: Linux finds no socket, then a length below zero, then no such level, before it looks at the value.
#[cold]
fn errno_of_decode(fd: Fd, level: c_int, len: socklen_t, error: Errno) -> Errno {
    match for_socket(fd, error) {
        Errno::EINVAL if !len.cast_signed().is_negative() && lacks(fd, level) => Errno::ENOPROTOOPT,
        error => error,
    }
}

/// # Safety
/// As for [`setsockopt`].
unsafe fn decode(level: c_int, name: c_int, value: *const c_void, len: socklen_t) -> Result<(SockOpt, Value)> {
    let len = usize::try_from(len.cast_signed()).map_err(|_| Errno::EINVAL)?;
    let Some(row) = option::find(level, name) else {
        // SAFETY: the caller's promise.
        return Err(unsafe { unknown(level, value, len) });
    };
    if row.shape == Shape::ReadOnly {
        // SAFETY: the caller's promise.
        return Err(unsafe { unknown(level, value, len) });
    }
    // SAFETY: the caller's promise.
    Ok((row.option, unsafe { read_value(row.shape, value, len) }?))
}

/// The error of Linux for an option that it does not know or cannot set: some levels read an `int` before they check the
/// option.
///
/// # Safety
/// `value` points to `len` readable bytes.
unsafe fn unknown(level: c_int, value: *const c_void, len: usize) -> Errno {
    match level {
        // SAFETY: the caller's promise.
        SOL_SOCKET | IPPROTO_TCP => unsafe { read::<c_int>(value, len) }.err().unwrap_or(Errno::ENOPROTOOPT),
        _ => Errno::ENOPROTOOPT,
    }
}

/// # Safety
/// `value` points to `len` readable bytes.
unsafe fn read_value(shape: Shape, value: *const c_void, len: usize) -> Result<Value> {
    // SAFETY: each is read only where `len` says that it is there.
    unsafe {
        match shape {
            Shape::Time => microseconds(read(value, len)?).map(Value::Time),
            Shape::Linger => {
                let linger { l_onoff, l_linger } = read(value, len)?;
                Ok(Value::Linger { on: l_onoff != 0, seconds: l_linger })
            }
            Shape::Name => read_name(value, len),
            Shape::Interface4 => read_interface4(value, len),
            Shape::Group4 => read_group4(value, len),
            Shape::Group6 => {
                let mreq: ipv6_mreq = read(value, len)?;
                Ok(Value::Group6 { group: mreq.ipv6mr_multiaddr.s6_addr, index: mreq.ipv6mr_interface })
            }
            // Linux takes a type of service of no bytes for 0.
            Shape::IntOrByte if len == 0 => Ok(Value::Int(0)),
            shape => shape.number(read_number(shape, value, len)?).map(Value::Int),
        }
    }
}

/// # Safety
/// `value` points to `len` readable bytes.
unsafe fn read<T: Copy>(value: *const c_void, len: usize) -> Result<T> {
    if len < size_of::<T>() {
        return Err(Errno::EINVAL);
    }
    // SAFETY: `len` bytes are there, enough for a `T` of numbers.
    unsafe { memory::read(value.cast()) }
}

/// # Safety
/// As for [`read`].
unsafe fn read_number(shape: Shape, value: *const c_void, len: usize) -> Result<c_int> {
    let is_byte = shape.is_byte_sized() && len < size_of::<c_int>();
    // SAFETY: each is read only where `len` says that it is there.
    unsafe { if is_byte { read::<u8>(value, len).map(c_int::from) } else { read(value, len) } }
}

/// A time limit. A negative one is over at once: hosts have no value for that, their 0 waits for ever.
#[inline(always)]
pub(super) fn microseconds(timeval { tv_sec, tv_usec }: timeval) -> Result<u64> {
    const SECOND: u64 = 1_000_000;
    const SHORTEST: u64 = 1;
    let rest = u64::try_from(tv_usec).ok().filter(|rest| *rest < SECOND).ok_or(Errno::EDOM)?;
    let time = u64::try_from(tv_sec).map_or(SHORTEST, |seconds| seconds.saturating_mul(SECOND).saturating_add(rest));
    Ok(time.min(i64::MAX.cast_unsigned()))
}

/// A name ends at its NUL, or where its length says; what is too long is cut.
///
/// # Safety
/// As for [`read`].
unsafe fn read_name(value: *const c_void, len: usize) -> Result<Value> {
    let len = len.min(IFNAMSIZ - 1);
    let mut bytes = [0; IFNAMSIZ];
    for (at, byte) in bytes.iter_mut().take(len).enumerate() {
        // SAFETY: `at` is below the length of the value.
        *byte = unsafe { memory::read(value.cast::<u8>().wrapping_add(at)) }?;
    }
    Ok(Value::Name { bytes, len: bytes.iter().take(len).position(|byte| *byte == 0).unwrap_or(len) })
}

/// # Safety
/// As for [`read`].
unsafe fn read_interface4(value: *const c_void, len: usize) -> Result<Value> {
    if len < size_of::<ip_mreq>() {
        // SAFETY: it is read only where `len` says that it is there.
        return unsafe { read(value, len) }.map(Value::Int);
    }
    // SAFETY: as above.
    match unsafe { read_group4(value, len) }? {
        Value::Group4 { interface, .. } => Ok(Value::Int(c_int::from_ne_bytes(interface))),
        other => Ok(other),
    }
}

/// # Safety
/// As for [`read`].
unsafe fn read_group4(value: *const c_void, len: usize) -> Result<Value> {
    // SAFETY: each is read only where `len` says that it is there.
    let (group, interface, index) = unsafe {
        if len < size_of::<ip_mreqn>() {
            let mreq: ip_mreq = read(value, len)?;
            (mreq.imr_multiaddr, mreq.imr_interface, 0)
        } else {
            let mreq: ip_mreqn = read(value, len)?;
            (mreq.imr_multiaddr, mreq.imr_address, mreq.imr_ifindex)
        }
    };
    // Hosts select an IPv4 interface by its address, so an index cannot be passed on.
    if index != 0 {
        return Err(Errno::EOPNOTSUPP);
    }
    Ok(Value::Group4 { group: group.s_addr.to_ne_bytes(), interface: interface.s_addr.to_ne_bytes() })
}

/// Reads an option, cut to `*len`; the length stored goes to `*len`.
///
/// Errors: `ENOPROTOOPT` for an option that Linux or the host does not have, `EINVAL` for a negative
/// length, `EFAULT`, `EBADF`, `ENOTSOCK`.
/// <https://pubs.opengroup.org/onlinepubs/9799919799/functions/getsockopt.html>
///
/// # Safety
/// `len` points to a `socklen_t` and `value` to as many writable bytes.
#[cfg_attr(feature = "c-exports", unsafe(export_name = "wasock_getsockopt"))]
pub unsafe extern "C" fn getsockopt(
    fd: c_int,
    level: c_int,
    name: c_int,
    value: *mut c_void,
    len: *mut socklen_t,
) -> c_int {
    // SAFETY: the caller's promise.
    unsafe { get(fd, level, name, value, len) }.map_err(|error| for_socket(fd, error)).or_minus_one()
}

/// # Safety
/// As for [`getsockopt`].
unsafe fn get(fd: Fd, level: c_int, name: c_int, value: *mut c_void, len: *mut socklen_t) -> Result<()> {
    // SAFETY: the caller's promise.
    let room = unsafe { memory::read(len) }?.cast_signed();
    let room = match usize::try_from(room) {
        Ok(room) => room,
        // Only at this level, Linux treats a negative length as a large one.
        Err(_) if level == IPPROTO_IPV6 && !lacks(fd, level) => size_of::<c_int>(),
        Err(_) => return Err(errno_of_level(fd, level, Errno::EINVAL)),
    };
    let row = option::find(level, name).ok_or(Errno::ENOPROTOOPT).map_err(|error| errno_of_level(fd, level, error))?;
    let found = match row.option {
        SockOpt::Type => Value::Int(type_number(Host::kind(fd)?)),
        SockOpt::Domain => Value::Int(Host::family(fd)?),
        SockOpt::Protocol => Value::Int(protocol(fd)?),
        SockOpt::Error => Value::Int(Host::take_error(fd)?.map_or(0, Errno::get)),
        option => Host::get(fd, option).or_else(|error| not_told(fd, level, option, error))?,
    };
    // SAFETY: the caller's promise.
    unsafe {
        let stored = write_value(row.shape, found, value, room)?;
        memory::write(len, stored as socklen_t)
    }
}

/// The value of an option that the host does not return: if it cannot be set either, every socket has the same.
#[cold]
fn not_told(fd: Fd, level: c_int, option: SockOpt, error: Errno) -> Result<Value> {
    match errno_of_level(fd, level, error) {
        Errno::ENOPROTOOPT => match Host::kind(fd)? {
            _ if lacks(fd, level) => Err(Errno::ENOPROTOOPT),
            _ => in_force::value(fd, option).ok_or(Errno::ENOPROTOOPT),
        },
        error => Err(error),
    }
}

/// The error for a level that the socket does not have: `ENOPROTOOPT`, and `EOPNOTSUPP` when an IPv4 or `AF_UNIX` socket is
/// read. Linux checks it before the length.
#[cold]
fn errno_of_level(fd: Fd, level: c_int, error: Errno) -> Errno {
    match matches!(error, Errno::ENOPROTOOPT | Errno::EINVAL) && lacks(fd, level) {
        true if is_unix(fd) || Host::family(fd) == Ok(AF_INET) => Errno::EOPNOTSUPP,
        true => Errno::ENOPROTOOPT,
        false => error,
    }
}

/// Whether the socket has no such level.
fn lacks(fd: Fd, level: c_int) -> bool {
    match level {
        SOL_SOCKET => false,
        _ if is_unix(fd) => true,
        IPPROTO_IP => false,
        IPPROTO_TCP => Host::kind(fd) == Ok(Kind::Datagram),
        IPPROTO_UDP => Host::kind(fd) == Ok(Kind::Stream),
        IPPROTO_IPV6 => Host::family(fd) == Ok(AF_INET),
        _ => true,
    }
}

/// Whether the socket has a port already. Then Linux does not change the families that it serves.
fn is_bound(fd: Fd) -> bool {
    Host::local(fd).is_ok_and(|addr| matches!(AnyAddr::of(addr), AnyAddr::Inet(addr) if addr.port() != 0))
}

fn type_number(kind: Kind) -> c_int {
    match kind {
        Kind::Stream => SOCK_STREAM,
        Kind::Datagram => SOCK_DGRAM,
    }
}

fn protocol(fd: Fd) -> Result<c_int> {
    const NONE: c_int = 0;
    Ok(match Host::kind(fd)? {
        _ if is_unix(fd) => NONE,
        Kind::Stream => IPPROTO_TCP,
        Kind::Datagram => IPPROTO_UDP,
    })
}

/// Stores a value as C has it, cut to `room`; returns the length stored.
///
/// # Safety
/// `to` points to `room` writable bytes.
unsafe fn write_value(shape: Shape, value: Value, to: *mut c_void, room: usize) -> Result<usize> {
    const SECOND: u64 = 1_000_000;
    // SAFETY: the caller's promise.
    unsafe {
        match value {
            // At IPPROTO_IP, Linux writes one byte if the room is too short for an int and the number fits.
            Value::Int(number @ 0..=255) if shape.is_byte_sized() && (1..4).contains(&room) => {
                store(&[number as u8], to, room)
            }
            Value::Int(number) => store(&number.to_ne_bytes(), to, room),
            Value::Time(us) => {
                let words = [(us / SECOND).to_ne_bytes(), (us % SECOND).to_ne_bytes()];
                store(words.as_flattened(), to, room)
            }
            Value::Linger { on, seconds } => {
                let words = [c_int::from(on).to_ne_bytes(), seconds.to_ne_bytes()];
                store(words.as_flattened(), to, room)
            }
            Value::Name { len: 0, .. } => Ok(0),
            Value::Name { .. } if room < IFNAMSIZ => Err(Errno::EINVAL),
            // The NUL behind the name counts.
            Value::Name { bytes, len } => store(bytes.get(..=len).unwrap_or(&bytes), to, room),
            // Memberships are set, never read.
            Value::Group4 { .. } | Value::Group6 { .. } => Err(Errno::ENOPROTOOPT),
        }
    }
}

/// # Safety
/// `to` points to `room` writable bytes.
unsafe fn store(bytes: &[u8], to: *mut c_void, room: usize) -> Result<usize> {
    // SAFETY: the caller's promise.
    unsafe { memory::copy_out(bytes, to.cast(), room) }?;
    Ok(bytes.len().min(room))
}
