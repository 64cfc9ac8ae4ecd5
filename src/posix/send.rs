//! Data out: `send` `sendto` `sendmsg`.

use core::ffi::{c_int, c_void};

use crate::abi::*;
use crate::addr;
use crate::dialect::{Dialect, Fd, Flags, Host, Kind};
use crate::errno::{Errno, OrMinusOne, Result};
use crate::memory;
use crate::posix::{dontwait, for_socket, iov};

/// Sends to the connected peer. No allocation, no copy: the host reads `data` where it lies.
///
/// Flags: `MSG_NOSIGNAL` and `MSG_EOR`, which change nothing, `MSG_DONTWAIT`, and those the host honours.
/// Errors: `EAGAIN`, `EPIPE`, `ECONNRESET`, `ENOTCONN`, `EDESTADDRREQ`, `EMSGSIZE`, `EOPNOTSUPP` for
/// other flags, `EFAULT`, `EBADF`, `ENOTSOCK`.
/// <https://pubs.opengroup.org/onlinepubs/9799919799/functions/send.html>
///
/// # Safety
/// `data` points to `len` readable bytes.
#[cfg_attr(feature = "c-exports", unsafe(export_name = "wasock_send"))]
pub unsafe extern "C" fn send(fd: c_int, data: *const c_void, len: usize, flags: c_int) -> isize {
    match Flags(flags).without(NO_EFFECT) {
        Flags::NONE => send_plain(fd, data, len),
        flags => send_flagged(fd, data, len, flags),
    }
}

pub(super) fn send_plain(fd: Fd, data: *const c_void, len: usize) -> isize {
    let sent = match iov::one(data, len) {
        Ok(data) => Host::send(fd, &data, Flags::NONE).map(|sent| sent.min(len)),
        Err(error) => Err(nowhere(fd, error)),
    };
    sent.or_minus_one()
}

/// Linux looks at the data last. Whether a stream is connected, a send of nothing tells.
#[cold]
#[inline(never)]
fn nowhere(fd: Fd, error: Errno) -> Errno {
    const NOTHING: iovec = iovec { iov_base: core::ptr::null_mut(), iov_len: 0 };
    match Host::kind(fd) {
        Ok(Kind::Stream) => Host::send(fd, &[NOTHING], Flags::NONE).err().unwrap_or(error),
        Ok(Kind::Datagram) => error,
        Err(no_socket) => no_socket,
    }
}

#[cold]
#[inline(never)]
fn send_flagged(fd: Fd, data: *const c_void, len: usize, flags: Flags) -> isize {
    match iov::one(data, len) {
        Ok(data) => connected(fd, &data, flags.0),
        Err(error) => Err(nowhere(fd, error)),
    }
    .or_minus_one()
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
    match iov::one(data, len) {
        // SAFETY: the caller's promise.
        Ok(data) => unsafe { to(fd, &data, flags, addr, addr_len) },
        Err(error) => Err(for_socket(fd, error)),
    }
    .or_minus_one()
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
    unsafe { send_message(fd, message, flags) }.or_minus_one()
}

/// # Safety
/// As for [`sendmsg`].
pub(super) unsafe fn send_message(fd: Fd, message: *const msghdr, flags: c_int) -> Result<usize> {
    // SAFETY: the caller's promise.
    let message = unsafe { memory::read(message) }.map_err(|error| for_socket(fd, error))?;
    if message.msg_controllen != 0 && !message.msg_control.is_null() {
        return Err(for_socket(fd, Errno::EOPNOTSUPP));
    }
    // SAFETY: the caller's promise.
    let data = unsafe { iov::many(&message) }.map_err(|error| for_socket(fd, error))?;
    let addr = if message.msg_namelen == 0 { core::ptr::null() } else { message.msg_name.cast() };
    // SAFETY: the caller's promise.
    unsafe { to(fd, data, flags, addr, message.msg_namelen) }
}

/// Flags that ask for what is so anyway: wasm has no signals, and neither TCP nor UDP has records.
const NO_EFFECT: c_int = MSG_NOSIGNAL | MSG_EOR;

#[inline]
fn connected(fd: Fd, data: &[iovec], flags: c_int) -> Result<usize> {
    let sent = match Flags(flags).without(NO_EFFECT) {
        Flags::NONE => Host::send(fd, data, Flags::NONE),
        flags => dontwait::send(fd, data, flags, |data, flags| Host::send(fd, data, flags)),
    };
    sent.map(|len| iov::within(len, data))
}

/// # Safety
/// `addr` is null or points to `len` readable bytes.
unsafe fn to(fd: Fd, data: &[iovec], flags: c_int, addr: *const sockaddr, len: socklen_t) -> Result<usize> {
    if addr.is_null() {
        return connected(fd, data, flags);
    }
    // SAFETY: the caller's promise.
    let addr = unsafe { addr::read(addr, len) }.map_err(|error| for_socket(fd, error))?;
    let sent = match Flags(flags).without(NO_EFFECT) {
        Flags::NONE => Host::send_to(fd, data, Flags::NONE, &addr),
        flags => dontwait::send(fd, data, flags, |data, flags| Host::send_to(fd, data, flags, &addr)),
    };
    sent.map(|len| iov::within(len, data))
}
