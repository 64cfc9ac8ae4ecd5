// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! `poll_oneoff` over sockets, standard input, files and clocks at once.

use core::mem::MaybeUninit;
use core::sync::atomic::{AtomicI32, Ordering::Relaxed};

use wasi::{
    ERRNO_BADF, ERRNO_IO, ERRNO_SUCCESS, EVENTRWFLAGS_FD_READWRITE_HANGUP, EVENTTYPE_CLOCK, EVENTTYPE_FD_READ,
    Errno as Code, Event, EventFdReadwrite, FILETYPE_DIRECTORY, FILETYPE_REGULAR_FILE, Subscription,
};

use crate::dialect::Fd;
use crate::dialect::shared::wasip1;
use crate::errno::{Errno, Result};
use crate::memory::scratch;

use super::import;
use super::layout::Raw;
use super::ready::{self, Readiness};
use super::socket::{Side, TABLE};
use super::wait;

/// Waits for the first of `subscriptions`; returns how many of `events` are written.
pub(super) fn poll(subscriptions: &[Subscription], events: &mut [MaybeUninit<Event>]) -> Result<usize> {
    /// Subscriptions for which the stack has room.
    const FEW: usize = 16;
    if !subscriptions.iter().any(|wish| subject(wish).is_some_and(|(fd, _)| TABLE.owns(fd))) {
        return wasip1::poll(subscriptions, events);
    }
    if subscriptions.len() < FEW {
        let (mut raw, mut index, mut ready) = ([0; FEW], [0; FEW], [0; FEW]);
        return Round::new(subscriptions, &mut raw, &mut index, &mut ready).run(events);
    }
    let each = subscriptions.len() + 1;
    scratch::with_scratch(3 * each, |room: &mut [MaybeUninit<u32>]| {
        for cell in room.iter_mut() {
            cell.write(0);
        }
        // SAFETY: all were written.
        let room = unsafe { core::slice::from_raw_parts_mut(room.as_mut_ptr().cast::<u32>(), room.len()) };
        // The room is three times as long. Without the check a panic would be linked.
        let (raw, rest) = room.split_at_mut_checked(each).ok_or(Errno::ENOMEM)?;
        let (index, ready) = rest.split_at_mut_checked(each).ok_or(Errno::ENOMEM)?;
        // SAFETY: a handle has the size of a number, and any number is one.
        let raw = unsafe { core::slice::from_raw_parts_mut(raw.as_mut_ptr().cast::<Raw>(), raw.len()) };
        Round::new(subscriptions, raw, index, ready).run(events)
    })
}

/// The descriptor and the side that a subscription is for; `None` for a clock.
fn subject(wish: &Subscription) -> Option<(Fd, Side)> {
    if wish.u.tag == EVENTTYPE_CLOCK.raw() {
        return None;
    }
    let side = if wish.u.tag == EVENTTYPE_FD_READ.raw() { Side::Read } else { Side::Write };
    // SAFETY: the tag says that it is one of the two for descriptors, which share their shape.
    Some((unsafe { wish.u.u.fd_read.file_descriptor }.cast_signed(), side))
}

/// The index of no subscription, but of the time limit.
const NOBODY: u32 = u32::MAX;

/// Pollables to wait for, and the index of the subscription of each.
struct Round<'a> {
    subscriptions: &'a [Subscription],
    raw: &'a mut [Raw],
    index: &'a mut [u32],
    ready: &'a mut [u32],
    waiting: usize,
    input_is_ready: bool,
    timed_out: bool,
}

impl<'a> Round<'a> {
    fn new(subscriptions: &'a [Subscription], raw: &'a mut [Raw], index: &'a mut [u32], ready: &'a mut [u32]) -> Self {
        Self { subscriptions, raw, index, ready, waiting: 0, input_is_ready: false, timed_out: false }
    }

