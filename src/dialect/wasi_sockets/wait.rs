// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Waits for one pollable, with or without a time limit.

use core::ptr;
use core::sync::atomic::{AtomicI32, AtomicU64, Ordering::Relaxed};

use crate::descriptor::deadline::Deadline;
use crate::errno::Result;

use super::handle::Pollable;
use super::import;
use super::layout::{Area, Raw};
use super::realloc::RECORDS;

/// Waits for the pollable; `EAGAIN` at the deadline.
type TimedWait = fn(&Pollable, &mut Deadline) -> Result<()>;

/// `SO_RCVTIMEO` and `SO_SNDTIMEO`, in microseconds; 0 is for ever.
#[derive(Clone, Copy)]
pub(super) struct Limits {
    pub receive: u64,
    pub send: u64,
    /// Set together with a limit, so that a program that sets none imports no clock.
    wait: Option<TimedWait>,
}

impl Limits {
    pub const NONE: Self = Self { receive: 0, send: 0, wait: None };

    /// Called before a limit is set: from now on waits have an end.
    pub fn arm(&mut self) {
        self.wait = Some(timed);
    }

    /// Waits for the pollable, as long as these limits allow.
    pub fn wait(&self, pollable: &Pollable, deadline: &mut Deadline) -> Result<()> {
        match self.wait {
            Some(timed) => timed(pollable, deadline),
            None => {
                pollable.block();
                Ok(())
            }
        }
    }
}

fn timed(pollable: &Pollable, deadline: &mut Deadline) -> Result<()> {
    loop {
        let now = now();
        let Some(left) = deadline.left(|| now)? else {
            pollable.block();
            return Ok(());
        };
        let mut ready = [0; 2];
        if poll(&[pollable.raw(), timer(now, now.saturating_add(left))], &mut ready).contains(&0) {
            return Ok(());
        }
    }
}

/// Nanoseconds of a monotonic clock.
pub(super) fn now() -> u64 {
    // SAFETY: the import takes nothing.
    unsafe { import::now() }
}

/// A pollable that is ready at `end` at the latest, perhaps before.
///
/// The next wait uses it again, since it usually ends later. A new one costs two calls, and on wasmtime it wakes another
/// thread when the wait begins.
pub(super) fn timer(now: u64, end: u64) -> Raw {
    static TIMER: AtomicI32 = AtomicI32::new(0);
    static END: AtomicU64 = AtomicU64::new(0);
    let (old, old_end) = (TIMER.load(Relaxed), END.load(Relaxed));
    if old != 0 && now < old_end && old_end <= end {
        return old;
    }
    if old != 0 {
        // SAFETY: the pollable is the guest's, and nobody waits for it.
        unsafe { import::drop_pollable(old) };
    }
    // SAFETY: the import takes a number only.
    let new = unsafe { import::subscribe_duration(end - now.min(end)) };
    TIMER.store(new, Relaxed);
    END.store(end, Relaxed);
    new
}

/// Waits until one of the pollables is ready; returns the indexes of those that are. Without any pollable the host traps.
///
/// `room` has room for all of them.
pub(super) fn poll<'a>(pollables: &[Raw], room: &'a mut [u32]) -> &'a [u32] {
    let at = room.as_mut_ptr();
    let area = RECORDS.lend(at.cast(), size_of_val(room), || {
        // SAFETY: the host reads the list, writes to the area, and to the room what `cabi_realloc` gives it.
        Area::of(|area| unsafe { import::poll(pollables.as_ptr(), pollables.len(), area) })
    });
    let (list, len) = area.plain_list();
    let len = len.min(room.len());
    if list != at.cast() {
        // SAFETY: the host has put the list there; it has no more indexes than there are pollables.
        unsafe {
            ptr::copy_nonoverlapping(list.cast(), at, len);
            super::realloc::give_back(list);
        }
    }
    room.get(..len).unwrap_or_default()
}
