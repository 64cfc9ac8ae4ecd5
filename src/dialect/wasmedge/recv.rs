// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! `sock_recv`, which also peeks where only the length of the data is needed.

use core::ffi::c_int;

use wasi::ROFLAGS_RECV_DATA_TRUNCATED;

use super::import::sock_recv;
use crate::abi::{MSG_PEEK, MSG_WAITALL, iovec};
use crate::dialect::shared::wasip1::Cell;
use crate::dialect::{Fd, Flags, Received};
use crate::errno::{Result, check};

#[inline]
pub(super) fn recv(fd: Fd, room: &[iovec], flags: Flags) -> Result<Received> {
    let (mut len, mut out): (Cell, Cell) = (0, 0);
    // SAFETY: the host writes where the iovecs say, within memory, and to the two cells.
    check(unsafe { sock_recv(fd, room.as_ptr(), room.len(), ri_flags(flags), &mut len, &mut out) })?;
    Ok(received(len, out))
}

/// The flags that the host supports have the same bits in C and at the host.
pub(super) fn ri_flags(flags: Flags) -> i32 {
    const { assert!(MSG_PEEK == wasi::RIFLAGS_RECV_PEEK as c_int && MSG_WAITALL == wasi::RIFLAGS_RECV_WAITALL as c_int) }
    flags.0
}

/// A length and `roflags`.
pub(super) fn received(len: Cell, out_flags: Cell) -> Received {
    Received { len: len as usize, truncated: out_flags & Cell::from(ROFLAGS_RECV_DATA_TRUNCATED) != 0 }
}
