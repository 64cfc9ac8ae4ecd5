// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Data out: `send` `sendto` `sendmsg`.

use core::ffi::{c_int, c_void};

use crate::abi::*;
use crate::addr::{self, DialectAddr as _};
use crate::dialect::fast::{Buffers, Fast, OutLen};
use crate::dialect::{Dialect, Fd, Flags, Kind};
use crate::errno::{Errno, OrMinusOne, Result};
use crate::host::{Host, HostAddr};
use crate::posix::precedence::{for_addr, refused};
use crate::posix::{dontwait, flags, iov};

/// Sends to the connected peer. No allocation, no copy: the host reads `data` where it lies.
///
/// Flags: `MSG_DONTWAIT`, and those the host honours; of a stream `MSG_MORE` and `MSG_DONTROUTE`, which are advice. As on
/// Linux those without a meaning for a send are ignored.
/// Errors: `EAGAIN`, `EPIPE`, `ECONNRESET`, `ENOTCONN`, `EDESTADDRREQ`, `EMSGSIZE`, `EOPNOTSUPP` for
/// a flag that the host cannot honour, `EFAULT`, `EBADF`, `ENOTSOCK`.
/// <https://pubs.opengroup.org/onlinepubs/9799919799/functions/send.html>
///
/// # Safety
/// `data` points to `len` readable bytes.
#[cfg_attr(feature = "c-exports", unsafe(export_name = "wasock_send"))]
pub unsafe extern "C" fn send(fd: c_int, data: *const c_void, len: usize, flags: c_int) -> isize {
    match flags::of_send(flags) {
        Flags::NONE => send_noflags(fd, data, len),
        flags => send_flags(fd, data, len, flags),
    }
}

pub(super) fn send_noflags(fd: Fd, data: *const c_void, len: usize) -> isize {
    send_by(fd, data, len, |data| Host::send(fd, data, Flags::NONE))
}

#[cold]
#[inline(never)]
fn send_flags(fd: Fd, data: *const c_void, len: usize, flags: Flags) -> isize {
    send_by(fd, data, len, |data| dontwait::send(fd, data, flags, |data, flags| Host::send(fd, data, flags)))
}

#[inline(always)]
fn send_by(fd: Fd, data: *const c_void, len: usize, send: impl FnOnce(&[iovec]) -> Result<usize>) -> isize {
    let sent = match iov::one(data, len) {
        Ok(iov) => send(core::slice::from_ref(&iov)).and_then(|sent| Buffers::one(&iov).checked_len(sent)),
        Err(error) => Err(null_buffer(fd, error)),
    };
    sent.or_minus_one()
}

/// The error of a null buffer. It is `EFAULT` only if the socket could send, as Linux reads the data last: a send of zero
/// bytes asks the host whether a stream could.
#[cold]
#[inline(never)]
fn null_buffer(fd: Fd, error: Errno) -> Errno {
    const EMPTY: iovec = iovec { iov_base: core::ptr::null_mut(), iov_len: 0 };
    match Host::kind(fd) {
        Ok(Kind::Stream) => Host::send(fd, &[EMPTY], Flags::NONE).err().unwrap_or(error),
        Ok(Kind::Datagram) => error,
        Err(no_socket) => no_socket,
    }
}

/// Sends to `addr`, or without one to the connected peer.
///
/// Flags and errors as for [`send`]; `EACCES` where the host's rules forbid the address.
/// <https://pubs.opengroup.org/onlinepubs/9799919799/functions/sendto.html>
///
/// # Safety
/// `data` points to `len` readable bytes; `addr` is null or points to `addr_len`.
#[cfg_attr(feature = "c-exports", unsafe(no_mangle))]
pub unsafe extern "C" fn sendto(
    fd: c_int,
    data: *const c_void,
    len: usize,
    flags: c_int,
    addr: *const sockaddr,
    addr_len: socklen_t,
) -> isize {
    let flags = flags::of_send(flags);
    if flags == Flags::NONE && !data.is_null() && len != 0 {
        let iov = iovec { iov_base: data.cast_mut(), iov_len: len };
        // SAFETY: the caller's promise.
        return unsafe { send_nonempty_to(fd, &iov, &mut OutLen::uninit(), addr, addr_len) };
    }
    // SAFETY: the caller's promise.
    unsafe { sendto_slow(fd, data, len, flags, addr, addr_len) }
}

