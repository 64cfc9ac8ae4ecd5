// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Whether `TCP_NODELAY` was set, on a host that has no such option: the library remembers what `getsockopt` then returns.
//!
//! Nothing ends with `close`: WasmEdge draws each number of a descriptor at random from all that there are, so none comes again.
//! Once the table is full, a socket takes the place of another one, and what is not in the table is not known any more.

use core::sync::atomic::{AtomicBool, AtomicI32, Ordering::Relaxed};

use crate::dialect::Fd;

/// Numbers below may be a host's that counts them and uses them again. Hardly any is drawn at random.
const DRAWN: Fd = 1 << 16;

/// The sockets that have the option on; 0 is none.
static SOCKETS: [AtomicI32; 256] = [const { AtomicI32::new(0) }; 256];

/// Whether a socket has lost its place.
static FULL: AtomicBool = AtomicBool::new(false);

fn is_remembered(fd: Fd) -> bool {
    SOCKETS.iter().any(|place| place.load(Relaxed) == fd)
}

/// Puts `new` where `old` stands; whether it stood anywhere.
fn replace(old: Fd, new: Fd) -> bool {
    SOCKETS.iter().any(|place| place.compare_exchange(old, new, Relaxed, Relaxed).is_ok())
}

/// Remembers the value.
pub(super) fn set(fd: Fd, on: bool) {
    if fd < DRAWN {
        return;
    }
    if !on {
        replace(fd, 0);
    } else if !is_remembered(fd) && !replace(0, fd) {
        FULL.store(true, Relaxed);
        if let Some(place) = SOCKETS.get(fd.cast_unsigned() as usize % SOCKETS.len()) {
            place.store(fd, Relaxed);
        }
    }
}

/// The value that was set last; `None` where the library does not know it.
pub(super) fn get(fd: Fd) -> Option<bool> {
    let on = fd >= DRAWN && is_remembered(fd);
    (on || fd >= DRAWN && !FULL.load(Relaxed)).then_some(on)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One test, as there is one table.
    #[test]
    fn the_newest_sockets_are_remembered() {
        let sockets: [Fd; 256] = core::array::from_fn(|i| DRAWN + i as Fd);
        let [first, second, new] = [DRAWN, DRAWN + 1, DRAWN + 256];
        assert_eq!(get(first), Some(false));
        for fd in sockets {
            set(fd, true);
            set(fd, true);
        }
        assert!(sockets.into_iter().all(|fd| get(fd) == Some(true)));
        set(second, false);
        assert_eq!([second, new].map(get), [Some(false), Some(false)]);
        set(second, true);
        set(new, true);
        assert_eq!([first, second, new].map(get), [None, Some(true), Some(true)]);
        set(7, true);
        assert_eq!(get(7), None);
    }
}
