// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! WasmEdge's versions of preview 1's own functions on Linux.

use std::collections::BTreeMap;
use std::os::fd::AsFd;
use std::time::{Duration, Instant};

use rustix::buffer::spare_capacity;
use rustix::event::Timespec;
use rustix::event::epoll::{self, CreateFlags, EventData, EventFlags};
use rustix::io::retry_on_intr;

use super::WASMEDGE;
use crate::arg::{Address, Iovecs, Out};
use crate::errno::{Answer, Errno};
use crate::fd_table::Entry;
use crate::import::Module;
use crate::net::Socket;
use crate::preview1::fd;
use crate::preview1::fdstat::{self, FdStat};
use crate::preview1::filestat::{self, FileStat};
use crate::preview1::poll::{self, Event, HANGUP, Subscription, Wish};
use crate::state::{Host, State};

pub fn add(module: &mut Module<'_>) {
    module.add("fd_fdstat_get", "fd stat", |host: &mut Host<'_>, fd: u32, stat: Out<FdStat>| {
        let get = if host.state.imitates(WASMEDGE) { fdstat::get_all_streams } else { fdstat::get };
        get(host, fd, stat)
    });
    module.add("fd_filestat_get", "fd stat", |host: &mut Host<'_>, fd: u32, stat: Out<FileStat>| {
        match host.state.table.get(fd)? {
            Entry::Socket(_) if host.state.imitates(WASMEDGE) => Err(Errno::ENOTCAPABLE),
            _ => filestat::get(host, fd, stat),
        }
    });
    module.add("fd_write", "fd iovs len", |host: &mut Host<'_>, fd: u32, iovs: Iovecs, len: Out<u32>| {
        let write = if host.state.imitates(WASMEDGE) { fd::write_or_end } else { fd::write };
        write(host, fd, iovs, len)
    });
    module.add("poll_oneoff", "in out count events", poll_oneoff);
}

fn poll_oneoff(host: &mut Host<'_>, input: Address, output: Address, count: u32, events: Out<u32>) -> Answer {
    if host.state.imitates(WASMEDGE) {
        poll::wait_with(host, input, output, count, events, wait)
    } else {
        poll::poll_oneoff(host, input, output, count, events)
    }
}

/// The subscriptions of one descriptor, by their indexes.
#[derive(Default)]
struct Watched {
    read: Option<usize>,
    write: Option<usize>,
}

impl Watched {
    fn wanted(&self) -> EventFlags {
        let read = if self.read.is_some() { EventFlags::IN } else { EventFlags::empty() };
        let write = if self.write.is_some() { EventFlags::OUT } else { EventFlags::empty() };
        read | write | EventFlags::RDHUP
    }
}

/// One `epoll_wait`. Its errors are no events, and it waits even if events are known already.
fn wait(state: &State, subscriptions: &[Subscription]) -> Result<Vec<Event>, Errno> {
    let epoll = epoll::create(CreateFlags::CLOEXEC)?;
    let mut events: Vec<Option<Event>> = subscriptions.iter().map(|_| None).collect();
    let mut watched = BTreeMap::<u32, Watched>::new();
    let mut clocks = Vec::new();
    for (at, subscription) in subscriptions.iter().enumerate() {
        let failed = match subscription.wish {
            Wish::Clock { id, timeout, absolute } => {
                poll::span(id, timeout, absolute).map(|span| clocks.push((at, span.max(Duration::from_nanos(1)))))
            }
            Wish::Fd { fd, write } => watch(state, &epoll, &mut watched, at, fd, write),
        };
        if let (Err(errno), Some(event)) = (failed, events.get_mut(at)) {
            *event = Some(Event::new(subscription, Some(errno)));
        }
    }
    let limit = clocks.iter().map(|(_, span)| *span).min();
    let start = Instant::now();
    let happened = wait_for_guest(state, &epoll, &watched, limit)?;
    let elapsed = if happened.is_empty() { limit.unwrap_or_default() } else { start.elapsed() };
    let mut tell = |at: usize, event: Event| events.get_mut(at).map(|place| *place = Some(event));
    for (at, _) in clocks.into_iter().filter(|(_, span)| *span <= elapsed) {
        subscriptions.get(at).and_then(|clock| tell(at, Event::new(clock, None)));
    }
    for (fd, flags) in happened {
        for at in watched.get(&fd).into_iter().flat_map(|watched| found(watched, flags)) {
            subscriptions.get(at).and_then(|one| tell(at, ready(state, one, fd, flags)));
        }
    }
    Ok(events.into_iter().flatten().collect())
}

