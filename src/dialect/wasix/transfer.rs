// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Data out and in.

use super::errno::{check, kind};
use super::import::{sock_recv, sock_recv_from, sock_send};
use super::layout::Addr;
use super::socket::{bind_anywhere, is_listener};
use super::{port, time};
use crate::abi::{MSG_PEEK, iovec};
use crate::addr::SocketAddr;
use crate::dialect::shared::one_buffer;
use crate::dialect::shared::wasip1::{self, Cell};
use crate::dialect::{Fd, Flags, Kind};
use crate::errno::{Errno, Result};

#[inline]
pub(super) fn send(fd: Fd, data: &[iovec]) -> Result<usize> {
    let mut len: Cell = 0;
    // SAFETY: the host reads the iovecs and what they name, within memory, and writes a length to the cell.
    check(fd, unsafe { sock_send(fd, data.as_ptr(), data.len(), 0, &mut len) })?;
    Ok(len as usize)
}

/// What Linux says of a send without a peer.
#[cold]
pub(super) fn errno_of_send(fd: Fd, error: Errno) -> Errno {
    match (error, kind(fd)) {
        (Errno::ENOTCONN | Errno::EOPNOTSUPP, Ok(Kind::Stream)) => Errno::EPIPE,
        (Errno::ENOTCONN, Ok(Kind::Datagram)) => Errno::EDESTADDRREQ,
        _ => error,
    }
}

/// Sends what is left of `data` on a blocking stream, within the limit of the whole send. What has gone is not taken back
/// by an error.
#[cold]
pub(super) fn send_rest(fd: Fd, data: &[iovec], sent: usize, begin: Option<u64>) -> Result<usize> {
    if wasip1::nonblocking(fd)? {
        return Ok(sent);
    }
    let limit = time::get(fd, time::SEND).unwrap_or(0);
    let begin = if limit == 0 { 0 } else { begin.map_or_else(wasip1::now, Ok)? };
    let sent = send_parts(fd, data, sent, limit, begin);
    if limit != 0 {
        let _as_before = time::set(fd, time::SEND, limit);
    }
    Ok(sent)
}

/// Sends part after part; what is left of the limit is the limit of the next one.
fn send_parts(fd: Fd, data: &[iovec], mut sent: usize, limit: u64, begin: u64) -> usize {
    let mut skip = sent;
    for part in data {
        let mut left = part.iov_len.saturating_sub(skip);
        let mut at = part.iov_base.wrapping_byte_add(part.iov_len - left);
        skip = skip.saturating_sub(part.iov_len);
        while left > 0 {
            if limit != 0 && !time::shorten(fd, limit, begin) {
                return sent;
            }
            let more = iovec { iov_base: at, iov_len: left };
            let Ok(len @ 1..) = time::retry_timeout(fd, time::SEND, || send(fd, &[more])) else { return sent };
            at = at.wrapping_byte_add(len);
            left -= len.min(left);
            sent += len;
        }
    }
    sent
}

pub(super) fn riflags(flags: Flags) -> i32 {
    if flags.has(MSG_PEEK) { i32::from(wasi::RIFLAGS_RECV_PEEK) } else { 0 }
}

#[inline]
pub(super) fn recv(fd: Fd, room: &[iovec], flags: Flags) -> Result<usize> {
    let (mut len, mut out_flags): (Cell, Cell) = (0, 0);
    // SAFETY: the host writes where the iovecs say, within memory, and to the two cells.
    check(fd, unsafe { sock_recv(fd, room.as_ptr(), room.len(), riflags(flags), &mut len, &mut out_flags) })?;
    Ok(len as usize)
}

/// Receives into several buffers at once, or looks only: a datagram by the call that is made for it, a
/// stream into one buffer.
#[cold]
pub(super) fn recv_several(fd: Fd, room: &[iovec], flags: Flags) -> Result<usize> {
    if kind(fd)? == Kind::Datagram {
        return recv_from(fd, room, flags).map(|(len, _from)| len);
    }
    let one = |at, len| {
        let one = [iovec { iov_base: at, iov_len: len }];
        time::retry_timeout(fd, time::RECV, || recv(fd, &one, flags))
    };
    match one_buffer::single(room) {
        Some(room) => one(room.at, room.len),
        None => one_buffer::scattered(room, 0, |room| Ok((one(room.at, room.len)?, ()))).map(|(len, ())| len),
    }
}

#[inline(never)]
pub(super) fn recv_from(fd: Fd, room: &[iovec], flags: Flags) -> Result<(usize, Option<SocketAddr>)> {
    let (mut len, mut out_flags, mut from): (Cell, Cell, Addr) = (0, 0, Addr::EMPTY);
    let mut call = || {
        let (room, n, flags) = (room.as_ptr(), room.len(), riflags(flags));
        // SAFETY: the host writes where the iovecs say, within memory, to the two cells, and one address.
        check(fd, unsafe { sock_recv_from(fd, room, n, flags, &mut len, &mut out_flags, &mut from) })
    };
    time::retry_timeout(fd, time::RECV, &mut call).or_else(|error| recv_after_error(fd, error, &mut call))?;
    Ok((len as usize, from.decode(port::read)))
}

/// A receive that failed. Linux lets an unbound datagram socket wait, and a listener is not connected.
#[cold]
pub(super) fn recv_after_error<T>(fd: Fd, error: Errno, call: impl FnMut() -> Result<T>) -> Result<T> {
    match (error, kind(fd)?) {
        (Errno::ENOTCONN, Kind::Datagram) if wasip1::nonblocking(fd)? => Err(Errno::EAGAIN),
        (Errno::ENOTCONN, Kind::Datagram) if bind_anywhere(fd)? => time::retry_timeout(fd, time::RECV, call),
        (Errno::EOPNOTSUPP, Kind::Stream) if is_listener(fd)? => Err(Errno::ENOTCONN),
        _ => Err(error),
    }
}
