//! The sockets that the library keeps itself, by number.
//!
//! Their numbers lie above all that a host hands out, so one comparison tells them apart. The table is
//! fixed in size and takes no memory of its own from malloc; a socket's state ends with `close`.

use core::cell::UnsafeCell;
use core::mem::MaybeUninit;
use core::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use crate::addr::SocketAddr;
use crate::dialect::{Family, Fd, Kind};
use crate::errno::{Errno, Result};

/// The number of the first slot.
const BASE: Fd = 0x4000_0000;
/// The most sockets at once; one more is `EMFILE`.
const SLOTS: usize = 256;

/// What is known of a socket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Socket {
    pub family: Family,
    pub kind: Kind,
    /// `O_NONBLOCK`, as the program has set it.
    pub nonblocking: bool,
    pub listening: bool,
    /// The address that the program has bound.
    pub bound: Option<SocketAddr>,
    /// The address that the program has connected to.
    pub peer: Option<SocketAddr>,
    /// The host's descriptor that data goes through, once the socket is connected.
    pub data: Option<Fd>,
    /// The host's descriptor that connections come from or are made with.
    pub control: Option<Fd>,
    /// The host's descriptor of the connection, where that is another one.
    pub connection: Option<Fd>,
    /// Which of all the states of all sockets this is, as the table has counted them.
    state: u32,
}

impl Socket {
    /// A socket as `socket` makes it.
    pub(crate) fn new(family: Family, kind: Kind) -> Self {
        Self {
            family,
            kind,
            nonblocking: false,
            listening: false,
            bound: None,
            peer: None,
            data: None,
            control: None,
            connection: None,
            state: 0,
        }
    }

    /// Every descriptor of the host's.
    pub(crate) fn descriptors(&self) -> impl Iterator<Item = Fd> {
        [self.data, self.connection, self.control].into_iter().flatten()
    }
}

/// A free slot is all zeros, so that the table takes no room in the module.
#[derive(Clone, Copy)]
struct Slot {
    used: bool,
    socket: MaybeUninit<Socket>,
}

impl Slot {
    fn get(&self) -> Option<Socket> {
        // SAFETY: a used slot holds a socket.
        self.used.then(|| unsafe { self.socket.assume_init() })
    }

    fn set(&mut self, socket: Socket) {
        *self = Self { used: true, socket: MaybeUninit::new(Socket { state: next_state(), ..socket }) };
    }
}

