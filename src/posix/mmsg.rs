// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Many messages in one call: `sendmmsg` `recvmmsg`, of Linux.

use core::ffi::{c_int, c_uint, c_void};

use crate::abi::{IOV_MAX, MSG_DONTWAIT, MSG_WAITFORONE, mmsghdr, msghdr, timespec};
use crate::dialect::{Dialect, Fd, Flags};
use crate::errno::{OrMinusOne, Result};
use crate::host::Host;
use crate::memory;
use crate::posix::precedence::for_socket;
use crate::posix::{iov, poll, recv, send};

/// Sends up to `n` messages and returns how many went; `msg_len` of each has its bytes. It fails only
/// when the first one does, and ends behind one that a stream took in part.
///
/// Flags and errors as for [`send::sendmsg`]. Linux `sendmmsg`(2).
///
/// # Safety
/// `messages` points to `n` structures whose pointers are valid for their lengths.
#[cfg_attr(feature = "c-exports", unsafe(no_mangle))]
pub unsafe extern "C" fn sendmmsg(fd: c_int, messages: *mut mmsghdr, n: c_uint, flags: c_uint) -> c_int {
    let flags = Flags(flags.cast_signed());
    // SAFETY: the caller's promise.
    let send = |message: *mut msghdr| unsafe { send::send_message(fd, message, flags, false) };
    // SAFETY: the caller's promise.
    unsafe { each(fd, messages, n, send, |message, len| Ok(len < whole(message))) }.or_minus_one()
}

/// Receives up to `n` messages and returns how many came; `msg_len` of each has its bytes. With
/// `MSG_WAITFORONE` it waits for the first only. It fails only when the first one does.
///
/// As on Linux the timeout is looked at after each message: it does not end the wait for one.
/// Flags and errors as for [`recv::recvmsg`]. Linux `recvmmsg`(2).
///
/// # Safety
/// `messages` points to `n` structures whose pointers are valid for their lengths; `timeout` is null or
/// points to a `timespec`.
#[cfg_attr(feature = "c-exports", unsafe(no_mangle))]
pub unsafe extern "C" fn recvmmsg(
    fd: c_int,
    messages: *mut mmsghdr,
    n: c_uint,
    flags: c_uint,
    timeout: *const c_void,
) -> c_int {
    // SAFETY: the caller's promise.
    unsafe { receive(fd, messages, n, flags.cast_signed(), timeout.cast()) }.or_minus_one()
}

/// # Safety
/// As for [`recvmmsg`].
unsafe fn receive(fd: Fd, messages: *mut mmsghdr, n: c_uint, flags: c_int, timeout: *const timespec) -> Result<c_int> {
    // SAFETY: the caller's promise.
    let end = match unsafe { poll::duration(timeout) }? {
        Some(time) => Some(Host::now()?.saturating_add(time)),
        None => None,
    };
    let later = flags & !MSG_WAITFORONE | if flags & MSG_WAITFORONE != 0 { MSG_DONTWAIT } else { 0 };
    let mut flags = flags & !MSG_WAITFORONE;
    let receive = |message: *mut msghdr| {
        // SAFETY: the caller's promise.
        let len = unsafe { recv::receive_message(fd, message, Flags(flags), false) };
        flags = later;
        len
    };
    let over = |_: &msghdr, _| end.map_or(Ok(false), |end| Host::now().map(|now| now >= end));
    // SAFETY: the caller's promise.
    unsafe { each(fd, messages, n, receive, over) }
}

/// The bytes of a message that has been sent, all or in part.
fn whole(message: &msghdr) -> usize {
    // SAFETY: the parts were found good when they were sent.
    unsafe { iov::many(message) }.map_or(0, |(_parts, whole)| whole)
}

/// Calls with one message after the other; of none Linux looks at the descriptor nevertheless.
/// It goes on until one fails or it is `over`; how many went well, −1 where none did and
/// the call has set `errno`.
///
/// # Safety
/// `messages`, where inside memory, points to `n` structures.
unsafe fn each(
    fd: Fd,
    messages: *mut mmsghdr,
    n: c_uint,
    mut call: impl FnMut(*mut msghdr) -> isize,
    over: impl Fn(&msghdr, usize) -> Result<bool>,
) -> Result<c_int> {
    let n = (n as usize).min(IOV_MAX);
    let there = if n == 0 { Host::kind(fd).map(|_any| ()) } else { memory::check(messages, n * size_of::<mmsghdr>()) };
    there.map_err(|error| for_socket(fd, error))?;
    let mut done = 0;
    while (done as usize) < n {
        let message = messages.wrapping_add(done as usize);
        // SAFETY: the n structures lie inside memory (checked).
        let (header, len) = unsafe { (&raw mut (*message).msg_hdr, &raw mut (*message).msg_len) };
        let Ok(count) = usize::try_from(call(header)) else {
            return Ok(if done == 0 { -1 } else { done });
        };
        // SAFETY: as above, and the caller's to be written.
        unsafe { memory::write(len, count as c_uint) }?;
        done += 1;
        // SAFETY: as above; the call has read it.
        if over(&unsafe { header.read_unaligned() }, count)? {
            break;
        }
    }
    Ok(done)
}
