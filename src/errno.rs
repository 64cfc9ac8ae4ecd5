// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Error numbers, and the one place where `errno` is set.

use core::ffi::c_int;
use core::num::NonZero;

/// A non-zero `errno` value, as the C library of the target numbers them.
///
/// wasi-libc numbers errors as WASI preview 1 does, so what a host answers is an `Errno` already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Errno(NonZero<c_int>);

/// What every verb of the library returns inside.
pub type Result<T> = core::result::Result<T, Errno>;

macro_rules! names {
    ($($name:ident)*) => { $(
        #[doc = concat!("`", stringify!($name), "`")]
        pub const $name: Self = Self(named(libc::$name));
    )* };
}

/// A number that the C library names; none of them is 0.
const fn named(number: c_int) -> NonZero<c_int> {
    match NonZero::new(number) {
        Some(number) => number,
        None => NonZero::<c_int>::MAX,
    }
}

impl Errno {
    names! {
        EACCES EADDRINUSE EADDRNOTAVAIL EAFNOSUPPORT EAGAIN EALREADY EBADF ECONNABORTED ECONNREFUSED
        ECONNRESET EDESTADDRREQ EDOM EFAULT EINPROGRESS EINTR EINVAL EIO EISCONN EMFILE EMSGSIZE ENAMETOOLONG
        ENETUNREACH ENFILE ENOBUFS ENODEV ENOENT ENOMEM ENOPROTOOPT ENOSYS ENOTCONN ENOTSOCK ENOTTY ENXIO EOPNOTSUPP
        EPERM EPIPE EPROTONOSUPPORT EPROTOTYPE ERANGE ESPIPE ETIMEDOUT
    }

    /// The error with this number; 0, which is no error, reads as `EIO`.
    pub const fn new(number: c_int) -> Self {
        match NonZero::new(number) {
            Some(number) => Self(number),
            None => Self::EIO,
        }
    }

    /// The number, as in `errno`.
    pub const fn get(self) -> c_int {
        self.0.get()
    }
}

/// The result of an import that returns a WASI errno: 0 is success.
#[inline]
pub(crate) fn check(code: i32) -> Result<()> {
    match NonZero::new(code) {
        None => Ok(()),
        Some(number) => Err(Errno(number)),
    }
}

// A no_std guest names no C library itself: it comes with the crate.
#[cfg_attr(target_family = "wasm", link(name = "c"))]
unsafe extern "C" {
    fn __errno_location() -> *mut c_int;
}

/// What C gets: 0, or −1 with `errno` set. One function for all calls, so that none of them has code for
/// errors of its own.
#[inline(never)]
pub(crate) fn end(result: Result<()>) -> c_int {
    match result {
        Ok(()) => 0,
        Err(error) => {
            // SAFETY: the C library returns the address of this thread's errno, always valid.
            unsafe { *__errno_location() = error.get() }
            -1
        }
    }
}

/// Sets the caller's `errno`.
#[cold]
pub(crate) fn set(error: Errno) {
    let _minus_one = end(Err(error));
}

/// The rim: a result as C functions return it, −1 with `errno` set on failure.
pub(crate) trait OrMinusOne {
    /// The C return type.
    type C;
    /// The value, or −1 with `errno` set.
    fn or_minus_one(self) -> Self::C;
}

macro_rules! or_minus_one {
    ($($rust:ty => $c:ty, $value:ident => $made:expr;)*) => { $(
        impl OrMinusOne for Result<$rust> {
            type C = $c;
            #[inline]
            fn or_minus_one(self) -> $c {
                match self {
                    Ok($value) => $made,
                    Err(error) => {
                        core::hint::cold_path();
                        end(Err(error)) as $c
                    }
                }
            }
        }
    )* };
}

impl OrMinusOne for Result<()> {
    type C = c_int;
    #[inline]
    fn or_minus_one(self) -> c_int {
        end(self)
    }
}

or_minus_one! {
    c_int => c_int, value => value;
    usize => isize, count => count as isize;
}
