//! What `poll_oneoff` says of streams, put right.
//!
//! A hang-up stands for three things: an attempt to connect has failed, both directions are closed, or the
//! peer sends no more. Linux tells the first as an error, and the last is no hang-up but the end of data.

use core::mem::MaybeUninit;

use wasi::{
    ERRNO_BADF, ERRNO_IO, EVENTRWFLAGS_FD_READWRITE_HANGUP, EVENTTYPE_CLOCK, EVENTTYPE_FD_READ, EVENTTYPE_FD_WRITE,
    Event, Subscription,
};

use super::{Status, Wasix, send, status};
use crate::abi::iovec;
use crate::dialect::{Dialect, Fd, Kind, preview1};
use crate::errno::{Errno, Result};

/// Corrects one event that the host wrote.
pub(super) fn correct(subscriptions: &[Subscription], event: &mut MaybeUninit<Event>) {
    // SAFETY: the host wrote this event, any bytes of which are valid.
    let event = unsafe { event.assume_init_mut() };
    let hung_up = event.fd_readwrite.flags & EVENTRWFLAGS_FD_READWRITE_HANGUP != 0;
    if event.type_ != EVENTTYPE_CLOCK && hung_up {
        if let Some(fd) = descriptor(subscriptions, event) {
            judge(fd, event);
        }
    }
}

/// The descriptor of the subscription that the event is for.
fn descriptor(subscriptions: &[Subscription], event: &Event) -> Option<Fd> {
    let is_its = |s: &&Subscription| s.userdata == event.userdata && s.u.tag == event.type_.raw();
    // SAFETY: a subscription to read or write has a descriptor, and both have it at the same place.
    subscriptions.iter().find(is_its).map(|s| unsafe { s.u.u.fd_read.file_descriptor }.cast_signed())
}

#[cold]
fn judge(fd: Fd, event: &mut Event) {
    match (Wasix::kind(fd), status(fd)) {
        (Ok(Kind::Stream), Ok(Status::Failed)) => event.error = ERRNO_IO,
        (Ok(Kind::Stream), Ok(_)) if can_send(fd) => event.fd_readwrite.flags &= !EVENTRWFLAGS_FD_READWRITE_HANGUP,
        _ => {}
    }
}

/// Whether the direction out is open, by sending nothing at all; a datagram socket would send something.
fn can_send(fd: Fd) -> bool {
    let nothing = iovec { iov_base: core::ptr::NonNull::<u64>::dangling().as_ptr().cast(), iov_len: 0 };
    matches!(send(fd, &[nothing]), Ok(_) | Err(Errno::EAGAIN))
}

/// One closed descriptor fails the whole call. Then each subscription is looked at by itself, without
/// waiting: the one that is closed has its event in any case.
#[cold]
pub(super) fn each(subscriptions: &[Subscription], events: &mut [MaybeUninit<Event>]) -> Result<usize> {
    let mut count = 0;
    for subscription in subscriptions.iter().filter(|s| s.u.tag != EVENTTYPE_CLOCK.raw()) {
        let mut seen = [const { MaybeUninit::<Event>::zeroed() }; 2];
        let n = preview1::poll(&[*subscription, preview1::timer(0, subscription.userdata)], &mut seen);
        let Some(slot) = events.get_mut(count) else { break };
        // SAFETY: all zero is a valid event, and the host wrote whole ones.
        let mut event = unsafe { seen[0].assume_init() };
        match n {
            Ok(0) => continue,
            Ok(_) if event.type_ == EVENTTYPE_CLOCK => continue,
            Ok(_) => {}
            Err(error) => {
                event.userdata = subscription.userdata;
                event.type_ =
                    if subscription.u.tag == EVENTTYPE_FD_READ.raw() { EVENTTYPE_FD_READ } else { EVENTTYPE_FD_WRITE };
                event.error = if error == Errno::EBADF { ERRNO_BADF } else { ERRNO_IO };
            }
        }
        slot.write(event);
        count += 1;
    }
    Ok(count)
}
