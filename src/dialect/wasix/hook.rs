// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Calls functions that few programs need through pointers, which a datagram socket, a time limit and [`super::held`] set. A
//! program that has none of these links only the test of the pointers.
//!
//! The calls are in C, because Rust encodes them in a way that WebAssembly's first release does not have.

use core::ffi::{c_int, c_void};
use core::sync::atomic::AtomicPtr;
use core::sync::atomic::Ordering::Relaxed;

use crate::abi::iovec;
use crate::dialect::Fd;
use crate::errno::{Errno, Result, check};
use crate::option::SockOpt;

/// For a failed call: the socket, the time limit of the call, and the error. The result is 0 if the call has to be repeated,
/// otherwise the final error.
pub(super) type Judge = extern "C" fn(Fd, c_int, c_int) -> c_int;

/// A send of so many buffers within the socket's time limit: returns its length, or a negative error number.
pub(super) type SendInTime = unsafe extern "C" fn(Fd, *const iovec, usize) -> isize;

/// The time limit of a datagram socket, in microseconds; 0 if none is held.
pub(super) const LIMIT: c_int = 0;
/// Waits for a datagram within that limit. The result is 0 or an error.
pub(super) const WAIT: c_int = 1;
/// The value of an option that waits for `bind`, or [`NOTHING`].
pub(super) const OPTION: c_int = 2;
/// Binds a socket with such options.
pub(super) const BIND: c_int = 3;
/// Such a socket has been bound.
pub(super) const BOUND: c_int = 4;
pub(super) const FORGET: c_int = 5;
pub(super) const RENUMBER: c_int = 6;

/// The operation, the descriptor, and a limit, an option or another descriptor.
pub(super) type Serve = extern "C" fn(c_int, Fd, c_int) -> i64;

pub(super) const NOTHING: i64 = i64::MIN;

#[cfg(all(target_family = "wasm", feature = "c-exports"))]
mod way {
    use super::*;

    unsafe extern "C" {
        pub(super) safe static wasock_held_serve: AtomicPtr<c_void>;
        pub(super) safe fn wasock_held(what: c_int, fd: Fd, n: c_int) -> i64;
        pub(super) safe static wasock_send_in_time: AtomicPtr<c_void>;
        pub(super) safe fn wasock_judge_errors(judge: Judge);
        pub(super) safe fn wasock_judge_limits(judge: Judge);
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
    #[expect(non_upper_case_globals, reason = "the name of C's")]
    pub(super) static wasock_held_serve: AtomicPtr<c_void> = AtomicPtr::new(null_mut());

    pub(super) fn wasock_held(what: c_int, fd: Fd, n: c_int) -> i64 {
        // SAFETY: nothing else is stored there than a function of this type, and the callers have tested for null.
        let serve: Serve = unsafe { transmute(wasock_held_serve.load(Relaxed)) };
        serve(what, fd, n)
    }

    pub(super) fn wasock_judge_errors(judge: Judge) {
        JUDGE.store(judge as *mut c_void, Relaxed);
    }

    pub(super) fn wasock_judge_limits(judge: Judge) {
        let _there_is_one = JUDGE.compare_exchange(null_mut(), judge as *mut c_void, Relaxed, Relaxed);
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

/// Called before the first datagram socket: from now on errors are checked.
pub(super) fn judge_by(judge: Judge) {
    way::wasock_judge_errors(judge);
}

/// The same before the first time limit of a stream; a judge of datagram sockets knows limits, too.
pub(super) fn judge_at_least_by(judge: Judge) {
    way::wasock_judge_limits(judge);
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

/// Called before an option waits for `bind`: from now on [`Serve`] is asked.
pub(super) fn serve_by(serve: Serve) {
    way::wasock_held_serve.store(serve as *mut c_void, Relaxed);
}

/// The same before the limit of a datagram socket is held; who serves options knows limits, too.
pub(super) fn serve_at_least_by(serve: Serve) {
    let none = core::ptr::null_mut();
    let _there_is_one = way::wasock_held_serve.compare_exchange(none, serve as *mut c_void, Relaxed, Relaxed);
}

/// The answer of [`Serve`]; `None` if nothing is held of any socket.
#[inline(always)]
fn ask(what: c_int, fd: Fd, n: c_int) -> Option<i64> {
    if way::wasock_held_serve.load(Relaxed).is_null() { None } else { Some(way::wasock_held(what, fd, n)) }
}

/// The limit that the library holds of a datagram socket, in microseconds; 0 if there is none.
#[inline]
pub(super) fn limit(fd: Fd, which: i32) -> u64 {
    ask(LIMIT, fd, which).map_or(0, i64::cast_unsigned)
}

/// Waits for a datagram within that limit; `EAGAIN` when none has come.
#[inline(always)]
pub(super) fn wait(fd: Fd) -> Result<()> {
    ask(WAIT, fd, 0).map_or(Ok(()), |code| check(code as c_int))
}

/// The value of an option that waits for `bind`.
#[inline]
pub(super) fn option(fd: Fd, option: SockOpt) -> Option<c_int> {
    ask(OPTION, fd, option as c_int).filter(|value| *value != NOTHING).map(|value| value as c_int)
}

/// Binds a datagram socket whose options wait for that, before it sends. The host would bind it without the options.
#[inline(always)]
pub(super) fn bind_for_options(fd: Fd) {
    ask(BIND, fd, 0);
}

/// A socket has been bound.
#[inline(always)]
pub(super) fn bound(fd: Fd) {
    ask(BOUND, fd, 0);
}

/// A descriptor is closed, or is a new one.
#[inline(always)]
pub(super) fn forget(fd: Fd) {
    ask(FORGET, fd, 0);
}

/// A descriptor gets another number.
#[inline(always)]
pub(super) fn renumber(from: Fd, to: Fd) {
    ask(RENUMBER, from, to);
}
