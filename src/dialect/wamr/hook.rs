// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Calls what few programs need through pointers: [`super::kept`], the closer look at a refused send ([`super::signal`]), and
//! `SO_LINGER` ([`super::option`]). A program that needs none links only the tests of the pointers.
//!
//! The calls are in C, because Rust encodes them in a way that WebAssembly's first release does not have.

use core::ffi::{c_int, c_void};
use core::mem::MaybeUninit;
use core::sync::atomic::AtomicPtr;
use core::sync::atomic::Ordering::Relaxed;

use wasi::{Event, Subscription};

use super::layout::Addr;
use crate::abi::iovec;
use crate::dialect::{Fd, Received};
use crate::errno::{Errno, Result, check};

/// A receive from the kept data, or from the host; the result is C's.
pub(super) const RECV: c_int = 0;
/// A receive from the kept data, with the sender.
pub(super) const TAKE: c_int = 1;
pub(super) const POLL: c_int = 2;
pub(super) const RENUMBER: c_int = 3;
pub(super) const FORGET: c_int = 4;

/// The operation, the descriptor, an array and its length, and the place for the result.
pub(super) type Serve = unsafe extern "C" fn(c_int, Fd, *const c_void, usize, *mut c_void) -> isize;

/// The descriptor, the host's error before or of a send, and what the send fails with on a connected stream that blocks. The
/// result is the error of the send; 0 if it succeeds, or may be tried.
pub(super) type Refuse = extern "C" fn(Fd, c_int, c_int) -> c_int;

/// A `bind` that leaves `SO_LINGER` as it is; returns the host's errno.
pub(super) type Bind = unsafe extern "C" fn(Fd, *const Addr) -> c_int;

/// The result if nothing is kept. Otherwise it is a length, or a negative error number.
pub(super) const NOTHING: isize = isize::MIN;

/// The result of a receive from the kept data.
#[derive(Clone, Copy, Default)]
pub(super) struct Taken {
    pub got: Received,
    pub from: Option<Addr>,
}

impl Taken {
    pub(super) fn stream(len: usize) -> Self {
        Self { got: Received { len, truncated: false }, from: None }
    }
}

/// The events of a wait.
pub(super) struct Wait<'a> {
    pub events: &'a mut [MaybeUninit<Event>],
    pub count: usize,
}

#[cfg(all(target_family = "wasm", feature = "c-exports"))]
mod way {
    use super::*;

    unsafe extern "C" {
        pub(super) safe static wasock_kept_serve: AtomicPtr<c_void>;
        pub(super) fn wasock_kept(what: c_int, fd: Fd, at: *const c_void, n: usize, out: *mut c_void) -> isize;
        pub(super) safe fn wasock_refuse_by(refuse: Refuse);
        pub(super) safe fn wasock_refuse_at_least_by(refuse: Refuse);
        pub(super) safe fn wasock_refusal(fd: Fd, code: c_int, usual: c_int) -> c_int;
        pub(super) safe fn wasock_linger_may_be_on(bind: Bind);
        pub(super) fn wasock_bind_as_it_is(fd: Fd, addr: *const Addr) -> c_int;
    }
}

/// Without C the pointers are Rust's, as is the encoding.
#[cfg(not(all(target_family = "wasm", feature = "c-exports")))]
mod way {
    use core::mem::transmute;
    use core::ptr::null_mut;

    use super::*;

    static REFUSAL: AtomicPtr<c_void> = AtomicPtr::new(null_mut());
    static BIND_KEEPING_LINGER: AtomicPtr<c_void> = AtomicPtr::new(null_mut());

    #[expect(non_upper_case_globals, reason = "the name of C's")]
    pub(super) static wasock_kept_serve: AtomicPtr<c_void> = AtomicPtr::new(null_mut());

    pub(super) fn wasock_refuse_by(refuse: Refuse) {
        REFUSAL.store(refuse as *mut c_void, Relaxed);
    }

    pub(super) fn wasock_refuse_at_least_by(refuse: Refuse) {
        let _there_is_one = REFUSAL.compare_exchange(null_mut(), refuse as *mut c_void, Relaxed, Relaxed);
    }

    pub(super) fn wasock_refusal(fd: Fd, code: c_int, usual: c_int) -> c_int {
        let refuse = REFUSAL.load(Relaxed);
        if refuse.is_null() {
            return usual;
        }
        // SAFETY: nothing else is stored there than a function of this type.
        let refuse: Refuse = unsafe { transmute(refuse) };
        refuse(fd, code, usual)
    }

    pub(super) fn wasock_linger_may_be_on(bind: Bind) {
        BIND_KEEPING_LINGER.store(bind as *mut c_void, Relaxed);
    }

    /// # Safety
    /// As for [`Bind`].
    pub(super) unsafe fn wasock_bind_as_it_is(fd: Fd, addr: *const Addr) -> c_int {
        let bind = BIND_KEEPING_LINGER.load(Relaxed);
        // SAFETY: nothing else is stored there than a function of this type; the caller's promise.
        unsafe {
            let bind = if bind.is_null() { wasock_bind_without_linger } else { transmute::<*mut c_void, Bind>(bind) };
            bind(fd, addr)
        }
    }

    /// # Safety
    /// As for [`Serve`]; the pointer is set.
    pub(super) unsafe fn wasock_kept(what: c_int, fd: Fd, at: *const c_void, n: usize, out: *mut c_void) -> isize {
        // SAFETY: nothing else is stored there than a function of this type.
        let serve: Serve = unsafe { transmute(wasock_kept_serve.load(Relaxed)) };
        // SAFETY: the caller's promise.
        unsafe { serve(what, fd, at, n, out) }
    }
}

