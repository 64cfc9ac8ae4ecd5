// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! `poll_oneoff`, which WasmEdge builds on epoll and wasi-go on poll.
//!
//! WasmEdge's faults, and what the library does about them:
//! - A descriptor that epoll does not take (a file, or a closed one) is reported only together with another event:
//!   [`pollable`] checks for it beforehand.
//! - An error condition that comes alone ends the wait without an event: [`find_error`]. If the program does not wait for
//!   that descriptor to be readable, [`poll`] waits again.
//! - Of two subscriptions to one descriptor and direction the second is `EEXIST`: [`share`].
//! - The number of bytes is always 1: [`available`] peeks to count them.

use core::mem::MaybeUninit;

use wasi::{ERRNO_EXIST, ERRNO_IO, ERRNO_SUCCESS, EVENTTYPE_CLOCK, EVENTTYPE_FD_READ, Event, Subscription};

use super::option;
use super::recv::recv;
use crate::abi::{MSG_PEEK, POLLIN, POLLNVAL, POLLOUT, iovec};
use crate::dialect::shared::time_left::End;
use crate::dialect::shared::{events, wasip1};
use crate::dialect::{Fd, Flags, Kind, Pollable};
use crate::errno::{Errno, Result};
use crate::memory::scratch;
use crate::option::{SockOpt, Value};

type Room<'a> = &'a mut [MaybeUninit<Event>];

const MILLISECOND: u64 = 1_000_000;

/// Polls a descriptor that is not a socket alone, together with a clock that makes the host return its event: an error if
/// epoll does not take it, which means that it is always ready.
pub(super) fn pollable(fd: Fd) -> Result<Pollable> {
    Ok(match wasip1::kind(fd) {
        Err(Errno::EBADF) => Pollable::Now(POLLNVAL),
        Err(Errno::ENOTSOCK) if wasip1::has_error(fd)? => Pollable::Now(POLLIN | POLLOUT),
        _ => Pollable::Host(fd),
    })
}

pub(super) fn poll(subscriptions: &mut [Subscription], room: Room) -> Result<usize> {
    let end = time(subscriptions).map_or(Ok(End::NEVER), |time| End::after(*time))?;
    loop {
        match wasip1::poll(subscriptions, room)? {
            0 => {}
            count => return Ok(share(subscriptions, events::written(room, count))),
        }
        match find_error(subscriptions, room)? {
            0 => {}
            count => return Ok(count),
        }
        let left = end.nap()?;
        if left == 0 {
            return Ok(timed_out(subscriptions, room));
        }
        if let Some(time) = time(subscriptions) {
            *time = left;
        }
    }
}

/// The time of the clock, if the call also waits for descriptors.
fn time(subscriptions: &mut [Subscription]) -> Option<&mut u64> {
    let [_, .., last] = subscriptions else { return None };
    if !events::is_clock(last) {
        return None;
    }
    // SAFETY: it is a clock.
    Some(unsafe { &mut last.u.u.clock.timeout })
}

/// The event of the clock, which stands last.
fn timed_out(subscriptions: &[Subscription], room: Room) -> usize {
    let event =
        subscriptions.last().map(|clock| Event { type_: EVENTTYPE_CLOCK, ..events::failed(clock, ERRNO_SUCCESS) });
    room.iter_mut().zip(event).map(|(place, event)| place.write(event)).count()
}

/// Copies the event of the first subscription to a second one for the same descriptor and direction; returns how
/// many events there are then.
fn share(subscriptions: &[Subscription], events: &mut [Event]) -> usize {
    if events.iter().all(|event| event.error != ERRNO_EXIST) {
        return events.len();
    }
    let mut kept = 0;
    for at in 0..events.len() {
        let event = events.get(at).and_then(|event| match event.error {
            ERRNO_EXIST => first(subscriptions, events, event),
            _ => Some(*event),
        });
        if let (Some(event), Some(place)) = (event, events.get_mut(kept)) {
            *place = event;
            kept += 1;
        }
    }
    kept
}

/// The event of the first subscription to the same descriptor and direction.
fn first(subscriptions: &[Subscription], found: &[Event], second: &Event) -> Option<Event> {
    let fd = events::descriptor(events::subscription(subscriptions, second)?);
    let mut alike = subscriptions.iter().filter(|one| one.u.tag == second.type_.raw());
    let userdata = alike.find(|one| events::descriptor(one) == fd)?.userdata;
    let event = found
        .iter()
        .find(|event| event.userdata == userdata && event.type_ == second.type_ && event.error != ERRNO_EXIST)?;
    Some(Event { userdata: second.userdata, ..*event })
}

