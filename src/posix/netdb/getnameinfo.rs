// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! `getnameinfo`.

use core::ffi::{CStr, c_char, c_int};

use crate::abi::*;
use crate::addr::text::Text;
use crate::addr::{self, SocketAddr};
use crate::memory;
use crate::posix::netdb::error::GaiError;
use crate::posix::netdb::{node, services};

/// A buffer of the caller's; null or empty where he wants nothing.
struct Buffer {
    to: *mut c_char,
    room: usize,
}

/// Names the host and the service of an address. No host looks names up backwards: all but the
/// loopback, which is `localhost`, have their numeric form, a scope as its number.
///
/// Errors: `EAI_BADFLAGS`, `EAI_FAMILY` for an address that is none of IPv4 or IPv6, `EAI_NONAME`
/// where `NI_NAMEREQD` asks for a name and there is none, `EAI_OVERFLOW` for too short a buffer,
/// `EAI_SYSTEM` with `EFAULT`.
/// <https://pubs.opengroup.org/onlinepubs/9799919799/functions/getnameinfo.html>
///
/// # Safety
/// `addr` points to `addr_len` bytes, `host` and `service` are null or point to as many writable
/// bytes as their lengths say.
#[cfg_attr(feature = "c-exports", unsafe(no_mangle))]
pub unsafe extern "C" fn getnameinfo(
    addr: *const sockaddr,
    addr_len: socklen_t,
    host: *mut c_char,
    host_len: socklen_t,
    service: *mut c_char,
    service_len: socklen_t,
    flags: c_int,
) -> c_int {
    let host = Buffer { to: host, room: host_len as usize };
    let service = Buffer { to: service, room: service_len as usize };
    // SAFETY: the caller's promise.
    unsafe { name(addr, addr_len, &host, &service, flags) }.map_or_else(GaiError::code, |()| 0)
}

/// # Safety
/// As for [`getnameinfo`].
unsafe fn name(
    addr: *const sockaddr,
    len: socklen_t,
    host: &Buffer,
    service: &Buffer,
    flags: c_int,
) -> Result<(), GaiError> {
    const FLAGS: c_int = NI_NUMERICHOST | NI_NUMERICSERV | NI_NOFQDN | NI_NAMEREQD | NI_DGRAM | NI_NUMERICSCOPE;
    if flags & !FLAGS != 0 {
        return Err(GaiError::Code(EAI_BADFLAGS));
    }
    if flags & NI_NAMEREQD != 0 && host.to.is_null() && service.to.is_null() {
        return Err(GaiError::Code(EAI_NONAME));
    }
    // SAFETY: the caller's promise.
    let addr = unsafe { read(addr, len) }?;
    // SAFETY: as above.
    unsafe {
        if host.is_wanted() {
            host.store(host_name(&addr, flags)?.bytes())?;
        }
        if service.is_wanted() {
            service.store(service_name(port(&addr), flags).bytes())?;
        }
    }
    Ok(())
}

/// # Safety
/// `addr` points to `len` readable bytes.
unsafe fn read(addr: *const sockaddr, len: socklen_t) -> Result<SocketAddr, GaiError> {
    const FAMILY: GaiError = GaiError::Code(EAI_FAMILY);
    // What lies behind a whole address is not looked at.
    let known = len.min(size_of::<sockaddr_in6>() as socklen_t);
    // SAFETY: the caller's promise.
    let read = unsafe { addr::read::<SocketAddr>(addr, known) }.map_err(|_no_address| FAMILY)?;
    match read {
        SocketAddr::V6 { .. } if known < size_of::<sockaddr_in6>() as socklen_t => Err(FAMILY),
        read => Ok(read),
    }
}

fn host_name(addr: &SocketAddr, flags: c_int) -> Result<Text, GaiError> {
    let mut text = Text::new();
    if flags & NI_NUMERICHOST == 0 && node::is_loopback(addr) {
        text.push(node::LOCALHOST);
        return Ok(text);
    }
    if flags & NI_NAMEREQD != 0 {
        return Err(GaiError::Code(EAI_NONAME));
    }
    match *addr {
        SocketAddr::V4 { octets, .. } => text.v4(octets),
        SocketAddr::V6 { octets, scope, .. } => {
            text.v6(octets);
            if scope != 0 {
                text.byte(b'%');
                text.decimal(scope);
            }
        }
    }
    Ok(text)
}

fn port(addr: &SocketAddr) -> u16 {
    match *addr {
        SocketAddr::V4 { port, .. } | SocketAddr::V6 { port, .. } => port,
    }
}

fn service_name(port: u16, flags: c_int) -> Text {
    let mut text = Text::new();
    let protocol: &CStr = if flags & NI_DGRAM != 0 { c"udp" } else { c"tcp" };
    let known = if flags & NI_NUMERICSERV == 0 { services::by_port(port, Some(protocol)) } else { None };
    match known {
        Some(service) => text.push(service.line.name),
        None => text.decimal(port.into()),
    }
    text
}

impl Buffer {
    fn is_wanted(&self) -> bool {
        !self.to.is_null() && self.room > 0
    }

    /// Stores `text` and a NUL; `EAI_OVERFLOW` where they do not fit.
    ///
    /// # Safety
    /// The buffer, where inside memory, may be written.
    unsafe fn store(&self, text: &[u8]) -> Result<(), GaiError> {
        if text.len() >= self.room {
            return Err(GaiError::Code(EAI_OVERFLOW));
        }
        // SAFETY: the caller's promise; text and NUL fit.
        unsafe {
            memory::copy_out(text, self.to.cast(), self.room)?;
            memory::write(self.to.add(text.len()), 0)?;
        }
        Ok(())
    }
}
