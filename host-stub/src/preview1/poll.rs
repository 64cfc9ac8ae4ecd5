// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! `poll_oneoff`: waiting for descriptors of every kind and for clocks.

use std::collections::BTreeMap;
use std::os::fd::AsFd;
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec};
use rustix::io::retry_on_intr;

use crate::arg::{Address, Out};
use crate::errno::{Answer, Errno};
use crate::import::Module;
use crate::memory::{Record, field, set_field};
use crate::net::Socket;
use crate::preview1::process::{clock, now};
use crate::state::{Host, State};

/// The most subscriptions of one call.
const MAX_SUBSCRIPTIONS: u32 = 16_384;
/// Flag of a clock: its time is absolute.
const ABSTIME: u16 = 1;
/// Flag of an event: the peer has hung up.
pub const HANGUP: u16 = 1;

/// What a subscription waits for.
#[derive(Clone, Copy)]
pub enum Wish {
    /// A relative or absolute time of a clock, in nanoseconds.
    Clock { id: u32, timeout: u64, absolute: bool },
    /// A descriptor that can be read or written.
    Fd { fd: u32, write: bool },
}

/// 48 bytes: userdata, tag, and the clock or the descriptor.
#[derive(Clone, Copy)]
pub struct Subscription {
    userdata: u64,
    pub wish: Wish,
}

impl Subscription {
    /// The descriptor, if it waits for one.
    pub fn fd(&self) -> Option<u32> {
        match self.wish {
            Wish::Clock { .. } => None,
            Wish::Fd { fd, .. } => Some(fd),
        }
    }
}

impl Record for Subscription {
    const SIZE: u32 = 48;
    const ALIGN: u32 = 8;
    fn load(bytes: &[u8]) -> Result<Self, Errno> {
        let wish = match field::<u8>(bytes, 8)? {
            0 => {
                let flags: u16 = field(bytes, 40)?;
                if flags & !ABSTIME != 0 {
                    return Err(Errno::EINVAL);
                }
                Wish::Clock { id: field(bytes, 16)?, timeout: field(bytes, 24)?, absolute: flags == ABSTIME }
            }
            tag @ (1 | 2) => Wish::Fd { fd: field(bytes, 16)?, write: tag == 2 },
            _ => return Err(Errno::EINVAL),
        };
        Ok(Self { userdata: field(bytes, 0)?, wish })
    }
    fn store(&self, _: &mut [u8]) -> Answer {
        Err(Errno::ENOTSUP)
    }
}

/// 32 bytes: userdata, error, type, bytes to read, flags.
pub struct Event {
    userdata: u64,
    pub error: Option<Errno>,
    kind: u8,
    pub bytes: u64,
    pub flags: u16,
}

impl Record for Event {
    const SIZE: u32 = 32;
    const ALIGN: u32 = 8;
    fn load(_: &[u8]) -> Result<Self, Errno> {
        Err(Errno::ENOTSUP)
    }
    fn store(&self, bytes: &mut [u8]) -> Answer {
        bytes.fill(0);
        set_field(bytes, 0, self.userdata)?;
        set_field(bytes, 8, self.error.map_or(0, Errno::code))?;
        set_field(bytes, 10, self.kind)?;
        set_field(bytes, 16, self.bytes)?;
        set_field(bytes, 24, self.flags)
    }
}

impl Event {
    /// An event of this subscription, with no bytes and no flags.
    pub fn new(subscription: &Subscription, error: Option<Errno>) -> Self {
        let kind = match subscription.wish {
            Wish::Clock { .. } => 0,
            Wish::Fd { write: false, .. } => 1,
            Wish::Fd { write: true, .. } => 2,
        };
        Self { userdata: subscription.userdata, error, kind, bytes: 0, flags: 0 }
    }

    /// Whether it reports a descriptor as readable.
    pub fn is_of_reading(&self) -> bool {
        self.kind == 1
    }

    /// Whether it is an event of this subscription.
    pub fn is_of(&self, subscription: &Subscription) -> bool {
        let asked = Self::new(subscription, None);
        (asked.userdata, asked.kind) == (self.userdata, self.kind)
    }
}

