// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! The C functions that this crate calls, with their types and constants, under their POSIX names.
//!
//! In a guest they are those of the crate `wasock`. Natively they are the C library's, so that documentation and tests
//! use real sockets; `native` adapts the few that differ.

#[cfg(target_family = "wasm")]
mod guest;
#[cfg(target_family = "wasm")]
pub(crate) use guest::*;

#[cfg(not(target_family = "wasm"))]
mod native;
#[cfg(not(target_family = "wasm"))]
pub(crate) use native::*;

/// The error number that the last call has set.
pub(crate) fn errno() -> core::ffi::c_int {
    // SAFETY: the C library returns the address of this thread's errno, always valid.
    unsafe { *libc::__errno_location() }
}
