// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Wasmer's versions of preview 1's own functions.

use rustix::event::PollFlags;
use rustix::net::RecvFlags;

use super::wasmer::{self, Stage};
use crate::arg::{Address, Out};
use crate::errno::{Answer, Errno};
use crate::fd_table::Entry;
use crate::import::Module;
use crate::kind::Kind;
use crate::net::Socket;
use crate::preview1::fd;
use crate::preview1::fdstat::{self, FdStat};
use crate::preview1::filestat::{self, FileStat};
use crate::preview1::poll::{self, Event, HANGUP, Subscription, Wish};
use crate::state::{Host, State};

pub fn add(module: &mut Module<'_>) {
    module.add("fd_fdstat_get", "fd stat", fdstat_get);
    module.add("fd_filestat_get", "fd stat", |host: &mut Host<'_>, fd: u32, stat: Out<FileStat>| {
        filestat::get(host, fd, stat)?;
        if is_socket_of_wasmer(host, fd) { stat.store(&mut host.memory, FileStat::default()) } else { Ok(()) }
    });
    module.add("fd_seek", "fd offset whence position", |host: &mut Host<'_>, fd: u32, offset, whence, position| {
        if is_socket_of_wasmer(host, fd) { Err(Errno::EACCES) } else { fd::seek(host, fd, offset, whence, position) }
    });
    module.add("fd_tell", "fd position", |host: &mut Host<'_>, fd: u32, position| {
        if is_socket_of_wasmer(host, fd) { Err(Errno::EACCES) } else { fd::tell(host, fd, position) }
    });
    module.add("poll_oneoff", "in out count events", poll_oneoff);
}

/// Whether the descriptor is a socket, which on Wasmer has an empty file status and no right to seek.
fn is_socket_of_wasmer(host: &Host<'_>, fd: u32) -> bool {
    wasmer::is_imitated(host) && host.socket(fd).is_ok()
}

/// Sockets that are bound, and not connected, have no file type.
fn fdstat_get(host: &mut Host<'_>, fd: u32, stat: Out<FdStat>) -> Answer {
    const UNKNOWN: u8 = 0;
    fdstat::get(host, fd, stat)?;
    match wasmer::stage(host, fd) {
        Ok(Stage::Bound | Stage::Listener | Stage::Datagram) if wasmer::is_imitated(host) => {
            host.memory.store(stat.address(), &UNKNOWN)
        }
        _ => Ok(()),
    }
}

fn poll_oneoff(host: &mut Host<'_>, input: Address, output: Address, count: u32, events: Out<u32>) -> Answer {
    if wasmer::is_imitated(host) {
        poll::wait_with(host, input, output, count, events, wait)
    } else {
        poll::poll_oneoff(host, input, output, count, events)
    }
}

/// One bad descriptor fails the call, a time of zero is for ever, and an error is reported as a hang-up.
fn wait(state: &State, subscriptions: &[Subscription]) -> Result<Vec<Event>, Errno> {
    subscriptions.iter().filter_map(Subscription::fd).try_for_each(|fd| state.table.get(fd).map(drop))?;
    let timed: Vec<_> = subscriptions.iter().copied().filter(|s| !is_endless(s)).collect();
    let mut events = poll::wait(state, &timed)?;
    for event in &mut events {
        let subscription = timed.iter().find(|subscription| event.is_of(subscription));
        if let Some(Wish::Fd { fd, write }) = subscription.map(|subscription| subscription.wish)
            && let Ok(Entry::Socket(socket)) = state.table.get(fd)
        {
            blur(socket, write, event)?;
        }
    }
    Ok(events)
}

fn is_endless(subscription: &Subscription) -> bool {
    matches!(subscription.wish, Wish::Clock { timeout: 0, .. })
}

/// On a stream the end of data is a hang-up to a reading subscription, and an error is a hang-up to every one.
fn blur(socket: &Socket, write: bool, event: &mut Event) -> Answer {
    if socket.kind == Kind::Stream && (event.error.take().is_some() || !write && is_at_end(socket)?) {
        event.flags = HANGUP;
        event.bytes = 0;
    }
    Ok(())
}

fn is_at_end(socket: &Socket) -> Result<bool, Errno> {
    let ready = wasmer::look(socket, PollFlags::IN, Some(std::time::Duration::ZERO))?;
    let mut byte = [0];
    let flags = RecvFlags::PEEK | RecvFlags::DONTWAIT;
    Ok(ready.contains(PollFlags::IN) && rustix::net::recv(socket, &mut byte, flags).is_ok_and(|(_, len)| len == 0))
}
