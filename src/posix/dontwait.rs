//! `MSG_DONTWAIT`, which no host has, and the other flags of a call that the host may lack.

use crate::abi::{MSG_DONTWAIT, iovec};
use crate::dialect::{Dialect, Fd, Flags};
use crate::errno::{Errno, Result};
use crate::host::Host;
use crate::posix::flags;
use crate::posix::precedence::for_socket;

/// Calls to receive with flags of which the host honours `Host::RECV_FLAGS`; `MSG_DONTWAIT` is made up for, and what
/// remains is refused.
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

/// The same to send, with `Host::SEND_FLAGS`. Of a stream `call` may be asked to send the beginning only.
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

/// Whether a receive with `MSG_DONTWAIT` may make several calls of the host's.
pub(super) const MANY_CALLS: bool = cfg!(not(threads));

/// Without threads nobody else can use the socket meanwhile: `O_NONBLOCK` is set, and set back.
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

/// With threads another one may be about to wait in the socket, and must go on to: the socket is called when it is
/// ready, for no more than it then takes without waiting.
#[cfg(threads)]
mod how {
    use super::*;
    use crate::abi::{POLLIN, POLLOUT, pollfd};
    use crate::dialect::Kind;
    use crate::posix::poll;

    /// What a system that calls a stream writable has room for at the least: of Linux' smallest buffer a third,
    /// overhead included.
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
