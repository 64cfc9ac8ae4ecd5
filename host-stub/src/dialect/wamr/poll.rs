// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! WAMR's `poll_oneoff`.

use super::NAME;
use crate::arg::{Address, Out};
use crate::errno::{Answer, Errno};
use crate::import::Module;
use crate::preview1::poll::{self, Event, Subscription, Wish};
use crate::state::{Host, State};

/// WAMR leaves `nbytes` undefined.
const GARBAGE: u64 = 0x5a5a_5a5a_5a5a_5a5a;

pub fn add(module: &mut Module<'_>) {
    module.add("poll_oneoff", "in out count events", poll_oneoff);
}

fn poll_oneoff(host: &mut Host<'_>, input: Address, output: Address, count: u32, events: Out<u32>) -> Answer {
    if host.state.imitates(NAME) {
        poll::wait_with(host, input, output, count, events, wait)
    } else {
        poll::poll_oneoff(host, input, output, count, events)
    }
}

/// WAMR supports one clock, and no absolute time beside descriptors. An event with an error has no hang-up flag.
fn wait(state: &State, subscriptions: &[Subscription]) -> Result<Vec<Event>, Errno> {
    let beside_fds = subscriptions.iter().any(|one| one.fd().is_some());
    let mut clocks = 0;
    let (served, refused): (Vec<_>, Vec<_>) = subscriptions.iter().copied().partition(|one| match one.wish {
        Wish::Clock { absolute, .. } if absolute && beside_fds || clocks > 0 => false,
        Wish::Clock { .. } => {
            clocks += 1;
            true
        }
        Wish::Fd { .. } => true,
    });
    let refused = refused.iter().map(|one| Event::new(one, Some(Errno::ENOSYS))).collect();
    let mut events = poll::wait_beside(state, &served, refused)?;
    for event in &mut events {
        if event.error.is_some() {
            event.flags = 0;
        } else if event.is_of_reading() {
            event.bytes = GARBAGE;
        }
    }
    Ok(events)
}
