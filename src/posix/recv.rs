// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Data in: `recv` `recvfrom` `recvmsg`.

use core::ffi::{c_int, c_void};

use crate::abi::*;
use crate::addr::AddrOut;
use crate::dialect::fast::{Buffers, Fast, OutLen};
use crate::dialect::{Dialect, Fd, Flags, Kind, Received};
use crate::errno::{Errno, OrMinusOne, Result};
use crate::host::{Host, HostAddr};
use crate::posix::precedence::refused;
use crate::posix::{dontwait, flags, iov, trunc, waitall};

/// Receives from the connected peer, or a datagram from anyone. No allocation, no copy: the host
/// writes to `room` where it lies.
///
/// Flags: `MSG_WAITALL`, `MSG_DONTWAIT`, `MSG_TRUNC`, and those the host honours; as on Linux those without a meaning for a
/// receive are ignored. `MSG_ERRQUEUE` is `EAGAIN`: no option fills that queue here.
/// Errors: `EAGAIN`, `ECONNRESET`, `ECONNREFUSED`, `ENOTCONN`, `EOPNOTSUPP` for a flag that the host cannot
/// honour, `EFAULT`, `EBADF`, `ENOTSOCK`.
/// <https://pubs.opengroup.org/onlinepubs/9799919799/functions/recv.html>
///
/// # Safety
/// `room` points to `len` writable bytes.
#[cfg_attr(feature = "c-exports", unsafe(export_name = "wasock_recv"))]
pub unsafe extern "C" fn recv(fd: c_int, room: *mut c_void, len: usize, flags: c_int) -> isize {
    match flags::of_receive(flags) {
        Flags::NONE => recv_noflags(fd, room, len),
        flags => recv_flags(fd, room, len, flags),
    }
}

pub(super) fn recv_noflags(fd: Fd, room: *mut c_void, len: usize) -> isize {
    let got = match iov::one(room, len) {
        Ok(iov) => receive(fd, Buffers::one(&iov), Flags::NONE),
        Err(error) => Err(null_buffer(fd, error)),
    };
    got.or_minus_one()
}

/// The error of a null buffer. Linux writes to the buffer last: it has waited for data, and a datagram is lost.
#[cold]
#[inline(never)]
fn null_buffer(fd: Fd, error: Errno) -> Errno {
    const EMPTY: iovec = iovec { iov_base: core::ptr::null_mut(), iov_len: 0 };
    Host::recv(fd, &[EMPTY], Flags::NONE).err().unwrap_or(error)
}

#[cold]
#[inline(never)]
fn recv_flags(fd: Fd, room: *mut c_void, len: usize, flags: Flags) -> isize {
    match iov::one(room, len) {
        // Discarded data needs no room.
        Err(_) if flags.has(MSG_TRUNC) && Host::kind(fd) == Ok(Kind::Stream) => {
            receive(fd, Buffers::one(&iovec { iov_base: room, iov_len: len }), flags)
        }
        iov => iov.and_then(|iov| receive(fd, Buffers::one(&iov), flags)),
    }
    .or_minus_one()
}

/// Receives, and stores the sender if `addr` is not null: its address cut to `*addr_len`, its
/// whole length in `*addr_len`, which is 0 for a stream.
///
/// Flags and errors as for [`recv`].
/// <https://pubs.opengroup.org/onlinepubs/9799919799/functions/recvfrom.html>
///
/// # Safety
/// `room` points to `len` writable bytes; `addr` is null, or `addr_len` points to a `socklen_t` and
/// `addr` to as many writable bytes.
#[cfg_attr(feature = "c-exports", unsafe(no_mangle))]
pub unsafe extern "C" fn recvfrom(
    fd: c_int,
    room: *mut c_void,
    len: usize,
    flags: c_int,
    addr: *mut sockaddr,
    addr_len: *mut socklen_t,
) -> isize {
    let flags = flags::of_receive(flags);
    // The usual case: some room, and the caller wants the sender.
    if flags == Flags::NONE && !room.is_null() && len != 0 && !addr.is_null() {
        let iov = iovec { iov_base: room, iov_len: len };
        // SAFETY: the caller's promise.
        let sender = unsafe { AddrOut::new(addr, addr_len) };
        let room = Buffers { iovs: core::slice::from_ref(&iov), total: &len };
        return Host::recv_nonempty_from(fd, room, &mut OutLen::uninit(), sender).or_minus_one();
    }
    // SAFETY: the caller's promise.
    unsafe { recvfrom_slow(fd, room, len, flags, addr, addr_len) }
}

/// # Safety
/// As for [`recvfrom`].
#[cold]
#[inline(never)]
unsafe fn recvfrom_slow(
    fd: Fd,
    room: *mut c_void,
    len: usize,
    flags: Flags,
    addr: *mut sockaddr,
    addr_len: *mut socklen_t,
) -> isize {
    let iov = match iov::one(room, len) {
        Ok(iov) => iov,
        Err(error) => return refused(fd, error),
    };
    let room = Buffers::one(&iov);
    if addr.is_null() {
        return receive(fd, room, flags).or_minus_one();
    }
    receive_from(fd, room.iovs, flags)
        .and_then(|(got, from)| {
            let got = checked_len(fd, room, flags, got)?;
            // SAFETY: the caller's promise.
            unsafe { AddrOut::new(addr, addr_len) }.write(from.as_ref()).map(|()| got)
        })
        .or_minus_one()
}

