// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Sockets as files: `fstat` `isatty` `lseek`.
//!
//! Only in dialects whose sockets are guest descriptors ([`crate::descriptor`]), which the host does not know, and where
//! the host does not treat sockets as files. For other descriptors these functions do the same as the C library's.

use core::ffi::{c_int, c_long};
use core::mem::MaybeUninit;

use libc::{S_IFBLK, S_IFCHR, S_IFDIR, S_IFLNK, S_IFREG, S_IFSOCK, mode_t, off_t, stat, timespec};
use wasi::wasi_snapshot_preview1 as import;
use wasi::{
    FILETYPE_BLOCK_DEVICE, FILETYPE_CHARACTER_DEVICE, FILETYPE_DIRECTORY, FILETYPE_REGULAR_FILE, FILETYPE_SOCKET_DGRAM,
    FILETYPE_SOCKET_STREAM, FILETYPE_SYMBOLIC_LINK, Filestat, Filetype,
};

use crate::dialect::{Dialect, Fd};
use crate::errno::{Errno, OrMinusOne, Result, check};
use crate::host::Host;
use crate::memory;

unsafe extern "C" {
    /// The C library's function, of which `isatty` is a weak alias.
    safe fn __isatty(fd: c_int) -> c_int;
    /// The C library's function, of which `lseek` is a weak alias.
    safe fn __lseek(fd: c_int, offset: off_t, whence: c_int) -> off_t;
}

/// The status of a file; of a socket its type. Errors: `EBADF`, `EFAULT`.
/// <https://pubs.opengroup.org/onlinepubs/9799919799/functions/fstat.html>
///
/// # Safety
/// `status` points to a `struct stat` that may be written.
#[cfg_attr(feature = "c-exports", unsafe(no_mangle))]
pub unsafe extern "C" fn fstat(fd: c_int, status: *mut stat) -> c_int {
    let found = if Host::owns(fd) { of_socket(fd) } else { of_host(fd) };
    // SAFETY: the caller's promise.
    found.and_then(|found| unsafe { memory::write(status, found) }).or_minus_one()
}

/// Whether the descriptor is a terminal. No socket is: `ENOTTY`.
/// <https://pubs.opengroup.org/onlinepubs/9799919799/functions/isatty.html>
#[cfg_attr(feature = "c-exports", unsafe(no_mangle))]
pub extern "C" fn isatty(fd: c_int) -> c_int {
    if !Host::owns(fd) {
        return __isatty(fd);
    }
    refused(fd, Errno::ENOTTY);
    0
}

/// Moves the offset of a file. A socket has none: `ESPIPE`.
/// <https://pubs.opengroup.org/onlinepubs/9799919799/functions/lseek.html>
#[cfg_attr(feature = "c-exports", unsafe(no_mangle))]
pub extern "C" fn lseek(fd: c_int, offset: off_t, whence: c_int) -> off_t {
    if Host::owns(fd) {
        return refused(fd, Errno::ESPIPE).into();
    }
    match __lseek(fd, offset, whence) {
        ..0 if is_socket(fd) => refused(fd, Errno::ESPIPE).into(),
        at => at,
    }
}

/// The C library's header replaces `lseek(fd, 0, SEEK_CUR)` by this function.
#[cfg_attr(feature = "c-exports", unsafe(no_mangle))]
pub extern "C" fn __wasilibc_tell(fd: c_int) -> off_t {
    if Host::owns(fd) {
        return refused(fd, Errno::ESPIPE).into();
    }
    let mut offset = 0u64;
    // SAFETY: the host writes one offset, which is what the pointer has room for.
    match check(unsafe { import::fd_tell(fd, (&raw mut offset) as usize as i32) }) {
        Ok(()) => offset.cast_signed(),
        Err(_) if is_socket(fd) => refused(fd, Errno::ESPIPE).into(),
        Err(error) => Result::<c_int>::or_minus_one(Err(error)).into(),
    }
}

/// Fails with the errno for an operation that sockets do not have; `EBADF` if there is no socket.
fn refused(fd: Fd, error: Errno) -> c_int {
    let open = if Host::is_open(fd) { Err(error) } else { Err(Errno::EBADF) };
    Result::<c_int>::or_minus_one(open)
}

/// Whether a descriptor of the host is a socket, which the host's errors do not show.
fn is_socket(fd: Fd) -> bool {
    Host::kind(fd).is_ok()
}

const BLOCK_SIZE: u64 = 512;
const PREFERRED_SIZE: c_long = 4096;

fn of_socket(fd: Fd) -> Result<stat> {
    if !Host::is_open(fd) {
        return Err(Errno::EBADF);
    }
    let mut status = empty();
    // The number tells sockets apart, as the inode does on Linux.
    status.st_ino = fd.unsigned_abs().into();
    status.st_nlink = 1;
    status.st_mode = S_IFSOCK | 0o777;
    status.st_blksize = PREFERRED_SIZE;
    Ok(status)
}

/// The status of a descriptor of the host. Some hosts have no status for a socket: they fail, or report no type.
fn of_host(fd: Fd) -> Result<stat> {
    match of_file(fd) {
        Ok(status) if status.st_mode != 0 => Ok(status),
        _ if is_socket(fd) => of_socket(fd),
        other => other,
    }
}

/// The result of the C library's `fstat`.
fn of_file(fd: Fd) -> Result<stat> {
    let mut found = MaybeUninit::<Filestat>::zeroed();
    // SAFETY: the host writes one filestat, which is what the pointer has room for.
    check(unsafe { import::fd_filestat_get(fd, found.as_mut_ptr() as usize as i32) })?;
    // SAFETY: all zero is a valid filestat, and the host wrote a whole one.
    let found = unsafe { found.assume_init() };
    let mut status = empty();
    status.st_dev = found.dev;
    status.st_ino = found.ino;
    status.st_nlink = found.nlink;
    status.st_mode = mode(found.filetype);
    status.st_size = found.size.cast_signed();
    status.st_blksize = PREFERRED_SIZE;
    status.st_blocks = found.size.div_ceil(BLOCK_SIZE).cast_signed();
    status.st_atim = time(found.atim);
    status.st_mtim = time(found.mtim);
    status.st_ctim = time(found.ctim);
    Ok(status)
}

fn empty() -> stat {
    // SAFETY: all zero is a valid stat.
    unsafe { MaybeUninit::zeroed().assume_init() }
}

fn mode(filetype: Filetype) -> mode_t {
    match filetype {
        FILETYPE_BLOCK_DEVICE => S_IFBLK,
        FILETYPE_CHARACTER_DEVICE => S_IFCHR,
        FILETYPE_DIRECTORY => S_IFDIR,
        FILETYPE_REGULAR_FILE => S_IFREG,
        FILETYPE_SYMBOLIC_LINK => S_IFLNK,
        FILETYPE_SOCKET_DGRAM | FILETYPE_SOCKET_STREAM => S_IFSOCK,
        _ => 0,
    }
}

fn time(nanoseconds: u64) -> timespec {
    const SECOND: u64 = 1_000_000_000;
    timespec { tv_sec: (nanoseconds / SECOND).cast_signed(), tv_nsec: (nanoseconds % SECOND) as c_long }
}