/// The number of a state; it comes back after four thousand million others.
fn next_state() -> u32 {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

/// Sockets behind a lock that is held for the length of a copy.
struct Table {
    locked: AtomicBool,
    slots: UnsafeCell<[Slot; SLOTS]>,
}

// SAFETY: the slots are reached through `with` alone, which lets in one at a time.
unsafe impl Sync for Table {}

static TABLE: Table = Table {
    locked: AtomicBool::new(false),
    slots: UnsafeCell::new([Slot { used: false, socket: MaybeUninit::zeroed() }; SLOTS]),
};

impl Table {
    #[inline]
    fn with<T>(&self, work: impl FnOnce(&mut [Slot; SLOTS]) -> T) -> T {
        while self.locked.swap(true, Ordering::Acquire) {
            core::hint::spin_loop();
        }
        // SAFETY: whoever holds the lock is alone, and the work calls nothing that takes it again.
        let result = work(unsafe { &mut *self.slots.get() });
        self.locked.store(false, Ordering::Release);
        result
    }
}

/// Whether the number is one of ours; then the host knows nothing of it.
#[inline]
pub(crate) fn is_ours(fd: Fd) -> bool {
    fd >= BASE
}

fn index(fd: Fd) -> usize {
    fd.wrapping_sub(BASE).cast_unsigned() as usize
}

/// Keeps a socket under the lowest free number.
pub(crate) fn insert(socket: Socket) -> Result<Fd> {
    TABLE.with(|slots| {
        let free = slots.iter_mut().enumerate().find(|(_, slot)| !slot.used);
        let (index, slot) = free.ok_or(Errno::EMFILE)?;
        slot.set(socket);
        Ok(BASE + index as Fd)
    })
}

/// The socket of a number.
#[inline]
pub(crate) fn get(fd: Fd) -> Result<Socket> {
    TABLE.with(|slots| slots.get(index(fd)).and_then(Slot::get)).ok_or(Errno::EBADF)
}

/// Sets or clears `O_NONBLOCK` of the socket of a number.
pub(crate) fn set_nonblocking(fd: Fd, on: bool) -> Result<()> {
    TABLE.with(|slots| {
        let slot = slots.get_mut(index(fd)).ok_or(Errno::EBADF)?;
        let socket = slot.get().ok_or(Errno::EBADF)?;
        slot.socket = MaybeUninit::new(Socket { nonblocking: on, ..socket });
        Ok(())
    })
}

/// Keeps what has become of a socket that [`get`] told of. `EBADF` where another thread has closed or changed it since:
/// the number may be another socket's now.
pub(crate) fn replace(fd: Fd, socket: Socket) -> Result<()> {
    TABLE.with(|slots| {
        let slot = slots.get_mut(index(fd)).ok_or(Errno::EBADF)?;
        let _same = slot.get().filter(|kept| kept.state == socket.state).ok_or(Errno::EBADF)?;
        slot.set(socket);
        Ok(())
    })
}

/// Forgets a socket, and hands over what there was.
pub(crate) fn remove(fd: Fd) -> Result<Socket> {
    TABLE.with(|slots| {
        let slot = slots.get_mut(index(fd)).ok_or(Errno::EBADF)?;
        let socket = slot.get().ok_or(Errno::EBADF)?;
        slot.used = false;
        Ok(socket)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::thread;
    use std::vec::Vec;

    /// One test, as the table is one: tests run beside each other.
    #[test]
    fn the_table_holds() {
        numbers_are_ours_reused_and_limited();
        threads_do_not_meet();
    }

    /// Each finds under its numbers what it has put there.
    fn threads_do_not_meet() {
        let work = |own: Fd| {
            for _ in 0..2000 {
                let fds: Vec<_> = (0..8).filter_map(|_| insert(Socket::new(Family::V4, Kind::Stream)).ok()).collect();
                assert_eq!(fds.len(), 8);
                for fd in &fds {
                    let socket = get(*fd).expect("it is there");
                    assert_eq!(replace(*fd, Socket { data: Some(own), ..socket }), Ok(()));
                }
                assert!(fds.into_iter().all(|fd| remove(fd).is_ok_and(|socket| socket.data == Some(own))));
            }
        };
        thread::scope(|scope| (0..4).for_each(|own| drop(scope.spawn(move || work(own)))));
    }

    fn numbers_are_ours_reused_and_limited() {
        let socket = Socket::new(Family::V4, Kind::Stream);
        let all: Vec<_> = (0..SLOTS).map_while(|_| insert(socket).ok()).collect();
        assert_eq!((all.len(), insert(socket)), (SLOTS, Err(Errno::EMFILE)));
        assert!(all.iter().all(|fd| is_ours(*fd)));
        let third = all[2];
        let old = get(third).expect("it was just made");
        assert_eq!(replace(third, Socket { data: Some(7), ..old }), Ok(()));
        // What a thread began with the old state does not undo that.
        assert_eq!(replace(third, old), Err(Errno::EBADF));
        assert_eq!(set_nonblocking(third, true), Ok(()));
        assert_eq!(get(third).map(|socket| socket.nonblocking), Ok(true));
        assert_eq!(get(third).map(|socket| socket.data), Ok(Some(7)));
        assert_eq!(remove(third).map(|socket| socket.descriptors().collect()), Ok(Vec::from([7])));
        assert_eq!((get(third), remove(third)), (Err(Errno::EBADF), Err(Errno::EBADF)));
        // Nothing of the old socket is left.
        assert_eq!((insert(socket), get(third).map(|socket| socket.data)), (Ok(third), Ok(None)));
        assert!(all.iter().all(|fd| remove(*fd).is_ok()));
        assert_eq!([get(BASE - 1), get(-1), get(Fd::MAX)], [Err(Errno::EBADF); 3]);
    }
}