pub fn add(module: &mut Module<'_>) {
    module.add("poll_oneoff", "in out count events", poll_oneoff);
}

/// Waits as the host's system does.
pub fn poll_oneoff(host: &mut Host<'_>, input: Address, output: Address, count: u32, events: Out<u32>) -> Answer {
    wait_with(host, input, output, count, events, wait)
}

/// Reads the guest's subscriptions, waits by the given function, and writes the events.
pub fn wait_with(
    host: &mut Host<'_>,
    input: Address,
    output: Address,
    count: u32,
    events: Out<u32>,
    wait: impl FnOnce(&State, &[Subscription]) -> Result<Vec<Event>, Errno>,
) -> Answer {
    if count == 0 || count > MAX_SUBSCRIPTIONS {
        return Err(Errno::EINVAL);
    }
    let array = host.memory.array(input.0, count, Subscription::SIZE, Subscription::ALIGN)?;
    let place = host.memory.array(output.0, count, Event::SIZE, Event::ALIGN)?;
    let records = host.memory.0.get(array).ok_or(Errno::EFAULT)?.chunks_exact(Subscription::SIZE as usize);
    let subscriptions: Vec<Subscription> = records.map(Subscription::load).collect::<Result<_, _>>()?;
    // A poll without waiting has a time of zero, or of 1 ns, because some hosts take zero as "for ever".
    let looks_only = |subscription: &Subscription| matches!(subscription.wish, Wish::Clock { timeout: 0..=1, .. });
    if let Some(faults) = host.state.faults.as_mut().filter(|_| !subscriptions.iter().any(looks_only)) {
        faults.poll()?;
    }
    // A lying host makes up events instead of waiting.
    let happened = if host.state.net.waits { wait(host.state, &subscriptions)? } else { Vec::new() };
    host.memory.store_all(output.0, &happened)?;
    events.store(&mut host.memory, u32::try_from(happened.len()).map_err(|_| Errno::EOVERFLOW)?)?;
    host.may_lie([place], Ok(()))
}

/// Waits until there is an event, and returns all that there are.
pub fn wait(state: &State, subscriptions: &[Subscription]) -> Result<Vec<Event>, Errno> {
    wait_beside(state, subscriptions, Vec::new())
}

/// The same with events that are known already: if there are any, it does not wait.
pub fn wait_beside(
    state: &State,
    subscriptions: &[Subscription],
    mut at_once: Vec<Event>,
) -> Result<Vec<Event>, Errno> {
    let start = Instant::now();
    let mut clocks = Vec::new();
    let mut wishes = Ready::new();
    for subscription in subscriptions {
        let failed = match subscription.wish {
            Wish::Clock { id, timeout, absolute } => {
                span(id, timeout, absolute).map(|span| clocks.push((subscription, span)))
            }
            Wish::Fd { fd, write } => state.table.get(fd).map(|_| {
                *wishes.entry(fd).or_insert(PollFlags::empty()) |= direction(write);
            }),
        };
        at_once.extend(failed.err().map(|errno| Event::new(subscription, Some(errno))));
    }
    loop {
        let limit = if at_once.is_empty() { clocks.iter().map(|(_, span)| *span).min() } else { Some(Duration::ZERO) };
        let mut ready = poll(state, &wishes, limit.map(|limit| limit.saturating_sub(start.elapsed())))?;
        // Without an event the wait lasted for the whole time, whatever the resolution of the clocks.
        let waited = if ready.is_empty() { limit.unwrap_or_default() } else { Duration::ZERO };
        ready.retain(|fd, flags| is_for_guest(state, *fd, flags));
        let elapsed = start.elapsed().max(waited);
        let mut happened = std::mem::take(&mut at_once);
        happened.extend(clocks.iter().filter(|(_, span)| *span <= elapsed).map(|(clock, _)| Event::new(clock, None)));
        happened.extend(subscriptions.iter().filter_map(|subscription| event(state, subscription, &ready)));
        if !happened.is_empty() {
            return Ok(happened);
        }
    }
}