    fn run(mut self, events: &mut [MaybeUninit<Event>]) -> Result<usize> {
        let timeout = self.timeout();
        let mut found = self.judge(events);
        // Something is ready at once, or the call does not wait: one look suffices.
        if found != 0 || timeout == Some(0) || self.is_doubtful() {
            self.collect(found != 0);
            self.look()?;
            self.timed_out = timeout == Some(0);
            found = self.judge(events);
        }
        let mut end = None;
        while found == 0 {
            self.collect(false);
            self.subscribe();
            if let Some(timeout) = timeout {
                let now = wait::now();
                let end = *end.get_or_insert(now.saturating_add(timeout));
                self.add(wait::timer(now, end), NOBODY);
            }
            if self.waiting == 0 {
                break;
            }
            self.wait()?;
            // The timer may be an earlier one.
            self.timed_out = self.timed_out && end.is_none_or(|end| wait::now() >= end);
            // Judge each once more: the look at one side may have changed the other.
            found = self.judge(events);
        }
        Ok(found)
    }

    /// The shortest time of the clocks, in nanoseconds.
    fn timeout(&self) -> Option<u64> {
        let clocks = self.subscriptions.iter().filter(|wish| subject(wish).is_none());
        // SAFETY: a clock's subscription.
        let times = clocks.map(|wish| unsafe { wish.u.u.clock.timeout });
        // The front passes 1 in place of 0, which other hosts take as "for ever".
        times.min().map(|time| if time == 1 { 0 } else { time })
    }

    /// Writes the events that are known; returns how many.
    fn judge(&self, events: &mut [MaybeUninit<Event>]) -> usize {
        let known = self.subscriptions.iter().filter_map(|wish| {
            let (error, flags) = self.known(wish)?;
            let fd_readwrite = EventFdReadwrite { nbytes: 0, flags };
            let type_ = match subject(wish) {
                None => EVENTTYPE_CLOCK,
                Some((_, Side::Read)) => EVENTTYPE_FD_READ,
                Some((_, Side::Write)) => wasi::EVENTTYPE_FD_WRITE,
            };
            Some(Event { userdata: wish.userdata, error, type_, fd_readwrite })
        });
        events.iter_mut().zip(known).map(|(slot, event)| slot.write(event)).count()
    }

    fn known(&self, wish: &Subscription) -> Option<(Code, u16)> {
        let Some((fd, side)) = subject(wish) else {
            return self.timed_out.then_some((ERRNO_SUCCESS, 0));
        };
        if TABLE.owns(fd) {
            let known = TABLE.with(fd, |socket| Ok(ready::known(socket, side)));
            return match known.unwrap_or(None) {
                Some(Readiness::Ready) => Some((ERRNO_SUCCESS, 0)),
                Some(Readiness::HungUp) => Some((ERRNO_SUCCESS, EVENTRWFLAGS_FD_READWRITE_HANGUP)),
                Some(Readiness::Error(_)) => Some((ERRNO_IO, 0)),
                None if known.is_err() => Some((ERRNO_BADF, 0)),
                None => None,
            };
        }
        match wasip1::filetype(fd) {
            Err(_closed) => Some((ERRNO_BADF, 0)),
            Ok(filetype) if is_input(fd, side, filetype) && !self.input_is_ready => None,
            Ok(_ready) => Some((ERRNO_SUCCESS, 0)),
        }
    }

    fn add(&mut self, raw: Raw, index: u32) {
        if let (Some(slot), Some(whose)) = (self.raw.get_mut(self.waiting), self.index.get_mut(self.waiting)) {
            (*slot, *whose) = (raw, index);
            self.waiting += 1;
        }
    }

    /// Collects the subscriptions to descriptors: all, or those whose readiness is not known yet.
    fn collect(&mut self, is_known: bool) {
        self.waiting = 0;
        for (at, wish) in self.subscriptions.iter().enumerate() {
            if subject(wish).is_some() && !(is_known && self.known(wish).is_some()) {
                self.add(0, at as u32);
            }
        }
    }

