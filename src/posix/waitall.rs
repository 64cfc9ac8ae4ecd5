// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! `MSG_WAITALL`, for a host without it.
//!
//! One POSIX call is several of the host's, and a time limit (`SO_RCVTIMEO`) is one limit for all of them: then the clock, the
//! limit and the wait are needed. A program that never sets a limit links and imports none of that.

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
    limit::receive(fd, room, flags)
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

/// The same within the time limit that the socket has.
fn receive_in_time(fd: Fd, room: &[iovec], flags: Flags) -> Result<usize> {
    let end = end(fd)?;
    receive_while(fd, room, flags, || comes_before(fd, end))
}

/// When a call is over that begins now and waits, if the socket has a time limit.
fn end(fd: Fd) -> Result<Option<u64>> {
    const MICROSECOND: u64 = 1000;
    match Host::recv_limit(fd) {
        0 => Ok(None),
        _ if Host::nonblocking(fd)? => Ok(None),
        limit => Ok(Some(Host::now()?.saturating_add(limit.saturating_mul(MICROSECOND)))),
    }
}

/// Whether there is more to receive before the end.
fn comes_before(fd: Fd, end: Option<u64>) -> Result<bool> {
    let Some(end) = end else { return Ok(true) };
    let left = end.saturating_sub(Host::now()?);
    poll::wait(&mut [pollfd { fd, events: POLLIN, revents: 0 }], Some(left)).map(|ready| ready != 0)
}

/// A receive within limits is called through a pointer, which the first limit sets. C makes that call, in the encoding of
/// WebAssembly's first release.
#[cfg(all(target_family = "wasm", feature = "c-exports"))]
pub(super) mod limit {
    use core::ffi::c_int;

    use super::{Fd, Flags, Result, iovec, receive_in_time, receive_while};
    use crate::errno::Errno;

    unsafe extern "C" {
        safe fn wasock_limits_are_set(receive: unsafe extern "C" fn(Fd, *const iovec, usize, c_int) -> isize);
        fn wasock_receive_in_time(fd: Fd, iovs: *const iovec, n: usize, flags: c_int, result: &mut isize) -> c_int;
    }

    /// A socket may have a limit from now on.
    pub(crate) fn is_set() {
        wasock_limits_are_set(in_time);
    }

    /// The length, or less than 0 for an error number.
    ///
    /// # Safety
    /// `iovs` points to `n` iovecs that stay as they are.
    unsafe extern "C" fn in_time(fd: Fd, iovs: *const iovec, n: usize, flags: c_int) -> isize {
        // SAFETY: the caller's promise.
        let room = unsafe { core::slice::from_raw_parts(iovs, n) };
        match receive_in_time(fd, room, Flags(flags)) {
            Ok(len) => len.cast_signed(),
            Err(error) => -(error.get() as isize),
        }
    }

    pub(super) fn receive(fd: Fd, room: &[iovec], flags: Flags) -> Result<usize> {
        let mut result = 0;
        // SAFETY: the room is a slice, which C hands on as it is.
        if unsafe { wasock_receive_in_time(fd, room.as_ptr(), room.len(), flags.0, &mut result) } == 0 {
            return receive_while(fd, room, flags, || Ok(true));
        }
        usize::try_from(result).map_err(|_| Errno::new((-result) as c_int))
    }
}

/// Without C the pointer is Rust's, as is the encoding.
#[cfg(not(all(target_family = "wasm", feature = "c-exports")))]
pub(super) mod limit {
    use core::ptr;
    use core::sync::atomic::{AtomicPtr, Ordering::Relaxed};

    use super::{Fd, Flags, Result, iovec, receive_in_time, receive_while};

    type Receive = fn(Fd, &[iovec], Flags) -> Result<usize>;

    static IN_TIME: AtomicPtr<()> = AtomicPtr::new(ptr::null_mut());

    /// A socket may have a limit from now on.
    pub(crate) fn is_set() {
        let receive: Receive = receive_in_time;
        IN_TIME.store(receive as *mut (), Relaxed);
    }

    pub(super) fn receive(fd: Fd, room: &[iovec], flags: Flags) -> Result<usize> {
        let in_time = IN_TIME.load(Relaxed);
        if in_time.is_null() {
            return receive_while(fd, room, flags, || Ok(true));
        }
        // SAFETY: nothing else is stored there than a function of this type.
        let receive: Receive = unsafe { core::mem::transmute(in_time) };
        receive(fd, room, flags)
    }
}
