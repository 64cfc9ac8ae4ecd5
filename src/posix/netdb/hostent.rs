//! `gethostbyname` `gethostbyaddr`, their kin and their `_r` forms.

use core::ffi::{CStr, c_char, c_int, c_void};
use core::mem::offset_of;
use core::sync::atomic::{AtomicPtr, Ordering};

use crate::abi::*;
use crate::dialect::Family;
use crate::errno::{self, Errno};
use crate::memory;
use crate::posix::netdb::arena::Arena;
use crate::posix::netdb::error::GaiError;
use crate::posix::netdb::{getaddrinfo, h_errno, list, node};

/// Why there is no entry: a value of `h_errno`, and the error number of the `_r` forms, which not
/// finding a name is not.
struct Failure {
    code: c_int,
    error: Option<Errno>,
}

impl Failure {
    const NOT_FOUND: Self = Self { code: HOST_NOT_FOUND, error: None };

    fn internal(error: Errno) -> Self {
        Self { code: NETDB_INTERNAL, error: Some(error) }
    }
}

impl From<GaiError> for Failure {
    fn from(error: GaiError) -> Self {
        match error {
            GaiError::Code(EAI_AGAIN) => Self { code: TRY_AGAIN, error: Some(Errno::EAGAIN) },
            GaiError::Code(EAI_FAIL) => Self { code: NO_RECOVERY, error: Some(Errno::EIO) },
            GaiError::Code(EAI_MEMORY) => Self::internal(Errno::ENOMEM),
            GaiError::Code(_) => Self::NOT_FOUND,
            GaiError::System(error) => Self::internal(error),
        }
    }
}

/// The addresses of a host, as [`getaddrinfo`] lists them, its canonical name with the first.
struct Found(*mut addrinfo);

impl Drop for Found {
    fn drop(&mut self) {
        // SAFETY: a whole list, which nobody else has.
        unsafe { list::free(self.0) };
    }
}

impl Found {
    fn entries(&self) -> impl Iterator<Item = &addrinfo> {
        // SAFETY: the list is whole and lives as long as `self`.
        let mut next = unsafe { self.0.as_ref() };
        core::iter::from_fn(move || {
            let entry = next?;
            // SAFETY: as above.
            next = unsafe { entry.ai_next.as_ref() };
            Some(entry)
        })
    }

    fn name(&self) -> &[u8] {
        let name = self.entries().next().map_or(core::ptr::null_mut(), |first| first.ai_canonname);
        if name.is_null() {
            return &[];
        }
        // SAFETY: the canonical name is a string that lives as long as the list.
        unsafe { CStr::from_ptr(name) }.to_bytes()
    }

    fn fill(&self, arena: &mut Arena) -> errno::Result<hostent> {
        let first = self.entries().next().ok_or(Errno::EIO)?;
        Ok(hostent {
            h_addr_list: arena.addresses(self.entries().count(), self.entries().map(octets))?,
            h_aliases: arena.strings(core::iter::empty())?,
            h_name: arena.string(self.name())?,
            h_addrtype: first.ai_family,
            h_length: octets(first).len() as c_int,
        })
    }

    /// The most that [`Self::fill`] takes.
    fn size(&self) -> usize {
        const EACH: usize = size_of::<*mut c_char>() + size_of::<in6_addr>();
        const REST: usize = 4 * size_of::<*mut c_char>();
        self.entries().count() * EACH + self.name().len() + REST
    }
}

/// The octets of an entry's address.
fn octets(entry: &addrinfo) -> &[u8] {
    let (start, len) = match entry.ai_family {
        AF_INET => (offset_of!(sockaddr_in, sin_addr), size_of::<in_addr>()),
        _ => (offset_of!(sockaddr_in6, sin6_addr), size_of::<in6_addr>()),
    };
    // SAFETY: the entry points to a whole address of its family, which lives as long.
    unsafe { core::slice::from_raw_parts(entry.ai_addr.cast::<u8>().add(start), len) }
}

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
    Ok(Found(getaddrinfo::addresses(name, family, if numeric { AI_NUMERICHOST } else { 0 })?))
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
            // SAFETY: malloc's, or null; POSIX lets nobody use it after this call.
            unsafe { libc::free(last.cast()) };
            entry
        }
        Err(Failure { code, error }) => {
            h_errno::set(code);
            error.into_iter().for_each(errno::set);
            core::ptr::null_mut()
        }
    }
}

impl Found {
    /// The entry with all it points to in one block of malloc's.
    fn store(&self) -> Result<*mut hostent, Failure> {
        let size = self.size();
        // SAFETY: malloc takes any size.
        let entry: *mut hostent = unsafe { libc::malloc(size_of::<hostent>() + size) }.cast();
        if entry.is_null() {
            return Err(Failure::internal(Errno::ENOMEM));
        }
        // SAFETY: the block has room for the entry, and `size` bytes behind it.
        let filled = unsafe {
            Arena::new(entry.add(1).cast(), size)
                .and_then(|mut arena| self.fill(&mut arena))
                .map(|filled| entry.write(filled))
        };
        // SAFETY: malloc's own, and nobody's yet.
        filled.inspect_err(|_| unsafe { libc::free(entry.cast()) }).map(|()| entry).map_err(Failure::internal)
    }
}

/// The IPv4 addresses of a host, which [`getaddrinfo`] would find; null with `h_errno` when there are none.
/// What is not found for a reason of the system's has `h_errno` -1 and `errno`: `EACCES` where the
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

/// Does nothing: there is no table of hosts to walk, as the host's cannot be read.
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
