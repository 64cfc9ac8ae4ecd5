// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! `MSG_WAITALL`, for a host without it.
//!
//! One POSIX call is several of the host's, and a time limit (`SO_RCVTIMEO`) is one limit for all of them. A program that never
//! sets a limit does not import what reads it, and one without the flag links only that of what is here.

use crate::abi::{MSG_PEEK, MSG_WAITALL, POLLIN, iovec, pollfd};
use crate::dialect::{Dialect, Fd, Flags, Kind};
use crate::errno::{Errno, Result};
use crate::host::Host;
use crate::posix::poll;

/// Whether the front has to see to it; else nothing of it is linked.
pub(super) const IS_OURS: bool = Host::RECV_FLAGS & MSG_WAITALL == 0;

/// The flag, where the front has to see to it.
pub(super) const FLAG: core::ffi::c_int = MSG_WAITALL & !Host::RECV_FLAGS;

/// Receives until the room is full, the stream ends, a call fails or the time is over; what has come by then is not lost.
pub(super) fn receive(fd: Fd, room: &[iovec], flags: Flags) -> Result<usize> {
    if Host::kind(fd)? == Kind::Datagram || room.iter().all(|iov| iov.iov_len == 0) {
        return Host::recv(fd, room, flags);
    }
    if flags.has(MSG_PEEK) {
        return peek(fd, room, flags);
    }
    match end(fd)? {
        Some(end) => receive_while(fd, room, flags, || comes_before(fd, end)),
        None => receive_while(fd, room, flags, || Ok(true)),
    }
}

/// With `MSG_PEEK`: one look, which must show it all where the socket waits. Another would show the same bytes again, and nothing tells when more
/// have come.
fn peek(fd: Fd, room: &[iovec], flags: Flags) -> Result<usize> {
    let total = room.iter().map(|iov| iov.iov_len).sum();
    match Host::recv(fd, room, flags)? {
        0 => Ok(0),
        len if len == total || Host::nonblocking(fd)? => Ok(len),
        _ => Err(Errno::EOPNOTSUPP),
    }
}

/// Receives as long as `comes` says that more comes in time.
fn receive_while(fd: Fd, room: &[iovec], flags: Flags, comes: impl Fn() -> Result<bool>) -> Result<usize> {
    let mut done = 0;
    for iov in room {
        let mut rest = *iov;
        while rest.iov_len > 0 {
            if done > 0 && !comes()? {
                return Ok(done);
            }
            match Host::recv(fd, core::slice::from_ref(&rest), flags) {
                Ok(0) => return Ok(done),
                Ok(len) => {
                    let len = len.min(rest.iov_len);
                    rest.iov_base = rest.iov_base.wrapping_byte_add(len);
                    rest.iov_len -= len;
                    done += len;
                }
                Err(_later) if done > 0 => return Ok(done),
                Err(error) => return Err(error),
            }
        }
    }
    Ok(done)
}

/// When a call is over that begins now and waits, if the socket has a time limit.
fn end(fd: Fd) -> Result<Option<u64>> {
    const MICROSECOND: u64 = 1000;
    match limit::of(fd) {
        0 => Ok(None),
        _ if Host::nonblocking(fd)? => Ok(None),
        limit => Ok(Some(Host::now()?.saturating_add(limit.saturating_mul(MICROSECOND)))),
    }
}

/// Whether there is more to receive before the end.
fn comes_before(fd: Fd, end: u64) -> Result<bool> {
    let left = end.saturating_sub(Host::now()?);
    poll::wait(&mut [pollfd { fd, events: POLLIN, revents: 0 }], Some(left)).map(|ready| ready != 0)
}

/// What reads a limit is called through a pointer, which the first limit sets. C makes that call, in the encoding of
/// WebAssembly's first release.
#[cfg(all(target_family = "wasm", feature = "c-exports"))]
pub(super) mod limit {
    use super::{Dialect as _, Fd, Host};

    unsafe extern "C" {
        safe fn wasock_limits_are_set(read: extern "C" fn(Fd) -> u64);
        safe fn wasock_recv_limit(fd: Fd) -> u64;
    }

    /// A socket may have a limit from now on.
    pub(crate) fn is_set() {
        wasock_limits_are_set(read);
    }

    extern "C" fn read(fd: Fd) -> u64 {
        Host::recv_limit(fd)
    }

    /// The limit in microseconds, 0 for none.
    pub(super) fn of(fd: Fd) -> u64 {
        wasock_recv_limit(fd)
    }
}

/// Without C the limit is read at once: the compiler knows whether a Rust program has the flag.
#[cfg(not(all(target_family = "wasm", feature = "c-exports")))]
pub(super) mod limit {
    use super::{Dialect as _, Fd, Host};

    pub(crate) fn is_set() {}

    pub(super) fn of(fd: Fd) -> u64 {
        Host::recv_limit(fd)
    }
}
