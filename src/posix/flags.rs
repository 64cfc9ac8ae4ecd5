// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! The `MSG_` flags that mean something to a call, as on Linux; every other bit is ignored.

use core::ffi::c_int;

use crate::abi::*;
use crate::dialect::{Dialect, Fd, Flags, Kind};
use crate::errno::{Errno, Result};
use crate::host::Host;
use crate::posix::socket::is_unix;

/// Opens a connection along with a send. No header has it; its number is Linux's.
const MSG_FASTOPEN: c_int = 0x2000_0000;

/// The flags that matter to a send. `MSG_NOSIGNAL`, `MSG_EOR` and `MSG_CONFIRM` ask for the usual behaviour.
#[inline]
pub(super) fn of_send(flags: c_int) -> Flags {
    const MEANT: c_int = MSG_OOB | MSG_DONTROUTE | MSG_DONTWAIT | MSG_MORE | MSG_FASTOPEN;
    Flags(flags & (MEANT | Host::SEND_FLAGS))
}

/// What a receive looks at.
#[inline]
pub(super) fn of_receive(flags: c_int) -> Flags {
    const MEANT: c_int = MSG_OOB | MSG_PEEK | MSG_TRUNC | MSG_WAITALL | MSG_DONTWAIT | MSG_ERRQUEUE;
    Flags(flags & (MEANT | Host::RECV_FLAGS))
}

/// Without the flags that have no meaning for this kind of socket: when a stream's data leaves is the system's own
/// business, and a connection has its route.
#[cold]
pub(super) fn to_send(fd: Fd, flags: Flags) -> Result<Flags> {
    const OF_DATAGRAMS: c_int = MSG_MORE | MSG_DONTROUTE;
    if !flags.has(OF_DATAGRAMS & !Host::SEND_FLAGS) {
        return Ok(flags);
    }
    let is_stream = Host::kind(fd)? == Kind::Stream || is_unix(fd);
    Ok(if is_stream { flags.without(OF_DATAGRAMS & !Host::SEND_FLAGS) } else { flags })
}

/// The same of a receive: datagrams are never out of band. The queue of errors is empty, as no option fills it here.
#[cold]
pub(super) fn to_receive(fd: Fd, flags: Flags) -> Result<Flags> {
    if !flags.has((MSG_OOB | MSG_ERRQUEUE) & !Host::RECV_FLAGS) {
        return Ok(flags);
    }
    match Host::kind(fd)? {
        _ if flags.has(MSG_ERRQUEUE) => Err(Errno::EAGAIN),
        Kind::Datagram => Ok(flags.without(MSG_OOB)),
        Kind::Stream => Ok(flags),
    }
}
