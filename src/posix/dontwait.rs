// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! `MSG_DONTWAIT`, which no host has, and other flags that the host may lack.

use crate::abi::{MSG_DONTWAIT, iovec};
use crate::dialect::{Dialect, Fd, Flags};
use crate::errno::{Errno, Result};
use crate::host::Host;
use crate::posix::flags;
use crate::posix::precedence::for_socket;

/// Calls a receive with flags. The host honours those in `Host::RECV_FLAGS`, this function does `MSG_DONTWAIT`, and any other
/// flag is refused.
#[cold]
pub(super) fn receive<T>(fd: Fd, flags: Flags, call: impl FnOnce(Flags) -> Result<T>) -> Result<T> {
    let flags = flags::to_receive(fd, flags)?;
    let host = Flags(flags.0 & Host::RECV_FLAGS);
    match flags.without(Host::RECV_FLAGS).0 {
        0 => call(host),
        MSG_DONTWAIT => how::receive(fd, || call(host)),
        _ => Err(for_socket(fd, Errno::EOPNOTSUPP)),
    }
}

/// The same for a send, with `Host::SEND_FLAGS`. For a stream `call` may get only the beginning of the data.
#[cold]
pub(super) fn send<T>(
    fd: Fd,
    data: &[iovec],
    flags: Flags,
    call: impl FnOnce(&[iovec], Flags) -> Result<T>,
) -> Result<T> {
    let flags = flags::to_send(fd, flags)?;
    let host = Flags(flags.0 & Host::SEND_FLAGS);
    match flags.without(Host::SEND_FLAGS).0 {
        0 => call(data, host),
        MSG_DONTWAIT => how::send(fd, data, |data| call(data, host)),
        _ => Err(for_socket(fd, Errno::EOPNOTSUPP)),
    }
}

/// Whether a receive with `MSG_DONTWAIT` may call the host several times.
pub(super) const MANY_CALLS: bool = cfg!(not(threads));

/// Without threads no other code uses the socket meanwhile, so this sets `O_NONBLOCK` for the duration of the call.
#[cfg(not(threads))]
mod how {
    use super::*;

    pub(super) fn receive<T>(fd: Fd, call: impl FnOnce() -> Result<T>) -> Result<T> {
        if Host::nonblocking(fd)? {
            return call();
        }
        Host::set_nonblocking(fd, true)?;
        let result = call();
        Host::set_nonblocking(fd, false)?;
        result
    }

    pub(super) fn send<T>(fd: Fd, data: &[iovec], call: impl FnOnce(&[iovec]) -> Result<T>) -> Result<T> {
        receive(fd, || call(data))
    }
}

/// Another thread may be waiting in the same socket, and must not see `O_NONBLOCK`. So this calls the host only once the
/// socket is ready, with no more data than it then takes without blocking.
#[cfg(threads)]
mod how {
    use super::*;
    use crate::abi::{POLLIN, POLLOUT, pollfd};
    use crate::dialect::Kind;
    use crate::posix::poll;

    /// The least room that a system has when it reports a stream as writable: a third of Linux' smallest buffer, with
    /// its overhead.
    const PIECE: usize = 1024;

    fn must_be_ready(fd: Fd, events: i16) -> Result<()> {
        let ready = poll::wait(&mut [pollfd { fd, events, revents: 0 }], Some(0))?;
        if ready == 0 { Err(Errno::EAGAIN) } else { Ok(()) }
    }

    pub(super) fn receive<T>(fd: Fd, call: impl FnOnce() -> Result<T>) -> Result<T> {
        must_be_ready(fd, POLLIN)?;
        call()
    }

    pub(super) fn send<T>(fd: Fd, data: &[iovec], call: impl FnOnce(&[iovec]) -> Result<T>) -> Result<T> {
        must_be_ready(fd, POLLOUT)?;
        match data.iter().find(|part| part.iov_len != 0) {
            Some(part) if Host::kind(fd)? == Kind::Stream => {
                call(&[iovec { iov_base: part.iov_base, iov_len: part.iov_len.min(PIECE) }])
            }
            _ => call(data),
        }
    }
}
