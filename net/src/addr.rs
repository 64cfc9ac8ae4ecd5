// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Converts addresses to and from C's structures: `core::net` uses host byte order, C uses network byte order.

use core::mem::offset_of;
use core::net::{Ipv4Addr, Ipv6Addr, SocketAddr, SocketAddrV4, SocketAddrV6};

use crate::sys::{AF_INET, AF_INET6, in_addr, in6_addr, sockaddr, sockaddr_in, sockaddr_in6, socklen_t};

/// Calls with an address in C's form.
#[inline]
pub(crate) fn with_raw<T>(addr: &SocketAddr, call: impl FnOnce(*const sockaddr, socklen_t) -> T) -> T {
    match addr {
        SocketAddr::V4(addr) => {
            let raw = raw_v4(addr);
            call((&raw const raw).cast(), size_of_val(&raw) as socklen_t)
        }
        SocketAddr::V6(addr) => {
            let raw = raw_v6(addr);
            call((&raw const raw).cast(), size_of_val(&raw) as socklen_t)
        }
    }
}

/// An IPv4 address and a port in C's form.
#[inline]
pub(crate) fn raw_v4(addr: &SocketAddrV4) -> sockaddr_in {
    sockaddr_in {
        sin_family: AF_INET as _,
        sin_port: addr.port().to_be(),
        sin_addr: raw_ip4(addr.ip()),
        sin_zero: [0; 8],
    }
}

/// An IPv6 address and a port in C's form.
#[inline]
pub(crate) fn raw_v6(addr: &SocketAddrV6) -> sockaddr_in6 {
    sockaddr_in6 {
        sin6_family: AF_INET6 as _,
        sin6_port: addr.port().to_be(),
        sin6_flowinfo: addr.flowinfo(),
        sin6_addr: raw_ip6(addr.ip()),
        sin6_scope_id: addr.scope_id(),
    }
}

/// An IPv4 address in network byte order.
#[inline]
pub(crate) fn raw_ip4(ip: &Ipv4Addr) -> in_addr {
    in_addr { s_addr: u32::from_ne_bytes(ip.octets()) }
}

/// An IPv6 address in C's form.
#[inline]
pub(crate) fn raw_ip6(ip: &Ipv6Addr) -> in6_addr {
    in6_addr { s6_addr: ip.octets() }
}

/// The family of an address, for `socket`.
#[inline]
pub(crate) fn family(addr: &SocketAddr) -> core::ffi::c_int {
    match addr {
        SocketAddr::V4(_) => AF_INET,
        SocketAddr::V6(_) => AF_INET6,
    }
}

/// Room for the address that a call returns.
pub(crate) struct AddrOut {
    room: Room,
    len: socklen_t,
}

#[repr(C)]
union Room {
    any: [u8; size_of::<sockaddr_in6>()],
    v4: sockaddr_in,
    v6: sockaddr_in6,
}

impl AddrOut {
    #[inline]
    pub fn new() -> Self {
        Self { room: Room { any: [0; size_of::<sockaddr_in6>()] }, len: size_of::<Room>() as socklen_t }
    }

    /// Where the call stores the address, and its length.
    #[inline]
    pub fn places(&mut self) -> (*mut sockaddr, *mut socklen_t) {
        ((&raw mut self.room).cast(), &raw mut self.len)
    }

    /// The address; `None` for a family that is neither IPv4 nor IPv6.
    #[inline]
    pub fn get(&self) -> Option<SocketAddr> {
        // SAFETY: the room is initialised, and at least as long as it is said to be.
        unsafe { read((&raw const self.room).cast(), self.len.min(size_of::<Room>() as socklen_t)) }
    }
}

/// Reads an address from C's structure.
///
/// # Safety
/// `addr` points to `len` initialised bytes, aligned as a `sockaddr_in`.
pub(crate) unsafe fn read(addr: *const sockaddr, len: socklen_t) -> Option<SocketAddr> {
    let len = len as usize;
    if addr.is_null() || len < offset_of!(sockaddr, sa_data) {
        return None;
    }
    // SAFETY: each is read only where `len` says that it is there.
    unsafe {
        match i32::from((*addr).sa_family) {
            AF_INET if len >= size_of::<sockaddr_in>() => Some(SocketAddr::V4(v4(&*addr.cast()))),
            AF_INET6 if len >= size_of::<sockaddr_in6>() => Some(SocketAddr::V6(v6(&*addr.cast()))),
            _ => None,
        }
    }
}

fn v4(raw: &sockaddr_in) -> SocketAddrV4 {
    SocketAddrV4::new(Ipv4Addr::from(raw.sin_addr.s_addr.to_ne_bytes()), u16::from_be(raw.sin_port))
}

fn v6(raw: &sockaddr_in6) -> SocketAddrV6 {
    let ip = Ipv6Addr::from(raw.sin6_addr.s6_addr);
    SocketAddrV6::new(ip, u16::from_be(raw.sin6_port), raw.sin6_flowinfo, raw.sin6_scope_id)
}
