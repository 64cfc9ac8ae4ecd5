// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Socket options: one import to set and one to read each of the four.

use core::ffi::c_int;

use super::import::*;
use crate::dialect::Fd;
use crate::dialect::shared::wasip1::{self, Cell};
use crate::errno::{Errno, Result};
use crate::option::{SockOpt, Value};

/// All options of the host.
pub(super) const ALL: [SockOpt; 4] = [SockOpt::ReuseAddr, SockOpt::ReusePort, SockOpt::RecvBuf, SockOpt::SendBuf];

/// The options with imports.
pub(super) const KNOWN: [SockOpt; 4] = [SockOpt::ReuseAddr, SockOpt::ReusePort, SockOpt::RecvBuf, SockOpt::SendBuf];

pub(super) fn set(fd: Fd, option: SockOpt, value: Value) -> Result<()> {
    let Value::Int(value) = value else { return wasip1::kind(fd).and(Err(Errno::ENOPROTOOPT)) };
    // SAFETY: the imports take numbers only.
    check(unsafe {
        match option {
            SockOpt::ReuseAddr => set_reuse_addr(fd, value),
            SockOpt::ReusePort => set_reuse_port(fd, value),
            SockOpt::RecvBuf => set_recv_buf_size(fd, value),
            SockOpt::SendBuf => set_send_buf_size(fd, value),
            _ => return wasip1::kind(fd).and(Err(Errno::ENOPROTOOPT)),
        }
    })
}

pub(super) fn get(fd: Fd, option: SockOpt) -> Result<Value> {
    let mut cell: Cell = 0;
    let out = &raw mut cell;
    // SAFETY: the host writes at most four bytes to the cell.
    check(unsafe {
        match option {
            SockOpt::ReuseAddr => get_reuse_addr(fd, out),
            SockOpt::ReusePort => get_reuse_port(fd, out),
            SockOpt::RecvBuf => get_recv_buf_size(fd, out),
            SockOpt::SendBuf => get_send_buf_size(fd, out),
            _ => return Err(Errno::ENOPROTOOPT),
        }
    })?;
    Ok(Value::Int(cell as c_int))
}
