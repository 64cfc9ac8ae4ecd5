// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! The address pools, and the sockets that come from them.

use super::import::{self, check};
use super::layout::{self, Addr};
use crate::addr::SocketAddr;
use crate::dialect::shared::network_handles::Handles;
use crate::dialect::shared::wasip1::Cell;
use crate::dialect::{Family, Fd, Kind};
use crate::errno::{Errno, Result};

/// The address pools.
pub(super) static POOLS: Handles = Handles::of(9);

/// A new socket from this pool.
pub(super) fn open_in(pool: Fd, family: Family, kind: Kind) -> Result<Fd> {
    let mut fd: Cell = 0;
    // SAFETY: the host writes one descriptor, which fits the cell.
    check(unsafe { import::open(pool, layout::family(family), layout::kind(kind), &mut fd) })?;
    Ok(fd as Fd)
}

/// The socket's own address.
pub(super) fn local(fd: Fd) -> Result<SocketAddr> {
    let mut addr = Addr::NONE;
    // SAFETY: the host writes one address.
    check(unsafe { import::addr_local(fd, &mut addr, size_of::<Addr>()) })?;
    addr.decode().ok_or(Errno::EIO)
}
