// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! A buffer of the caller's, from which the parts of an entry are cut.

use core::ffi::c_char;

use crate::errno::{Errno, Result};
use crate::memory;

/// The rest of a buffer. A part that does not fit is `ERANGE`.
pub(super) struct Arena {
    at: *mut u8,
    left: usize,
}

impl Arena {
    /// The buffer of `len` bytes at `at`; `ERANGE` where it cannot be one, as for too short a buffer.
    ///
    /// # Safety
    /// The buffer, where inside memory, may be written as long as the arena and what is cut from it are used.
    pub unsafe fn new(at: *mut c_char, len: usize) -> Result<Self> {
        memory::check(at, len).map_err(|_outside| Errno::ERANGE)?;
        Ok(Self { at: at.cast(), left: len })
    }

    fn take(&mut self, size: usize, align: usize) -> Result<*mut u8> {
        let skipped = self.at.align_offset(align);
        let taken = skipped.checked_add(size).ok_or(Errno::ERANGE)?;
        self.left = self.left.checked_sub(taken).ok_or(Errno::ERANGE)?;
        // SAFETY: that much is left of the buffer.
        unsafe {
            let part = self.at.add(skipped);
            self.at = part.add(size);
            Ok(part)
        }
    }

    fn bytes(&mut self, bytes: &[u8], align: usize) -> Result<*mut c_char> {
        let to = self.take(bytes.len(), align)?;
        // SAFETY: the part is as long as the bytes, and nobody else's.
        unsafe { core::ptr::copy_nonoverlapping(bytes.as_ptr(), to, bytes.len()) };
        Ok(to.cast())
    }

    /// A C string.
    pub fn string(&mut self, text: &[u8]) -> Result<*mut c_char> {
        let string = self.bytes(text, 1)?;
        self.bytes(b"\0", 1)?;
        Ok(string)
    }

    /// Pointers to strings, a null one behind the last.
    pub fn strings<'a>(&mut self, texts: impl Iterator<Item = &'a [u8]> + Clone) -> Result<*mut *mut c_char> {
        self.list(texts.clone().count(), texts, Self::string)
    }

    /// Pointers to addresses, a null one behind the last.
    pub fn addresses<'a>(&mut self, n: usize, octets: impl Iterator<Item = &'a [u8]>) -> Result<*mut *mut c_char> {
        self.list(n, octets, |arena, octets| arena.bytes(octets, align_of::<u32>()))
    }

    fn list<'a>(
        &mut self,
        n: usize,
        items: impl Iterator<Item = &'a [u8]>,
        copy: impl Fn(&mut Self, &[u8]) -> Result<*mut c_char>,
    ) -> Result<*mut *mut c_char> {
        type Pointer = *mut c_char;
        let size = n.checked_add(1).and_then(|n| n.checked_mul(size_of::<Pointer>())).ok_or(Errno::ERANGE)?;
        let list: *mut Pointer = self.take(size, align_of::<Pointer>())?.cast();
        let mut len = 0;
        for item in items.take(n) {
            // SAFETY: the list has room for `n` pointers and one more, and is aligned.
            unsafe { list.add(len).write(copy(self, item)?) };
            len += 1;
        }
        // SAFETY: as above.
        unsafe { list.add(len).write(core::ptr::null_mut()) };
        Ok(list)
    }
}
