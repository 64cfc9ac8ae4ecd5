// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Memory for the length of one call, from C's malloc.

use core::ffi::c_void;
use core::mem::MaybeUninit;

use crate::errno::{Errno, Result};

unsafe extern "C" {
    fn malloc(size: usize) -> *mut c_void;
    fn free(ptr: *mut c_void);
}

/// Lends `use_it` room for `n` values of `T`; `ENOMEM` where there is none.
pub(crate) fn with_scratch<T, R>(n: usize, use_it: impl FnOnce(&mut [MaybeUninit<T>]) -> Result<R>) -> Result<R> {
    const { assert!(align_of::<T>() <= 8, "malloc aligns to eight bytes at least") };
    let size = n.checked_mul(size_of::<T>()).ok_or(Errno::ENOMEM)?;
    // SAFETY: malloc takes any size; of 0 it could make null.
    let room = unsafe { malloc(size.max(1)) };
    if room.is_null() {
        return Err(Errno::ENOMEM);
    }
    // SAFETY: malloc gave this much, aligned; nobody else has it; `MaybeUninit` needs no value.
    let result = use_it(unsafe { core::slice::from_raw_parts_mut(room.cast(), n) });
    // SAFETY: malloc's own, and not lent any more.
    unsafe { free(room) };
    result
}
