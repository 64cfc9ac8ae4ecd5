// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! A table of sockets that the library keeps itself, by number.
//!
//! Each dialect that has such sockets owns one table, and chooses the first number and how many there are: numbers above all
//! that its host hands out, so that one comparison tells them apart. A new socket gets the lowest free number. The table is
//! fixed in size and takes no memory of its own from malloc; a socket's state ends with [`Table::remove`].
//!
//! With threads a dialect keeps copies: it takes the state out, works without the lock, and puts it back if nobody else has
//! changed it ([`Table::get`], [`Table::replace`]). A dialect without threads works on the state in its place
//! ([`Table::with`]), which may then own what cannot be copied.

use core::cell::UnsafeCell;
use core::mem::MaybeUninit;
use core::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use crate::dialect::Fd;
use crate::errno::{Errno, Result};

/// The state of a socket, with a number that no other state in the table has.
pub(crate) trait State: Copy {
    /// The number of the state.
    fn version(&self) -> u32;
    /// The same under another number.
    fn at_version(self, version: u32) -> Self;
}

/// A free slot is all zeros, so that the table takes no room in the module.
struct Slot<S> {
    used: bool,
    state: MaybeUninit<S>,
}

impl<S> Slot<S> {
    fn state(&mut self) -> Option<&mut S> {
        // SAFETY: a used slot holds a state.
        self.used.then(|| unsafe { self.state.assume_init_mut() })
    }

    fn take(&mut self) -> Option<S> {
        // SAFETY: a used slot holds a state, and is not used any more.
        core::mem::take(&mut self.used).then(|| unsafe { self.state.assume_init_read() })
    }

    /// Fills a free slot.
    fn put(&mut self, state: S) {
        *self = Self { used: true, state: MaybeUninit::new(state) };
    }
}

impl<S: State> Slot<S> {
    fn get(&self) -> Option<S> {
        // SAFETY: a used slot holds a state.
        self.used.then(|| unsafe { self.state.assume_init() })
    }

    fn set(&mut self, state: S) {
        self.put(state.at_version(next_version()));
    }
}

/// The number of a state; it comes back after four thousand million others.
fn next_version() -> u32 {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

/// `SLOTS` sockets from number `BASE` on, behind a lock that is held for the length of a copy, or of the work in place.
pub(crate) struct Table<S, const BASE: Fd, const SLOTS: usize> {
    locked: AtomicBool,
    slots: UnsafeCell<[Slot<S>; SLOTS]>,
}

/// Ends a lock, also where a test fails within.
struct Unlocks<'a>(&'a AtomicBool);

impl Drop for Unlocks<'_> {
    fn drop(&mut self) {
        self.0.store(false, Ordering::Release);
    }
}

// SAFETY: the slots are reached through `with` alone, which lets in one at a time.
unsafe impl<S: Send, const BASE: Fd, const SLOTS: usize> Sync for Table<S, BASE, SLOTS> {}

impl<S, const BASE: Fd, const SLOTS: usize> Table<S, BASE, SLOTS> {
    /// A table without sockets.
    pub(crate) const fn new() -> Self {
        Self {
            locked: AtomicBool::new(false),
            slots: UnsafeCell::new([const { Slot { used: false, state: MaybeUninit::zeroed() } }; SLOTS]),
        }
    }

    #[inline]
    fn locked<T>(&self, work: impl FnOnce(&mut [Slot<S>; SLOTS]) -> T) -> T {
        while self.locked.swap(true, Ordering::Acquire) {
            core::hint::spin_loop();
        }
        let _unlocks = Unlocks(&self.locked);
        // SAFETY: whoever holds the lock is alone, and the work calls nothing that takes it again.
        work(unsafe { &mut *self.slots.get() })
    }

    /// Whether the number is one of the table's; then the host knows nothing of it.
    #[inline]
    pub(crate) fn owns(&self, fd: Fd) -> bool {
        fd >= BASE
    }

    fn index(fd: Fd) -> usize {
        fd.wrapping_sub(BASE).cast_unsigned() as usize
    }

    fn fill(&self, fill: impl FnOnce(&mut Slot<S>)) -> Result<Fd> {
        self.locked(|slots| {
            let free = slots.iter_mut().enumerate().find(|(_, slot)| !slot.used);
            let (index, slot) = free.ok_or(Errno::EMFILE)?;
            fill(slot);
            Ok(BASE + index as Fd)
        })
    }

    /// Keeps a socket that is worked on in its place, under the lowest free number. `EMFILE` where there is none.
    pub(crate) fn place(&self, state: S) -> Result<Fd> {
        self.fill(|slot| slot.put(state))
    }

    /// Whether one more socket has room; else `EMFILE`.
    pub(crate) fn has_room(&self) -> Result<()> {
        self.locked(|slots| slots.iter().any(|slot| !slot.used)).then_some(()).ok_or(Errno::EMFILE)
    }

    /// The number of such a socket, else `EBADF`. As for [`Self::with`], the search must not use the table.
    pub(crate) fn find(&self, mut is_it: impl FnMut(&mut S) -> bool) -> Result<Fd> {
        let found = self.locked(|slots| slots.iter_mut().position(|slot| slot.state().is_some_and(&mut is_it)));
        found.map(|index| BASE + index as Fd).ok_or(Errno::EBADF)
    }

