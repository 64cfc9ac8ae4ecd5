// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! `MSG_WAITALL`, for a host without it.
//!
//! One POSIX call is several of the host's, and a time limit (`SO_RCVTIMEO`) is one limit for all of them: then the clock, the
//! limit and the wait are needed. A program that never sets a limit links and imports none of that, and one that sets a limit
//! links none of the receives.

use crate::abi::{MSG_PEEK, MSG_WAITALL, iovec};
use crate::dialect::{Dialect, Fd, Flags, Kind, Pollable};
use crate::errno::{Errno, Result};
use crate::host::Host;

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
    let mut end = NOT_YET;
    limit::keep_to(fd, &mut end)?;
    receive_while(fd, room, flags, || limit::keep_to(fd, &mut end))
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
fn receive_while(fd: Fd, room: &[iovec], flags: Flags, mut comes: impl FnMut() -> Result<bool>) -> Result<usize> {
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

/// The call has not begun.
const NOT_YET: u64 = 0;
/// The call has no time limit.
const NEVER: u64 = u64::MAX;

/// Called before each receive: sets `end` when the call begins, and then waits until there is more; returns whether there is in
/// time.
fn keep_to_limit(fd: Fd, end: &mut u64) -> Result<bool> {
    match *end {
        NOT_YET => {
            *end = self::end(fd)?;
            Ok(true)
        }
        NEVER => Ok(true),
        end => {
            let left = end.saturating_sub(Host::now()?);
            match Host::pollable(fd)? {
                Pollable::Host(fd) => Host::comes_within(fd, left),
                Pollable::Now(_) => Ok(true),
            }
        }
    }
}

/// When a call is over that begins now and waits.
fn end(fd: Fd) -> Result<u64> {
    const MICROSECOND: u64 = 1000;
    match Host::recv_limit(fd) {
        0 => Ok(NEVER),
        _ if Host::nonblocking(fd)? => Ok(NEVER),
        limit => Ok(Host::now()?.saturating_add(limit.saturating_mul(MICROSECOND))),
    }
}

/// The limit is kept to through a pointer, which the first limit sets. C makes that call, in the encoding of WebAssembly's first
/// release.
#[cfg(all(target_family = "wasm", feature = "c-exports"))]
pub(super) mod limit {
    use core::ffi::c_int;

    use super::{Fd, Result, keep_to_limit};
    use crate::errno::Errno;

    /// 1 if there is more in time, 0 if not, less than 0 for an error number.
    type KeepTo = extern "C" fn(Fd, &mut u64) -> c_int;

    unsafe extern "C" {
        safe fn wasock_limits_are_set(keep_to: KeepTo);
        safe fn wasock_keep_to_limit(fd: Fd, end: &mut u64) -> c_int;
    }

    /// A socket may have a limit from now on.
    pub(crate) fn is_set() {
        wasock_limits_are_set(for_c);
    }

    extern "C" fn for_c(fd: Fd, end: &mut u64) -> c_int {
        match keep_to_limit(fd, end) {
            Ok(comes) => comes.into(),
            Err(error) => -error.get(),
        }
    }

    pub(super) fn keep_to(fd: Fd, end: &mut u64) -> Result<bool> {
        match wasock_keep_to_limit(fd, end) {
            error @ ..0 => Err(Errno::new(-error)),
            comes => Ok(comes != 0),
        }
    }
}

/// Without C the pointer is Rust's, as is the encoding.
#[cfg(not(all(target_family = "wasm", feature = "c-exports")))]
pub(super) mod limit {
    use core::ptr;
    use core::sync::atomic::{AtomicPtr, Ordering::Relaxed};

    use super::{Fd, Result, keep_to_limit};

    type KeepTo = fn(Fd, &mut u64) -> Result<bool>;

    static KEEP_TO: AtomicPtr<()> = AtomicPtr::new(ptr::null_mut());

    /// A socket may have a limit from now on.
    pub(crate) fn is_set() {
        let keep_to: KeepTo = keep_to_limit;
        KEEP_TO.store(keep_to as *mut (), Relaxed);
    }

    pub(super) fn keep_to(fd: Fd, end: &mut u64) -> Result<bool> {
        let keep_to = KEEP_TO.load(Relaxed);
        if keep_to.is_null() {
            return Ok(true);
        }
        // SAFETY: nothing else is stored there than a function of this type.
        let keep_to: KeepTo = unsafe { core::mem::transmute(keep_to) };
        keep_to(fd, end)
    }
}