/// Waits for events that the guest may see, including connections that the host has accepted ahead, which the system does not
/// report any more.
fn wait_for_guest(
    state: &State,
    epoll: impl AsFd,
    watched: &BTreeMap<u32, Watched>,
    limit: Option<Duration>,
) -> Result<Vec<(u32, EventFlags)>, Errno> {
    let has_admitted = |fd: &u32| state.table.socket(*fd).is_ok_and(Socket::has_admitted);
    let reads = watched.iter().filter(|(_, watched)| watched.read.is_some());
    let held = reads.map(|(fd, _)| *fd).filter(has_admitted).map(|fd| (fd, EventFlags::IN));
    let held: Vec<_> = held.collect();
    let limit = if held.is_empty() { limit } else { Some(Duration::ZERO) };
    let start = Instant::now();
    loop {
        let mut events = Vec::with_capacity(watched.len().max(1));
        let left = limit.map(|limit| limit.saturating_sub(start.elapsed()));
        let timeout = left.and_then(|left| Timespec::try_from(left).ok());
        retry_on_intr(|| epoll::wait(&epoll, spare_capacity(&mut events), timeout.as_ref()))?;
        let found = events.iter().map(|event| (event.data.u64() as u32, event.flags));
        let found: Vec<_> =
            found.filter(|(fd, flags)| !is_for_nobody(state, *fd, *flags)).chain(held.clone()).collect();
        if !found.is_empty() || events.is_empty() || left.is_some_and(|left| left.is_zero()) {
            return Ok(found);
        }
    }
}

/// A second subscription to one descriptor and direction gets `EEXIST`; a file gets `EPERM` from the system.
fn watch(state: &State, epoll: impl AsFd, all: &mut BTreeMap<u32, Watched>, at: usize, fd: u32, write: bool) -> Answer {
    let entry = state.table.get(fd)?;
    let is_new = !all.contains_key(&fd);
    let watched = all.entry(fd).or_default();
    let place = if write { &mut watched.write } else { &mut watched.read };
    if place.is_some() {
        return Err(Errno::EEXIST);
    }
    *place = Some(at);
    let (data, wanted) = (EventData::new_u64(fd.into()), watched.wanted());
    let done = if is_new { epoll::add(epoll, entry, data, wanted) } else { epoll::modify(epoll, entry, data, wanted) };
    if done.is_err() && is_new {
        all.remove(&fd);
    }
    Ok(done?)
}

/// Whether all that can be read is from peers that no rule allows.
fn is_for_nobody(state: &State, fd: u32, flags: EventFlags) -> bool {
    let only_data =
        flags.contains(EventFlags::IN) && !flags.intersects(EventFlags::OUT | EventFlags::ERR | EventFlags::HUP);
    only_data && state.table.socket(fd).is_ok_and(|socket| !state.net.has_admitted(socket))
}

/// The subscriptions that get an event. An error condition alone causes none.
fn found(watched: &Watched, flags: EventFlags) -> impl Iterator<Item = usize> {
    let hung_up = flags.contains(EventFlags::HUP) && !flags.intersects(EventFlags::IN | EventFlags::OUT);
    let read = watched.read.filter(|_| hung_up || flags.contains(EventFlags::IN));
    let write = watched.write.filter(|_| hung_up || flags.contains(EventFlags::OUT));
    read.into_iter().chain(write)
}

/// The number of bytes is always 1.
fn ready(state: &State, subscription: &Subscription, fd: u32, flags: EventFlags) -> Event {
    let mut event = Event::new(subscription, None);
    event.flags = if flags.contains(EventFlags::HUP) { HANGUP } else { 0 };
    let counted = state.table.get(fd).is_ok_and(|entry| rustix::io::ioctl_fionread(entry).is_ok());
    event.bytes = u64::from(counted);
    event
}