/// Sends without flags, to an address or to the peer.
///
/// # Safety
/// As for [`sendto`].
#[inline(always)]
pub(super) unsafe fn sendto_noflags(
    fd: Fd,
    data: *const c_void,
    len: usize,
    addr: *const sockaddr,
    addr_len: socklen_t,
) -> isize {
    let iov = match iov::one(data, len) {
        Ok(iov) => iov,
        Err(error) => return refused(fd, error),
    };
    if len != 0 {
        // SAFETY: the caller's promise.
        return unsafe { send_nonempty_to(fd, &iov, &mut OutLen::uninit(), addr, addr_len) };
    }
    // SAFETY: the caller's promise.
    unsafe { send_to_slow(fd, core::slice::from_ref(&iov), len, addr, addr_len) }
}

/// Sends at least one byte, without flags.
///
/// # Safety
/// As for [`sendto`].
#[inline(always)]
pub(super) unsafe fn send_nonempty_to(
    fd: Fd,
    iov: &iovec,
    out_len: &mut OutLen,
    addr: *const sockaddr,
    addr_len: socklen_t,
) -> isize {
    // SAFETY: the caller's promise.
    match unsafe { addr::read_inet(addr, addr_len) } {
        Some(addr) => Host::send_nonempty_to(fd, Buffers::one(iov), out_len, &addr).or_minus_one(),
        // SAFETY: the caller's promise.
        None => unsafe { send_to_slow(fd, core::slice::from_ref(iov), iov.iov_len, addr, addr_len) },
    }
}

/// # Safety
/// As for [`sendto`].
#[cold]
#[inline(never)]
unsafe fn sendto_slow(
    fd: Fd,
    data: *const c_void,
    len: usize,
    flags: Flags,
    addr: *const sockaddr,
    addr_len: socklen_t,
) -> isize {
    match iov::one(data, len) {
        // SAFETY: the caller's promise.
        Ok(iov) => unsafe { send_to_flags(fd, core::slice::from_ref(&iov), len, flags, addr, addr_len) },
        Err(error) => refused(fd, error),
    }
}

/// Sends the buffers of a message as one. The host gets the caller's iovecs as they lie.
///
/// Flags and errors as for [`sendto`]; `EMSGSIZE` for more than `IOV_MAX` buffers, `EOPNOTSUPP` for
/// control data, which no host takes.
/// <https://pubs.opengroup.org/onlinepubs/9799919799/functions/sendmsg.html>
///
/// # Safety
/// `message` points to a `struct msghdr` whose pointers are valid for their lengths.
#[cfg_attr(feature = "c-exports", unsafe(no_mangle))]
pub unsafe extern "C" fn sendmsg(fd: c_int, message: *const msghdr, flags: c_int) -> isize {
    // SAFETY: the caller's promise.
    unsafe { send_message(fd, message, Flags(flags), false) }
}

/// # Safety
/// As for [`sendmsg`]; the message itself lies inside memory where that is said.
#[inline(always)]
pub(super) unsafe fn send_message(fd: Fd, message: *const msghdr, flags: Flags, in_memory: bool) -> isize {
    // SAFETY: the caller's promise.
    let (message, iovs, total) = match unsafe { iov::message(message, in_memory) } {
        Ok(read) => read,
        Err(error) => return refused(fd, error),
    };
    if message.msg_controllen != 0 && !message.msg_control.is_null() {
        return refused(fd, Errno::EOPNOTSUPP);
    }
    let addr: *const sockaddr = if message.msg_namelen == 0 { core::ptr::null() } else { message.msg_name.cast() };
    let flags = flags::of_send(flags.0);
    if flags != Flags::NONE {
        // SAFETY: the caller's promise.
        return unsafe { send_to_flags(fd, iovs, total, flags, addr, clamped(message.msg_namelen)) };
    }
    // What comes nearly always: some data to the peer or to an IPv4 address.
    if total != 0 {
        let data = Buffers { iovs, total: &total };
        if addr.is_null() {
            return Host::send_nonempty(fd, data, &mut OutLen::uninit()).or_minus_one();
        }
        // SAFETY: the caller's promise.
        if let Some(addr) = unsafe { addr::read_inet(addr, message.msg_namelen) } {
            return Host::send_nonempty_to(fd, data, &mut OutLen::uninit(), &addr).or_minus_one();
        }
    }
    // SAFETY: the caller's promise.
    unsafe { send_to_slow(fd, iovs, total, addr, clamped(message.msg_namelen)) }
}

