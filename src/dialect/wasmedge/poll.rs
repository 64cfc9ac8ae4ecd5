//! `poll_oneoff`, which WasmEdge builds on epoll and wasi-go on poll.
//!
//! What WasmEdge makes of it, and what is done about it:
//! - A descriptor that cannot be waited for (a file, or none at all) is reported only along with something else. A wait
//!   that lasts is preceded by a short one, whose end brings such reports out: [`poll_in`].
//! - An error condition that comes alone is no event at all: [`find_error`].
//! - Of two subscriptions to one descriptor and direction the second is `EEXIST`: [`share`].
//! - The number of bytes is always 1: [`available`] looks at them.

use core::mem::MaybeUninit;

use wasi::{ERRNO_EXIST, ERRNO_IO, EVENTTYPE_CLOCK, EVENTTYPE_FD_READ, Event, Subscription};

use super::option;
use super::recv::recv;
use crate::abi::{MSG_PEEK, iovec};
use crate::dialect::shared::{events, wasip1};
use crate::dialect::{Fd, Flags, Kind};
use crate::errno::{Errno, Result};
use crate::memory::scratch;
use crate::option::{SockOpt, Value};

type Room<'a, T = Event> = &'a mut [MaybeUninit<T>];

/// The short wait.
const LOOK: u64 = 1_000_000;

/// Waits until there is an event, that of the clock included: never none.
pub(super) fn poll(subscriptions: &[Subscription], room: Room) -> Result<usize> {
    /// Subscriptions whose copy lies on the stack; more are lent by malloc.
    const FEW: usize = 17;
    let time = subscriptions.iter().find_map(events::time);
    if subscriptions.iter().all(events::is_clock) {
        return wasip1::poll(subscriptions, room);
    }
    if let Some(time @ ..=LOOK) = time {
        return match wait(subscriptions, room)? {
            0 => sleep(time, room),
            count => Ok(count),
        };
    }
    if subscriptions.len() < FEW {
        let mut copy = [const { MaybeUninit::uninit() }; FEW];
        return poll_in(&mut copy, subscriptions, time, room);
    }
    scratch::with_scratch(subscriptions.len() + 1, |copy| poll_in(copy, subscriptions, time, room))
}

/// Waits for a short time first, and then for what is left; `copy` has room for the subscriptions and a clock.
fn poll_in(copy: Room<Subscription>, subscriptions: &[Subscription], time: Option<u64>, room: Room) -> Result<usize> {
    /// A pause where an error condition that nobody waits for wakes the host again and again.
    const NAP: u64 = 10_000_000;
    let now = || if time.is_some() { wasip1::now() } else { Ok(0) };
    let start = now()?;
    let mut left = Some(LOOK);
    loop {
        let count = wait(with_time(copy, subscriptions, left), room)?;
        let kept = without_clock(events::written(room, count));
        if kept > 0 {
            return Ok(kept);
        }
        if count == 0 {
            sleep(left.map_or(NAP, |left| left.min(NAP)), room)?;
        }
        let passed = now()?.saturating_sub(start);
        left = time.map(|time| time.saturating_sub(passed));
        if left == Some(0) {
            return sleep(0, room);
        }
    }
}

/// The subscriptions to descriptors, and one to a clock for this time unless it is for ever.
fn with_time<'a>(
    copy: Room<'a, Subscription>,
    subscriptions: &[Subscription],
    time: Option<u64>,
) -> &'a [Subscription] {
    let clock = time.map(|time| wasip1::timer(time, 0));
    let descriptors = subscriptions.iter().filter(|one| !events::is_clock(one));
    let mut n = 0;
    for (to, from) in copy.iter_mut().zip(descriptors.chain(&clock)) {
        to.write(*from);
        n += 1;
    }
    // SAFETY: the first `n` were written.
    unsafe { core::slice::from_raw_parts(copy.as_ptr().cast(), n) }
}

/// Drops the events of the clock; how many others there are.
fn without_clock(events: &mut [Event]) -> usize {
    let mut kept = 0;
    for at in 0..events.len() {
        if let Some(event) = events.get(at).copied().filter(|event| event.type_ != EVENTTYPE_CLOCK)
            && let Some(place) = events.get_mut(kept)
        {
            *place = event;
            kept += 1;
        }
    }
    kept
}

/// Waits for the clock alone; its event is the first.
fn sleep(nanoseconds: u64, room: Room) -> Result<usize> {
    wasip1::poll(&[wasip1::timer(nanoseconds, 0)], room)
}

