// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! `gethostbyname` `gethostbyaddr`, their kin and their `_r` forms.

use core::ffi::{CStr, c_char, c_int, c_void};
use core::sync::atomic::{AtomicPtr, Ordering};

use crate::abi::*;
use crate::dialect::Family;
use crate::errno::{self, Errno};
use crate::memory;
use crate::memory::heap;
use crate::posix::netdb::arena::Arena;
use crate::posix::netdb::found::{Failure, Found};
use crate::posix::netdb::{h_errno, node};

/// # Safety
/// `name` is a string.
unsafe fn by_name(name: *const c_char, family: c_int) -> Result<Found, Failure> {
    let family = self::family(family)?;
    // SAFETY: the caller's promise.
    let name = unsafe { CStr::from_ptr(name) };
    let text = name.to_bytes();
    // An entry has no place for a scope, and a numeric address is of its own family only.
    if text.contains(&b'%') || (family == Family::V4 && text.contains(&b':')) {
        return Err(Failure::NOT_FOUND);
    }
    // To these functions a name of digits and dots is an address or nothing.
    let numeric = text.iter().all(|byte| matches!(byte, b'0'..=b'9' | b'.')) && !text.ends_with(b".");
    Found::look_up(name, family, if numeric { AI_NUMERICHOST } else { 0 })
}

fn family(family: c_int) -> Result<Family, Failure> {
    match family {
        AF_INET => Ok(Family::V4),
        AF_INET6 => Ok(Family::V6),
        _ => Err(Failure::internal(Errno::EAFNOSUPPORT)),
    }
}

/// # Safety
/// `addr` points to `len` readable bytes.
unsafe fn by_addr(addr: *const c_void, len: socklen_t, family: c_int) -> Result<Found, Failure> {
    // SAFETY: the caller's promise; each is read where `len` says that it is there.
    let loopback = unsafe {
        match (self::family(family)?, len as usize) {
            (Family::V4, 4) => memory::read(addr.cast()).map(|octets| node::is_loopback(&node::v4(octets))),
            (Family::V6, 16) => memory::read(addr.cast()).map(|octets| node::is_loopback(&node::v6(octets, 0))),
            // Linux says this of a wrong length, too.
            _ => Err(Errno::EAFNOSUPPORT),
        }
    };
    match loopback {
        // SAFETY: the name is a string.
        Ok(true) => unsafe { by_name(c"localhost".as_ptr(), family) },
        Ok(false) => Err(Failure::NOT_FOUND),
        Err(error) => Err(Failure::internal(error)),
    }
}

/// The entry that a function without a buffer has returned last.
static LAST: AtomicPtr<hostent> = AtomicPtr::new(core::ptr::null_mut());

/// Keeps an entry until the next is kept; or sets `h_errno`, and `errno` where that says so.
fn keep(found: Result<Found, Failure>) -> *mut hostent {
    match found.and_then(|found| found.store()) {
        Ok(entry) => {
            let last = LAST.swap(entry, Ordering::Relaxed);
            // SAFETY: from the heap, or null; POSIX lets nobody use it after this call.
            unsafe { heap::free(last.cast()) };
            entry
        }
        Err(Failure { code, error }) => {
            h_errno::set(code);
            error.into_iter().for_each(errno::set);
            core::ptr::null_mut()
        }
    }
}

/// The IPv4 addresses of a host, which [`getaddrinfo`] would find; null with `h_errno` when there are none.
/// A look-up that the system refuses has `h_errno` -1 and `errno`: `EACCES` where the
/// host's rules forbid the name, `ENOMEM`.
/// <https://man7.org/linux/man-pages/man3/gethostbyname.3.html>
///
/// [`getaddrinfo`]: crate::getaddrinfo
///
/// # Safety
/// `name` is a string; one thread at a time.
#[cfg_attr(feature = "c-exports", unsafe(no_mangle))]
pub unsafe extern "C" fn gethostbyname(name: *const c_char) -> *mut hostent {
    // SAFETY: the caller's promise.
    keep(unsafe { by_name(name, AF_INET) })
}

/// [`gethostbyname`] of either family; `EAFNOSUPPORT` of another.
/// <https://man7.org/linux/man-pages/man3/gethostbyname.3.html>
///
/// # Safety
/// As for [`gethostbyname`].
#[cfg_attr(feature = "c-exports", unsafe(no_mangle))]
pub unsafe extern "C" fn gethostbyname2(name: *const c_char, family: c_int) -> *mut hostent {
    // SAFETY: the caller's promise.
    keep(unsafe { by_name(name, family) })
}

