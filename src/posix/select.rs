// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! `select` `pselect`, by way of [`mod@crate::posix::poll`].

use core::ffi::{c_int, c_short, c_void};

use crate::abi::{FD_SETSIZE, POLLERR, POLLHUP, POLLIN, POLLNVAL, POLLOUT, fd_set, pollfd, timespec, timeval};
use crate::dialect::Dialect;
use crate::errno::{Errno, OrMinusOne, Result};
use crate::host::Host;
use crate::memory;
use crate::memory::scratch;
use crate::posix::poll;

const MICROSECOND: u64 = 1000;
const SECOND: u64 = 1_000_000_000;

/// Waits until a descriptor below `n` of one of the sets is ready; the sets then hold those that
/// are. `timeout`, unless null, then holds the time left, as on Linux.
///
/// wasi-libc's `fd_set` is a list: any number may stand in it, at most `FD_SETSIZE` of them. So `FD_SETSIZE` for `n` means
/// all of them.
/// The third set is always empty afterwards: no host reports out-of-band data.
/// Errors: `EBADF`, `EINVAL` for a negative `n` or time, `EFAULT`, `ENOMEM`.
/// <https://pubs.opengroup.org/onlinepubs/9799919799/functions/select.html>
///
/// # Safety
/// Each pointer is null or points to what its type says.
#[cfg_attr(feature = "c-exports", unsafe(export_name = "wasock_select"))]
pub unsafe extern "C" fn select(
    n: c_int,
    read: *mut fd_set,
    write: *mut fd_set,
    except: *mut fd_set,
    timeout: *mut timeval,
) -> c_int {
    // SAFETY: the caller's promise.
    unsafe { timed(n, [read, write, except], timeout) }.or_minus_one()
}

/// Like [`select`], with the time as a `timespec` that stays as it is. A signal mask has no meaning:
/// wasm has no signals.
/// <https://pubs.opengroup.org/onlinepubs/9799919799/functions/pselect.html>
///
/// # Safety
/// Each pointer is null or points to what its type says.
#[cfg_attr(feature = "c-exports", unsafe(export_name = "wasock_pselect"))]
pub unsafe extern "C" fn pselect(
    n: c_int,
    read: *mut fd_set,
    write: *mut fd_set,
    except: *mut fd_set,
    timeout: *const timespec,
    _mask: *const c_void,
) -> c_int {
    // SAFETY: the caller's promise.
    unsafe { poll::duration(timeout).and_then(|timeout| wait(n, [read, write, except], timeout)) }.or_minus_one()
}

/// The three sets, as they stand in the call: read, write, except.
type Sets = [*mut fd_set; 3];

/// # Safety
/// As for [`select`].
unsafe fn timed(n: c_int, sets: Sets, timeout: *mut timeval) -> Result<c_int> {
    if timeout.is_null() {
        // SAFETY: the caller's promise.
        return unsafe { wait(n, sets, None) };
    }
    // SAFETY: the caller's promise.
    unsafe {
        let time = nanoseconds(memory::read(timeout)?)?;
        let start = Host::now()?;
        let ready = wait(n, sets, Some(time))?;
        let left = time.saturating_sub(Host::now()?.saturating_sub(start));
        let (seconds, rest) = (left / SECOND, left % SECOND / MICROSECOND);
        memory::write(timeout, timeval { tv_sec: seconds as i64, tv_usec: rest as i64 })?;
        Ok(ready)
    }
}

fn nanoseconds(timeval { tv_sec, tv_usec }: timeval) -> Result<u64> {
    match (u64::try_from(tv_sec), u64::try_from(tv_usec)) {
        (Ok(seconds), Ok(rest)) => Ok(seconds.saturating_mul(SECOND).saturating_add(rest.saturating_mul(MICROSECOND))),
        _ => Err(Errno::EINVAL),
    }
}

/// # Safety
/// As for [`select`].
unsafe fn wait(n: c_int, [read, write, except]: Sets, timeout: Option<u64>) -> Result<c_int> {
    if n < 0 {
        return Err(Errno::EINVAL);
    }
    // On Linux FD_SETSIZE means the whole set. Descriptors of a host may be larger, and the list can contain them.
    let n = if n == FD_SETSIZE as c_int { c_int::MAX } else { n };
    // SAFETY: the caller's promise.
    let (readers, writers, others) = unsafe { (members(read)?, members(write)?, members(except)?) };
    if others.iter().any(|fd| (0..n).contains(fd) && !Host::is_open(*fd)) {
        return Err(Errno::EBADF);
    }
    scratch::with_scratch::<pollfd, _>(readers.len() + writers.len(), |room| {
        let readers = readers.iter().map(|fd| (*fd, POLLIN));
        let wanted = readers.chain(writers.iter().map(|fd| (*fd, POLLOUT))).filter(|(fd, _)| (0..n).contains(fd));
        let mut used = 0;
        for (slot, (fd, events)) in room.iter_mut().zip(wanted) {
            slot.write(pollfd { fd, events, revents: 0 });
            used += 1;
        }
        // SAFETY: the first `used` were written.
        let entries = unsafe { core::slice::from_raw_parts_mut(room.as_mut_ptr().cast::<pollfd>(), used) };
        poll::wait(entries, timeout)?;
        if entries.iter().any(|entry| entry.revents & POLLNVAL != 0) {
            return Err(Errno::EBADF);
        }
        // SAFETY: the caller's promise.
        Ok(unsafe {
            fill(except, &[], 0, 0);
            fill(read, entries, POLLIN, POLLIN | POLLHUP | POLLERR) + fill(write, entries, POLLOUT, POLLOUT | POLLERR)
        })
    })
}

/// The members of a set, none for null.
///
/// # Safety
/// `set` is null or points to an `fd_set` that nobody writes to while the members are in use.
unsafe fn members<'a>(set: *const fd_set) -> Result<&'a [c_int]> {
    if set.is_null() {
        return Ok(&[]);
    }
    memory::check(set, size_of::<fd_set>())?;
    // SAFETY: inside memory (checked), a structure of numbers.
    let set = unsafe { &*set };
    set.__fds.get(..set.__nfds).ok_or(Errno::EINVAL)
}

/// Leaves in a set the descriptors that are ready; returns their number.
///
/// # Safety
/// As for [`members`], which has checked the set.
unsafe fn fill(set: *mut fd_set, entries: &[pollfd], asked: c_short, ready: c_short) -> c_int {
    if set.is_null() {
        return 0;
    }
    // SAFETY: inside memory, as `members` has checked, and no member is in use any more.
    let set = unsafe { &mut *set };
    let found = entries.iter().filter(|entry| entry.events == asked && entry.revents & ready != 0);
    set.__nfds = 0;
    for (slot, entry) in set.__fds.iter_mut().zip(found) {
        *slot = entry.fd;
        set.__nfds += 1;
    }
    const { assert!(FD_SETSIZE <= c_int::MAX as usize / 2, "a count fits an int") };
    set.__nfds as c_int
}