    /// Forgets each socket for which this returns true.
    pub(crate) fn drain(&self, mut is_over: impl FnMut(&mut S) -> bool) {
        self.locked(|slots| {
            for slot in slots {
                if slot.state().is_some_and(&mut is_over) {
                    drop(slot.take());
                }
            }
        });
    }

    /// Works on the socket of a number in its place. The work must not use the table, whose lock is held: it would deadlock.
    #[inline]
    pub(crate) fn with<T>(&self, fd: Fd, work: impl FnOnce(&mut S) -> Result<T>) -> Result<T> {
        self.locked(|slots| work(slots.get_mut(Self::index(fd)).and_then(Slot::state).ok_or(Errno::EBADF)?))
    }

    /// Forgets a socket and returns what was kept of it.
    pub(crate) fn remove(&self, fd: Fd) -> Result<S> {
        self.locked(|slots| slots.get_mut(Self::index(fd)).and_then(Slot::take)).ok_or(Errno::EBADF)
    }
}

impl<S: State, const BASE: Fd, const SLOTS: usize> Table<S, BASE, SLOTS> {
    /// Keeps a socket under the lowest free number. `EMFILE` where there is none.
    pub(crate) fn insert(&self, state: S) -> Result<Fd> {
        self.fill(|slot| slot.set(state))
    }

    /// The socket of a number.
    #[inline]
    pub(crate) fn get(&self, fd: Fd) -> Result<S> {
        self.locked(|slots| slots.get(Self::index(fd)).and_then(Slot::get)).ok_or(Errno::EBADF)
    }

    /// Changes the socket of a number in place. That is no new state: work that began before may still be kept.
    pub(crate) fn amend(&self, fd: Fd, change: impl FnOnce(S) -> S) -> Result<()> {
        self.locked(|slots| {
            let slot = slots.get_mut(Self::index(fd)).ok_or(Errno::EBADF)?;
            let state = slot.get().ok_or(Errno::EBADF)?;
            slot.state = MaybeUninit::new(change(state));
            Ok(())
        })
    }

    /// Keeps what has become of a socket that [`Self::get`] returned. `EBADF` where another thread has closed or changed it
    /// since: the number may be another socket's now.
    pub(crate) fn replace(&self, fd: Fd, state: S) -> Result<()> {
        self.locked(|slots| {
            let slot = slots.get_mut(Self::index(fd)).ok_or(Errno::EBADF)?;
            let _same = slot.get().filter(|kept| kept.version() == state.version()).ok_or(Errno::EBADF)?;
            slot.set(state);
            Ok(())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::thread;
    use std::vec::Vec;

    const BASE: Fd = 256;
    const SLOTS: usize = 64;

    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    struct Kept {
        data: Option<Fd>,
        nonblocking: bool,
        version: u32,
    }

    impl State for Kept {
        fn version(&self) -> u32 {
            self.version
        }

        fn at_version(self, version: u32) -> Self {
            Self { version, ..self }
        }
    }

    /// Each thread finds under its numbers what it has put there.
    #[test]
    fn threads_do_not_meet() {
        static TABLE: Table<Kept, BASE, SLOTS> = Table::new();
        let work = |own: Fd| {
            for _ in 0..2000 {
                let fds: Vec<_> = (0..8).filter_map(|_| TABLE.insert(Kept::default()).ok()).collect();
                assert_eq!(fds.len(), 8);
                for fd in &fds {
                    let kept = TABLE.get(*fd).expect("it is there");
                    assert_eq!(TABLE.replace(*fd, Kept { data: Some(own), ..kept }), Ok(()));
                }
                assert!(fds.into_iter().all(|fd| TABLE.remove(fd).is_ok_and(|kept| kept.data == Some(own))));
            }
        };
        thread::scope(|scope| (0..4).for_each(|own| drop(scope.spawn(move || work(own)))));
    }

    #[test]
    fn numbers_are_its_own_reused_and_limited() {
        static TABLE: Table<Kept, BASE, SLOTS> = Table::new();
        let all: Vec<_> = (0..SLOTS).map_while(|_| TABLE.insert(Kept::default()).ok()).collect();
        assert_eq!((all.len(), TABLE.insert(Kept::default())), (SLOTS, Err(Errno::EMFILE)));
        assert!(all.iter().all(|fd| TABLE.owns(*fd)) && !TABLE.owns(BASE - 1));
        let third = all[2];
        let old = TABLE.get(third).expect("it was just made");
        assert_eq!(TABLE.replace(third, Kept { data: Some(7), ..old }), Ok(()));
        // What a thread began with the old state does not undo that.
        assert_eq!(TABLE.replace(third, old), Err(Errno::EBADF));
        assert_eq!(TABLE.amend(third, |kept| Kept { nonblocking: true, ..kept }), Ok(()));
        assert_eq!(TABLE.get(third).map(|kept| (kept.nonblocking, kept.data)), Ok((true, Some(7))));
        assert_eq!(TABLE.remove(third).map(|kept| kept.data), Ok(Some(7)));
        assert_eq!((TABLE.get(third), TABLE.remove(third)), (Err(Errno::EBADF), Err(Errno::EBADF)));
        // Nothing of the old socket is left.
        assert_eq!(TABLE.insert(Kept::default()), Ok(third));
        assert_eq!(TABLE.get(third).map(|kept| kept.data), Ok(None));
        assert!(all.iter().all(|fd| TABLE.remove(*fd).is_ok()));
        assert_eq!([TABLE.get(BASE - 1), TABLE.get(-1), TABLE.get(Fd::MAX)], [Err(Errno::EBADF); 3]);
    }
}
