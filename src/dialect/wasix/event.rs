// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Corrects the events that `poll_oneoff` reports for streams.
//!
//! A hang-up means one of three: an attempt to connect has failed, both directions are closed, or the peer has
//! sent its end. Linux reports the first as an error, and the last as readable data without a hang-up.

use core::mem::MaybeUninit;

use wasi::{
    ERRNO_IO, ERRNO_SUCCESS, EVENTRWFLAGS_FD_READWRITE_HANGUP, EVENTTYPE_CLOCK, EVENTTYPE_FD_READ, EVENTTYPE_FD_WRITE,
    Event, Subscription,
};

use super::connect::{Status, status};
use super::errno::kind;
use super::transfer::send;
use crate::abi::iovec;
use crate::dialect::shared::events;
use crate::dialect::{Fd, Kind};
use crate::errno::Errno;

/// Corrects the events that the host wrote, those of reading first: they show the end of data.
pub(super) fn correct(subscriptions: &[Subscription], events: &mut [MaybeUninit<Event>], count: usize) {
    let events = events::written(events, count);
    for at in 0..events.len() {
        let Some(event) = events.get_mut(at).filter(|event| is_hung_up(event)) else { continue };
        if let Some(fd) = events::subscription(subscriptions, event).and_then(events::descriptor) {
            correct_hang_up(fd, event);
        }
    }
    for at in 0..events.len() {
        let Some(event) = events.get(at).filter(|event| is_hung_up(event) && event.type_ == EVENTTYPE_FD_WRITE) else {
            continue;
        };
        let reads = |other: &Event| other.type_ == EVENTTYPE_FD_READ && other.userdata == event.userdata;
        let is_open = events.iter().any(|other| reads(other) && !is_hung_up(other) && other.error == ERRNO_SUCCESS);
        if is_open && let Some(event) = events.get_mut(at) {
            event.fd_readwrite.flags = 0;
        }
    }
}

/// Whether the event is a hang-up whose cause is not known yet.
fn is_hung_up(event: &Event) -> bool {
    let flag = event.fd_readwrite.flags & EVENTRWFLAGS_FD_READWRITE_HANGUP != 0;
    flag && event.type_ != EVENTTYPE_CLOCK && event.error == ERRNO_SUCCESS
}

#[cold]
fn correct_hang_up(fd: Fd, event: &mut Event) {
    match (kind(fd), status(fd)) {
        (Ok(Kind::Stream), Ok(Status::Failed)) => event.error = ERRNO_IO,
        (Ok(Kind::Stream), Ok(_)) if event.type_ == EVENTTYPE_FD_READ && can_send(fd) => event.fd_readwrite.flags = 0,
        _ => {}
    }
}

/// Whether a stream can still send, found out by a send of no bytes. On a datagram socket that would send a datagram.
fn can_send(fd: Fd) -> bool {
    let nothing = iovec { iov_base: core::ptr::NonNull::<u64>::dangling().as_ptr().cast(), iov_len: 0 };
    matches!(send(fd, &[nothing]), Ok(_) | Err(Errno::EAGAIN))
}
