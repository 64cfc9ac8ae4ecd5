// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! The host's options: by its numbers, with its own errors.

use super::errno::check;
use super::import::{sock_get_opt_flag, sock_get_opt_size};
use crate::dialect::Fd;
use crate::dialect::shared::wasip1::Cell;
use crate::errno::Result;

pub(super) fn get_flag(fd: Fd, number: i32) -> Result<bool> {
    let mut on: Cell = 0;
    // SAFETY: the host writes one byte, which fits the cell.
    check(fd, unsafe { sock_get_opt_flag(fd, number, &mut on) })?;
    Ok(on != 0)
}

pub(super) fn get_size(fd: Fd, number: i32) -> Result<u64> {
    let mut size: Cell = 0;
    // SAFETY: the host writes eight bytes, which fit the cell.
    check(fd, unsafe { sock_get_opt_size(fd, number, &mut size) })?;
    Ok(size)
}