/// The name of an address in network byte order. Hosts do not look names up backwards: all but the
/// loopback, which is `localhost`, are `HOST_NOT_FOUND`. A length that is not the family's, or
/// another family, is `EAFNOSUPPORT`.
/// <https://man7.org/linux/man-pages/man3/gethostbyname.3.html>
///
/// # Safety
/// `addr` points to `len` readable bytes; one thread at a time.
#[cfg_attr(feature = "c-exports", unsafe(no_mangle))]
pub unsafe extern "C" fn gethostbyaddr(addr: *const c_void, len: socklen_t, family: c_int) -> *mut hostent {
    // SAFETY: the caller's promise.
    keep(unsafe { by_addr(addr, len, family) })
}

/// [`gethostbyname`] into the caller's memory: 0 with `*result` the entry, or null when there is
/// none; or an error number, `ERANGE` for too short a buffer. `*code` is what `h_errno` would be.
/// <https://man7.org/linux/man-pages/man3/gethostbyname.3.html>
///
/// # Safety
/// `name` is a string; `entry`, `result` and `code` may be written, `buffer` for `len` bytes.
#[cfg_attr(feature = "c-exports", unsafe(no_mangle))]
pub unsafe extern "C" fn gethostbyname_r(
    name: *const c_char,
    entry: *mut hostent,
    buffer: *mut c_char,
    len: usize,
    result: *mut *mut hostent,
    code: *mut c_int,
) -> c_int {
    // SAFETY: the caller's promise.
    unsafe { reply(by_name(name, AF_INET), entry, (buffer, len), result, code) }
}

/// [`gethostbyname2`] into the caller's memory, as [`gethostbyname_r`].
/// <https://man7.org/linux/man-pages/man3/gethostbyname.3.html>
///
/// # Safety
/// As for [`gethostbyname_r`].
#[cfg_attr(feature = "c-exports", unsafe(no_mangle))]
pub unsafe extern "C" fn gethostbyname2_r(
    name: *const c_char,
    family: c_int,
    entry: *mut hostent,
    buffer: *mut c_char,
    len: usize,
    result: *mut *mut hostent,
    code: *mut c_int,
) -> c_int {
    // SAFETY: the caller's promise.
    unsafe { reply(by_name(name, family), entry, (buffer, len), result, code) }
}

/// [`gethostbyaddr`] into the caller's memory, as [`gethostbyname_r`].
/// <https://man7.org/linux/man-pages/man3/gethostbyname.3.html>
///
/// # Safety
/// `addr` points to `addr_len` readable bytes; the rest as for [`gethostbyname_r`].
#[cfg_attr(feature = "c-exports", unsafe(no_mangle))]
pub unsafe extern "C" fn gethostbyaddr_r(
    addr: *const c_void,
    addr_len: socklen_t,
    family: c_int,
    entry: *mut hostent,
    buffer: *mut c_char,
    len: usize,
    result: *mut *mut hostent,
    code: *mut c_int,
) -> c_int {
    // SAFETY: the caller's promise.
    unsafe { reply(by_addr(addr, addr_len, family), entry, (buffer, len), result, code) }
}

/// # Safety
/// As for [`gethostbyname_r`].
unsafe fn reply(
    found: Result<Found, Failure>,
    entry: *mut hostent,
    (buffer, len): (*mut c_char, usize),
    result: *mut *mut hostent,
    code: *mut c_int,
) -> c_int {
    // SAFETY: the caller's promise.
    let stored = found.and_then(|found| unsafe {
        let filled = Arena::new(buffer, len).and_then(|mut arena| found.fill(&mut arena));
        filled.and_then(|filled| memory::write(entry, filled)).map_err(Failure::internal)
    });
    let (entry, failure) = match stored {
        Ok(()) => (entry, Failure { code: 0, error: None }),
        Err(failure) => (core::ptr::null_mut(), failure),
    };
    // SAFETY: as above.
    let written = unsafe { memory::write(result, entry).and_then(|()| memory::write(code, failure.code)) };
    failure.error.or(written.err()).map_or(0, Errno::get)
}

/// Does nothing: the guest cannot read the host's table.
/// <https://pubs.opengroup.org/onlinepubs/9799919799/functions/sethostent.html>
#[cfg_attr(feature = "c-exports", unsafe(no_mangle))]
pub extern "C" fn sethostent(_stay_open: c_int) {}

/// Null, as behind the last host of a table.
/// <https://pubs.opengroup.org/onlinepubs/9799919799/functions/gethostent.html>
#[cfg_attr(feature = "c-exports", unsafe(no_mangle))]
pub extern "C" fn gethostent() -> *mut hostent {
    keep(Err(Failure::NOT_FOUND))
}

/// Does nothing, as [`sethostent`].
/// <https://pubs.opengroup.org/onlinepubs/9799919799/functions/endhostent.html>
#[cfg_attr(feature = "c-exports", unsafe(no_mangle))]
pub extern "C" fn endhostent() {}
