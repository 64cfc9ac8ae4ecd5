// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! `getservbyname` `getservbyport`, their `_r` forms, and the walk through the services.

use core::ffi::{CStr, c_char, c_int};

use crate::abi::*;
use crate::errno::Result;
use crate::memory;
use crate::posix::netdb::arena::Arena;
use crate::posix::netdb::services::{self, Service};
use crate::posix::netdb::statics::{Kept, Walk};

static ENTRY: Kept<servent> = Kept::new();
static WALK: Walk = Walk::new();

fn fill(service: Service, arena: &mut Arena) -> Result<servent> {
    Ok(servent {
        s_aliases: arena.strings(service.line.aliases())?,
        s_name: arena.string(service.line.name)?,
        s_port: service.port().to_be().into(),
        s_proto: arena.string(service.protocol.to_bytes())?,
    })
}

fn keep(service: Option<Service>) -> *mut servent {
    service.map_or(core::ptr::null_mut(), |service| ENTRY.keep(|arena| fill(service, arena)))
}

/// # Safety
/// `name` and `protocol` are strings, `protocol` may be null for any.
unsafe fn by_name(name: *const c_char, protocol: *const c_char) -> Option<Service> {
    // SAFETY: the caller's promise.
    unsafe { services::by_name(CStr::from_ptr(name).to_bytes(), any(protocol)) }
}

/// `port` is in network byte order.
///
/// # Safety
/// `protocol` is a string, or null for any.
unsafe fn by_port(port: c_int, protocol: *const c_char) -> Option<Service> {
    let port = u16::from_be(u16::try_from(port).ok()?);
    // SAFETY: the caller's promise.
    services::by_port(port, unsafe { any(protocol) })
}

/// # Safety
/// `protocol` is null, or a string that lives for `'a`.
unsafe fn any<'a>(protocol: *const c_char) -> Option<&'a CStr> {
    // SAFETY: the caller's promise.
    (!protocol.is_null()).then(|| unsafe { CStr::from_ptr(protocol) })
}

/// The service of a name or alias over `protocol`, any when it is null; null when there is none.
/// <https://pubs.opengroup.org/onlinepubs/9799919799/functions/getservbyname.html>
///
/// # Safety
/// `name` is a string, `protocol` a string or null; one thread at a time.
#[cfg_attr(feature = "c-exports", unsafe(no_mangle))]
pub unsafe extern "C" fn getservbyname(name: *const c_char, protocol: *const c_char) -> *mut servent {
    // SAFETY: the caller's promise.
    keep(unsafe { by_name(name, protocol) })
}

/// The service on a port, in network byte order, over `protocol`, any when it is null; null when there is none.
/// <https://pubs.opengroup.org/onlinepubs/9799919799/functions/getservbyport.html>
///
/// # Safety
/// `protocol` is a string or null; one thread at a time.
#[cfg_attr(feature = "c-exports", unsafe(no_mangle))]
pub unsafe extern "C" fn getservbyport(port: c_int, protocol: *const c_char) -> *mut servent {
    // SAFETY: the caller's promise.
    keep(unsafe { by_port(port, protocol) })
}

/// [`getservbyname`] into the caller's memory: 0 with `*result` the entry, or null when there is
/// none; `ERANGE` for too short a buffer.
/// <https://man7.org/linux/man-pages/man3/getservent_r.3.html>
///
/// # Safety
/// As for [`getservbyname`]; `entry` and `result` may be written, `buffer` for `len` bytes.
#[cfg_attr(feature = "c-exports", unsafe(no_mangle))]
pub unsafe extern "C" fn getservbyname_r(
    name: *const c_char,
    protocol: *const c_char,
    entry: *mut servent,
    buffer: *mut c_char,
    len: usize,
    result: *mut *mut servent,
) -> c_int {
    // SAFETY: the caller's promise.
    unsafe { reply(by_name(name, protocol), entry, buffer, len, result) }
}

/// [`getservbyport`] into the caller's memory, as [`getservbyname_r`].
/// <https://man7.org/linux/man-pages/man3/getservent_r.3.html>
///
/// # Safety
/// As for [`getservbyname_r`].
#[cfg_attr(feature = "c-exports", unsafe(no_mangle))]
pub unsafe extern "C" fn getservbyport_r(
    port: c_int,
    protocol: *const c_char,
    entry: *mut servent,
    buffer: *mut c_char,
    len: usize,
    result: *mut *mut servent,
) -> c_int {
    // SAFETY: the caller's promise.
    unsafe { reply(by_port(port, protocol), entry, buffer, len, result) }
}

/// # Safety
/// As for [`getservbyname_r`].
unsafe fn reply(
    service: Option<Service>,
    entry: *mut servent,
    buffer: *mut c_char,
    len: usize,
    result: *mut *mut servent,
) -> c_int {
    // SAFETY: the caller's promise.
    let stored = unsafe {
        memory::write(result, core::ptr::null_mut()).and_then(|()| match service {
            Some(service) => {
                memory::write(entry, fill(service, &mut Arena::new(buffer, len)?)?)?;
                memory::write(result, entry)
            }
            None => Ok(()),
        })
    };
    stored.err().map_or(0, |error| error.get())
}

/// Back to the first service; `_stay_open` has no meaning for a table in memory.
/// <https://pubs.opengroup.org/onlinepubs/9799919799/functions/setservent.html>
#[cfg_attr(feature = "c-exports", unsafe(no_mangle))]
pub extern "C" fn setservent(_stay_open: c_int) {
    WALK.rewind();
}

/// The next service, null behind the last.
/// <https://pubs.opengroup.org/onlinepubs/9799919799/functions/getservent.html>
#[cfg_attr(feature = "c-exports", unsafe(no_mangle))]
pub extern "C" fn getservent() -> *mut servent {
    keep(WALK.next(services::all()))
}

/// Ends a walk: the next starts with the first service.
/// <https://pubs.opengroup.org/onlinepubs/9799919799/functions/endservent.html>
#[cfg_attr(feature = "c-exports", unsafe(no_mangle))]
pub extern "C" fn endservent() {
    WALK.rewind();
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_service_fits_the_static_entry() {
        let mut seen = 0;
        for service in services::all() {
            assert!(!keep(Some(service)).is_null());
            assert!(service.line.number > 0 && service.line.number <= 65535);
            seen += 1;
        }
        assert_eq!(seen, 318);
    }

    #[test]
    fn no_service_comes_twice() {
        let names: BTreeSet<_> = services::all().map(|service| (service.line.name, service.protocol)).collect();
        assert_eq!(names.len(), services::all().count());
    }

    #[test]
    fn names_aliases_and_ports() {
        let found = services::by_name(b"www", Some(c"tcp")).expect("an alias");
        assert_eq!((found.line.name, found.port(), found.protocol), (&b"http"[..], 80, c"tcp"));
        assert!(services::by_name(b"http", Some(c"udp")).is_none());
        assert!(services::by_name(b"HTTP", None).is_none());
        assert!(services::by_name(b"", None).is_none());
        assert_eq!(services::by_port(53, Some(c"udp")).map(|found| found.line.name), Some(&b"domain"[..]));
        assert!(services::by_port(0, None).is_none());
    }
}
