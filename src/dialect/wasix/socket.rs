// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! A socket, its own address, and what follows from that.

use core::ffi::c_int;

use super::errno::{check, linux_errno};
use super::import::{sock_addr_local, sock_addr_peer, sock_bind, sock_open};
use super::layout::{self, Addr, Place};
use super::raw_option::get_flag;
use super::{hook, time};
use crate::dialect::shared::wasip1::Cell;
use crate::dialect::{Family, Fd, Kind};
use crate::errno::{self, Errno, Result};

/// Inlined, so that a program links only the code for its kind of socket.
#[inline(always)]
pub(super) fn open(family: Family, kind: Kind) -> Result<Fd> {
    let mut cell: Cell = 0;
    let (number, protocol) = layout::kind_and_protocol(kind);
    // SAFETY: the host writes one descriptor, which fits the cell.
    errno::check(unsafe { sock_open(layout::family(family), number, protocol, &mut cell) }).map_err(linux_errno)?;
    let fd = cell as Fd;
    hook::forget(fd);
    if kind == Kind::Stream {
        time::clear_timeouts(fd);
    }
    Ok(fd)
}

pub(super) fn bind(fd: Fd, addr: &Addr) -> Result<()> {
    // SAFETY: the host reads one address.
    match check(fd, unsafe { sock_bind(fd, &Place::of(addr)) }) {
        // It is bound already.
        Err(Errno::EOPNOTSUPP) => Err(Errno::EINVAL),
        other => other,
    }?;
    hook::bound(fd);
    Ok(())
}

/// The address as the host wrote it.
#[inline]
pub(super) fn local(fd: Fd) -> Result<Place> {
    let mut place = Place::EMPTY;
    // SAFETY: the host writes one address.
    check(fd, unsafe { sock_addr_local(fd, &mut place) })?;
    Ok(place)
}

pub(super) fn family(fd: Fd) -> Result<c_int> {
    let addr = local(fd)?.addr;
    addr.family().map(|_known| addr.domain()).ok_or(Errno::EOPNOTSUPP)
}

pub(super) fn is_bound(fd: Fd) -> Result<bool> {
    local(fd).map(|place| !place.addr.is_nobody())
}

/// Whether connections come in. Not every host answers that; of all sockets only a listener then has no
/// place for a peer.
pub(super) fn is_listener(fd: Fd) -> Result<bool> {
    const LISTENING: i32 = 10;
    match get_flag(fd, LISTENING) {
        Err(Errno::EINVAL | Errno::EOPNOTSUPP) => {}
        other => return other,
    }
    let mut place = Place::EMPTY;
    // SAFETY: the host writes one address.
    match check(fd, unsafe { sock_addr_peer(fd, &mut place) }) {
        Err(Errno::EOPNOTSUPP) => Ok(true),
        Ok(()) | Err(Errno::ENOTCONN) => Ok(false),
        Err(error) => Err(error),
    }
}

/// Binds an unbound socket to the wildcard and a free port; returns whether it was unbound.
#[cold]
pub(super) fn bind_anywhere(fd: Fd) -> Result<bool> {
    let local = local(fd)?.addr;
    match local.family() {
        Some(family) if local.is_nobody() => bind(fd, &family.any().into()).map(|()| true),
        _ => Ok(false),
    }
}

pub(super) fn is_of_other_family(fd: Fd, addr: &Addr) -> bool {
    family(fd).is_ok_and(|family| family != addr.domain())
}