/// For each descriptor, the requested or the found events.
type Ready = BTreeMap<u32, PollFlags>;

/// The time from now until the clock's time; `ENOTSUP` for a clock that stops during a wait.
pub fn span(id: u32, timeout: u64, absolute: bool) -> Result<Duration, Errno> {
    let clock = match id {
        0 | 1 => clock(id)?,
        2 | 3 => return Err(Errno::ENOTSUP),
        _ => return Err(Errno::EINVAL),
    };
    Ok(Duration::from_nanos(if absolute { timeout.saturating_sub(now(clock)) } else { timeout }))
}

fn direction(write: bool) -> PollFlags {
    if write { PollFlags::OUT } else { PollFlags::IN }
}

/// Waits once. Each descriptor is passed once, however many subscriptions it has, because the system limits their number.
fn poll(state: &State, wishes: &Ready, limit: Option<Duration>) -> Result<Ready, Errno> {
    let limit = limit.and_then(|limit| Timespec::try_from(limit).ok());
    // The system does not report a connection that the host has already accepted for the guest.
    let held = |(fd, flags): (&u32, &PollFlags)| {
        (flags.contains(PollFlags::IN) && state.table.socket(*fd).is_ok_and(Socket::has_admitted)).then_some(*fd)
    };
    let held: Vec<u32> = wishes.iter().filter_map(held).collect();
    let limit = if held.is_empty() { limit } else { Some(Timespec::default()) };
    let one = |(&fd, &flags): (&u32, &PollFlags)| {
        Some((fd, PollFd::from_borrowed_fd(state.table.get(fd).ok()?.as_fd(), flags)))
    };
    let (numbers, mut fds): (Vec<u32>, Vec<PollFd<'_>>) = wishes.iter().filter_map(one).unzip();
    retry_on_intr(|| rustix::event::poll(&mut fds, limit.as_ref()))?;
    let found = numbers.into_iter().zip(fds.iter().map(PollFd::revents));
    let mut ready: Ready = found.filter(|(_, flags)| !flags.is_empty()).collect();
    for fd in held {
        *ready.entry(fd).or_insert(PollFlags::empty()) |= PollFlags::IN;
    }
    Ok(ready)
}

/// Removes readability if all data or connections were from peers that no rule allows; returns whether any event is left.
/// The guest itself reads an error, because reading clears it.
fn is_for_guest(state: &State, fd: u32, flags: &mut PollFlags) -> bool {
    if flags.contains(PollFlags::IN)
        && !flags.contains(PollFlags::ERR)
        && let Ok(socket) = state.table.socket(fd)
        && !state.net.has_admitted(socket)
    {
        *flags -= PollFlags::IN;
    }
    !flags.is_empty()
}

/// The found events of a subscription's descriptor, if any.
fn event(state: &State, subscription: &Subscription, ready: &Ready) -> Option<Event> {
    let Wish::Fd { fd, write } = subscription.wish else { return None };
    let always = PollFlags::ERR | PollFlags::HUP | PollFlags::NVAL;
    let found = *ready.get(&fd)? & (direction(write) | always);
    if found.is_empty() {
        return None;
    }
    let mut event = Event::new(subscription, None);
    if found.contains(PollFlags::NVAL) {
        event.error = Some(Errno::EBADF);
    } else if found.contains(PollFlags::ERR) {
        event.error = Some(Errno::EIO);
    }
    if found.contains(PollFlags::HUP) {
        event.flags = HANGUP;
    }
    if found.contains(PollFlags::IN) {
        event.bytes = readable_bytes(state, fd);
    }
    Some(event)
}

/// The number of bytes that can be read; 0 if the system does not report it, as for a listening socket.
fn readable_bytes(state: &State, fd: u32) -> u64 {
    let entry = state.table.get(fd).ok();
    entry.and_then(|entry| rustix::io::ioctl_fionread(entry).ok()).unwrap_or_default()
}
