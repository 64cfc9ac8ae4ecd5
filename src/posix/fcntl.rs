// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! `fcntl`, where sockets have numbers of the library's own ([`crate::descriptor`]), which the C library's would hand to the
//! host, and where the library has to know that a socket may not block (WAMR). A descriptor of the host's goes to preview 1 as
//! from there.

use core::ffi::c_int;

use wasi::{FDFLAGS_NONBLOCK, Fdflags, RIGHTS_FD_READ, RIGHTS_FD_READDIR, RIGHTS_FD_WRITE};

use crate::dialect::shared::wasip1;
use crate::dialect::{Dialect, Fd};
use crate::errno::{Errno, OrMinusOne, Result};
use crate::host::Host;

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
        F_SETFL => Host::set_flags(fd, (argument & FLAGS) as Fdflags).map(|()| 0),
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
