//! The buffers of a call.

use core::ffi::{c_int, c_void};

use crate::abi::{IOV_MAX, iovec, msghdr};
use crate::errno::{Errno, Result};
use crate::memory;

/// One buffer as iovecs. A null buffer of some length is `EFAULT`: in wasm, address 0 is memory too.
#[inline]
pub(super) fn one(buf: *const c_void, len: usize) -> Result<[iovec; 1]> {
    if buf.is_null() && len != 0 {
        return Err(Errno::EFAULT);
    }
    Ok([iovec { iov_base: buf.cast_mut(), iov_len: len }])
}

/// A length that a host tells of a transfer, which is no more than the buffers hold: the caller would go on
/// beyond their end.
#[inline]
pub(super) fn within(len: usize, parts: &[iovec]) -> usize {
    parts.iter().map(|part| part.iov_len).sum::<usize>().min(len)
}

/// The iovecs of a message, lent to the host as they lie.
///
/// Errors: `EMSGSIZE` for more than `IOV_MAX`, `EFAULT` for iovecs outside memory or a null buffer
/// of some length, `EINVAL` for a sum that `ssize_t` cannot hold.
///
/// # Safety
/// `message.msg_iov`, when inside memory, points to `msg_iovlen` iovecs that nobody writes to meanwhile.
pub(super) unsafe fn many(message: &msghdr) -> Result<&[iovec]> {
    let n = count(message.msg_iovlen)?;
    if n == 0 {
        return Ok(&[]);
    }
    memory::check(message.msg_iov, n * size_of::<iovec>())?;
    // SAFETY: inside memory (checked), initialised and left alone (the caller's promise).
    let parts = unsafe { core::slice::from_raw_parts(message.msg_iov, n) };
    let mut room = isize::MAX.cast_unsigned();
    for part in parts {
        room = room.checked_sub(part.iov_len).ok_or(Errno::EINVAL)?;
        if part.iov_base.is_null() && part.iov_len != 0 {
            return Err(Errno::EFAULT);
        }
    }
    Ok(parts)
}

fn count(iovlen: c_int) -> Result<usize> {
    match usize::try_from(iovlen) {
        Ok(n) if n <= IOV_MAX => Ok(n),
        _ => Err(Errno::EMSGSIZE),
    }
}
