// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! For hosts whose calls take one buffer: several buffers become one.
//!
//! A message of several buffers goes through a copy: on the stack up to [`FEW`] bytes, beyond that in
//! memory from malloc for the duration of the call. One buffer is never copied.

use core::ffi::c_void;
use core::mem::MaybeUninit;

use crate::abi::iovec;
use crate::errno::{Errno, Result};
use crate::memory;
use crate::memory::scratch;

/// Bytes that are copied on the stack.
const FEW: usize = 2048;
/// The most bytes of one copy: more than any datagram has, and a stream may take or give less than asked.
const MOST: usize = 1 << 16;

/// Bytes of memory, perhaps none.
#[derive(Clone, Copy)]
pub(crate) struct Buffer {
    pub at: *mut c_void,
    pub len: usize,
}

impl Buffer {
    const EMPTY: Self = Self { at: core::ptr::NonNull::<u64>::dangling().as_ptr().cast(), len: 0 };

    /// In C an empty buffer may be null; a host refuses that.
    #[inline(always)]
    fn of(part: &iovec) -> Self {
        if part.iov_len == 0 { Self::EMPTY } else { Self { at: part.iov_base, len: part.iov_len } }
    }
}

/// All buffers together.
pub(crate) fn total(parts: &[iovec]) -> usize {
    parts.iter().map(|part| part.iov_len).sum()
}

/// Whether a copy is cheap.
pub(crate) fn is_few(parts: &[iovec]) -> bool {
    total(parts) <= FEW
}

/// The only buffer that is not empty, or an empty one; `None` if there are more. Inlined, so that a call with one buffer
/// does not link the copy.
#[inline(always)]
pub(crate) fn single(parts: &[iovec]) -> Option<Buffer> {
    match parts {
        [part] => Some(Buffer::of(part)),
        parts => single_filled(parts),
    }
}

fn single_filled(parts: &[iovec]) -> Option<Buffer> {
    let mut filled = parts.iter().filter(|part| part.iov_len != 0);
    let (first, second) = (filled.next(), filled.next());
    second.is_none().then(|| first.map_or(Buffer::EMPTY, Buffer::of))
}

/// Calls with one buffer that holds the data of all, or the first [`MOST`] bytes of them.
pub(crate) fn gathered<T>(parts: &[iovec], call: impl FnOnce(Buffer) -> Result<T>) -> Result<T> {
    match single(parts) {
        Some(buffer) => call(buffer),
        None => copy(total(parts).min(MOST), |room| {
            // SAFETY: the iovecs come from C, which lends what they name; `read_all` stays inside memory.
            let len = unsafe { read_all(parts, room) }?;
            call(Buffer { at: room.as_mut_ptr().cast(), len })
        }),
    }
}

/// The same where [`is_few`]: the stack suffices.
pub(crate) fn gathered_few<T>(parts: &[iovec], call: impl FnOnce(Buffer) -> Result<T>) -> Result<T> {
    let mut room = [const { MaybeUninit::uninit() }; FEW];
    // SAFETY: as in `gathered`.
    let len = unsafe { read_all(parts, &mut room) }?;
    call(Buffer { at: room.as_mut_ptr().cast(), len })
}

/// Calls with room for all buffers and `spare` bytes more, at most [`MOST`] bytes; then copies as many bytes to the
/// buffers as the call returns.
pub(crate) fn scattered<T>(
    parts: &[iovec],
    spare: usize,
    call: impl FnOnce(Buffer) -> Result<(usize, T)>,
) -> Result<(usize, T)> {
    copy(total(parts).min(MOST) + spare, |room| {
        let (len, more) = call(Buffer { at: room.as_mut_ptr().cast(), len: room.len() })?;
        // SAFETY: the call has written the first `len` bytes; the iovecs are C's to be written to.
        unsafe { write_all(room.as_ptr().cast(), len.min(room.len()), parts) }?;
        Ok((len, more))
    })
}

fn copy<T>(len: usize, call: impl FnOnce(&mut [MaybeUninit<u8>]) -> Result<T>) -> Result<T> {
    if len > FEW {
        return scratch::with_scratch(len, call);
    }
    let mut room = [const { MaybeUninit::uninit() }; FEW];
    call(room.get_mut(..len).ok_or(Errno::EINVAL)?)
}

/// Copies the parts one behind the other; returns how many bytes had room.
///
/// # Safety
/// The parts that lie inside memory are readable.
unsafe fn read_all(parts: &[iovec], mut room: &mut [MaybeUninit<u8>]) -> Result<usize> {
    let mut done = 0;
    for part in parts {
        let len = part.iov_len.min(room.len());
        if len == 0 {
            continue;
        }
        memory::check(part.iov_base, len)?;
        let (to, rest) = room.split_at_mut(len);
        // SAFETY: inside memory (checked), and apart from the room, which is ours.
        unsafe { core::ptr::copy_nonoverlapping(part.iov_base.cast(), to.as_mut_ptr().cast::<u8>(), len) };
        done += len;
        room = rest;
    }
    Ok(done)
}

/// Spreads `len` bytes over the parts.
///
/// # Safety
/// `len` bytes lie at `from`; the parts, where inside memory, may be written to.
unsafe fn write_all(mut from: *const u8, mut len: usize, parts: &[iovec]) -> Result<()> {
    for part in parts {
        let now = part.iov_len.min(len);
        // SAFETY: `now` bytes are left at `from`; the part is the caller's to be written to.
        unsafe { memory::copy_out(core::slice::from_raw_parts(from, now), part.iov_base.cast(), part.iov_len) }?;
        from = from.wrapping_add(now);
        len -= now;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::vec;
    use std::vec::Vec;

    fn parts(buffers: &mut [Vec<u8>]) -> Vec<iovec> {
        buffers.iter_mut().map(|b| iovec { iov_base: b.as_mut_ptr().cast(), iov_len: b.len() }).collect()
    }

    #[test]
    fn one_buffer_is_not_copied() {
        let mut buffers = [vec![], vec![1, 2], vec![]];
        let at = buffers[1].as_mut_ptr().cast();
        let same = gathered(&parts(&mut buffers), |buffer| Ok((buffer.at, buffer.len)));
        assert_eq!(same, Ok((at, 2)));
        assert_eq!(gathered(&[], |buffer| Ok(buffer.len)), Ok(0));
    }

    #[test]
    fn several_are_gathered_in_their_order() {
        for size in [2, FEW, MOST / 2] {
            let mut buffers = [vec![1; size], vec![], vec![2; size]];
            let seen = gathered(&parts(&mut buffers), |buffer| {
                // SAFETY: the buffer has its length.
                Ok(unsafe { core::slice::from_raw_parts(buffer.at.cast::<u8>(), buffer.len) }.to_vec())
            });
            assert_eq!(seen, Ok([vec![1; size], vec![2; size]].concat()));
        }
    }

    #[test]
    fn what_came_is_spread_over_the_parts() {
        let mut buffers = [vec![0; 2], vec![], vec![0; 2]];
        let got = scattered(&parts(&mut buffers), 1, |buffer| {
            assert_eq!(buffer.len, 5);
            // SAFETY: the buffer has its length.
            unsafe { core::ptr::copy_nonoverlapping([7_u8, 8, 9].as_ptr(), buffer.at.cast(), 3) };
            Ok((3, ()))
        });
        assert_eq!(got, Ok((3, ())));
        assert_eq!(buffers, [vec![7, 8], vec![], vec![9, 0]]);
    }
}