/// Called before a socket can be other than a stream that blocks and may be written to: from now on a refused send is looked at.
pub(super) fn refuse_by(refuse: Refuse) {
    way::wasock_refuse_by(refuse);
}

/// The same for a look that tells less apart: it takes the place of none.
pub(super) fn refuse_at_least_by(refuse: Refuse) {
    way::wasock_refuse_at_least_by(refuse);
}

/// The result of a send that the host does not take, success if it may be tried: `usual`, unless a closer look finds another.
pub(super) fn refusal(fd: Fd, code: c_int, usual: Result<()>) -> Result<()> {
    check(way::wasock_refusal(fd, code, usual.err().map_or(0, Errno::get)))
}

/// Called before `SO_LINGER` is first set.
pub(super) fn bind_by(bind: Bind) {
    way::wasock_linger_may_be_on(bind);
}

/// `bind`, without what the host's does to `SO_LINGER`; the host's errno.
///
/// # Safety
/// `addr` points to an address.
#[inline(always)]
pub(super) unsafe fn bind(fd: Fd, addr: *const Addr) -> c_int {
    // SAFETY: the caller's promise.
    unsafe { way::wasock_bind_as_it_is(fd, addr) }
}

/// The same while no program has set `SO_LINGER`.
///
/// # Safety
/// `addr` points to an address.
#[cfg(any(dialect = "wamr", not(feature = "c-exports")))]
#[cfg_attr(feature = "c-exports", unsafe(no_mangle))]
unsafe extern "C" fn wasock_bind_without_linger(fd: Fd, addr: *const Addr) -> c_int {
    use super::import::{sock_bind, sock_set_linger};

    // SAFETY: the caller's promise; the other import takes numbers only.
    unsafe {
        match sock_bind(fd, addr) {
            0 => sock_set_linger(fd, 0, 0),
            code => code,
        }
    }
}

/// Called before data are first kept: from now on the pointer is set.
pub(super) fn set(serve: Serve) {
    way::wasock_kept_serve.store(serve as *mut c_void, Relaxed);
}

/// The same for what serves less than others: it takes the place of none.
pub(super) fn set_at_least(serve: Serve) {
    let none = core::ptr::null_mut();
    let _there_is_one = way::wasock_kept_serve.compare_exchange(none, serve as *mut c_void, Relaxed, Relaxed);
}

/// The result of [`Serve`]: a length, or an error below zero, whichever sign a host gives its numbers.
pub(super) fn to_c(outcome: Result<usize>) -> isize {
    outcome.map_or_else(|error| (error.get() as isize).saturating_abs().saturating_neg(), usize::cast_signed)
}

#[inline(always)]
fn is_set() -> bool {
    !way::wasock_kept_serve.load(Relaxed).is_null()
}

/// A receive from the kept data; `None` if there are none.
#[inline(always)]
pub(super) fn take(fd: Fd, room: &[iovec]) -> Option<Result<Taken>> {
    if is_set() { take_kept(fd, room) } else { None }
}

#[cold]
#[inline(never)]
fn take_kept(fd: Fd, room: &[iovec]) -> Option<Result<Taken>> {
    let mut taken = Taken::default();
    // SAFETY: the array is a slice, and the result has its place.
    let code = unsafe { way::wasock_kept(TAKE, fd, room.as_ptr().cast(), room.len(), (&raw mut taken).cast()) };
    if code == NOTHING { None } else { Some(result(code).map(|()| taken)) }
}

/// A receive without the sender, from what is kept or from the host, if something is kept of any socket: what C gets of it.
#[inline(always)]
pub(super) fn recv(fd: Fd, room: &[iovec]) -> Option<isize> {
    // SAFETY: as in `take_kept`.
    is_set().then(|| unsafe { way::wasock_kept(RECV, fd, room.as_ptr().cast(), room.len(), core::ptr::null_mut()) })
}

/// The same for `read`, on any descriptor.
#[inline(always)]
pub(super) fn read(fd: Fd, room: &[iovec]) -> Option<Result<usize>> {
    if is_set() { take_kept(fd, room).map(|taken| taken.map(|taken| taken.got.len)) } else { None }
}

/// A wait, if something is kept.
#[inline(always)]
pub(super) fn poll(subscriptions: &[Subscription], events: &mut [MaybeUninit<Event>]) -> Option<Result<usize>> {
    is_set().then(|| {
        let mut wait = Wait { events, count: 0 };
        let (at, n) = (subscriptions.as_ptr().cast(), subscriptions.len());
        // SAFETY: as in `take_kept`.
        result(unsafe { way::wasock_kept(POLL, 0, at, n, (&raw mut wait).cast()) }).map(|()| wait.count)
    })
}

/// A descriptor is closed.
#[inline(always)]
pub(super) fn forget(fd: Fd) {
    if is_set() {
        // SAFETY: nothing is passed but numbers.
        unsafe { way::wasock_kept(FORGET, fd, core::ptr::null(), 0, core::ptr::null_mut()) };
    }
}

/// A descriptor gets another number.
#[inline(always)]
pub(super) fn renumber(from: Fd, to: Fd) {
    if is_set() {
        // SAFETY: nothing is passed but numbers.
        unsafe { way::wasock_kept(RENUMBER, from, core::ptr::null(), to as usize, core::ptr::null_mut()) };
    }
}

fn result(code: isize) -> Result<()> {
    if code < 0 { Err(Errno::new((-code) as c_int)) } else { Ok(()) }
}
