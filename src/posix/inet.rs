// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Addresses and networks as text and by class: `<arpa/inet.h>`.

use core::cell::UnsafeCell;
use core::ffi::{CStr, c_char, c_int, c_void};

use crate::abi::{AF_INET, AF_INET6, in_addr, socklen_t};
use crate::addr::text::Text;
use crate::errno::{self, Errno, OrMinusOne, Result};
use crate::memory;

pub(crate) mod read;

/// The result without an address. It is also the broadcast address.
const INADDR_NONE: u32 = u32::MAX;

/// # Safety
/// `text` is a string.
unsafe fn address(text: *const c_char) -> Option<in_addr> {
    // SAFETY: the caller's promise.
    let (octets, rest) = read::v4(unsafe { CStr::from_ptr(text) }.to_bytes())?;
    // Linux ignores everything after a blank.
    let ends = rest.first().is_none_or(|byte| read::is_space(*byte));
    ends.then_some(in_addr { s_addr: u32::from_ne_bytes(octets) })
}

/// Reads an address of one to four parts, decimal, octal or hexadecimal: 1 when it is one, else 0.
/// <https://man7.org/linux/man-pages/man3/inet_aton.3.html>
///
/// # Safety
/// `text` is a string, `addr` is null or may be written.
#[cfg_attr(feature = "c-exports", unsafe(no_mangle))]
pub unsafe extern "C" fn inet_aton(text: *const c_char, addr: *mut in_addr) -> c_int {
    // SAFETY: the caller's promise.
    let Some(read) = (unsafe { address(text) }) else { return 0 };
    if !addr.is_null() {
        // SAFETY: as above. Outside memory it is not written, and no error is defined.
        let _outside = unsafe { memory::write(addr, read) };
    }
    1
}

/// The address that [`inet_aton`] reads, in network byte order; all ones when there is none.
/// <https://pubs.opengroup.org/onlinepubs/9799919799/functions/inet_addr.html>
///
/// # Safety
/// `text` is a string.
#[cfg_attr(feature = "c-exports", unsafe(no_mangle))]
pub unsafe extern "C" fn inet_addr(text: *const c_char) -> u32 {
    // SAFETY: the caller's promise.
    unsafe { address(text) }.map_or(INADDR_NONE, |addr| addr.s_addr)
}

/// Reads a network number of one to four parts, a byte each, into host byte order; all ones when there is none.
/// <https://man7.org/linux/man-pages/man3/inet_network.3.html>
///
/// # Safety
/// `text` is a string.
#[cfg_attr(feature = "c-exports", unsafe(no_mangle))]
pub unsafe extern "C" fn inet_network(text: *const c_char) -> u32 {
    // SAFETY: the caller's promise.
    network(unsafe { CStr::from_ptr(text) }.to_bytes()).unwrap_or(INADDR_NONE)
}

fn network(mut text: &[u8]) -> Option<u32> {
    const PARTS: usize = 4;
    let mut net = 0;
    for _ in 0..PARTS {
        let (part, rest) = match text {
            // Linux reads these as hexadecimal numbers, too.
            [b'x' | b'X', digits @ ..] if digits.first().is_some_and(u8::is_ascii_hexdigit) => {
                read::number_in(16, digits)
            }
            _ => read::number(text),
        }?;
        net = net << 8 | u32::from(u8::try_from(part).ok()?);
        match rest {
            [b'.', rest @ ..] => text = rest,
            rest => return rest.iter().all(|byte| read::is_space(*byte)).then_some(net),
        }
    }
    None
}

/// The text of the last address written: the longest has 15 characters and a NUL.
struct Last(UnsafeCell<[u8; 16]>);

// SAFETY: POSIX lets `inet_ntoa` be called by one thread at a time only.
unsafe impl Sync for Last {}

static LAST: Last = Last(UnsafeCell::new([0; 16]));

/// The address as text, in a buffer that the next call overwrites.
/// <https://pubs.opengroup.org/onlinepubs/9799919799/functions/inet_ntoa.html>
#[cfg_attr(feature = "c-exports", unsafe(no_mangle))]
pub extern "C" fn inet_ntoa(addr: in_addr) -> *mut c_char {
    let mut text = Text::new();
    text.v4(addr.s_addr.to_ne_bytes());
    text.byte(0);
    let last = LAST.0.get();
    // SAFETY: the buffer is static, and ours alone for the call (see `Sync`).
    unsafe { (*last).iter_mut().zip(text.bytes()).for_each(|(to, from)| *to = *from) };
    last.cast()
}

