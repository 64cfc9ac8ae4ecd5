// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Sends and receives.

use core::ffi::c_int;

use super::errno::{check, kind};
use super::import::{sock_recv, sock_recv_from, sock_send};
use super::layout::{Addr, Place};
use super::socket::bind_anywhere;
use super::{hook, port, time};
use crate::abi::{MSG_PEEK, iovec};
use crate::dialect::shared::one_buffer;
use crate::dialect::shared::wasip1::{self, Cell};
use crate::dialect::{Fd, Flags, Kind};
use crate::errno::{Errno, Result};

/// Sends all data on a blocking socket, also if the buffers of the system have no room for them at once.
#[inline]
pub(super) fn send(fd: Fd, data: &[iovec]) -> Result<usize> {
    if let Some(sent) = hook::send_in_time(fd, data) {
        return sent;
    }
    let sent = send_once(fd, data)?;
    if sent < one_buffer::total(data) { send_rest(fd, data, sent, || true) } else { Ok(sent) }
}

/// One call of the host, which may take only a part.
#[inline]
fn send_once(fd: Fd, data: &[iovec]) -> Result<usize> {
    let mut len: Cell = 0;
    // SAFETY: the host reads the iovecs and what they name, within memory, and writes a length to the cell.
    let mut call = || check(fd, unsafe { sock_send(fd, data.as_ptr(), data.len(), 0, &mut len) });
    retry(fd, time::SEND, &mut call).map_err(|error| errno_of_send(fd, error))?;
    Ok(len as usize)
}

/// Linux's error for a send without a peer.
#[cold]
pub(super) fn errno_of_send(fd: Fd, error: Errno) -> Errno {
    match (error, kind(fd)) {
        (Errno::ENOTCONN | Errno::EOPNOTSUPP, Ok(Kind::Stream)) => Errno::EPIPE,
        (Errno::ENOTCONN, Ok(Kind::Datagram)) => Errno::EDESTADDRREQ,
        _ => error,
    }
}

/// Sends the rest of `data` on a blocking stream, part after part, within the time limit. An error after some bytes is ignored:
/// the send returns those bytes.
#[cold]
fn send_rest(fd: Fd, data: &[iovec], mut sent: usize, is_time: impl Fn() -> bool) -> Result<usize> {
    if wasip1::nonblocking(fd)? {
        return Ok(sent);
    }
    let mut skip = sent;
    for part in data {
        let mut left = part.iov_len.saturating_sub(skip);
        let mut at = part.iov_base.wrapping_byte_add(part.iov_len - left);
        skip = skip.saturating_sub(part.iov_len);
        while left > 0 {
            if !is_time() {
                return Ok(sent);
            }
            let more = iovec { iov_base: at, iov_len: left };
            let Ok(len @ 1..) = send_once(fd, &[more]) else { return Ok(sent) };
            at = at.wrapping_byte_add(len);
            left -= len.min(left);
            sent += len;
        }
    }
    Ok(sent)
}

/// A send for [`hook`]: one limit for all of its parts.
///
/// # Safety
/// `data` points to `n` iovecs that stay as they are.
unsafe extern "C" fn send_in_time(fd: Fd, data: *const iovec, n: usize) -> isize {
    // SAFETY: the caller's promise.
    match send_within(fd, unsafe { core::slice::from_raw_parts(data, n) }) {
        Ok(len) => len.cast_signed(),
        Err(error) => -(error.get() as isize),
    }
}

fn send_within(fd: Fd, data: &[iovec]) -> Result<usize> {
    let begin = time::begin(data);
    let sent = send_once(fd, data)?;
    if sent == one_buffer::total(data) {
        return Ok(sent);
    }
    let limit = time::get(fd, time::SEND).unwrap_or(0);
    if limit == 0 {
        return send_rest(fd, data, sent, || true);
    }
    let begin = begin.map_or_else(wasip1::now, Ok)?;
    let sent = send_rest(fd, data, sent, || time::shorten(fd, limit, begin));
    let _as_before = time::set(fd, time::SEND, limit);
    sent
}

/// Called before a time limit of a stream is set: from now on there may be some.
#[inline(always)]
pub(super) fn limits_are_set(which: i32) {
    hook::judge_at_least_by(judge_limit);
    if which == time::SEND {
        hook::limit_sends_by(send_in_time);
    }
}

