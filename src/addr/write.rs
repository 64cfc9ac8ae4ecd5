//! To C: the address that a caller is told, in the room that it has for one.

use core::ffi::c_int;

use super::{AnyAddr, DialectAddr, SocketAddr, UnixAddr};
use crate::abi::{
    AF_INET, AF_INET6, AF_UNSPEC, in_addr, in6_addr, sa_family_t, sockaddr, sockaddr_in, sockaddr_in6, socklen_t,
};
use crate::errno::{Errno, Result};
use crate::memory;

/// Where C wants an address, and the place of its length.
#[derive(Clone, Copy)]
pub(crate) struct AddrOut {
    addr: *mut sockaddr,
    len: *mut socklen_t,
    in_memory: bool,
}

impl AddrOut {
    /// As C hands it over.
    ///
    /// # Safety
    /// `len`, when inside memory, points to a `socklen_t`, and `addr` to as many writable bytes.
    #[inline(always)]
    pub unsafe fn new(addr: *mut sockaddr, len: *mut socklen_t) -> Self {
        Self { addr, len, in_memory: false }
    }

    /// The same where both are known to lie inside memory.
    ///
    /// # Safety
    /// `len` points to a `socklen_t`, and `addr` to as many writable bytes and a whole `sockaddr_in` at least.
    #[inline(always)]
    pub unsafe fn in_memory(addr: *mut sockaddr, len: *mut socklen_t) -> Self {
        Self { addr, len, in_memory: true }
    }

    /// Encodes `addr`, truncating as POSIX says, and stores its whole length; with `None` (the peer is not known, as
    /// for `recvfrom` on a stream) only the length 0.
    ///
    /// Errors: `EFAULT` for a pointer outside memory, `EINVAL` for a negative length.
    #[inline(always)]
    pub fn write<A: DialectAddr>(self, addr: Option<&A>) -> Result<()> {
        // What comes nearly always.
        if let Some((octets, port)) = addr.and_then(A::v4)
            && self.has_room_for_v4()
        {
            // SAFETY: inside memory (checked), and the caller's to be written; no alignment is assumed.
            unsafe {
                self.addr.cast::<sockaddr_in>().write_unaligned(sockaddr_in::of(octets, port));
                self.len.write_unaligned(size_of::<sockaddr_in>() as socklen_t);
            }
            return Ok(());
        }
        write_slow(addr, self.addr, self.len)
    }

    #[inline(always)]
    fn has_room_for_v4(self) -> bool {
        const V4: usize = size_of::<sockaddr_in>();
        (self.in_memory || memory::check(self.len, size_of::<socklen_t>()).is_ok())
            // SAFETY: inside memory (checked), initialised (the caller's promise).
            && unsafe { self.len.read_unaligned() }.cast_signed() >= V4 as c_int
            && (self.in_memory || memory::check(self.addr, V4).is_ok())
    }

    /// Encodes an address that is not known, as wasi-libc does: of family `AF_UNSPEC`, and 16 bytes of zeros.
    pub fn write_unspecified(self) -> Result<()> {
        const UNSPECIFIED: [u8; size_of::<sockaddr_in>()] = [0; _];
        const { assert!(AF_UNSPEC == 0, "zeros name no family") };
        // SAFETY: the caller's promise.
        unsafe {
            memory::copy_out(&UNSPECIFIED, self.addr.cast(), room(self.len)?)?;
            memory::write(self.len, UNSPECIFIED.len() as socklen_t)
        }
    }
}

/// As [`AddrOut::write`], for any address and any room.
#[cold]
#[inline(never)]
fn write_slow<A: DialectAddr>(addr: Option<&A>, ptr: *mut sockaddr, len: *mut socklen_t) -> Result<()> {
    let room = room(len)?;
    let whole = match addr {
        // SAFETY: the caller lets `room` bytes be written.
        Some(addr) => unsafe { addr.encode(ptr, room) }?,
        None => 0,
    };
    // SAFETY: the caller's promise.
    unsafe { memory::write(len, whole as socklen_t) }
}

/// The length as C says it.
fn room(len: *mut socklen_t) -> Result<usize> {
    // SAFETY: initialised, where inside memory (the caller's promise).
    usize::try_from(unsafe { memory::read(len) }?.cast_signed()).map_err(|_| Errno::EINVAL)
}

impl sockaddr_in {
    #[inline(always)]
    fn of(octets: [u8; 4], port: u16) -> Self {
        Self {
            sin_family: AF_INET as sa_family_t,
            sin_port: port.to_be(),
            sin_addr: in_addr { s_addr: u32::from_ne_bytes(octets) },
            sin_zero: [0; 8],
        }
    }
}

/// Writes at most `room` bytes of the address as C holds it; returns its whole length.
///
/// # Safety
/// `ptr`, when inside memory, may be written for `room` bytes.
pub(crate) unsafe fn encode(addr: &SocketAddr, ptr: *mut sockaddr, room: usize) -> Result<usize> {
    match *addr {
        // SAFETY: sockaddr_in has no padding; the room is the caller's promise.
        SocketAddr::V4 { octets, port } => unsafe { put(&sockaddr_in::of(octets, port), ptr, room) },
        SocketAddr::V6 { octets, port, flowinfo, scope } => {
            let v6 = sockaddr_in6 {
                sin6_family: AF_INET6 as sa_family_t,
                sin6_port: port.to_be(),
                sin6_flowinfo: flowinfo,
                sin6_addr: in6_addr { s6_addr: octets },
                sin6_scope_id: scope,
            };
            // SAFETY: sockaddr_in6 has no padding; the room is the caller's promise.
            unsafe { put(&v6, ptr, room) }
        }
    }
}

/// # Safety
/// `T` has no padding, and `to`, when inside memory, may be written for `room` bytes.
unsafe fn put<T>(from: &T, to: *mut sockaddr, room: usize) -> Result<usize> {
    // SAFETY: a reference to a `T` without padding is that many initialised bytes.
    let bytes = unsafe { core::slice::from_raw_parts((&raw const *from).cast::<u8>(), size_of::<T>()) };
    // SAFETY: the caller's promise.
    unsafe { memory::copy_out(bytes, to.cast(), room) }?;
    Ok(bytes.len())
}

impl DialectAddr for SocketAddr {
    #[inline]
    unsafe fn encode(self, ptr: *mut sockaddr, room: usize) -> Result<usize> {
        // SAFETY: the caller's promise.
        unsafe { encode(&self, ptr, room) }
    }

    #[inline(always)]
    fn v4(&self) -> Option<([u8; 4], u16)> {
        match *self {
            Self::V4 { octets, port } => Some((octets, port)),
            Self::V6 { .. } => None,
        }
    }
}

impl DialectAddr for AnyAddr {
    const HAS_UNIX: bool = true;

    unsafe fn read_unix(ptr: *const sockaddr, len: usize) -> Result<Self> {
        // SAFETY: the caller's promise.
        unsafe { UnixAddr::read(ptr, len) }.map(Self::Unix)
    }

    unsafe fn encode(self, ptr: *mut sockaddr, room: usize) -> Result<usize> {
        // SAFETY: the caller's promise.
        unsafe {
            match self {
                Self::Inet(addr) => encode(&addr, ptr, room),
                Self::Unix(addr) => addr.write(ptr, room),
            }
        }
    }

    #[inline(always)]
    fn v4(&self) -> Option<([u8; 4], u16)> {
        match self {
            Self::Inet(addr) => addr.v4(),
            Self::Unix(_) => None,
        }
    }
}
