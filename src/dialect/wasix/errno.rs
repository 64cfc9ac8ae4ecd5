// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! The host's errors as Linux's. Some depend on the type of the socket.

use super::import::sock_get_opt_flag;
use crate::dialect::shared::wasip1::{self, Cell};
use crate::dialect::{Fd, Kind};
use crate::errno::{self, Errno, Result};

/// The result of a call on `fd`, from the host's error.
#[inline]
pub(super) fn check(fd: Fd, code: i32) -> Result<()> {
    errno::check(code).map_err(|error| errno_of_call(fd, error))
}

/// A descriptor that lacks a socket's rights is not a socket.
#[cold]
fn errno_of_call(fd: Fd, error: Errno) -> Errno {
    match linux_errno(error) {
        Errno::EACCES => kind(fd).err().unwrap_or(Errno::EACCES),
        error => error,
    }
}

/// The error numbers beyond preview 1's, and the one that is `EACCES` on Linux.
pub(super) fn linux_errno(error: Errno) -> Errno {
    match error.get() {
        77 => Errno::EPIPE,
        78 => Errno::EFAULT,
        79 => Errno::EIO,
        80 => Errno::EAGAIN,
        _ if error == Errno::EPERM => Errno::EACCES,
        _ => error,
    }
}

/// The same for what may be a file: a file has `EPERM` too.
pub(super) fn errno_of_file(error: Errno) -> Errno {
    if error == Errno::EPERM { error } else { linux_errno(error) }
}

/// Bound datagram sockets and listeners have no file type. Of the two, only datagram sockets have `SO_BROADCAST`.
pub(super) fn kind(fd: Fd) -> Result<Kind> {
    let known = wasip1::kind(fd);
    if known != Err(Errno::ENOTSOCK) {
        return known;
    }
    match sends_broadcasts(fd) {
        Ok(()) => Ok(Kind::Datagram),
        Err(Errno::EINVAL | Errno::EOPNOTSUPP) => Ok(Kind::Stream),
        Err(_) => Err(Errno::ENOTSOCK),
    }
}

/// Whether the socket has `SO_BROADCAST`, with the host's own errors.
fn sends_broadcasts(fd: Fd) -> Result<()> {
    const BROADCAST: i32 = 6;
    let mut on: Cell = 0;
    // SAFETY: the host writes one byte, which fits the cell.
    errno::check(unsafe { sock_get_opt_flag(fd, BROADCAST, &mut on) })
}
