// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! For hosts whose `poll_oneoff` reports every descriptor as ready once one is: polls each descriptor alone.

use core::mem::MaybeUninit;

use wasi::{EVENTTYPE_CLOCK, Event, Subscription};

use crate::dialect::shared::{events, wasip1};
use crate::errno::Result;

/// Keeps those of the first `count` events that a poll of the descriptor alone confirms; returns how many.
pub(super) fn confirm(
    subscriptions: &[Subscription],
    events: &mut [MaybeUninit<Event>],
    count: usize,
) -> Result<usize> {
    if count < 2 {
        return Ok(count);
    }
    let mut kept = 0;
    for at in 0..count {
        // SAFETY: the host wrote these events, any bytes of which are valid.
        let Some(event) = events.get(at).map(|event| unsafe { event.assume_init() }) else { break };
        if let Some(true_event) = poll_again(subscriptions, event)?
            && let Some(slot) = events.get_mut(kept)
        {
            slot.write(true_event);
            kept += 1;
        }
    }
    Ok(kept)
}

/// Polls one subscription alone, without waiting.
fn poll_again(subscriptions: &[Subscription], event: Event) -> Result<Option<Event>> {
    if event.type_ == EVENTTYPE_CLOCK {
        return Ok(Some(event));
    }
    events::subscription(subscriptions, &event).map_or(Ok(None), wasip1::look)
}