/// Reads an address of a family in its usual form: 1 when it is one, 0 when not, −1 with
/// `EAFNOSUPPORT` for another family.
/// <https://pubs.opengroup.org/onlinepubs/9799919799/functions/inet_pton.html>
///
/// # Safety
/// `text` is a string, `to` may be written for an address of the family.
#[cfg_attr(feature = "c-exports", unsafe(no_mangle))]
pub unsafe extern "C" fn inet_pton(family: c_int, text: *const c_char, to: *mut c_void) -> c_int {
    // SAFETY: the caller's promise.
    unsafe { pton(family, text, to) }.or_minus_one()
}

/// # Safety
/// As for [`inet_pton`].
unsafe fn pton(family: c_int, text: *const c_char, to: *mut c_void) -> Result<c_int> {
    // SAFETY: the caller's promise.
    let text = || unsafe { CStr::from_ptr(text) }.to_bytes();
    // SAFETY: as above.
    let written = unsafe {
        match family {
            AF_INET => read::dotted_v4(text()).map(|octets| memory::write(to.cast(), octets)),
            AF_INET6 => read::v6(text()).map(|octets| memory::write(to.cast(), octets)),
            _ => return Err(Errno::EAFNOSUPPORT),
        }
    };
    written.map_or(Ok(0), |written| written.map(|()| 1))
}

/// Writes an address of a family as text, with a NUL, into `room` bytes at `to`, which it returns;
/// null with `EAFNOSUPPORT` for another family, `ENOSPC` where it does not fit.
/// <https://pubs.opengroup.org/onlinepubs/9799919799/functions/inet_ntop.html>
///
/// # Safety
/// An address of the family lies at `from`; `to` may be written for `room` bytes.
#[cfg_attr(feature = "c-exports", unsafe(no_mangle))]
pub unsafe extern "C" fn inet_ntop(
    family: c_int,
    from: *const c_void,
    to: *mut c_char,
    room: socklen_t,
) -> *const c_char {
    // SAFETY: the caller's promise.
    match unsafe { ntop(family, from, to, room as usize) } {
        Ok(()) => to,
        Err(error) => {
            errno::set(error);
            core::ptr::null()
        }
    }
}

/// # Safety
/// As for [`inet_ntop`].
unsafe fn ntop(family: c_int, from: *const c_void, to: *mut c_char, room: usize) -> Result<()> {
    let mut text = Text::new();
    // SAFETY: the caller's promise.
    unsafe {
        match family {
            AF_INET => text.v4(memory::read(from.cast())?),
            AF_INET6 => text.v6(memory::read(from.cast())?),
            _ => return Err(Errno::EAFNOSUPPORT),
        }
        text.byte(0);
        if text.bytes().len() > room {
            return Err(Errno::new(libc::ENOSPC));
        }
        memory::copy_out(text.bytes(), to.cast(), room)
    }
}

/// How many bits of an address number the host, by the class of the address (RFC 791).
fn host_bits(addr: u32) -> u32 {
    match addr >> 30 {
        0 | 1 => 24,
        2 => 16,
        _ => 8,
    }
}

/// The host's number in a classful address, in host byte order.
/// <https://man7.org/linux/man-pages/man3/inet_lnaof.3.html>
#[cfg_attr(feature = "c-exports", unsafe(no_mangle))]
pub extern "C" fn inet_lnaof(addr: in_addr) -> u32 {
    let addr = u32::from_be(addr.s_addr);
    addr & ((1 << host_bits(addr)) - 1)
}

/// The network's number in a classful address, in host byte order.
/// <https://man7.org/linux/man-pages/man3/inet_netof.3.html>
#[cfg_attr(feature = "c-exports", unsafe(no_mangle))]
pub extern "C" fn inet_netof(addr: in_addr) -> u32 {
    let addr = u32::from_be(addr.s_addr);
    addr >> host_bits(addr)
}

/// The address of a host in a network, both in host byte order; the network's number says the class.
/// <https://man7.org/linux/man-pages/man3/inet_makeaddr.3.html>
#[cfg_attr(feature = "c-exports", unsafe(no_mangle))]
pub extern "C" fn inet_makeaddr(net: u32, host: u32) -> in_addr {
    let addr = match net {
        0..=0x7f => net << 24 | host & 0xff_ffff,
        0x80..=0xffff => net << 16 | host & 0xffff,
        0x1_0000..=0xff_ffff => net << 8 | host & 0xff,
        _ => net | host,
    };
    in_addr { s_addr: addr.to_be() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_network_has_a_byte_for_each_part() {
        for (text, net) in [("127", 0x7f), ("1.2.3", 0x01_0203), ("1.2.3.4", 0x0102_0304), ("0x10", 16), ("1 ", 1)] {
            assert_eq!(network(text.as_bytes()), Some(net), "{text}");
        }
        for text in ["", "256", "1.", ".1", "1.2.3.4.5", "1 x", "08", "0x"] {
            assert_eq!(network(text.as_bytes()), None, "{text}");
        }
    }
}
