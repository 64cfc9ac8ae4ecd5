// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! `ioctl` of a socket, and `sockatmark`.

use core::ffi::{c_int, c_void};

use crate::abi::{FIONBIO, FIONREAD, SIOCATMARK};
use crate::dialect::{Dialect, Fd, Kind};
use crate::errno::{Errno, OrMinusOne, Result};
use crate::host::Host;
use crate::memory;

/// `ioctl` with the argument that `src/glue.c` took from the variadic call. `FIONREAD` counts the bytes that wait to be
/// read, `FIONBIO` sets or clears `O_NONBLOCK`, both by an `int`; `SIOCATMARK` is [`sockatmark`].
///
/// Errors: `ENOTTY` for any other request, `EOPNOTSUPP` where the host cannot count the bytes, `EFAULT`, `EBADF`.
/// Linux `ioctl_tty`(2), `socket`(7).
///
/// # Safety
/// `argument` points to an `int`.
#[cfg_attr(feature = "c-exports", unsafe(no_mangle))]
pub unsafe extern "C" fn wasock_ioctl(fd: c_int, request: c_int, argument: *mut c_void) -> c_int {
    // SAFETY: the caller's promise.
    unsafe { ioctl(fd, request, argument.cast()) }.or_minus_one()
}

/// # Safety
/// `argument` points to an `int`.
unsafe fn ioctl(fd: Fd, request: c_int, argument: *mut c_int) -> Result<()> {
    // SAFETY: the caller's promise.
    unsafe {
        match request {
            FIONREAD => {
                let count = Host::available(fd)?.min(c_int::MAX as usize);
                memory::write(argument, count as c_int)
            }
            SIOCATMARK => Err(mark(fd)),
            FIONBIO => Host::set_nonblocking(fd, memory::read(argument)? != 0),
            _ if Host::is_open(fd) => Err(Errno::ENOTTY),
            _ => Err(Errno::EBADF),
        }
    }
}

/// Always fails: no host reports whether a stream is at the mark of out-of-band data.
///
/// Errors: `EOPNOTSUPP` for a stream, `ENOTTY` for anything else, `EBADF`.
/// <https://pubs.opengroup.org/onlinepubs/9799919799/functions/sockatmark.html>
#[cfg_attr(feature = "c-exports", unsafe(no_mangle))]
pub extern "C" fn sockatmark(fd: c_int) -> c_int {
    Err::<(), _>(mark(fd)).or_minus_one()
}

fn mark(fd: Fd) -> Errno {
    match Host::kind(fd) {
        Ok(Kind::Stream) => Errno::EOPNOTSUPP,
        Ok(Kind::Datagram) | Err(Errno::ENOTSOCK) => Errno::ENOTTY,
        Err(error) => error,
    }
}
