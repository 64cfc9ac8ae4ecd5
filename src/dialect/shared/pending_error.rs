// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! The pending error (`SO_ERROR`) where the host has no such option.

use crate::abi::iovec;
use crate::dialect::shared::wasip1;
use crate::dialect::{Dialect, Fd, Flags, Kind};
use crate::errno::{Errno, Result};

/// The pending error of a socket whose host has no `SO_ERROR`. Linux returns it from the next call that
/// checks for one: `send` on a stream and `recv` on a datagram socket do so before they touch any data.
/// The library calls them only when the host reports an error condition, so nothing is ever sent or received.
pub(crate) fn fetch<D: Dialect>(fd: Fd) -> Result<Option<Errno>> {
    let kind = D::kind(fd)?;
    if !wasip1::has_error(fd)? {
        return Ok(None);
    }
    let mut byte = 0u8;
    let data = [iovec { iov_base: (&raw mut byte).cast(), iov_len: 1 }];
    Ok(match kind {
        Kind::Stream => D::send(fd, &data, Flags::NONE),
        Kind::Datagram => D::recv(fd, &data, Flags::NONE),
    }
    .err())
}