/// Receives into the buffers of a message, which the host gets as they lie. `msg_name` gets the
/// sender, `msg_flags` `MSG_TRUNC` when a datagram was cut, `msg_controllen` 0: no host has control data.
///
/// Flags and errors as for [`recv`]; `EMSGSIZE` for more than `IOV_MAX` buffers.
/// <https://pubs.opengroup.org/onlinepubs/9799919799/functions/recvmsg.html>
///
/// # Safety
/// `message` points to a `struct msghdr` whose pointers are valid for their lengths.
#[cfg_attr(feature = "c-exports", unsafe(no_mangle))]
pub unsafe extern "C" fn recvmsg(fd: c_int, message: *mut msghdr, flags: c_int) -> isize {
    // SAFETY: the caller's promise.
    unsafe { receive_message(fd, message, Flags(flags), false) }
}

/// # Safety
/// As for [`recvmsg`]; the message itself lies inside memory where that is said.
#[inline(always)]
pub(super) unsafe fn receive_message(fd: Fd, message: *mut msghdr, flags: Flags, in_memory: bool) -> isize {
    // SAFETY: the caller's promise.
    let (header, iovs, total) = match unsafe { iov::message(message, in_memory) } {
        Ok(read) => read,
        Err(error) => return refused(fd, error),
    };
    let room = Buffers { iovs, total: &total };
    let sender = match header.msg_name.is_null() {
        true => None,
        // Once the data have been taken it is too late.
        false if header.msg_namelen.cast_signed() < 0 => return refused(fd, Errno::EINVAL),
        // SAFETY: the caller's promise; the length lies inside memory, as it was read.
        false => Some(unsafe { AddrOut::new(header.msg_name.cast(), &raw mut (*message).msg_namelen) }),
    };
    let got = match flags::of_receive(flags.0) {
        Flags::NONE if total != 0 => Host::recv_nonempty_msg(fd, room, sender),
        flags => recvmsg_slow(fd, room, flags, sender),
    };
    got.map(|got| {
        // SAFETY: inside memory, as it was read, and the caller's to be written.
        unsafe {
            (&raw mut (*message).msg_controllen).write_unaligned(0);
            (&raw mut (*message).msg_flags).write_unaligned(if got.truncated { MSG_TRUNC } else { 0 });
        }
        got.len
    })
    .or_minus_one()
}

#[cold]
#[inline(never)]
fn recvmsg_slow(fd: Fd, room: Buffers<'_>, flags: Flags, sender: Option<AddrOut>) -> Result<Received> {
    let (got, from) = message_flags(fd, room.iovs, flags, sender.is_some())?;
    let len = checked_len(fd, room, flags, got.len)?;
    sender.map_or(Ok(()), |sender| sender.write(from.as_ref()))?;
    Ok(Received { len, truncated: got.truncated || len > *room.total })
}

fn message_flags(fd: Fd, room: &[iovec], flags: Flags, named: bool) -> Result<(Received, Option<HostAddr>)> {
    if flags.has(truncate()) {
        return trunc::receive(fd, room, |room| message_flags(fd, room, flags.without(truncate()), named));
    }
    // A stream has no sender to tell, and a datagram is whole at once.
    if waits_for_all(flags) && Host::kind(fd)? == Kind::Stream {
        return Ok((Received { len: receive_flags(fd, room, flags)?, truncated: false }, None));
    }
    dontwait::receive(fd, flags.without(waitall::FLAG), |flags| match named {
        true => Host::recv_msg(fd, room, flags),
        false => Ok((Host::recv_nameless(fd, room, flags)?, None)),
    })
}

#[inline]
fn receive(fd: Fd, room: Buffers<'_>, flags: Flags) -> Result<usize> {
    match flags {
        Flags::NONE => room.checked_len(Host::recv(fd, room.iovs, Flags::NONE)?),
        flags => checked_len(fd, room, flags, receive_flags(fd, room.iovs, flags)?),
    }
}

/// With `MSG_TRUNC` a datagram may be longer than the room.
fn checked_len(fd: Fd, room: Buffers<'_>, flags: Flags, len: usize) -> Result<usize> {
    let may_be_longer = flags.has(MSG_TRUNC) && len <= trunc::LONGEST && Host::kind(fd) == Ok(Kind::Datagram);
    if may_be_longer { Ok(len) } else { room.checked_len(len) }
}

#[cold]
fn receive_flags(fd: Fd, room: &[iovec], flags: Flags) -> Result<usize> {
    if flags.has(truncate()) {
        return trunc::receive(fd, room, |room| receive_flags(fd, room, flags.without(truncate())));
    }
    let all = waits_for_all(flags) && (dontwait::MANY_CALLS || !flags.has(MSG_DONTWAIT));
    dontwait::receive(fd, flags.without(waitall::FLAG), |flags| {
        if waitall::IS_OURS && all { waitall::receive(fd, room, flags) } else { Host::recv(fd, room, flags) }
    })
}

#[inline]
fn receive_from(fd: Fd, room: &[iovec], flags: Flags) -> Result<(usize, Option<HostAddr>)> {
    match flags {
        Flags::NONE => Host::recv_from(fd, room, Flags::NONE),
        flags if flags.has(truncate()) => {
            trunc::receive(fd, room, |room| receive_from(fd, room, flags.without(truncate())))
        }
        // A stream has no sender to tell, and a datagram is whole at once.
        flags if waits_for_all(flags) && Host::kind(fd)? == Kind::Stream => {
            receive_flags(fd, room, flags).map(|len| (len, None))
        }
        flags => dontwait::receive(fd, flags.without(waitall::FLAG), |flags| Host::recv_from(fd, room, flags)),
    }
}

/// `MSG_TRUNC`, where the front has to see to it.
fn truncate() -> c_int {
    MSG_TRUNC & !Host::RECV_FLAGS
}

fn waits_for_all(flags: Flags) -> bool {
    flags.has(waitall::FLAG)
}
