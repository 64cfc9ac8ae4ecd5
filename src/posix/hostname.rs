// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! `gethostname`, which the C library of 2022 declares and does not define.

use core::ffi::{c_char, c_int};

use crate::errno::{Errno, OrMinusOne, Result};
use crate::memory;

/// Returns `localhost`: no runtime reports the name of its host.
///
/// Errors: `ENAMETOOLONG` where the name and its NUL do not fit, `EFAULT`.
/// <https://pubs.opengroup.org/onlinepubs/9799919799/functions/gethostname.html>
///
/// # Safety
/// `name` points to `len` writable bytes.
#[cfg_attr(feature = "c-exports", unsafe(no_mangle))]
pub unsafe extern "C" fn gethostname(name: *mut c_char, len: usize) -> c_int {
    // SAFETY: the caller's promise.
    unsafe { tell(name, len) }.or_minus_one()
}

/// # Safety
/// As for [`gethostname`].
unsafe fn tell(name: *mut c_char, len: usize) -> Result<()> {
    const NAME: &[u8] = c"localhost".to_bytes_with_nul();
    // SAFETY: the caller's promise.
    unsafe { memory::copy_out(NAME, name.cast(), len) }?;
    if len < NAME.len() { Err(Errno::ENAMETOOLONG) } else { Ok(()) }
}
