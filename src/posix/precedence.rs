//! Which error stands when several arguments are wrong: Linux checks the descriptor first.

use crate::dialect::{Dialect, Fd};
use crate::errno::{Errno, OrMinusOne};
use crate::host::Host;

/// The result of a call that fails for another argument than the descriptor.
#[cold]
#[inline(never)]
pub(super) fn refused(fd: Fd, error: Errno) -> isize {
    Err::<usize, _>(for_socket(fd, error)).or_minus_one()
}

/// The error of an argument that Linux checks after it has found a socket: `EBADF` and `ENOTSOCK` come before it.
#[cold]
pub(super) fn for_socket(fd: Fd, error: Errno) -> Errno {
    Host::kind(fd).err().unwrap_or(error)
}

/// The error of an argument that Linux checks before it knows whether the descriptor is a socket: only `EBADF` comes
/// before it.
#[cold]
#[inline(never)]
pub(super) fn for_open(fd: Fd, error: Errno) -> Errno {
    if Host::kind(fd) == Err(Errno::EBADF) { Errno::EBADF } else { error }
}
