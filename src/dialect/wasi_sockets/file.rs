// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Files, which the adapter for preview 1 reads.

use wasi::FILETYPE_REGULAR_FILE;

use crate::abi::iovec;
use crate::dialect::Fd;
use crate::dialect::shared::wasip1;
use crate::errno::{Errno, Result};

/// Reads from a descriptor that is not a socket. On Linux `O_NONBLOCK` has no effect on a regular file. wasmtime reads a file
/// in another thread, so that a non-blocking read by the adapter would never return data.
pub(super) fn read(fd: Fd, room: &[iovec]) -> Result<usize> {
    match wasip1::read(fd, room) {
        Err(Errno::EAGAIN) if wasip1::filetype(fd) == Ok(FILETYPE_REGULAR_FILE.raw()) => read_blocking(fd, room),
        result => result,
    }
}

#[cold]
fn read_blocking(fd: Fd, room: &[iovec]) -> Result<usize> {
    wasip1::set_nonblocking(fd, false)?;
    let result = wasip1::read(fd, room);
    wasip1::set_nonblocking(fd, true)?;
    result
}
