// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Memory for the duration of one call.

use core::mem::MaybeUninit;

use crate::errno::{Errno, Result};
use crate::memory::heap;

/// Lends `use_it` room for `n` values of `T`; `ENOMEM` if there is none.
pub(crate) fn with_scratch<T, R>(n: usize, use_it: impl FnOnce(&mut [MaybeUninit<T>]) -> Result<R>) -> Result<R> {
    const { assert!(align_of::<T>() <= 8, "the heap aligns to eight bytes at least") };
    let size = n.checked_mul(size_of::<T>()).ok_or(Errno::ENOMEM)?;
    let room = heap::allocate(size);
    if room.is_null() {
        return Err(Errno::ENOMEM);
    }
    // SAFETY: there is this much, aligned; nobody else has it; `MaybeUninit` needs no value.
    let result = use_it(unsafe { core::slice::from_raw_parts_mut(room.cast(), n) });
    // SAFETY: from the heap, and not lent any more.
    unsafe { heap::free(room) };
    result
}