/// Called before a datagram socket is made: from now on there may be some.
pub(super) fn datagrams_are_opened() {
    hook::judge_by(judge);
}

/// For [`hook`]: the final error of a call, if streams have time limits.
extern "C" fn judge_limit(fd: Fd, which: c_int, error: c_int) -> c_int {
    let error = Errno::new(error);
    let judged = if error == Errno::ETIMEDOUT { time::expired(fd, which) } else { Err(error) };
    judged.err().map_or(0, Errno::get)
}

/// The same if there are datagram sockets, too.
extern "C" fn judge(fd: Fd, which: c_int, error: c_int) -> c_int {
    match Errno::new(error) {
        Errno::ENOTCONN if which == time::RECV => bind_to_receive(fd).err().map_or(0, Errno::get),
        _ => judge_limit(fd, which, error),
    }
}

/// Linux lets an unbound datagram socket wait.
fn bind_to_receive(fd: Fd) -> Result<()> {
    match kind(fd)? {
        Kind::Datagram if wasip1::nonblocking(fd)? => Err(Errno::EAGAIN),
        Kind::Datagram if bind_anywhere(fd)? => Ok(()),
        _ => Err(Errno::ENOTCONN),
    }
}

/// Calls until the result is final.
#[inline]
pub(super) fn retry<T>(fd: Fd, which: i32, mut call: impl FnMut() -> Result<T>) -> Result<T> {
    loop {
        match call() {
            Err(error) => hook::judge(fd, which, error)?,
            done => return done,
        }
    }
}

pub(super) fn riflags(flags: Flags) -> i32 {
    if flags.has(MSG_PEEK) { i32::from(wasi::RIFLAGS_RECV_PEEK) } else { 0 }
}

/// Receives into one buffer. A socket that cannot receive, such as a listener, fails on Linux as not connected.
#[inline]
pub(super) fn recv(fd: Fd, room: &[iovec], flags: Flags) -> Result<usize> {
    hook::wait(fd)?;
    let (mut len, mut out_flags): (Cell, Cell) = (0, 0);
    let mut call = || {
        let (room, n, flags) = (room.as_ptr(), room.len(), riflags(flags));
        // SAFETY: the host writes where the iovecs say, within memory, and to the two cells.
        check(fd, unsafe { sock_recv(fd, room, n, flags, &mut len, &mut out_flags) })
    };
    match retry(fd, time::RECV, &mut call) {
        Ok(()) => Ok(len as usize),
        Err(Errno::EOPNOTSUPP) => Err(Errno::ENOTCONN),
        Err(error) => Err(error),
    }
}

/// Receives into several buffers at once, or peeks: a datagram by `sock_recv_from`, a stream into one buffer.
#[cold]
pub(super) fn recv_several(fd: Fd, room: &[iovec], flags: Flags) -> Result<usize> {
    if kind(fd)? == Kind::Datagram {
        return recv_from(fd, room, flags).map(|(len, _from)| len);
    }
    let one = |at, len| {
        let one = [iovec { iov_base: at, iov_len: len }];
        recv(fd, &one, flags)
    };
    match one_buffer::single(room) {
        Some(room) => one(room.at, room.len),
        None => one_buffer::scattered(room, 0, |room| Ok((one(room.at, room.len)?, ()))).map(|(len, ())| len),
    }
}

#[inline(never)]
pub(super) fn recv_from(fd: Fd, room: &[iovec], flags: Flags) -> Result<(usize, Option<Addr>)> {
    hook::wait(fd)?;
    let (mut len, mut out_flags, mut from): (Cell, Cell, Place) = (0, 0, Place::EMPTY);
    let mut call = || {
        let (room, n, flags) = (room.as_ptr(), room.len(), riflags(flags));
        // SAFETY: the host writes where the iovecs say, within memory, to the two cells, and one address.
        check(fd, unsafe { sock_recv_from(fd, room, n, flags, &mut len, &mut out_flags, &mut from) })
    };
    retry(fd, time::RECV, &mut call)?;
    Ok((len as usize, from.decode(port::read)))
}
