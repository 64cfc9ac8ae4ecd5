// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! What becomes of an attempt to connect: the host says little of it at once, and has it asked for.

use super::errno::{check, linux_errno};
use super::import::sock_status;
use super::{raw_option, socket, time};
use crate::abi::{AF_INET, AF_INET6};
use crate::addr::SocketAddr;
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

/// `SO_ERROR`, which the host looks up with the status and hands out once.
pub(super) fn last_error(fd: Fd) -> Result<Option<Errno>> {
    const LAST_ERROR: i32 = 11;
    let code = raw_option::get_size(fd, LAST_ERROR)?;
    Ok(errno::check(code as i32).err().map(linux_errno))
}

/// Lets an attempt to connect last as long as the system makes it, or as `SO_SNDTIMEO` says.
pub(super) fn set_connect_timeout(fd: Fd) {
    let limit = time::get(fd, time::SEND).unwrap_or(0);
    let _lacking = time::set(fd, time::CONNECT, limit);
}

/// What has become of a stream that the host says is connected.
pub(super) fn connect_result(fd: Fd) -> Result<()> {
    if wasip1::nonblocking(fd)? {
        return Err(Errno::EINPROGRESS);
    }
    match status(fd)? {
        Status::Opening | Status::Opened => Ok(()),
        Status::Closed | Status::Failed => Err(last_error(fd)?.unwrap_or(Errno::ECONNREFUSED)),
    }
}

/// What Linux says to `connect` on a stream that has been connected, or has tried, or listens.
#[cold]
pub(super) fn errno_of_reconnect(fd: Fd) -> Result<Errno> {
    Ok(match status(fd)? {
        Status::Opening => Errno::EALREADY,
        Status::Opened => Errno::EISCONN,
        // Linux reports a pending error, and would then try again; here a socket tries once.
        Status::Closed | Status::Failed => last_error(fd)?.unwrap_or(Errno::EOPNOTSUPP),
    })
}

/// The host would connect a stream to an address of the other family. Linux finds an IPv4 address too short
/// for an IPv6 socket.
pub(super) fn check_family(fd: Fd, addr: &SocketAddr) -> Result<()> {
    match (socket::family(fd)?, addr) {
        (AF_INET, SocketAddr::V6 { .. }) => Err(Errno::EAFNOSUPPORT),
        (AF_INET6, SocketAddr::V4 { .. }) => Err(Errno::EINVAL),
        _ => Ok(()),
    }
}
