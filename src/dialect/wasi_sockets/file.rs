// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Files and standard streams, which the adapter for preview 1 reads.

use wasi::FILETYPE_REGULAR_FILE;

use crate::abi::iovec;
use crate::dialect::Fd;
use crate::dialect::shared::wasip1;
use crate::errno::{Errno, Result};

/// Reads from a descriptor that is not a socket, as Linux reads a regular file: `O_NONBLOCK` has no effect, and all buffers are
/// filled. wasmtime reads a file in another thread, so that the adapter would find nothing, however often it is asked.
pub(super) fn read(fd: Fd, room: &[iovec]) -> Result<usize> {
    wasip1::buffer_by_buffer(room, |rest| read_some(fd, rest), || is_regular(fd))
}

fn read_some(fd: Fd, room: &[iovec]) -> Result<usize> {
    match wasip1::read(fd, room) {
        Err(Errno::EAGAIN) if is_regular(fd) => read_blocking(fd, room),
        result => result,
    }
}

#[cold]
fn is_regular(fd: Fd) -> bool {
    wasip1::filetype(fd) == Ok(FILETYPE_REGULAR_FILE.raw())
}

#[cold]
fn read_blocking(fd: Fd, room: &[iovec]) -> Result<usize> {
    wasip1::set_nonblocking(fd, false)?;
    let result = wasip1::read(fd, room);
    wasip1::set_nonblocking(fd, true)?;
    result
}
