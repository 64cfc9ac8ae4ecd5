// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Readiness: `poll` `ppoll`, and the wait that `select` shares.
//!
//! wasi-libc's own functions refuse entries that Linux accepts (no events, only `POLLPRI`, no descriptors), and keep all
//! subscriptions on the stack, which may be too small.

use core::ffi::{c_int, c_short, c_uint, c_void};
use core::mem::MaybeUninit;

use wasi::{
    ERRNO_BADF, ERRNO_NOSYS, ERRNO_NOTSUP, ERRNO_PERM, ERRNO_SUCCESS, EVENTRWFLAGS_FD_READWRITE_HANGUP,
    EVENTTYPE_CLOCK, EVENTTYPE_FD_READ,
};
use wasi::{EVENTTYPE_FD_WRITE, Event, Subscription};

use crate::abi::{POLLERR, POLLHUP, POLLIN, POLLNVAL, POLLOUT, pollfd, timespec};
use crate::dialect::shared::time_left::End;
use crate::dialect::shared::wasip1;
use crate::dialect::{Dialect, Kind, Pollable};
use crate::errno::{Errno, OrMinusOne, Result};
use crate::host::Host;
use crate::memory;
use crate::memory::scratch;

const MILLISECOND: u64 = 1_000_000;
const SECOND: u64 = 1_000_000_000;

/// Waits until one of `n` descriptors is ready, or `timeout` milliseconds have passed; −1 waits for ever.
///
/// `POLLPRI` never comes: no host reports out-of-band data. Errors: `EFAULT`, `EINVAL` for more
/// descriptors than fit memory, `ENOMEM`.
/// <https://pubs.opengroup.org/onlinepubs/9799919799/functions/poll.html>
///
/// # Safety
/// `fds` points to `n` structures.
#[cfg_attr(feature = "c-exports", unsafe(export_name = "wasock_poll"))]
pub unsafe extern "C" fn poll(fds: *mut pollfd, n: c_uint, timeout: c_int) -> c_int {
    let timeout = u64::try_from(timeout).ok().map(|ms| ms * MILLISECOND);
    // SAFETY: the caller's promise.
    unsafe { slice(fds, n) }.and_then(|fds| wait(fds, timeout)).or_minus_one()
}

/// Like [`poll`], with the time as a `timespec`; null waits for ever. A signal mask has no meaning:
/// wasm has no signals.
/// <https://pubs.opengroup.org/onlinepubs/9799919799/functions/poll.html>
///
/// # Safety
/// `fds` points to `n` structures; `timeout` is null or points to a `timespec`.
#[cfg_attr(feature = "c-exports", unsafe(export_name = "wasock_ppoll"))]
pub unsafe extern "C" fn ppoll(fds: *mut pollfd, n: c_uint, timeout: *const timespec, _mask: *const c_void) -> c_int {
    // SAFETY: the caller's promise.
    unsafe {
        match (slice(fds, n), duration(timeout)) {
            (Ok(fds), Ok(timeout)) => wait(fds, timeout),
            (_, Err(error)) | (Err(error), _) => Err(error),
        }
    }
    .or_minus_one()
}

/// # Safety
/// `fds` points to `n` structures.
unsafe fn slice<'a>(fds: *mut pollfd, n: c_uint) -> Result<&'a mut [pollfd]> {
    if n == 0 {
        return Ok(&mut []);
    }
    let size = size_of::<pollfd>().checked_mul(n as usize).ok_or(Errno::EINVAL)?;
    memory::check(fds, size)?;
    // SAFETY: inside memory (checked), structures of numbers that are the caller's to lend.
    Ok(unsafe { core::slice::from_raw_parts_mut(fds, n as usize) })
}

/// A time in nanoseconds; `None` for null, which is for ever.
///
/// # Safety
/// `time` is null or points to a `timespec`.
pub(super) unsafe fn duration(time: *const timespec) -> Result<Option<u64>> {
    if time.is_null() {
        return Ok(None);
    }
    // SAFETY: the caller's promise.
    let timespec { tv_sec, tv_nsec } = unsafe { memory::read(time) }?;
    match (u64::try_from(tv_sec), u64::try_from(tv_nsec)) {
        (Ok(seconds), Ok(rest)) if rest < SECOND => Ok(Some(seconds.saturating_mul(SECOND).saturating_add(rest))),
        _ => Err(Errno::EINVAL),
    }
}

