// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! The result of an attempt to connect. The host reports little of it from the call; the library has to ask for it.

use super::errno::{check, linux_errno};
use super::import::sock_status;
use super::layout::Addr;
use super::{raw_option, socket};
use crate::abi::AF_INET6;
use crate::dialect::Fd;
use crate::dialect::shared::wasip1::{self, Cell};
use crate::errno::{self, Errno, Result};

/// `__wasi_sock_status_t`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Status {
    Opening,
    Opened,
    Closed,
    Failed,
}

pub(super) fn status(fd: Fd) -> Result<Status> {
    let mut cell: Cell = 0;
    // SAFETY: the host writes one byte, which fits the cell.
    check(fd, unsafe { sock_status(fd, &mut cell) })?;
    Ok(match cell {
        0 => Status::Opening,
        1 => Status::Opened,
        2 => Status::Closed,
        _ => Status::Failed,
    })
}

/// `SO_ERROR`. The host fetches it together with the status, and returns it once.
pub(super) fn last_error(fd: Fd) -> Result<Option<Errno>> {
    const LAST_ERROR: i32 = 11;
    let code = raw_option::get_size(fd, LAST_ERROR)?;
    Ok(errno::check(code as i32).err().map(linux_errno))
}

/// The result for a stream that the host has connected, or reports that it cannot connect.
pub(super) fn outcome(fd: Fd, called: Result<()>) -> Result<()> {
    let is_first = called.is_ok();
    if is_first && wasip1::nonblocking(fd)? {
        return Err(Errno::EINPROGRESS);
    }
    Err(match status(fd)? {
        Status::Opening | Status::Opened if is_first => return Ok(()),
        Status::Opening => Errno::EALREADY,
        Status::Opened => Errno::EISCONN,
        // Linux reports a pending error, and would then try again; here a socket tries once. Linux says of a listener that it
        // cannot connect.
        Status::Closed | Status::Failed => {
            last_error(fd)?.unwrap_or(if is_first { Errno::ECONNREFUSED } else { Errno::EOPNOTSUPP })
        }
    })
}

/// Refuses an address of the other family, which the host would accept. Linux finds an IPv4 address too short
/// for an IPv6 socket.
pub(super) fn check_family(fd: Fd, addr: &Addr) -> Result<()> {
    match socket::family(fd)? {
        family if family == addr.domain() => Ok(()),
        AF_INET6 => Err(Errno::EINVAL),
        _ => Err(Errno::EAFNOSUPPORT),
    }
}
