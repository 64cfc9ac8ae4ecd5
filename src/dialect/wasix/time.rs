// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Time limits: the program's, and those that the host adds.
//!
//! Without a limit set, the host lets every call that waits fail with `ETIMEDOUT` after 30 s. There is no
//! "none" to set, so a stream gets a limit that never comes when it is made. A datagram socket has no
//! limits to set: there the call is made again, which is exact, as no datagram times out by itself.

use super::errno::{check, kind};
use super::import::{sock_get_opt_time, sock_set_opt_time};
use super::layout::Time;
use crate::abi::iovec;
use crate::dialect::shared::{one_buffer, wasip1};
use crate::dialect::{Fd, Kind};
use crate::errno::{Errno, Result};

/// What a limit is for, by the number of its option.
pub(super) const RECV: i32 = 19;
pub(super) const SEND: i32 = 20;
pub(super) const CONNECT: i32 = 21;
/// A listener has this one only.
pub(super) const ACCEPT: i32 = 22;

/// In nanoseconds: 292 years.
const NEVER: u64 = i64::MAX.cast_unsigned();
const MICROSECOND: u64 = 1_000;

/// Sets a limit in microseconds, 0 for none.
pub(super) fn set(fd: Fd, which: i32, limit: u64) -> Result<()> {
    let nanoseconds = if limit == 0 || limit > NEVER / MICROSECOND { NEVER } else { limit * MICROSECOND };
    // SAFETY: the host reads one time.
    check(fd, unsafe { sock_set_opt_time(fd, which, &Time::new(nanoseconds)) })
}

/// A limit in microseconds, 0 for none.
pub(super) fn get(fd: Fd, which: i32) -> Result<u64> {
    let mut time = Time::NONE;
    // SAFETY: the host writes one time.
    check(fd, unsafe { sock_get_opt_time(fd, which, &mut time) })?;
    Ok(time.get().filter(|limit| *limit < NEVER).map_or(0, |limit| limit / MICROSECOND))
}

/// Gives a stream that was accepted the limits of its listener, as Linux does, and takes off the host's own.
pub(super) fn inherit_timeouts(listener: Fd, fd: Fd) {
    for (from, to) in [(ACCEPT, RECV), (SEND, SEND)] {
        let _lacking = set(fd, to, get(listener, from).unwrap_or(0));
    }
}

/// When a send begins of which the host may take a part only, so that its limit is one for all of the parts. What is less
/// than any system has room for goes at once, and the clock is not read.
#[inline]
pub(super) fn begin(data: &[iovec]) -> Option<u64> {
    const LARGE: usize = 1 << 16;
    if one_buffer::total(data) < LARGE { None } else { wasip1::now().ok() }
}

/// Sets what is left of the program's limit of a send that has begun then; whether there is any left.
#[inline(never)]
pub(super) fn shorten(fd: Fd, limit: u64, begin: u64) -> bool {
    match limit.saturating_sub(wasip1::now().unwrap_or(u64::MAX).saturating_sub(begin) / MICROSECOND) {
        0 => false,
        left => set(fd, SEND, left).is_ok(),
    }
}

/// Takes the host's limits off a new stream. A host without limits may lack the call.
pub(super) fn clear_timeouts(fd: Fd) {
    for which in [RECV, SEND, CONNECT] {
        let _lacking = set(fd, which, 0);
    }
}

/// Judges a limit that has passed; success is to call once more. With no limit set a stream has timed out
/// by itself.
#[cold]
pub(super) fn expired(fd: Fd, which: i32) -> Result<()> {
    match (get(fd, which), kind(fd)?) {
        (Ok(1..), _) => Err(Errno::EAGAIN),
        (_, Kind::Stream) if which != ACCEPT => Err(Errno::ETIMEDOUT),
        _ => Ok(()),
    }
}