/// Sets the `revents` of each entry; how many are not 0. Without a timeout it waits for ever.
pub(super) fn wait(fds: &mut [pollfd], timeout: Option<u64>) -> Result<c_int> {
    /// Entries whose subscriptions lie on the stack; more are lent by malloc.
    const FEW: usize = 8;
    if fds.len() <= FEW {
        let mut subscriptions = [const { MaybeUninit::uninit() }; 2 * FEW + 1];
        let mut events = [const { MaybeUninit::uninit() }; 2 * FEW + 1];
        return wait_in(fds, timeout, &mut subscriptions, &mut events);
    }
    scratch::with_scratch(2 * fds.len() + 1, |subscriptions| {
        scratch::with_scratch(2 * fds.len() + 1, |events| wait_in(fds, timeout, subscriptions, events))
    })
}

type Room<'a, T> = &'a mut [MaybeUninit<T>];

fn wait_in(fds: &mut [pollfd], timeout: Option<u64>, subs: Room<Subscription>, events: Room<Event>) -> Result<c_int> {
    let mut left = TimeLeft::new(fds, timeout)?;
    loop {
        let (known, subscribed) = subscribe(fds, left.time, subs)?;
        let (ready, timed_out) = match Host::poll(subscribed, events) {
            Ok(count) => {
                let (ready, timed_out) = apply(fds, events.get(..count).unwrap_or_default());
                (known + ready, timed_out)
            }
            Err(error) => mark_closed(fds).map(|ready| (ready, true)).ok_or(error)?,
        };
        // The event may be one that the program does not wait for: an entry without events waits for errors only.
        if ready != 0 || timed_out || left.nap()? {
            return Ok(ready as c_int);
        }
    }
}

/// The rest of a wait that events may interrupt for which the program does not wait.
struct TimeLeft {
    time: Option<u64>,
    end: End,
}

impl TimeLeft {
    /// Reads the clock only if such an interruption is possible.
    fn new(fds: &[pollfd], time: Option<u64>) -> Result<Self> {
        let idle = || fds.iter().any(|entry| entry.fd >= 0 && entry.events & (POLLIN | POLLOUT) == 0);
        let end = match time {
            Some(time) if time > 0 && idle() => End::after(time)?,
            _ => End::NEVER,
        };
        Ok(Self { time, end })
    }

    /// Sleeps briefly, so that a descriptor that stays ready causes no busy loop; returns whether the time is over.
    fn nap(&mut self) -> Result<bool> {
        let Some(time) = &mut self.time else { return self.end.nap().map(|_for_ever| false) };
        if *time != 0 {
            *time = self.end.nap()?.min(*time);
        }
        Ok(*time == 0)
    }
}

/// Writes the subscriptions of all entries and of the clock; also returns how many entries are known to be ready. An event has
/// the index of its entry.
fn subscribe<'a>(
    fds: &mut [pollfd],
    timeout: Option<u64>,
    room: Room<'a, Subscription>,
) -> Result<(usize, &'a mut [Subscription])> {
    let (first, len, mut known) = (room.as_mut_ptr(), room.len(), 0);
    let mut slots = room.iter_mut();
    let mut add = |subscription| {
        if let Some(slot) = slots.next() {
            slot.write(subscription);
        }
    };
    let mut is_waiting = false;
    for (index, entry) in fds.iter_mut().enumerate() {
        entry.revents = 0;
        if entry.fd < 0 {
            continue;
        }
        let fd = match Host::pollable(entry.fd)? {
            Pollable::Host(fd) => fd,
            Pollable::Now(events) => {
                entry.revents = events & (entry.events | POLLERR | POLLHUP | POLLNVAL);
                known += usize::from(entry.revents != 0);
                continue;
            }
        };
        // Without events an entry still waits for errors, which come with either readiness.
        if entry.events & POLLIN != 0 || entry.events & POLLOUT == 0 {
            add(wasip1::readiness(fd, EVENTTYPE_FD_READ, index as u64));
        }
        if entry.events & POLLOUT != 0 {
            add(wasip1::readiness(fd, EVENTTYPE_FD_WRITE, index as u64));
        }
        is_waiting = true;
    }
    let timeout = if known != 0 { Some(0) } else { timeout };
    if timeout.is_some() || !is_waiting {
        add(wasip1::timer(timeout.unwrap_or(u64::MAX >> 1), 0));
    }
    let n = len - slots.len();
    // SAFETY: the first `n` were written.
    Ok((known, unsafe { core::slice::from_raw_parts_mut(first.cast(), n) }))
}

