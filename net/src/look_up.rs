// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Look-ups of host names.

use core::ffi::c_char;
use core::fmt;
use core::iter::FusedIterator;
use core::net::SocketAddr;

use crate::error::{Error, Result};
use crate::{addr, sys};

/// The addresses of a host name, in the order of the host's resolver.
///
/// The list is the C library's. Dropping this frees it; it needs no Rust allocator.
///
/// ```
/// # fn main() -> wasock_net::Result<()> {
/// for addr in wasock_net::look_up("localhost", 80)? {
///     assert!(addr.ip().is_loopback());
///     assert_eq!(addr.port(), 80);
/// }
/// # Ok(())
/// # }
/// ```
pub struct LookUp {
    list: *mut sys::addrinfo,
    next: *const sys::addrinfo,
    port: u16,
}

// SAFETY: the list is whole and this one's alone; nothing in it belongs to a thread.
unsafe impl Send for LookUp {}
// SAFETY: a shared reference only reads the list.
unsafe impl Sync for LookUp {}

/// Looks up a host name, or reads a numeric address; each address gets the port.
///
/// # Errors
/// `EINVAL` for a name with a NUL, and those of `getaddrinfo`: `EAI_NONAME`, `EAI_AGAIN`, `EACCES` if the host's rules
/// forbid the name, `EOPNOTSUPP` if the host has no look-ups.
pub fn look_up(host: &str, port: u16) -> Result<LookUp> {
    let mut room = [0; LONGEST + 1];
    let mut list = core::ptr::null_mut();
    let host = terminated(host, &mut room)?;
    let hints = hints();
    // SAFETY: the name ends with its NUL, hints and result are there.
    match unsafe { sys::getaddrinfo(host, core::ptr::null(), &raw const hints, &raw mut list) } {
        0 => Ok(LookUp { list, next: list, port }),
        error => Err(Error::of_look_up(error)),
    }
}

/// The longest name for a look-up: a host name in DNS has at most 253 bytes.
const LONGEST: usize = 255;

/// Copies the name as a C string to the room, which is zero.
fn terminated(name: &str, room: &mut [u8; LONGEST + 1]) -> Result<*const c_char> {
    if name.len() > LONGEST {
        return Err(Error::NO_NAME);
    }
    for (place, byte) in room.iter_mut().zip(name.bytes()) {
        if byte == 0 {
            return Err(Error::EINVAL);
        }
        *place = byte;
    }
    Ok(room.as_ptr().cast())
}

/// Each address once, not once for each type of socket.
fn hints() -> sys::addrinfo {
    sys::addrinfo {
        ai_flags: 0,
        ai_family: 0,
        ai_socktype: sys::SOCK_STREAM,
        ai_protocol: 0,
        ai_addrlen: 0,
        ai_addr: core::ptr::null_mut(),
        ai_canonname: core::ptr::null_mut(),
        ai_next: core::ptr::null_mut(),
    }
}

impl Iterator for LookUp {
    type Item = SocketAddr;

    fn next(&mut self) -> Option<SocketAddr> {
        loop {
            // SAFETY: null, or an entry of the list.
            let entry = unsafe { self.next.as_ref() }?;
            self.next = entry.ai_next;
            // SAFETY: an entry's address comes with its length, in the structure that it needs.
            if let Some(mut addr) = unsafe { addr::read(entry.ai_addr, entry.ai_addrlen) } {
                addr.set_port(self.port);
                return Some(addr);
            }
        }
    }
}

impl FusedIterator for LookUp {}

impl Drop for LookUp {
    fn drop(&mut self) {
        if !self.list.is_null() {
            // SAFETY: the list is whole, as it came, and nobody else's.
            unsafe { sys::freeaddrinfo(self.list) }
        }
    }
}

impl fmt::Debug for LookUp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LookUp").field("port", &self.port).finish_non_exhaustive()
    }
}

/// Stores the name of an address in the room; returns its length. Errors: `EAI_NONAME` if it has none,
/// `EAI_OVERFLOW` if it does not fit.
#[cfg(feature = "embedded-nal")]
pub(crate) fn name_of(addr: &SocketAddr, room: &mut [u8]) -> Result<usize> {
    let (start, len) = (room.as_mut_ptr().cast(), sys::socklen_t::try_from(room.len()).map_err(|_| Error::EINVAL)?);
    // SAFETY: address and room come with their lengths; no service is asked for.
    let result = addr::with_raw(addr, |addr, addr_len| unsafe {
        sys::getnameinfo(addr, addr_len, start, len, core::ptr::null_mut(), 0, sys::NI_NAMEREQD)
    });
    match result {
        0 => room.iter().position(|byte| *byte == 0).ok_or(Error::EIO),
        error => Err(Error::of_look_up(error)),
    }
}
