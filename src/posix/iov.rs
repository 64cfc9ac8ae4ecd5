// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! The buffers of a call.

use core::ffi::c_void;

use crate::abi::{IOV_MAX, iovec, msghdr};
use crate::errno::{Errno, Result};
use crate::memory;

/// One buffer as an iovec. A null buffer of some length is `EFAULT`: in wasm, address 0 is memory too.
#[inline]
pub(super) fn one(buf: *const c_void, len: usize) -> Result<iovec> {
    if buf.is_null() && len != 0 {
        return Err(Errno::EFAULT);
    }
    Ok(iovec { iov_base: buf.cast_mut(), iov_len: len })
}

/// The message at `message`, its iovecs, and how many bytes they are together.
///
/// # Safety
/// `message`, when inside memory, points to a `struct msghdr`, and lies there where that is said; the rest as for
/// [`many`].
#[inline(always)]
pub(super) unsafe fn message<'a>(message: *const msghdr, in_memory: bool) -> Result<(msghdr, &'a [iovec], usize)> {
    if !in_memory {
        memory::check(message, size_of::<msghdr>())?;
    }
    // SAFETY: inside memory (checked); the caller's promise.
    unsafe {
        let message = message.read_unaligned();
        let (parts, whole) = many(&message)?;
        Ok((message, parts, whole))
    }
}

/// The iovecs of a message, lent to the host as they lie, and how many bytes they are together.
///
/// Errors: `EMSGSIZE` for more than `IOV_MAX`, `EFAULT` for iovecs outside memory or a null buffer
/// of some length, `EINVAL` for a sum that `ssize_t` cannot hold.
///
/// # Safety
/// `message.msg_iov`, when inside memory, points to `msg_iovlen` iovecs that nobody writes to meanwhile.
#[inline(always)]
pub(super) unsafe fn many<'a>(message: &msghdr) -> Result<(&'a [iovec], usize)> {
    let n = message.msg_iovlen.cast_unsigned() as usize;
    match n {
        0 => return Ok((&[], 0)),
        1..=IOV_MAX => memory::check(message.msg_iov, n * size_of::<iovec>())?,
        _ => return Err(Errno::EMSGSIZE),
    }
    // SAFETY: inside memory (checked), initialised and left alone (the caller's promise).
    let parts = unsafe { core::slice::from_raw_parts(message.msg_iov, n) };
    // 64 bits hold the sum of so many lengths of 32, so it is judged once.
    let (mut whole, mut some_null) = (0u64, false);
    for part in parts {
        whole = whole.wrapping_add(part.iov_len as u64);
        some_null |= part.iov_base.is_null();
    }
    if whole > isize::MAX as u64 {
        return Err(Errno::EINVAL);
    }
    if some_null {
        nulls_are_empty(parts)?;
    }
    Ok((parts, whole as usize))
}

#[cold]
#[inline(never)]
fn nulls_are_empty(parts: &[iovec]) -> Result<()> {
    if parts.iter().any(|part| part.iov_base.is_null() && part.iov_len != 0) { Err(Errno::EFAULT) } else { Ok(()) }
}
