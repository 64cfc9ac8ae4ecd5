// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Time limits: the program's, and those that the host adds.
//!
//! Without a limit set, every call that waits fails on the host with `ETIMEDOUT` after 30 s. "No limit" cannot
//! be set, so a new stream gets a limit that is never reached. A datagram socket has no limits that could be
//! set: there the library repeats the call, which is exact, because datagrams do not time out by themselves.
//! The program's own limits of a datagram socket are in [`super::held`].

use super::errno::{check, kind};
use super::hook;
use super::import::{sock_get_opt_time, sock_set_opt_time};
use super::layout::Time;
pub(super) use super::layout::{ACCEPT, CONNECT, RECV, SEND};
use crate::abi::iovec;
use crate::dialect::shared::{one_buffer, wasip1};
use crate::dialect::{Fd, Kind};
use crate::errno::{Errno, Result};

/// In nanoseconds: 292 years.
const NEVER: u64 = i64::MAX.cast_unsigned();
pub(super) const MICROSECOND: u64 = 1_000;

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

/// Gives an accepted stream the limits of its listener, as Linux does, and removes the host's own.
pub(super) fn inherit_timeouts(listener: Fd, fd: Fd) {
    for (from, to) in [(ACCEPT, RECV), (SEND, SEND)] {
        let _lacking = set(fd, to, get(listener, from).unwrap_or(0));
    }
}

/// The time when a send begins that the host may take in parts, so that one limit covers all the parts. A send that fits the
/// buffers of every system goes out at once, and the clock is not read.
#[inline]
pub(super) fn begin(data: &[iovec]) -> Option<u64> {
    const LARGE: usize = 1 << 16;
    if one_buffer::total(data) < LARGE { None } else { wasip1::now().ok() }
}

/// Sets the rest of the program's limit for a send that began at that time; returns whether any time is left.
#[inline(never)]
pub(super) fn shorten(fd: Fd, limit: u64, begin: u64) -> bool {
    match limit.saturating_sub(wasip1::now().unwrap_or(u64::MAX).saturating_sub(begin) / MICROSECOND) {
        0 => false,
        left => set(fd, SEND, left).is_ok(),
    }
}

/// Removes the host's limits from a new stream. A host without limits may lack the call.
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
        // The host's own 30 s have passed.
        (_, Kind::Datagram) if hook::limit(fd, which) != 0 => Err(Errno::EAGAIN),
        (_, Kind::Stream) if which != ACCEPT => Err(Errno::ETIMEDOUT),
        _ => Ok(()),
    }
}
