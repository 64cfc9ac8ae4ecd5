//! `poll_oneoff`, which WasmEdge builds on epoll and wasi-go on poll.
//!
//! What WasmEdge makes of it: of two subscriptions of one descriptor and direction the second is
//! `EEXIST`; an error condition that comes alone is no event at all; the bytes told are always 1.
//! A descriptor that cannot be waited for is told of only along with something else, to which the
//! front sees: [`Dialect::LOOKS_FIRST`].

use core::mem::MaybeUninit;

use wasi::{
    ERRNO_EXIST, ERRNO_IO, EVENTTYPE_FD_READ, EVENTTYPE_FD_WRITE, Event, EventFdReadwrite, Eventrwflags, Subscription,
};

use super::option;
use crate::abi::{MSG_PEEK, iovec};
use crate::dialect::shared::wasip1;
use crate::dialect::{Dialect, Fd, Flags, Kind};
use crate::errno::{Errno, Result};
use crate::memory::scratch;
use crate::option::{SockOpt, Value};

type Room<'a> = &'a mut [MaybeUninit<Event>];

pub(super) fn poll(subscriptions: &[Subscription], events: Room) -> Result<usize> {
    match wasip1::poll(subscriptions, events)? {
        0 => find_error(subscriptions, events),
        count => Ok(share(subscriptions, events, count)),
    }
}

/// Gives a second subscription of one descriptor and direction what the first has got: how many
/// events there are then.
fn share(subscriptions: &[Subscription], events: Room, count: usize) -> usize {
    let count = count.min(events.len());
    // SAFETY: the host wrote `count` events, any bytes of which are valid.
    let events = unsafe { core::slice::from_raw_parts_mut(events.as_mut_ptr().cast::<Event>(), count) };
    if events.iter().all(|event| event.error != ERRNO_EXIST) {
        return count;
    }
    let mut kept = 0;
    for at in 0..count {
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
fn first(subscriptions: &[Subscription], events: &[Event], second: &Event) -> Option<Event> {
    let tag = second.type_.raw();
    let mut alike = subscriptions.iter().filter(|subscription| subscription.u.tag == tag);
    let fd = descriptor(alike.clone().find(|subscription| subscription.userdata == second.userdata)?);
    let userdata = alike.find(|subscription| descriptor(subscription) == fd)?.userdata;
    let event = events
        .iter()
        .find(|event| event.userdata == userdata && event.type_ == second.type_ && event.error != ERRNO_EXIST)?;
    Some(Event { userdata: second.userdata, ..*event })
}

fn descriptor(subscription: &Subscription) -> Option<u32> {
    let waits = [EVENTTYPE_FD_READ, EVENTTYPE_FD_WRITE].iter().any(|ty| ty.raw() == subscription.u.tag);
    // SAFETY: the tag says that a descriptor is there, of either direction in one shape.
    if waits { Some(unsafe { subscription.u.u.fd_read.file_descriptor }) } else { None }
}

/// The host was woken and had nothing to tell: by an error condition alone, if anything, as of a
/// datagram that was refused. Each wait for reading is tried by itself; `Ok(0)` when it was not that.
#[cold]
fn find_error(subscriptions: &[Subscription], events: Room) -> Result<usize> {
    let mut count = 0;
    for subscription in subscriptions.iter().filter(|one| one.u.tag == EVENTTYPE_FD_READ.raw()) {
        if let (true, Some(place)) = (has_error_alone(subscription)?, events.get_mut(count)) {
            place.write(Event {
                userdata: subscription.userdata,
                error: ERRNO_IO,
                type_: EVENTTYPE_FD_READ,
                fd_readwrite: EventFdReadwrite { nbytes: 0, flags: NO_FLAGS },
            });
            count += 1;
        }
    }
    Ok(count)
}

const NO_FLAGS: Eventrwflags = 0;

/// Whether waiting for this subscription or for a moment ends with neither.
fn has_error_alone(subscription: &Subscription) -> Result<bool> {
    const MOMENT: u64 = 1_000_000;
    let mut events = [const { MaybeUninit::uninit() }; 2];
    Ok(wasip1::poll(&[*subscription, wasip1::timer(MOMENT, 0)], &mut events)? == 0)
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
        let got = <super::Wasmedge>::recv_nameless(fd, &room, Flags(MSG_PEEK))?;
        let whole = match kind {
            Kind::Stream => got.len < bytes.len(),
            Kind::Datagram => !got.truncated,
        };
        Ok((got.len, whole))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(userdata: u64, error: wasi::Errno, nbytes: u64) -> MaybeUninit<Event> {
        let fd_readwrite = EventFdReadwrite { nbytes, flags: NO_FLAGS };
        MaybeUninit::new(Event { userdata, error, type_: EVENTTYPE_FD_READ, fd_readwrite })
    }

    #[test]
    fn the_second_of_two_subscriptions_gets_what_the_first_got() {
        let fds = [7, 8, 7];
        let subscriptions = fds.map(|fd| wasip1::readiness(fd, EVENTTYPE_FD_READ, (fd * 10).cast_unsigned().into()));
        let [mut a, b, mut c] = subscriptions;
        (a.userdata, c.userdata) = (1, 3);
        let mut events = [event(3, ERRNO_EXIST, 0), event(1, wasi::ERRNO_SUCCESS, 5)];
        assert_eq!(share(&[a, b, c], &mut events, 2), 2);
        // SAFETY: both were written.
        let told = events.map(|event| unsafe { event.assume_init() });
        assert_eq!(
            told.map(|event| (event.userdata, event.error, event.fd_readwrite.nbytes)),
            [(3, wasi::ERRNO_SUCCESS, 5), (1, wasi::ERRNO_SUCCESS, 5)]
        );
    }

    #[test]
    fn a_second_subscription_has_no_event_without_the_first() {
        let subscriptions = [(7, 1), (7, 2), (8, 3)].map(|(fd, at)| wasip1::readiness(fd, EVENTTYPE_FD_READ, at));
        let mut events = [event(2, ERRNO_EXIST, 0), event(3, wasi::ERRNO_SUCCESS, 0)];
        assert_eq!(share(&subscriptions, &mut events, 2), 1);
        // SAFETY: it was written.
        assert_eq!(unsafe { events[0].assume_init() }.userdata, 3);
    }
}