/// Sets the `revents` of each entry that has an event; returns how many entries have some, and whether the time is over.
fn apply(fds: &mut [pollfd], events: &[MaybeUninit<Event>]) -> (usize, bool) {
    let (mut ready, mut timed_out) = (0, false);
    for event in events {
        // SAFETY: the host wrote these events, any bytes of which are valid.
        let event = unsafe { event.assume_init_ref() };
        if event.type_ == EVENTTYPE_CLOCK {
            timed_out = true;
        } else if let Some(entry) = fds.get_mut(event.userdata as usize) {
            let revents = revents_of(entry, event);
            ready += usize::from(entry.revents == 0 && revents != 0);
            entry.revents |= revents;
        }
    }
    (ready, timed_out)
}

/// The `revents` that Linux would report for an event.
fn revents_of(entry: &pollfd, event: &Event) -> c_short {
    let ready = entry.events & if event.type_ == EVENTTYPE_FD_READ { POLLIN } else { POLLOUT };
    if event.error == ERRNO_SUCCESS {
        let hung_up = event.fd_readwrite.flags & EVENTRWFLAGS_FD_READWRITE_HANGUP != 0;
        return if hung_up { ready | POLLHUP } else { ready };
    }
    revents_of_error(entry, ready, event)
}

/// The same for an event with an error.
#[cold]
#[inline(never)]
fn revents_of_error(entry: &pollfd, ready: c_short, event: &Event) -> c_short {
    let asked = entry.events & (POLLIN | POLLOUT);
    match event.error {
        // Files are always ready. Some hosts cannot poll them, and some cannot poll anything for writing.
        ERRNO_PERM | ERRNO_NOTSUP | ERRNO_NOSYS => ready,
        ERRNO_BADF => POLLNVAL,
        // A stream with an error is closed, and ready for everything.
        _ if Host::kind(entry.fd) == Ok(Kind::Stream) => asked | POLLERR | POLLHUP,
        // A datagram socket can still send, and may have nothing to receive.
        _ => ready & POLLOUT | POLLERR,
    }
}

/// How many entries are ready if one of the descriptors is closed, in which case some hosts fail the whole call; `None` if
/// none is closed.
fn mark_closed(fds: &mut [pollfd]) -> Option<usize> {
    let mut found = false;
    for entry in fds.iter_mut().filter(|entry| entry.fd >= 0) {
        if !Host::is_open(entry.fd) {
            entry.revents = POLLNVAL;
            found = true;
        }
    }
    found.then(|| fds.iter().filter(|entry| entry.revents != 0).count())
}

#[cfg(test)]
mod tests {
    use wasi::{ERRNO_IO, EventFdReadwrite};

    use super::*;
    use crate::host::fake::{self, Answer};

    #[test]
    fn what_a_host_cannot_wait_for_is_ready() {
        let entry = pollfd { fd: 3, events: POLLIN | POLLOUT, revents: 0 };
        let seen = |error| {
            let fd_readwrite = EventFdReadwrite { nbytes: 0, flags: 0 };
            revents_of(&entry, &Event { userdata: 0, error, type_: EVENTTYPE_FD_WRITE, fd_readwrite })
        };
        for error in [ERRNO_SUCCESS, ERRNO_PERM, ERRNO_NOTSUP, ERRNO_NOSYS] {
            assert_eq!(seen(error), POLLOUT);
        }
        fake::answers([Answer::Kind(Kind::Datagram)]);
        assert_eq!(seen(ERRNO_IO), POLLOUT | POLLERR);
        assert_eq!(seen(ERRNO_BADF), POLLNVAL);
    }
}
