// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Memory from the C library's heap. In an archive, a program that does not use that itself does not link it either:
//! `src/heap.c` has a small one. Components need more of it.

use core::ffi::c_void;

unsafe extern "C" {
    #[cfg_attr(small_heap, link_name = "wasock_allocate")]
    fn malloc(size: usize) -> *mut c_void;
    #[cfg_attr(small_heap, link_name = "wasock_give_back")]
    #[cfg_attr(not(small_heap), link_name = "free")]
    fn free_of_c(at: *mut c_void);
}

/// `size` bytes, aligned to at least eight; null if there is no memory.
pub(crate) fn allocate(size: usize) -> *mut c_void {
    // SAFETY: any size is right; of 0 it could be null.
    unsafe { malloc(size.max(1)) }
}

/// The same, all zero.
pub(crate) fn allocate_zeroed(size: usize) -> *mut c_void {
    let at = allocate(size);
    if !at.is_null() {
        // SAFETY: as many bytes lie there.
        unsafe { core::ptr::write_bytes(at.cast::<u8>(), 0, size) };
    }
    at
}

/// Gives memory back.
///
/// # Safety
/// `at` is null or from [`allocate`], and not used any more.
pub(crate) unsafe extern "C" fn free(at: *mut c_void) {
    // SAFETY: the caller's promise.
    unsafe { free_of_c(at) }
}