/// The host ended the wait without an event, which an error condition alone can cause, such as a datagram that was
/// refused. So each wait for reading is tried alone; `Ok(0)` if that was not the cause.
#[cold]
fn find_error(subscriptions: &[Subscription], room: Room) -> Result<usize> {
    let mut count = 0;
    for subscription in subscriptions.iter().filter(|one| one.u.tag == EVENTTYPE_FD_READ.raw()) {
        if let (true, Some(place)) = (has_error_alone(subscription)?, room.get_mut(count)) {
            place.write(events::failed(subscription, ERRNO_IO));
            count += 1;
        }
    }
    Ok(count)
}

/// Whether a short wait for this subscription ends with neither an event nor the time limit.
fn has_error_alone(subscription: &Subscription) -> Result<bool> {
    let mut room = [const { MaybeUninit::uninit() }; 2];
    Ok(wasip1::poll(&[*subscription, wasip1::timer(MILLISECOND, 0)], &mut room)? == 0)
}

/// The number of bytes that a receive would find, counted by peeking.
pub(super) fn available(fd: Fd) -> Result<usize> {
    const PAGE: usize = 4096;
    let kind = option::kind(fd)?;
    if kind == Kind::Stream && option::get(fd, SockOpt::AcceptConn)? == Value::Int(1) {
        return Err(Errno::EINVAL);
    }
    if !wasip1::readable(fd)? {
        return Ok(0);
    }
    let mut room = PAGE;
    loop {
        let (len, whole) = match peek(fd, kind, room) {
            // The wait ended for another reason than data.
            Err(Errno::EAGAIN | Errno::ENOTCONN) => return Ok(0),
            other => other?,
        };
        if whole {
            return Ok(len);
        }
        room = room.checked_mul(4).ok_or(Errno::ENOMEM)?;
    }
}

/// Peeks at no more than `room` bytes; returns how many there are, and whether that is all.
fn peek(fd: Fd, kind: Kind, room: usize) -> Result<(usize, bool)> {
    scratch::with_scratch(room, |bytes: &mut [MaybeUninit<u8>]| {
        let room = [iovec { iov_base: bytes.as_mut_ptr().cast(), iov_len: bytes.len() }];
        let got = recv(fd, &room, Flags(MSG_PEEK))?;
        let whole = match kind {
            Kind::Stream => got.len < bytes.len(),
            Kind::Datagram => !got.truncated,
        };
        Ok((got.len, whole))
    })
}

#[cfg(test)]
mod tests {
    use wasi::EventFdReadwrite;

    use super::*;

    fn event(userdata: u64, error: wasi::Errno, nbytes: u64) -> Event {
        let fd_readwrite = EventFdReadwrite { nbytes, flags: 0 };
        Event { userdata, error, type_: EVENTTYPE_FD_READ, fd_readwrite }
    }

    #[test]
    fn the_second_of_two_subscriptions_gets_what_the_first_got() {
        let fds = [7, 8, 7];
        let subscriptions = fds.map(|fd| wasip1::readiness(fd, EVENTTYPE_FD_READ, (fd * 10).cast_unsigned().into()));
        let [mut a, b, mut c] = subscriptions;
        (a.userdata, c.userdata) = (1, 3);
        let mut events = [event(3, ERRNO_EXIST, 0), event(1, ERRNO_SUCCESS, 5)];
        assert_eq!(share(&[a, b, c], &mut events), 2);
        assert_eq!(
            events.map(|event| (event.userdata, event.error, event.fd_readwrite.nbytes)),
            [(3, ERRNO_SUCCESS, 5), (1, ERRNO_SUCCESS, 5)]
        );
    }

    #[test]
    fn a_second_subscription_has_no_event_without_the_first() {
        let subscriptions = [(7, 1), (7, 2), (8, 3)].map(|(fd, at)| wasip1::readiness(fd, EVENTTYPE_FD_READ, at));
        let mut events = [event(2, ERRNO_EXIST, 0), event(3, ERRNO_SUCCESS, 0)];
        assert_eq!(share(&subscriptions, &mut events), 1);
        assert_eq!(events[0].userdata, 3);
    }
}
