// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! The same for datagrams, each with its sender.

use core::ffi::c_void;
use core::ptr;

use super::{Free, release};
use crate::addr::SocketAddr;
use crate::errno::{Errno, Result};
use crate::memory::heap::{allocate, free};

/// A datagram: this header, and its bytes behind it.
#[repr(C)]
pub(crate) struct Datagram {
    next: *mut Self,
    room: usize,
    len: usize,
    /// The sender.
    pub from: Option<SocketAddr>,
}

impl Datagram {
    /// The bytes.
    pub fn bytes(&self) -> &[u8] {
        // SAFETY: `keep` has put `len` bytes behind.
        unsafe { core::slice::from_raw_parts(ptr::from_ref(self).wrapping_add(1).cast(), self.len) }
    }
}

/// Memory for one datagram, with the size of the room for its bytes.
struct Memory(*mut Datagram);

impl Memory {
    /// Room for at least so many bytes, and for a datagram of the usual size.
    fn new(len: usize) -> Result<Self> {
        /// The usual size of a packet.
        const USUAL: usize = 2048;
        let room = len.max(USUAL);
        let at: *mut Datagram = allocate(size_of::<Datagram>() + room).cast();
        if at.is_null() {
            return Err(Errno::ENOMEM);
        }
        // SAFETY: there is this much, aligned for anything.
        unsafe { at.write(Datagram { next: ptr::null_mut(), room, len: 0, from: None }) };
        Ok(Self(at))
    }

    fn bytes(&self) -> *mut u8 {
        self.0.wrapping_add(1).cast()
    }
}

/// Datagrams in the order of their coming, in memory from the heap. That of the last one that was taken is used again.
pub(crate) struct Datagrams {
    first: *mut Datagram,
    spare: *mut Datagram,
    /// Set together with the memory, so that a program that never keeps anything links no heap.
    free: Option<Free>,
}

// SAFETY: the memory is the value's own.
unsafe impl Send for Datagrams {}

impl Datagrams {
    /// No datagrams and no memory.
    pub const NONE: Self = Self { first: ptr::null_mut(), spare: ptr::null_mut(), free: None };

    /// The oldest one.
    pub fn first(&self) -> Option<&Datagram> {
        // SAFETY: null, or a datagram of the list.
        unsafe { self.first.as_ref() }
    }

    /// Keeps the datagram that `receive` puts into its room, or elsewhere. `receive` returns the place, the length and the sender.
    /// Returns whether there was a datagram.
    ///
    /// # Safety
    /// The bytes lie at the place that `receive` returns.
    pub unsafe fn keep(
        &mut self,
        receive: impl FnOnce(*mut u8, usize) -> Result<Option<(*const u8, usize, Option<SocketAddr>)>>,
    ) -> Result<bool> {
        if self.spare.is_null() {
            self.set_spare(Memory::new(0)?);
        }
        let memory = Memory(self.spare);
        // SAFETY: the spare memory is the list's.
        let room = unsafe { (*memory.0).room };
        let Some((at, len, from)) = receive(memory.bytes(), room)? else { return Ok(false) };
        let memory = if len > room {
            self.set_spare(Memory::new(len)?);
            Memory(self.spare)
        } else {
            memory
        };
        // SAFETY: the memory is the list's, with room for `len` bytes (made above), which may lie there already.
        unsafe {
            ptr::copy(at, memory.bytes(), len);
            (*memory.0).len = len;
            (*memory.0).from = from;
            (*memory.0).next = ptr::null_mut();
            *self.end() = memory.0;
        }
        self.spare = ptr::null_mut();
        Ok(true)
    }

    /// Forgets the oldest one.
    pub fn skip(&mut self) {
        let first = self.first;
        if !first.is_null() {
            // SAFETY: a datagram of the list.
            self.first = unsafe { (*first).next };
            self.set_spare(Memory(first));
        }
    }

    fn set_spare(&mut self, memory: Memory) {
        let old = core::mem::replace(&mut self.spare, memory.0);
        let free = *self.free.get_or_insert(free);
        // SAFETY: from the heap, and not used any more; or null.
        unsafe { release(free, old.cast::<c_void>()) };
    }

    /// The end of the list.
    fn end(&mut self) -> *mut *mut Datagram {
        let mut end = &raw mut self.first;
        // SAFETY: each is null or a datagram of the list.
        unsafe {
            while !(*end).is_null() {
                end = &raw mut (**end).next;
            }
        }
        end
    }
}

impl Drop for Datagrams {
    fn drop(&mut self) {
        let Some(free) = self.free else { return };
        let mut next = self.first;
        // SAFETY: from the heap, which die with the list; the spare one may be null.
        unsafe {
            while let Some(datagram) = next.as_ref() {
                let this = core::mem::replace(&mut next, datagram.next);
                release(free, this.cast());
            }
            release(free, self.spare.cast());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::vec;

    const FROM: SocketAddr = SocketAddr::V4 { octets: [127, 0, 0, 1], port: 7 };

    /// As a host does: a datagram that fits is put into the room, a longer one elsewhere.
    fn keep(datagrams: &mut Datagrams, bytes: &[u8]) {
        let receive = |at: *mut u8, room| {
            let at = if bytes.len() <= room {
                // SAFETY: it fits.
                unsafe { ptr::copy_nonoverlapping(bytes.as_ptr(), at, bytes.len()) };
                at.cast_const()
            } else {
                bytes.as_ptr()
            };
            Ok(Some((at, bytes.len(), Some(FROM))))
        };
        // SAFETY: the bytes lie there.
        assert_eq!(unsafe { datagrams.keep(receive) }, Ok(true));
    }

    #[test]
    fn datagrams_come_out_in_order_and_whole() {
        let mut datagrams = Datagrams::NONE;
        let long = vec![7; 60000];
        for bytes in [&b"one"[..], b"", &long] {
            keep(&mut datagrams, bytes);
        }
        for bytes in [&b"one"[..], b"", &long] {
            let first = datagrams.first().map(|first| (first.bytes(), first.from));
            assert_eq!(first, Some((bytes, Some(FROM))));
            datagrams.skip();
        }
        assert!(datagrams.first().is_none());
        datagrams.skip();
    }

    #[test]
    fn memory_is_used_again() {
        let mut datagrams = Datagrams::NONE;
        keep(&mut datagrams, b"one");
        let at = datagrams.first;
        datagrams.skip();
        keep(&mut datagrams, b"two");
        assert_eq!(datagrams.first, at);
    }

    #[test]
    fn what_does_not_come_is_not_kept() {
        let mut datagrams = Datagrams::NONE;
        // SAFETY: no bytes are said to lie anywhere.
        unsafe {
            assert_eq!(datagrams.keep(|_, _| Ok(None)), Ok(false));
            assert_eq!(datagrams.keep(|_, _| Err(Errno::ECONNREFUSED)), Err(Errno::ECONNREFUSED));
        }
        assert!(datagrams.first().is_none());
    }
}
