// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Bytes of a stream that the library has received before the program did: to peek at them (`MSG_PEEK`), to count them
//! (`FIONREAD`), or to find out whether there are any (`poll`).

use core::ffi::c_void;
use core::ptr;

use crate::errno::{Errno, Result};
use crate::memory::cursor::Cursor;
use crate::memory::heap::{allocate, free};

mod datagrams;

pub(crate) use datagrams::Datagrams;

type Free = unsafe extern "C" fn(*mut c_void);

/// Calls the heap's `free`, whose address was set with the memory. On wasm C makes the call, in the encoding of
/// WebAssembly's first release.
///
/// # Safety
/// As for `free`.
unsafe fn release(free: Free, at: *mut c_void) {
    #[cfg(all(target_family = "wasm", feature = "c-exports"))]
    {
        unsafe extern "C" {
            fn wasock_release(free: Free, at: *mut c_void);
        }
        // SAFETY: the caller's promise.
        unsafe { wasock_release(free, at) }
    }
    #[cfg(not(all(target_family = "wasm", feature = "c-exports")))]
    // SAFETY: the caller's promise.
    unsafe {
        free(at);
    }
}

/// Bytes in the order of their coming, in memory from the heap that the socket keeps until it is closed.
pub(crate) struct Kept {
    at: *mut u8,
    start: usize,
    end: usize,
    room: usize,
    /// Set together with the memory, so that a program that never keeps anything links no heap.
    free: Option<Free>,
}

// SAFETY: the memory is the value's own.
unsafe impl Send for Kept {}

impl Kept {
    /// No bytes and no memory.
    pub const NONE: Self = Self { at: ptr::null_mut(), start: 0, end: 0, room: 0, free: None };

    /// The bytes that are kept.
    pub fn bytes(&self) -> &[u8] {
        if self.is_empty() {
            return &[];
        }
        // SAFETY: `add` has put bytes from `start` to `end`, within the memory, which is the value's own.
        unsafe { core::slice::from_raw_parts(self.at.wrapping_add(self.start), self.end - self.start) }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.end - self.start
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.start == self.end
    }

    /// Makes room for `len` bytes, including those that are kept. `ENOMEM` if there is no memory; the
    /// bytes stay.
    pub fn reserve(&mut self, len: usize) -> Result<()> {
        if len > self.room - self.start {
            self.move_to(len)?;
        }
        Ok(())
    }

    #[cold]
    fn move_to(&mut self, len: usize) -> Result<()> {
        let (old, kept) = (self.at, self.len());
        let from = old.wrapping_add(self.start);
        if len > self.room {
            let new = allocate(len);
            if new.is_null() {
                return Err(Errno::ENOMEM);
            }
            (self.at, self.room) = (new.cast(), len);
        }
        // SAFETY: the bytes lie in the old memory, and there is room for them in the new, which may be the same.
        unsafe { ptr::copy(from, self.at, kept) };
        (self.start, self.end) = (0, kept);
        if old != self.at
            && let Some(free) = self.free.replace(free)
        {
            // SAFETY: from the heap, and not used any more.
            unsafe { release(free, old.cast()) };
        }
        Ok(())
    }

    /// The room behind the bytes.
    pub fn spare(&self) -> (*mut u8, usize) {
        (self.at.wrapping_add(self.end), self.room - self.end)
    }

    /// Keeps `len` more bytes, which lie in the spare room.
    ///
    /// # Safety
    /// That many bytes of it are initialised.
    pub unsafe fn add(&mut self, len: usize) {
        self.end = self.room.min(self.end + len);
    }

    /// Moves the first bytes to the buffers; returns how many.
    ///
    /// # Safety
    /// As for [`Cursor::put`].
    pub unsafe fn take(&mut self, room: &mut Cursor<'_>) -> Result<usize> {
        // SAFETY: the caller's promise.
        let len = unsafe { room.put(self.bytes()) }?;
        self.skip(len);
        Ok(len)
    }

    /// Forgets the first `len` bytes.
    pub fn skip(&mut self, len: usize) {
        self.start += len.min(self.len());
        if self.is_empty() {
            (self.start, self.end) = (0, 0);
        }
    }
}

impl Drop for Kept {
    fn drop(&mut self) {
        if let Some(free) = self.free {
            // SAFETY: from the heap, which dies with the value.
            unsafe { release(free, self.at.cast()) };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::abi::iovec;

    fn add(kept: &mut Kept, bytes: &[u8]) {
        assert_eq!(kept.reserve(kept.len() + bytes.len()), Ok(()));
        let (at, room) = kept.spare();
        assert!(room >= bytes.len());
        // SAFETY: there is as much spare room.
        unsafe {
            ptr::copy_nonoverlapping(bytes.as_ptr(), at, bytes.len());
            kept.add(bytes.len());
        }
    }

    fn take(kept: &mut Kept, len: usize) -> std::vec::Vec<u8> {
        let mut room = std::vec![0; len];
        let parts = [iovec { iov_base: room.as_mut_ptr().cast(), iov_len: len }];
        // SAFETY: the buffer is the test's.
        let taken = unsafe { kept.take(&mut Cursor::new(&parts)) };
        room.truncate(taken.expect("the buffer lies in memory"));
        room
    }

    #[test]
    fn what_is_kept_comes_out_in_order() {
        let mut kept = Kept::NONE;
        add(&mut kept, b"hello ");
        add(&mut kept, b"world");
        assert_eq!(kept.bytes(), b"hello world");
        assert_eq!(take(&mut kept, 8), b"hello wo");
        add(&mut kept, b" again and again");
        assert_eq!(kept.len(), 19);
        assert_eq!(take(&mut kept, 100), b"rld again and again");
        assert!(kept.is_empty());
    }

    #[test]
    fn memory_is_used_again() {
        let mut kept = Kept::NONE;
        add(&mut kept, &[1; 100]);
        let (at, _) = kept.spare();
        assert_eq!(take(&mut kept, 100).len(), 100);
        add(&mut kept, &[2; 100]);
        assert_eq!((kept.spare().0, kept.bytes()), (at, &[2; 100][..]));
        assert_eq!(take(&mut kept, 50).len(), 50);
        // Half of the room lies in front of the bytes.
        assert_eq!(kept.reserve(100), Ok(()));
        assert_eq!((kept.spare().0, kept.bytes()), (at.wrapping_sub(50), &[2; 50][..]));
    }

    #[test]
    fn nothing_takes_no_memory() {
        let mut kept = Kept::NONE;
        assert_eq!((kept.bytes(), kept.free.is_none()), (&[][..], true));
        kept.skip(1);
        assert!(kept.is_empty());
    }
}
