// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Events of preview 1's `poll_oneoff`, and the subscriptions that they answer.

use core::mem::MaybeUninit;

use wasi::{
    ERRNO_BADF, ERRNO_IO, EVENTTYPE_CLOCK, EVENTTYPE_FD_READ, EVENTTYPE_FD_WRITE, Event, EventFdReadwrite,
    Eventrwflags, Subscription,
};

use crate::dialect::Fd;
use crate::dialect::shared::wasip1;
use crate::errno::Errno;

/// No hang-up.
const NO_FLAGS: Eventrwflags = 0;

/// The events that a host wrote, `count` of them.
pub(crate) fn written(events: &mut [MaybeUninit<Event>], count: usize) -> &mut [Event] {
    let count = count.min(events.len());
    // SAFETY: the host wrote the first `count`, any bytes of which are valid.
    unsafe { core::slice::from_raw_parts_mut(events.as_mut_ptr().cast(), count) }
}

/// Whether the subscription is to a clock.
pub(crate) fn is_clock(subscription: &Subscription) -> bool {
    subscription.u.tag == EVENTTYPE_CLOCK.raw()
}

/// The descriptor of a subscription, unless it is to a clock.
pub(crate) fn descriptor(subscription: &Subscription) -> Option<Fd> {
    if is_clock(subscription) {
        return None;
    }
    // SAFETY: every other subscription has a descriptor, at the same place for either direction.
    Some(unsafe { subscription.u.u.fd_read.file_descriptor }.cast_signed())
}

/// The subscription that an event answers.
pub(crate) fn subscription<'a>(subscriptions: &'a [Subscription], event: &Event) -> Option<&'a Subscription> {
    subscriptions.iter().find(|one| one.userdata == event.userdata && one.u.tag == event.type_.raw())
}

/// An event that reports an error for the descriptor of a subscription.
pub(crate) fn failed(subscription: &Subscription, error: wasi::Errno) -> Event {
    let reads = subscription.u.tag == EVENTTYPE_FD_READ.raw();
    let type_ = if reads { EVENTTYPE_FD_READ } else { EVENTTYPE_FD_WRITE };
    let fd_readwrite = EventFdReadwrite { nbytes: 0, flags: NO_FLAGS };
    Event { userdata: subscription.userdata, error, type_, fd_readwrite }
}

/// Polls each subscription to a descriptor alone, without waiting; returns how many have an event.
#[cold]
pub(crate) fn each(subscriptions: &[Subscription], room: &mut [MaybeUninit<Event>]) -> usize {
    let mut count = 0;
    for subscription in subscriptions.iter().filter(|one| !is_clock(one)) {
        if let (Some(event), Some(slot)) = (look(subscription), room.get_mut(count)) {
            slot.write(event);
            count += 1;
        }
    }
    count
}

/// The event that a subscription has now, if any. If the host fails the whole call because of the descriptor, that is an
/// event too.
fn look(subscription: &Subscription) -> Option<Event> {
    match wasip1::look(subscription) {
        Ok(event) => event,
        Err(Errno::EBADF) => Some(failed(subscription, ERRNO_BADF)),
        Err(_) => Some(failed(subscription, ERRNO_IO)),
    }
}
