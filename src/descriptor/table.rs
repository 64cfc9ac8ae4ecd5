// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! A table of the sockets that have numbers of the library's own.
//!
//! Each dialect that has such sockets owns one table, and chooses the first number and how many there are: numbers above all
//! that its host hands out, so that one comparison tells them apart. A new socket gets the lowest free number. The table is
//! fixed in size and takes no memory of its own from malloc; a socket's state ends with [`Table::remove`].
//!
//! A dialect works on the state in its place, while the lock is held ([`Table::with`]). Calls that take long are made without
//! the lock, with a copy of the needed values. Then the dialect checks whether the state is still the same ([`next_version`]).

use core::cell::UnsafeCell;
use core::mem::MaybeUninit;
use core::ptr::NonNull;
use core::sync::atomic::{AtomicBool, AtomicU32, AtomicUsize, Ordering};

use crate::dialect::Fd;
use crate::errno::{Errno, Result};

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

/// A number that no other state has; it repeats after four thousand million others.
pub(crate) fn next_version() -> u32 {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

/// `SLOTS` sockets from number `BASE` on, behind a lock that is held for the length of a copy, or of the work in place.
pub(crate) struct Table<S, const BASE: Fd, const SLOTS: usize> {
    locked: AtomicBool,
    /// All slots before this one are used, so that a search for a free one does not take longer with every socket. Changed under
    /// the lock.
    first: AtomicUsize,
    slots: UnsafeCell<[Slot<S>; SLOTS]>,
}

/// A program without threads needs no lock, because nothing else changes a state.
pub(crate) const HAS_THREADS: bool = cfg!(any(threads, not(target_family = "wasm")));

/// Ends a lock, also where a test fails within.
struct Unlocks<'a>(&'a AtomicBool);

impl Drop for Unlocks<'_> {
    fn drop(&mut self) {
        if HAS_THREADS {
            self.0.store(false, Ordering::Release);
        }
    }
}

// SAFETY: only `with` accesses the slots, for one thread at a time.
unsafe impl<S: Send, const BASE: Fd, const SLOTS: usize> Sync for Table<S, BASE, SLOTS> {}

impl<S, const BASE: Fd, const SLOTS: usize> Table<S, BASE, SLOTS> {
    /// A table without sockets.
    pub(crate) const fn new() -> Self {
        Self {
            locked: AtomicBool::new(false),
            first: AtomicUsize::new(0),
            slots: UnsafeCell::new([const { Slot { used: false, state: MaybeUninit::zeroed() } }; SLOTS]),
        }
    }

    #[inline]
    fn lock(&self) {
        while HAS_THREADS && self.locked.swap(true, Ordering::Acquire) {
            core::hint::spin_loop();
        }
    }

    #[inline]
    fn locked<T>(&self, work: impl FnOnce(&mut [Slot<S>; SLOTS]) -> T) -> T {
        self.lock();
        let _unlocks = Unlocks(&self.locked);
        // SAFETY: whoever holds the lock is alone, and the work calls nothing that takes it again.
        work(unsafe { &mut *self.slots.get() })
    }

    /// Whether the number belongs to the table; then the host has no such descriptor.
    #[inline]
    pub(crate) fn owns(&self, fd: Fd) -> bool {
        fd >= BASE
    }

    fn index(fd: Fd) -> usize {
        fd.wrapping_sub(BASE).cast_unsigned() as usize
    }

    /// Keeps a socket under the lowest free number. `EMFILE` where there is none.
    pub(crate) fn place(&self, state: S) -> Result<Fd> {
        self.locked(|slots| {
            let first = self.first.load(Ordering::Relaxed);
            let free = slots.iter_mut().enumerate().skip(first).find(|(_, slot)| !slot.used);
            let (index, slot) = free.ok_or(Errno::EMFILE)?;
            slot.put(state);
            self.first.store(index + 1, Ordering::Relaxed);
            Ok(BASE + index as Fd)
        })
    }

    /// A slot has become free.
    fn freed(&self, index: usize) {
        if index < self.first.load(Ordering::Relaxed) {
            self.first.store(index, Ordering::Relaxed);
        }
    }

    /// Whether one more socket has room; else `EMFILE`.
    pub(crate) fn has_room(&self) -> Result<()> {
        let first = || self.first.load(Ordering::Relaxed);
        let has_room = self.locked(|slots| slots.iter().skip(first()).any(|slot| !slot.used));
        if has_room { Ok(()) } else { Err(Errno::EMFILE) }
    }

    /// The number of such a socket, else `EBADF`. As for [`Self::with`], the search must not use the table.
    pub(crate) fn find(&self, mut is_it: impl FnMut(&mut S) -> bool) -> Result<Fd> {
        let found = self.locked(|slots| slots.iter_mut().position(|slot| slot.state().is_some_and(&mut is_it)));
        found.map(|index| BASE + index as Fd).ok_or(Errno::EBADF)
    }

    /// Removes each socket for which the function returns true.
    pub(crate) fn drain(&self, mut is_over: impl FnMut(&mut S) -> bool) {
        self.locked(|slots| {
            for (index, slot) in slots.iter_mut().enumerate() {
                if slot.state().is_some_and(&mut is_over) {
                    drop(slot.take());
                    self.freed(index);
                }
            }
        });
    }

