// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Pointers that come from C.

use crate::errno::{Errno, Result};

pub(crate) mod cursor;
pub(crate) mod heap;
pub(crate) mod scratch;

/// Checks that `len` bytes at `ptr` lie inside the guest's memory; `EFAULT` otherwise, as on Linux for an address outside the
/// process. Address 0 lies inside a wasm memory and is refused as well.
#[inline]
pub(crate) fn check<T>(ptr: *const T, len: usize) -> Result<()> {
    // Modulo the address space: where memory is all of it, its end is 0, and null less one is the last address.
    let end = end_of_memory();
    let is_shorter = len <= PAGE || len - 1 <= end.wrapping_sub(1);
    if is_shorter && (ptr as usize).wrapping_sub(1) < end.wrapping_sub(len) { Ok(()) } else { Err(Errno::EFAULT) }
}

/// The size of the smallest memory.
const PAGE: usize = 65536;

#[cfg(target_family = "wasm")]
#[inline]
fn end_of_memory() -> usize {
    core::arch::wasm32::memory_size(0).wrapping_mul(PAGE)
}

#[cfg(not(target_family = "wasm"))]
fn end_of_memory() -> usize {
    0
}

/// Reads a `T` that C handed over, wherever it lies.
///
/// # Safety
/// `ptr`, when inside memory, points to an initialised `T`; it need not be aligned.
#[inline]
pub(crate) unsafe fn read<T: Copy>(ptr: *const T) -> Result<T> {
    check(ptr, size_of::<T>())?;
    // SAFETY: inside memory (checked), initialised (the caller's promise), read without alignment.
    Ok(unsafe { ptr.read_unaligned() })
}

/// Writes a `T` where C asked for it.
///
/// # Safety
/// `ptr`, when inside memory, may be written for the size of `T`; it need not be aligned.
#[inline]
pub(crate) unsafe fn write<T>(ptr: *mut T, value: T) -> Result<()> {
    check(ptr, size_of::<T>())?;
    // SAFETY: inside memory (checked), the caller lets it be written, no alignment needed.
    unsafe { ptr.write_unaligned(value) };
    Ok(())
}

/// Copies at most `room` bytes of `from` to `to`, as the kernel truncates what it returns.
///
/// # Safety
/// `to`, when inside memory, may be written for `room` bytes.
#[inline(never)]
pub(crate) unsafe fn copy_out(from: &[u8], to: *mut u8, room: usize) -> Result<()> {
    let len = from.len().min(room);
    if len == 0 {
        return Ok(());
    }
    check(to, len)?;
    // SAFETY: `from` is a slice of at least `len` bytes, `to` may be written for `len` (checked
    // against memory); C's buffer and our slice do not overlap.
    unsafe { core::ptr::copy_nonoverlapping(from.as_ptr(), to, len) };
    Ok(())
}