/// The length of an address in a message, which Linux cuts to that of the longest one.
fn clamped(len: socklen_t) -> socklen_t {
    if len.cast_signed() < 0 { len } else { len.min(addr::STORAGE as socklen_t) }
}

/// Sends to any address or to the peer, without flags.
///
/// # Safety
/// `addr` is null or points to `len` readable bytes.
#[cold]
#[inline(never)]
unsafe fn send_to_slow(fd: Fd, data: &[iovec], total: usize, addr: *const sockaddr, len: socklen_t) -> isize {
    // SAFETY: the caller's promise.
    unsafe { with_addr(fd, total, addr, len, |addr| deliver(fd, data, Flags::NONE, addr)) }
}

/// The same with flags, or with none.
///
/// # Safety
/// As for [`send_to_slow`].
#[cold]
#[inline(never)]
unsafe fn send_to_flags(
    fd: Fd,
    data: &[iovec],
    total: usize,
    flags: Flags,
    addr: *const sockaddr,
    len: socklen_t,
) -> isize {
    let send = |addr: Option<&_>| dontwait::send(fd, data, flags, |data, flags| deliver(fd, data, flags, addr));
    // SAFETY: the caller's promise.
    unsafe { with_addr(fd, total, addr, len, send) }
}

/// # Safety
/// As for [`send_to_slow`].
unsafe fn with_addr(
    fd: Fd,
    total: usize,
    addr: *const sockaddr,
    len: socklen_t,
    send: impl FnOnce(Option<&HostAddr>) -> Result<usize>,
) -> isize {
    // SAFETY: the caller's promise.
    let sent = match (!addr.is_null()).then(|| unsafe { addr::read::<HostAddr>(addr, len) }) {
        None => send(None),
        Some(Ok(to)) if to.unix().is_some() => {
            // SAFETY: the caller's promise.
            send(Some(&to)).map_err(|error| unsafe { of_path(fd, addr, len, error) })
        }
        Some(Ok(addr)) => send(Some(&addr)),
        // SAFETY: the caller's promise.
        Some(Err(error)) => unsafe { unread(fd, addr, len, error) }.and_then(|addr| send(addr.as_ref())),
    };
    sent.and_then(|sent| Buffers { iovs: &[], total: &total }.checked_len(sent)).or_minus_one()
}

/// The error for a path: for UDP over IPv4 that of a wrong family, for UDP over IPv6 that of an invalid address.
///
/// # Safety
/// `addr` points to `len` readable bytes.
#[cold]
unsafe fn of_path(fd: Fd, addr: *const sockaddr, len: socklen_t, error: Errno) -> Errno {
    // SAFETY: the caller's promise.
    if Host::family(fd) == Ok(AF_INET) { unsafe { for_addr(fd, addr, len, error, false) } } else { error }
}

/// The destination that Linux makes of an address that is none: a stream has no use for it, UDP over IPv4 takes a family
/// that was left out for its own, and over IPv6 for no destination.
///
/// # Safety
/// [`addr::read`] has answered the error for `addr` and `len`.
#[cold]
#[inline(never)]
unsafe fn unread(fd: Fd, addr: *const sockaddr, len: socklen_t, error: Errno) -> Result<Option<HostAddr>> {
    let kind = Host::kind(fd)?;
    if error == Errno::EFAULT || len as usize > addr::STORAGE {
        return Err(error);
    }
    match Host::family(fd)? {
        AF_INET | AF_INET6 if kind == Kind::Stream => Ok(None),
        // SAFETY: where that is the error there is a family.
        AF_INET if error == Errno::EAFNOSUPPORT && unsafe { addr::is_unspecified(addr) } => {
            // SAFETY: the caller's promise.
            unsafe { addr::read_unnamed(addr, len) }.map(Some)
        }
        // SAFETY: as above.
        AF_INET6 if error == Errno::EAFNOSUPPORT && unsafe { addr::is_unspecified(addr) } => Ok(None),
        AF_INET6 => Err(Errno::EINVAL),
        // One of AF_INET6 that is too short for one is long enough to be of the wrong family.
        AF_INET if len as usize >= size_of::<sockaddr_in>() => Err(Errno::EAFNOSUPPORT),
        _ => Err(error),
    }
}

#[inline(never)]
fn deliver(fd: Fd, data: &[iovec], flags: Flags, addr: Option<&HostAddr>) -> Result<usize> {
    match addr {
        Some(addr) => Host::send_to(fd, data, flags, addr),
        None => Host::send(fd, data, flags),
    }
}
