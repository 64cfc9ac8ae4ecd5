// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Receives: from the data that the library keeps ([`super::hook`]), else from the host.

use crate::abi::iovec;
use crate::addr::AddrOut;
use crate::dialect::fast::{Buffers, OutLen};
use crate::dialect::shared::wasip1::{self, Cell};
use crate::dialect::shared::{one_buffer, truncation};
use crate::dialect::{Dialect, Fd, Kind, Received};
use crate::errno::{Errno, OrMinusOne, Result};

use super::import::{Ignored, check, sock_recv, sock_recv_from};
use super::layout::Addr;
use super::{Wamr, hook, is_empty};

/// Where the host may write the `ro_flags` of a receive.
pub(super) static RO_FLAGS: Ignored<Cell> = Ignored::new();

/// Receives from the kept data, or from the host.
pub(super) fn take(fd: Fd, room: &[iovec]) -> Result<usize> {
    if let Some(taken) = hook::take(fd, room) {
        return taken.map(|taken| taken.got.len);
    }
    receive(fd, room).or_else(|error| empty(fd, room, error))
}

/// The same into some room from the host, never more than it holds; what C gets of it. `taken` has the kept data.
pub(super) fn to_c(fd: Fd, room: &[iovec], taken: Option<Result<usize>>) -> isize {
    let total = one_buffer::total(room);
    taken
        .unwrap_or_else(|| receive(fd, room).and_then(|len| Buffers { iovs: room, total: &total }.checked_len(len)))
        .or_minus_one()
}

/// Receives from the host.
pub(super) fn receive(fd: Fd, room: &[iovec]) -> Result<usize> {
    let mut len = OutLen::new(0);
    // SAFETY: it is set in any case.
    check(received(fd, room, &mut len)).map(|()| unsafe { len.assume_init() } as usize)
}

/// The same with the host's errno, and the length written.
#[inline(always)]
pub(super) fn received(fd: Fd, room: &[iovec], out_len: &mut OutLen) -> i32 {
    // SAFETY: the host writes where the iovecs say, within memory, and to the two cells.
    unsafe { sock_recv(fd, room.as_ptr(), room.len(), 0, out_len.as_mut_ptr(), RO_FLAGS.at()) }
}

/// Receives and returns the sender.
pub(super) fn take_from(fd: Fd, room: &[iovec]) -> Result<(usize, Option<Addr>)> {
    if let Some(taken) = hook::take(fd, room) {
        return taken.map(|taken| (taken.got.len, taken.from));
    }
    let (mut len, mut from) = (0, Addr::default());
    // SAFETY: the host writes where the iovecs say, within memory, one address and one length.
    match check(unsafe { sock_recv_from(fd, room.as_ptr(), room.len(), 0, &mut from, &mut len) }) {
        Ok(()) => Ok((len as usize, from.written().copied())),
        Err(error) => from_empty(fd, room, error),
    }
}

/// The result of a failed receive. If it had no room, that may be the only reason. Linux would have waited for data, then
/// dropped a datagram or left a stream unchanged.
#[cold]
#[inline(never)]
fn empty(fd: Fd, room: &[iovec], error: Errno) -> Result<usize> {
    if error != Errno::EINVAL || !is_empty(room) {
        return Err(error);
    }
    match Wamr::kind(fd)? {
        Kind::Stream if Wamr::nonblocking(fd)? && !wasip1::readable(fd)? => Err(Errno::EAGAIN),
        Kind::Stream => wasip1::wait_readable(fd).map(|()| 0),
        Kind::Datagram => {
            let mut byte = 0u8;
            take(fd, &[iovec { iov_base: (&raw mut byte).cast(), iov_len: 1 }]).map(|_dropped| 0)
        }
    }
}

/// The same with the sender.
#[cold]
#[inline(never)]
fn from_empty(fd: Fd, room: &[iovec], error: Errno) -> Result<(usize, Option<Addr>)> {
    match error {
        Errno::EINVAL if is_empty(room) => with_probe(fd, room).map(|(got, from)| (got.len, from)),
        error => Err(error),
    }
}

/// Receives a message and writes its sender.
pub(super) fn message_with_probe(fd: Fd, room: Buffers<'_>, sender: Option<AddrOut>) -> Result<Received> {
    let write = |from: Option<&Addr>| sender.map_or(Ok(()), |sender| sender.write(from));
    if let Some(taken) = hook::take(fd, room.iovs) {
        return taken.and_then(|taken| write(taken.from.as_ref()).map(|()| taken.got));
    }
    let (mut len, mut from) = (0, Addr::default());
    let got = truncation::receive_len(room.iovs, *room.total, |room| {
        // SAFETY: as in `take_from`.
        check(unsafe { sock_recv_from(fd, room.as_ptr(), room.len(), 0, &mut from, &mut len) })?;
        Ok(len as usize)
    })?;
    write(from.written()).map(|()| got)
}

/// Receives a datagram and finds out whether it was truncated.
pub(super) fn with_probe(fd: Fd, room: &[iovec]) -> Result<(Received, Option<Addr>)> {
    if let Some(taken) = hook::take(fd, room) {
        return taken.map(|taken| (taken.got, taken.from));
    }
    truncation::receive(room, |room| {
        let (mut len, mut from) = (0, Addr::default());
        // SAFETY: the host writes where the iovecs say, within memory, one address and one length.
        check(unsafe { sock_recv_from(fd, room.as_ptr(), room.len(), 0, &mut from, &mut len) })?;
        Ok((len as usize, from.written().copied()))
    })
}