    /// Makes a pollable for each collected subscription; one that is never ready has none.
    fn subscribe(&mut self) {
        let collected = core::mem::take(&mut self.waiting);
        for at in 0..collected {
            let index = self.index.get(at).copied().unwrap_or(NOBODY);
            let pollable = match self.socket(index) {
                Some((fd, side)) => TABLE.with(fd, |socket| Ok(ready::pollable(socket, side))).unwrap_or(None),
                None => Some(standard_input()),
            };
            if let Some(raw) = pollable {
                self.add(raw, index);
            }
        }
    }

    /// Whether the wait includes a socket whose pollable may be ready although there is nothing.
    fn is_doubtful(&self) -> bool {
        self.subscriptions.iter().filter_map(subject).any(|(fd, side)| {
            side == Side::Read && TABLE.owns(fd) && TABLE.with(fd, |socket| Ok(socket.more)).unwrap_or(false)
        })
    }

    fn socket(&self, at: u32) -> Option<(Fd, Side)> {
        self.subscriptions.get(at as usize).and_then(subject).filter(|(fd, _)| TABLE.owns(*fd))
    }

    /// Checks all subscriptions without waiting.
    fn look(&mut self) -> Result<()> {
        /// Up to so many are checked one by one, which costs less than a `poll` of all.
        const FEW: usize = 2;
        let sockets_only = self.index.iter().take(self.waiting).all(|at| self.socket(*at).is_some());
        if self.waiting <= FEW && sockets_only {
            return (0..self.waiting).try_for_each(|at| self.confirm(at));
        }
        self.subscribe();
        self.add(always_ready(), NOBODY);
        self.wait()?;
        self.timed_out = false;
        Ok(())
    }

    /// Waits, and confirms what the host reports as ready.
    fn wait(&mut self) -> Result<()> {
        let raw = self.raw.get(..self.waiting).unwrap_or_default();
        let count = wait::poll(raw, self.ready).len();
        for at in 0..count {
            let pollable = self.ready.get(at).copied().unwrap_or_default();
            self.confirm(pollable as usize)?;
        }
        Ok(())
    }

    fn confirm(&mut self, pollable: usize) -> Result<()> {
        let index = self.index.get(pollable).copied().unwrap_or(NOBODY);
        match self.socket(index) {
            Some((fd, side)) => TABLE.with(fd, |socket| match ready::known(socket, side) {
                Some(_) => Ok(()),
                None => ready::look(socket, side),
            }),
            None if index == NOBODY => {
                self.timed_out = true;
                Ok(())
            }
            None => {
                self.input_is_ready = true;
                Ok(())
            }
        }
    }
}

/// Whether the descriptor is standard input, as a stream that may have nothing yet. Files are always ready.
fn is_input(fd: Fd, side: Side, filetype: u8) -> bool {
    const STDIN: Fd = 0;
    let is_file = filetype == FILETYPE_REGULAR_FILE.raw() || filetype == FILETYPE_DIRECTORY.raw();
    fd == STDIN && side == Side::Read && !is_file
}

/// A pollable that is made once and never given back.
fn once(cell: &AtomicI32, make: impl FnOnce() -> Raw) -> Raw {
    let mut raw = cell.load(Relaxed);
    if raw == 0 {
        raw = make();
        cell.store(raw, Relaxed);
    }
    raw
}

/// The pollable of standard input: the adapter for preview 1 reads from the same stream.
fn standard_input() -> Raw {
    static STDIN: AtomicI32 = AtomicI32::new(0);
    // SAFETY: the one takes nothing, the other the stream, which is the guest's and never given back.
    once(&STDIN, || unsafe { import::subscribe_input(import::get_stdin()) })
}

/// A pollable that is always ready, so that `poll` does not wait.
fn always_ready() -> Raw {
    static READY: AtomicI32 = AtomicI32::new(0);
    // SAFETY: the import takes a number only.
    once(&READY, || unsafe { import::subscribe_duration(0) })
}
