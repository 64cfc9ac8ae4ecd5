// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! `read` `readv` `close`: where sockets have numbers of the library's own, and where the library keeps what it has received of
//! one. The C library's functions would know nothing of that.

use core::ffi::{c_int, c_void};

use wasi::wasi_snapshot_preview1 as import;

use crate::abi::iovec;
use crate::dialect::{Dialect, Fd};
use crate::errno::{OrMinusOne, Result, check};
use crate::host::Host;
use crate::posix::iov;
use crate::posix::write::{permitted, vector};

/// Reads; from a socket as `recv` without flags.
/// <https://pubs.opengroup.org/onlinepubs/9799919799/functions/read.html>
///
/// # Safety
/// `room` points to `len` writable bytes.
#[cfg_attr(feature = "c-exports", unsafe(no_mangle))]
pub unsafe extern "C" fn read(fd: c_int, room: *mut c_void, len: usize) -> isize {
    iov::one(room, len).and_then(|room| read_into(fd, core::slice::from_ref(&room))).or_minus_one()
}

/// Reads into several buffers.
/// <https://pubs.opengroup.org/onlinepubs/9799919799/functions/readv.html>
///
/// # Safety
/// `parts` points to `n` iovecs that are valid.
#[cfg_attr(feature = "c-exports", unsafe(no_mangle))]
pub unsafe extern "C" fn readv(fd: c_int, parts: *const iovec, n: c_int) -> isize {
    // SAFETY: the caller's promise.
    unsafe { vector(parts, n) }.and_then(|room| read_into(fd, room)).or_minus_one()
}

/// Linux asks no socket for nothing: it is 0 in every state, and takes no datagram.
fn read_into(fd: Fd, room: &[iovec]) -> Result<usize> {
    if room.iter().all(|part| part.iov_len == 0) && Host::owns(fd) {
        return Host::kind(fd).map(|_any| 0);
    }
    Host::read(fd, room).map_err(permitted)
}

/// Closes a descriptor: of a socket, whatever it has of the host's.
/// <https://pubs.opengroup.org/onlinepubs/9799919799/functions/close.html>
#[cfg_attr(feature = "c-exports", unsafe(no_mangle))]
pub extern "C" fn close(fd: c_int) -> c_int {
    note_preopened();
    if Host::owns(fd) {
        return Host::close_own(fd).or_minus_one();
    }
    Host::forget(fd);
    // SAFETY: the import takes a number only.
    check(unsafe { import::fd_close(fd) }).or_minus_one()
}

/// wasi-libc's `dup2`, by which `freopen` moves a file: in its archive it goes with `close`. `EOPNOTSUPP` where a dialect
/// cannot move its own sockets.
#[cfg_attr(feature = "c-exports", unsafe(no_mangle))]
pub extern "C" fn __wasilibc_fd_renumber(from: c_int, to: c_int) -> c_int {
    note_preopened();
    Host::renumber(from, to).or_minus_one()
}

/// wasi-libc finds its directories by number when it first needs them, which must be before one is closed.
fn note_preopened() {
    #[cfg(feature = "c-exports")]
    {
        unsafe extern "C" {
            fn wasock_note_preopened();
        }
        // SAFETY: from the glue; it takes nothing and may be called at any time.
        unsafe { wasock_note_preopened() }
    }
}