    /// Works on the socket of a number in its place. The work must not use the table, whose lock is held: it would deadlock.
    #[inline]
    pub(crate) fn with<T>(&self, fd: Fd, work: impl FnOnce(&mut S) -> Result<T>) -> Result<T> {
        let mut slot = self.lock_slot(fd).ok_or(Errno::EBADF)?;
        let _unlocks = Unlocks(&self.locked);
        // SAFETY: the lock is held, so that nobody else uses the slot, which holds a state.
        work(unsafe { slot.as_mut().state.assume_init_mut() })
    }

    /// Removes a socket and returns its state.
    pub(crate) fn remove(&self, fd: Fd) -> Result<S> {
        let mut slot = self.lock_slot(fd).ok_or(Errno::EBADF)?;
        let _unlocks = Unlocks(&self.locked);
        self.freed(Self::index(fd));
        // SAFETY: the lock is held, so that nobody else uses the slot.
        unsafe { slot.as_mut() }.take().ok_or(Errno::EBADF)
    }

    /// Works on a socket for the last time, as [`Self::with`] does, and removes it.
    #[inline]
    pub(crate) fn end(&self, fd: Fd, work: impl FnOnce(&mut S)) -> Result<()>
    where
        S: Copy,
    {
        let mut slot = self.lock_slot(fd).ok_or(Errno::EBADF)?;
        let _unlocks = Unlocks(&self.locked);
        // SAFETY: the lock is held, so that nobody else uses the slot.
        let slot = unsafe { slot.as_mut() };
        slot.used = false;
        self.freed(Self::index(fd));
        // SAFETY: it held a state.
        work(unsafe { slot.state.assume_init_mut() });
        Ok(())
    }

    /// Takes the lock, and keeps it if there is such a socket. Not inlined, because most calls begin with it.
    #[inline(never)]
    fn lock_slot(&self, fd: Fd) -> Option<NonNull<Slot<S>>> {
        self.lock();
        let unlocks = Unlocks(&self.locked);
        // SAFETY: whoever holds the lock is alone.
        let slots = unsafe { &mut *self.slots.get() };
        let slot = slots.get_mut(Self::index(fd)).filter(|slot| slot.used).map(NonNull::from);
        if slot.is_some() {
            core::mem::forget(unlocks);
        }
        slot
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
    }

    fn data(table: &Table<Kept, BASE, SLOTS>, fd: Fd) -> Result<Option<Fd>> {
        table.with(fd, |kept| Ok(kept.data))
    }

    /// Each thread finds under its numbers what it has put there.
    #[test]
    fn threads_do_not_meet() {
        static TABLE: Table<Kept, BASE, SLOTS> = Table::new();
        let work = |own: Fd| {
            for _ in 0..2000 {
                let fds: Vec<_> = (0..8).filter_map(|_| TABLE.place(Kept::default()).ok()).collect();
                assert_eq!(fds.len(), 8);
                for fd in &fds {
                    assert_eq!(TABLE.with(*fd, |kept| Ok(kept.data.replace(own))), Ok(None));
                }
                assert!(fds.into_iter().all(|fd| TABLE.remove(fd).is_ok_and(|kept| kept.data == Some(own))));
            }
        };
        thread::scope(|scope| (0..4).for_each(|own| drop(scope.spawn(move || work(own)))));
    }

    #[test]
    fn numbers_are_its_own_reused_and_limited() {
        static TABLE: Table<Kept, BASE, SLOTS> = Table::new();
        let all: Vec<_> = (0..SLOTS).map_while(|_| TABLE.place(Kept::default()).ok()).collect();
        assert_eq!((all.len(), TABLE.place(Kept::default())), (SLOTS, Err(Errno::EMFILE)));
        assert!(all.iter().all(|fd| TABLE.owns(*fd)) && !TABLE.owns(BASE - 1));
        let third = all[2];
        assert_eq!(TABLE.with(third, |kept| Ok(kept.data.replace(7))), Ok(None));
        assert_eq!(data(&TABLE, third), Ok(Some(7)));
        assert_eq!(TABLE.remove(third).map(|kept| kept.data), Ok(Some(7)));
        assert_eq!((data(&TABLE, third), TABLE.remove(third)), (Err(Errno::EBADF), Err(Errno::EBADF)));
        // Nothing of the old socket is left.
        assert_eq!(TABLE.place(Kept::default()), Ok(third));
        assert_eq!(data(&TABLE, third), Ok(None));
        // The lowest free number first, in whatever order they become free.
        let (low, high) = (all[5], all[9]);
        assert!([high, low].iter().all(|fd| TABLE.remove(*fd).is_ok()));
        assert_eq!([(); 3].map(|()| TABLE.place(Kept::default())), [Ok(low), Ok(high), Err(Errno::EMFILE)]);
        TABLE.drain(|_any| true);
        assert_eq!([(); 2].map(|()| TABLE.place(Kept::default())), [Ok(BASE), Ok(BASE + 1)]);
        assert!(all.iter().take(2).all(|fd| TABLE.remove(*fd).is_ok()));
        assert_eq!([BASE - 1, -1, Fd::MAX].map(|fd| data(&TABLE, fd)), [Err(Errno::EBADF); 3]);
    }
}
