// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! `h_errno` `herror` `hstrerror`: why a look-up of a host failed.

use core::ffi::{CStr, c_char, c_int, c_void};

use crate::abi::*;

pub use place::__h_errno_location;

/// In an archive each thread has its own: only C can say so (`src/glue.c`).
#[cfg(all(feature = "c-exports", target_family = "wasm"))]
mod place {
    use core::ffi::c_int;

    unsafe extern "C" {
        /// Where this thread's `h_errno` is.
        pub safe fn __h_errno_location() -> *mut c_int;
    }
}

/// Without C all threads share one.
#[cfg(not(all(feature = "c-exports", target_family = "wasm")))]
mod place {
    use core::ffi::c_int;
    use core::sync::atomic::AtomicI32;

    static H_ERRNO: AtomicI32 = AtomicI32::new(0);

    /// Where `h_errno` is.
    pub extern "C" fn __h_errno_location() -> *mut c_int {
        H_ERRNO.as_ptr()
    }
}

/// Sets `h_errno`.
pub(super) fn set(code: c_int) {
    // SAFETY: the place is valid, and written by this thread only.
    unsafe { *__h_errno_location() = code }
}

fn get() -> c_int {
    // SAFETY: as above.
    unsafe { *__h_errno_location() }
}

/// The text of a value of `h_errno`, as Linux has it.
/// <https://man7.org/linux/man-pages/man3/gethostbyname.3.html>
#[cfg_attr(feature = "c-exports", unsafe(no_mangle))]
pub extern "C" fn hstrerror(code: c_int) -> *const c_char {
    text(code).as_ptr()
}

fn text(code: c_int) -> &'static CStr {
    match code {
        ..0 => c"Resolver internal error",
        0 => c"Resolver Error 0 (no error)",
        HOST_NOT_FOUND => c"Unknown host",
        TRY_AGAIN => c"Host name lookup failure",
        NO_RECOVERY => c"Unknown server error",
        NO_DATA => c"No address associated with name",
        _ => c"Unknown resolver error",
    }
}

/// Writes `prefix`, where there is one, and the text of `h_errno` to the standard error.
/// <https://man7.org/linux/man-pages/man3/gethostbyname.3.html>
///
/// # Safety
/// `prefix` is null or a string.
#[cfg_attr(feature = "c-exports", unsafe(no_mangle))]
pub unsafe extern "C" fn herror(prefix: *const c_char) {
    // SAFETY: the caller's promise.
    let prefix = if prefix.is_null() { c"" } else { unsafe { CStr::from_ptr(prefix) } };
    let colon = if prefix.is_empty() { c"" } else { c": " };
    let line = [prefix, colon, text(get()), c"\n"]
        .map(|part| iovec { iov_base: part.as_ptr().cast_mut().cast::<c_void>(), iov_len: part.count_bytes() });
    const STDERR: c_int = 2;
    // SAFETY: each iovec names a string, of which `writev` only reads. That it failed, nobody could be told.
    let _written = unsafe { writev(STDERR, line.as_ptr(), line.len() as c_int) };
}

unsafe extern "C" {
    fn writev(fd: c_int, iov: *const iovec, n: c_int) -> isize;
}
