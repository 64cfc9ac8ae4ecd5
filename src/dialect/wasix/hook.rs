// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Calls functions that few programs need through pointers, which a datagram socket and a time limit set. A program that has
//! neither links only the test of the pointers.
//!
//! The calls are in C, because Rust encodes them in a way that WebAssembly's first release does not have.

use core::ffi::{c_int, c_void};
use core::sync::atomic::AtomicPtr;
use core::sync::atomic::Ordering::Relaxed;

use crate::abi::iovec;
use crate::dialect::Fd;
use crate::errno::{Errno, Result, check};

/// For a failed call: the socket, the time limit of the call, and the error. The result is 0 if the call has to be repeated,
/// otherwise the final error.
pub(super) type Judge = extern "C" fn(Fd, c_int, c_int) -> c_int;

/// A send of so many buffers within the socket's time limit: returns its length, or a negative error number.
pub(super) type SendInTime = unsafe extern "C" fn(Fd, *const iovec, usize) -> isize;

#[cfg(all(target_family = "wasm", feature = "c-exports"))]
mod way {
    use super::*;

    unsafe extern "C" {
        pub(super) safe static wasock_send_in_time: AtomicPtr<c_void>;
        pub(super) safe fn wasock_judge_errors(judge: Judge);
        pub(super) safe fn wasock_judge(fd: Fd, which: c_int, error: c_int) -> c_int;
        pub(super) fn wasock_send_limited(fd: Fd, data: *const iovec, n: usize) -> isize;
    }
}

/// Without C the pointers are Rust's, as is the encoding.
#[cfg(not(all(target_family = "wasm", feature = "c-exports")))]
mod way {
    use core::mem::transmute;
    use core::ptr::null_mut;

    use super::*;

    static JUDGE: AtomicPtr<c_void> = AtomicPtr::new(null_mut());
    #[expect(non_upper_case_globals, reason = "the name of C's")]
    pub(super) static wasock_send_in_time: AtomicPtr<c_void> = AtomicPtr::new(null_mut());

    pub(super) fn wasock_judge_errors(judge: Judge) {
        JUDGE.store(judge as *mut c_void, Relaxed);
    }

    pub(super) fn wasock_judge(fd: Fd, which: c_int, error: c_int) -> c_int {
        let judge = JUDGE.load(Relaxed);
        if judge.is_null() {
            return error;
        }
        // SAFETY: nothing else is stored there than a function of this type.
        let judge: Judge = unsafe { transmute(judge) };
        judge(fd, which, error)
    }

    /// # Safety
    /// As for [`SendInTime`]; the pointer is set.
    pub(super) unsafe fn wasock_send_limited(fd: Fd, data: *const iovec, n: usize) -> isize {
        // SAFETY: nothing else is stored there than a function of this type.
        let send: SendInTime = unsafe { transmute(wasock_send_in_time.load(Relaxed)) };
        // SAFETY: the caller's promise.
        unsafe { send(fd, data, n) }
    }
}

/// Called before the first datagram socket or time limit: from now on errors are checked.
pub(super) fn judge_by(judge: Judge) {
    way::wasock_judge_errors(judge);
}

/// Checks the error of a call; success means to call again.
#[cold]
pub(super) fn judge(fd: Fd, which: i32, error: Errno) -> Result<()> {
    check(way::wasock_judge(fd, which, error.get()))
}

/// Called before the first time limit is set: from now on sends have time limits.
pub(super) fn limit_sends_by(send: SendInTime) {
    way::wasock_send_in_time.store(send as *mut c_void, Relaxed);
}

/// A send within the socket's time limit, if any socket may have one.
#[inline(always)]
pub(super) fn send_in_time(fd: Fd, data: &[iovec]) -> Option<Result<usize>> {
    if way::wasock_send_in_time.load(Relaxed).is_null() { None } else { Some(send_limited(fd, data)) }
}

#[cold]
fn send_limited(fd: Fd, data: &[iovec]) -> Result<usize> {
    // SAFETY: the pointer is set, and the array is a slice.
    let len = unsafe { way::wasock_send_limited(fd, data.as_ptr(), data.len()) };
    usize::try_from(len).map_err(|_negative| Errno::new((-len) as c_int))
}