/// One wait; none of the events where the host was woken by what nobody waits for.
fn wait(subscriptions: &[Subscription], room: Room) -> Result<usize> {
    match wasip1::poll(subscriptions, room)? {
        0 => find_error(subscriptions, room),
        count => Ok(share(subscriptions, events::written(room, count))),
    }
}

/// Gives a second subscription of one descriptor and direction what the first has got: how many
/// events there are then.
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

/// What the first subscription of the same descriptor and direction as this event's has got.
fn first(subscriptions: &[Subscription], found: &[Event], second: &Event) -> Option<Event> {
    let fd = events::descriptor(events::subscription(subscriptions, second)?);
    let mut alike = subscriptions.iter().filter(|one| one.u.tag == second.type_.raw());
    let userdata = alike.find(|one| events::descriptor(one) == fd)?.userdata;
    let event = found
        .iter()
        .find(|event| event.userdata == userdata && event.type_ == second.type_ && event.error != ERRNO_EXIST)?;
    Some(Event { userdata: second.userdata, ..*event })
}

/// The host was woken and reports nothing: by an error condition alone, if anything, as of a
/// datagram that was refused. Each wait for reading is tried by itself; `Ok(0)` when it was not that.
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

/// Whether waiting for this subscription or for a moment ends with neither.
fn has_error_alone(subscription: &Subscription) -> Result<bool> {
    let mut room = [const { MaybeUninit::uninit() }; 2];
    Ok(wasip1::poll(&[*subscription, wasip1::timer(LOOK, 0)], &mut room)? == 0)
}

/// The bytes that a receive would find waiting, found by looking at them.
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
        let (len, whole) = peek(fd, kind, room)?;
        if whole {
            return Ok(len);
        }
        room = room.checked_mul(4).ok_or(Errno::ENOMEM)?;
    }
}

/// Looks at no more than `room` bytes: how many there are, and whether that is all.
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

    fn clock() -> Event {
        Event { type_: EVENTTYPE_CLOCK, ..event(0, wasi::ERRNO_SUCCESS, 0) }
    }

    #[test]
    fn the_second_of_two_subscriptions_gets_what_the_first_got() {
        let fds = [7, 8, 7];
        let subscriptions = fds.map(|fd| wasip1::readiness(fd, EVENTTYPE_FD_READ, (fd * 10).cast_unsigned().into()));
        let [mut a, b, mut c] = subscriptions;
        (a.userdata, c.userdata) = (1, 3);
        let mut events = [event(3, ERRNO_EXIST, 0), event(1, wasi::ERRNO_SUCCESS, 5)];
        assert_eq!(share(&[a, b, c], &mut events), 2);
        assert_eq!(
            events.map(|event| (event.userdata, event.error, event.fd_readwrite.nbytes)),
            [(3, wasi::ERRNO_SUCCESS, 5), (1, wasi::ERRNO_SUCCESS, 5)]
        );
    }

    #[test]
    fn a_second_subscription_has_no_event_without_the_first() {
        let subscriptions = [(7, 1), (7, 2), (8, 3)].map(|(fd, at)| wasip1::readiness(fd, EVENTTYPE_FD_READ, at));
        let mut events = [event(2, ERRNO_EXIST, 0), event(3, wasi::ERRNO_SUCCESS, 0)];
        assert_eq!(share(&subscriptions, &mut events), 1);
        assert_eq!(events[0].userdata, 3);
    }

    #[test]
    fn the_end_of_the_short_wait_is_no_event() {
        let mut events = [clock(), event(1, wasi::ERRNO_BADF, 0), clock(), event(2, wasi::ERRNO_SUCCESS, 1)];
        assert_eq!(without_clock(&mut events), 2);
        assert_eq!([events[0].userdata, events[1].userdata], [1, 2]);
        assert_eq!(without_clock(&mut [clock()]), 0);
    }

    #[test]
    fn a_wait_has_the_descriptors_and_its_own_time() {
        let [a, b] = [7, 8].map(|fd| wasip1::readiness(fd, EVENTTYPE_FD_READ, 1));
        let mut copy = [const { MaybeUninit::uninit() }; 4];
        let seen =
            |found: &[Subscription]| found.iter().map(|one| (events::descriptor(one), events::time(one))).collect();
        let all: std::vec::Vec<_> = seen(with_time(&mut copy, &[a, wasip1::timer(90, 0), b], Some(5)));
        assert_eq!(all, [(Some(7), None), (Some(8), None), (None, Some(5))]);
        let all: std::vec::Vec<_> = seen(with_time(&mut copy, &[a, b], None));
        assert_eq!(all, [(Some(7), None), (Some(8), None)]);
    }
}
