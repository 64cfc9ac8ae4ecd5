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
    if fd < DRAWN || !on && !get(fd) {
        return;
    }
    if let Some(place) = place(fd) {
        place.store(if on { fd } else { 0 }, Relaxed);
    }
}

/// The value that was set last.
pub(super) fn get(fd: Fd) -> bool {
    place(fd).is_some_and(|place| fd != 0 && place.load(Relaxed) == fd)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One test, as there is one table.
    #[test]
    fn a_socket_takes_the_place_of_another() {
        let [one, other] = [DRAWN + 7, DRAWN + 7 + 256];
        set(one, true);
        assert_eq!([one, other].map(get), [true, false]);
        set(other, false);
        assert_eq!([one, other].map(get), [true, false]);
        set(other, true);
        assert_eq!([one, other].map(get), [false, true]);
        set(other, false);
        assert_eq!([one, other].map(get), [false, false]);
        set(7, true);
        assert!(!get(7));
    }
}
