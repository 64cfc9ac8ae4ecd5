// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Whether `TCP_NODELAY` was set, on a host that has no such option: the library remembers what `getsockopt` then returns.
//!
//! A descriptor's number decides its place among some. A socket takes the place of another one, which then has the option off, as
//! the host has it. Nothing ends with `close`: WasmEdge draws each number at random from all that there are, so none comes again.

use core::sync::atomic::{AtomicI32, Ordering::Relaxed};

use crate::dialect::Fd;

/// Numbers below may be a host's that counts them and uses them again. Hardly any is drawn at random.
const DRAWN: Fd = 1 << 16;

/// The sockets that have the option on; 0 is none.
static SOCKETS: [AtomicI32; 256] = [const { AtomicI32::new(0) }; 256];

fn place(fd: Fd) -> Option<&'static AtomicI32> {
    SOCKETS.get(fd.cast_unsigned() as usize % SOCKETS.len())
}

/// Remembers the value.
pub(super) fn set(fd: Fd, on: bool) {
    if let Some(was_on) = get(fd)
        && (on || was_on)
        && let Some(place) = place(fd)
    {
        place.store(if on { fd } else { 0 }, Relaxed);
    }
}

/// The value that was set last; `None` where the library does not remember it.
pub(super) fn get(fd: Fd) -> Option<bool> {
    place(fd).filter(|_| fd >= DRAWN).map(|place| place.load(Relaxed) == fd)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One test, as there is one table.
    #[test]
    fn a_socket_takes_the_place_of_another() {
        let [one, other] = [DRAWN + 7, DRAWN + 7 + 256];
        set(one, true);
        assert_eq!([one, other].map(get), [Some(true), Some(false)]);
        set(other, false);
        assert_eq!([one, other].map(get), [Some(true), Some(false)]);
        set(other, true);
        assert_eq!([one, other].map(get), [Some(false), Some(true)]);
        set(other, false);
        assert_eq!([one, other].map(get), [Some(false), Some(false)]);
        set(7, true);
        assert_eq!(get(7), None);
    }
}
