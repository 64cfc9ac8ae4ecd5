// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! `write` and `writev`: where sockets have numbers of the library's own, and where the host's write to a socket raises
//! `SIGPIPE`. The C library's functions would hand those to the host.

use core::ffi::{c_int, c_void};

use crate::abi::{IOV_MAX, iovec};
use crate::dialect::shared::wasip1;
use crate::dialect::{Dialect, Fd};
use crate::errno::{Errno, OrMinusOne, Result};
use crate::host::Host;
use crate::memory;
use crate::posix::iov;

/// Writes; to a socket as `send` without flags.
/// <https://pubs.opengroup.org/onlinepubs/9799919799/functions/write.html>
///
/// # Safety
/// `data` points to `len` readable bytes.
#[cfg_attr(feature = "c-exports", unsafe(no_mangle))]
pub unsafe extern "C" fn write(fd: c_int, data: *const c_void, len: usize) -> isize {
    match iov::one(data, len) {
        Ok(data) => write_all(fd, core::slice::from_ref(&data)),
        Err(error) => Err::<usize, _>(error).or_minus_one(),
    }
}

/// Writes several buffers.
/// <https://pubs.opengroup.org/onlinepubs/9799919799/functions/writev.html>
///
/// # Safety
/// `parts` points to `n` iovecs that are valid.
#[cfg_attr(feature = "c-exports", unsafe(no_mangle))]
pub unsafe extern "C" fn writev(fd: c_int, parts: *const iovec, n: c_int) -> isize {
    // SAFETY: the caller's promise.
    match unsafe { vector(parts, n) } {
        Ok(data) if data.iter().all(|part| part.iov_len == 0) => write_nothing(fd),
        Ok(data) => write_all(fd, data),
        Err(error) => Err::<usize, _>(error).or_minus_one(),
    }
}

/// # Safety
/// `parts`, where inside memory, points to `n` iovecs that nobody writes to meanwhile.
pub(super) unsafe fn vector<'a>(parts: *const iovec, n: c_int) -> Result<&'a [iovec]> {
    let n = usize::try_from(n).ok().filter(|n| *n <= IOV_MAX).ok_or(Errno::EINVAL)?;
    if n == 0 {
        return Ok(&[]);
    }
    memory::check(parts, n * size_of::<iovec>())?;
    // SAFETY: inside memory (checked), initialised and left alone (the caller's promise).
    Ok(unsafe { core::slice::from_raw_parts(parts, n) })
}

/// On Linux it never reaches a socket, so it sends no empty datagram and fails in no state. `write` of no bytes does reach it.
#[cold]
fn write_nothing(fd: Fd) -> isize {
    if Host::is_open(fd) { 0 } else { Err::<usize, _>(Errno::EBADF).or_minus_one() }
}

fn write_all(fd: Fd, data: &[iovec]) -> isize {
    Host::write(fd, data).map_err(permitted).or_minus_one()
}

/// A descriptor that lacks the right to be read or written is `EBADF` to POSIX.
pub(super) fn permitted(error: Errno) -> Errno {
    if error.get() == wasip1::ENOTCAPABLE { Errno::EBADF } else { error }
}
