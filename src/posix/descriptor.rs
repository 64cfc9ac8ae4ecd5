//! What POSIX lets a program do with any descriptor: `read` `readv` `close` `fcntl`; `write` is in [`super::write`].
//!
//! Only where sockets have numbers of the library's own ([`crate::descriptor`]): the C library's
//! functions would hand those to the host. A descriptor of the host's goes to preview 1 as from there.

use core::ffi::{c_int, c_void};

use wasi::wasi_snapshot_preview1 as import;
use wasi::{FDFLAGS_NONBLOCK, RIGHTS_FD_READ, RIGHTS_FD_READDIR, RIGHTS_FD_WRITE};

use crate::abi::iovec;
use crate::dialect::shared::wasip1;
use crate::dialect::{Dialect, Fd, Flags};
use crate::errno::{Errno, OrMinusOne, Result, check};
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
    iov::one(room, len).and_then(|room| read_all(fd, core::slice::from_ref(&room))).or_minus_one()
}

/// Reads into several buffers.
/// <https://pubs.opengroup.org/onlinepubs/9799919799/functions/readv.html>
///
/// # Safety
/// `parts` points to `n` iovecs that are valid.
#[cfg_attr(feature = "c-exports", unsafe(no_mangle))]
pub unsafe extern "C" fn readv(fd: c_int, parts: *const iovec, n: c_int) -> isize {
    // SAFETY: the caller's promise.
    unsafe { vector(parts, n) }.and_then(|room| read_all(fd, room)).or_minus_one()
}

fn read_all(fd: Fd, room: &[iovec]) -> Result<usize> {
    if Host::owns(fd) {
        return Host::recv(fd, room, Flags::NONE);
    }
    let mut len = 0u64;
    let (room, n) = (room.as_ptr() as usize as i32, room.len() as i32);
    // SAFETY: the host writes where the iovecs say, within memory, and a length.
    check(unsafe { import::fd_read(fd, room, n, (&raw mut len) as usize as i32) })
        .map(|()| len as usize)
        .map_err(permitted)
}

/// Closes a descriptor: of a socket, whatever it has of the host's.
/// <https://pubs.opengroup.org/onlinepubs/9799919799/functions/close.html>
#[cfg_attr(feature = "c-exports", unsafe(no_mangle))]
pub extern "C" fn close(fd: c_int) -> c_int {
    note_preopened();
    if Host::owns(fd) {
        return Host::close_own(fd).or_minus_one();
    }
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

const F_GETFD: c_int = 1;
const F_SETFD: c_int = 2;
const F_GETFL: c_int = 3;
const F_SETFL: c_int = 4;
const FD_CLOEXEC: c_int = 1;
const O_RDONLY: c_int = 0x0400_0000;
const O_SEARCH: c_int = 0x0800_0000;
const O_WRONLY: c_int = 0x1000_0000;
/// `O_APPEND` to `O_SYNC`: wasi-libc's are preview 1's.
const FLAGS: c_int = 0xfff;
const O_NONBLOCK: c_int = FDFLAGS_NONBLOCK as c_int;

/// What `fcntl` does, once the glue has taken its argument from the variadic call: the flags of a
/// descriptor. Errors: `EINVAL` for any other command (`F_DUPFD`: preview 1 cannot), `EOPNOTSUPP` where the
/// host's sockets always block, `EBADF`.
/// <https://pubs.opengroup.org/onlinepubs/9799919799/functions/fcntl.html>
#[cfg_attr(feature = "c-exports", unsafe(no_mangle))]
pub extern "C" fn wasock_fcntl(fd: c_int, command: c_int, argument: c_int) -> c_int {
    fcntl(fd, command, argument).or_minus_one()
}

fn fcntl(fd: Fd, command: c_int, argument: c_int) -> Result<c_int> {
    match command {
        _ if !Host::is_open(fd) => Err(Errno::EBADF),
        // There is nothing to exec, and the flag is always set.
        F_GETFD => Ok(FD_CLOEXEC),
        F_SETFD => Ok(0),
        F_GETFL if Host::owns(fd) => {
            let nonblocking = if Host::nonblocking(fd)? { O_NONBLOCK } else { 0 };
            Ok(O_RDONLY | O_WRONLY | nonblocking)
        }
        F_GETFL => flags(fd),
        F_SETFL if Host::owns(fd) => Host::set_nonblocking(fd, argument & O_NONBLOCK != 0).map(|()| 0),
        // SAFETY: the import takes numbers only.
        F_SETFL => check(unsafe { import::fd_fdstat_set_flags(fd, argument & FLAGS) }).map(|()| 0),
        _ => Err(Errno::EINVAL),
    }
}

/// `O_` flags of the host's descriptor; its rights say what it was opened for.
fn flags(fd: Fd) -> Result<c_int> {
    let stat = wasip1::fdstat(fd)?;
    let has = |rights| stat.fs_rights_base & rights != 0;
    let (reads, writes) = (has(RIGHTS_FD_READ | RIGHTS_FD_READDIR), has(RIGHTS_FD_WRITE));
    let access = if reads { O_RDONLY } else { 0 } | if writes { O_WRONLY } else { 0 };
    Ok(c_int::from(stat.fs_flags) | if access == 0 { O_SEARCH } else { access })
}
