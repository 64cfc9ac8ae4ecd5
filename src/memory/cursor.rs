// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Walks through the buffers of a call, piece by piece.

use crate::abi::iovec;
use crate::errno::Result;
use crate::memory;

/// The position of a call in its buffers.
pub(crate) struct Cursor<'a> {
    later: core::slice::Iter<'a, iovec>,
    at: *mut u8,
    len: usize,
}

impl<'a> Cursor<'a> {
    /// At the beginning.
    pub fn new(parts: &'a [iovec]) -> Self {
        Self { later: parts.iter(), at: core::ptr::null_mut(), len: 0 }
    }

    /// The rest of the current buffer, or the next buffer that is not empty; `None` at the end. `EFAULT` for a buffer
    /// outside memory.
    pub fn piece(&mut self) -> Result<Option<(*mut u8, usize)>> {
        while self.len == 0 {
            let Some(part) = self.later.next() else { return Ok(None) };
            if part.iov_len != 0 {
                memory::check(part.iov_base, part.iov_len)?;
            }
            (self.at, self.len) = (part.iov_base.cast(), part.iov_len);
        }
        Ok(Some((self.at, self.len)))
    }

    /// Advances by `len` bytes of the piece.
    pub fn advance(&mut self, len: usize) {
        let len = len.min(self.len);
        self.at = self.at.wrapping_add(len);
        self.len -= len;
    }

    /// Copies `bytes` to the buffers, as many as have room; returns how many.
    ///
    /// # Safety
    /// The buffers, where inside memory, may be written to.
    pub unsafe fn put(&mut self, mut bytes: &[u8]) -> Result<usize> {
        let whole = bytes.len();
        while !bytes.is_empty()
            && let Some((at, len)) = self.piece()?
        {
            let (now, later) = bytes.split_at(len.min(bytes.len()));
            // SAFETY: the piece lies inside memory (checked) and may be written to (the caller's promise).
            unsafe { core::ptr::copy(now.as_ptr(), at, now.len()) };
            self.advance(now.len());
            bytes = later;
        }
        Ok(whole - bytes.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::errno::Errno;
    use std::vec;
    use std::vec::Vec;

    fn parts(buffers: &mut [Vec<u8>]) -> Vec<iovec> {
        buffers.iter_mut().map(|part| iovec { iov_base: part.as_mut_ptr().cast(), iov_len: part.len() }).collect()
    }

    #[test]
    fn bytes_go_to_one_buffer_after_the_other() {
        let mut buffers = [vec![0; 2], vec![], vec![0; 3]];
        let parts = parts(&mut buffers);
        let mut cursor = Cursor::new(&parts);
        // SAFETY: the buffers are the test's.
        unsafe {
            assert_eq!(cursor.put(&[1]), Ok(1));
            assert_eq!(cursor.put(&[2, 3, 4, 5, 6]), Ok(4));
        }
        assert_eq!(cursor.piece(), Ok(None));
        assert_eq!(buffers, [vec![1, 2], vec![], vec![3, 4, 5]]);
    }

    #[test]
    fn null_is_outside_memory() {
        let parts = [iovec { iov_base: core::ptr::null_mut(), iov_len: 1 }];
        assert_eq!(Cursor::new(&parts).piece(), Err(Errno::EFAULT));
    }
}
