// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! To C: writes an address into the room that the caller has for it.

use core::ffi::c_int;

use super::{AnyAddr, DialectAddr, SocketAddr, UnixAddr};
use crate::abi::{AF_INET, AF_UNSPEC, in_addr, sa_family_t, sockaddr, sockaddr_in, sockaddr_in6, socklen_t};
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
        // The usual case.
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
        self.write_slow(addr)
    }

    /// The same, but with `None` the address of no family, in the length of an IPv4 address. Smaller than [`Self::write`].
    #[inline(always)]
    pub fn write_or_unspecified<A: DialectAddr>(self, addr: Option<&A>) -> Result<()> {
        const UNSPECIFIED: usize = size_of::<sockaddr_in>();
        if self.in_memory {
            // SAFETY: both lie inside memory.
            return unsafe { put_in_memory(addr, UNSPECIFIED, self.addr, self.len) };
        }
        write_anywhere(addr, UNSPECIFIED, self.addr, self.len)
    }

    #[inline(always)]
    fn write_slow<A: DialectAddr>(self, addr: Option<&A>) -> Result<()> {
        if self.in_memory {
            // SAFETY: both lie inside memory.
            return unsafe { write_in_memory(addr, self.addr, self.len) };
        }
        write_anywhere(addr, 0, self.addr, self.len)
    }

    #[inline(always)]
    fn has_room_for_v4(self) -> bool {
        const V4: usize = size_of::<sockaddr_in>();
        (self.in_memory || memory::check(self.len, size_of::<socklen_t>()).is_ok())
            // SAFETY: inside memory (checked), initialised (the caller's promise).
            && unsafe { self.len.read_unaligned() }.cast_signed() >= V4 as c_int
            && (self.in_memory || memory::check(self.addr, V4).is_ok())
    }
}

/// For any address and any room; without an address some bytes of none.
#[cold]
#[inline(never)]
fn write_anywhere<A: DialectAddr>(
    addr: Option<&A>,
    unspecified: usize,
    ptr: *mut sockaddr,
    len: *mut socklen_t,
) -> Result<()> {
    let room = room(len)?;
    // SAFETY: the caller lets `room` bytes be written.
    let whole = unsafe { A::encode(addr, unspecified, ptr, room, Place::Anywhere) }?;
    // SAFETY: the length was read from there, so it lies inside memory; the caller's promise.
    unsafe { len.write_unaligned(whole as socklen_t) };
    Ok(())
}

/// The same where the places are known to lie inside memory.
///
/// # Safety
/// `len` points to a `socklen_t`, and `ptr` to as many writable bytes.
#[cold]
#[inline(never)]
unsafe fn write_in_memory<A: DialectAddr>(addr: Option<&A>, ptr: *mut sockaddr, len: *mut socklen_t) -> Result<()> {
    // SAFETY: the caller's promise.
    unsafe { put_in_memory(addr, 0, ptr, len) }
}

/// # Safety
/// As for [`write_in_memory`].
#[inline(always)]
unsafe fn put_in_memory<A: DialectAddr>(
    addr: Option<&A>,
    unspecified: usize,
    ptr: *mut sockaddr,
    len: *mut socklen_t,
) -> Result<()> {
    // SAFETY: the caller's promise.
    unsafe {
        let room = len.read_unaligned();
        if room.cast_signed() < 0 {
            return Err(Errno::EINVAL);
        }
        let whole = A::encode(addr, unspecified, ptr, room as usize, Place::InMemory)?;
        len.write_unaligned(whole as socklen_t);
    }
    Ok(())
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

/// What is known of where C wants an address.
#[derive(Clone, Copy)]
pub(crate) enum Place {
    Anywhere,
    /// All of it lies inside memory.
    InMemory,
}

/// A `sockaddr_in` or `sockaddr_in6` as C holds it, in words of memory.
pub(crate) struct Image {
    words: [u32; WORDS],
    len: usize,
}

const WORDS: usize = size_of::<sockaddr_in6>() / size_of::<u32>();

impl Image {
    /// The first bytes of an address of no family.
    #[inline(always)]
    pub fn unspecified(len: usize) -> Self {
        Self { words: [AF_UNSPEC as u32; WORDS], len }
    }

    /// Sets the family and the port.
    #[inline(always)]
    pub fn begin(&mut self, family: c_int, port: u16) {
        const { assert!(cfg!(target_endian = "little"), "wasm's byte order") };
        let [first, ..] = &mut self.words;
        *first = family as u32 | u32::from(port.to_be()) << 16;
    }

    /// Becomes an IPv4 address, whose octets are a word of memory.
    #[inline(always)]
    pub fn v4(&mut self, octets: u32) {
        let [_, second, ..] = &mut self.words;
        (*second, self.len) = (octets, size_of::<sockaddr_in>());
    }

    /// Becomes an IPv6 address, whose octets are four words of memory.
    #[inline(always)]
    pub fn v6(&mut self, octets: impl Iterator<Item = u32>, flowinfo: u32, scope: u32) {
        let [_, second, between @ .., last] = &mut self.words;
        (*second, *last) = (flowinfo, scope);
        for (to, from) in between.iter_mut().zip(octets) {
            *to = from;
        }
        self.len = size_of::<sockaddr_in6>();
    }

    /// Writes at most `room` bytes; returns the whole length.
    ///
    /// # Safety
    /// `ptr`, when inside memory, may be written for `room` bytes.
    #[inline(always)]
    pub unsafe fn put(&self, ptr: *mut sockaddr, room: usize, place: Place) -> Result<usize> {
        let from = self.words.as_ptr().cast::<u8>();
        // SAFETY: the words are no shorter than the length; the room is the caller's promise.
        unsafe {
            match place {
                Place::Anywhere => memory::copy_out(core::slice::from_raw_parts(from, self.len), ptr.cast(), room)?,
                Place::InMemory => core::ptr::copy_nonoverlapping(from, ptr.cast(), self.len.min(room)),
            }
        }
        Ok(self.len)
    }
}

/// Writes at most `room` bytes of the address as C holds it; returns its whole length.
///
/// # Safety
/// `ptr`, when inside memory, may be written for `room` bytes.
pub(crate) unsafe fn encode(addr: &SocketAddr, ptr: *mut sockaddr, room: usize) -> Result<usize> {
    // SAFETY: the caller's promise.
    unsafe { SocketAddr::encode(Some(addr), 0, ptr, room, Place::Anywhere) }
}

impl DialectAddr for SocketAddr {
    #[inline]
    fn fill(&self, image: &mut Image) {
        image.begin(self.family(), self.port());
        match *self {
            Self::V4 { octets, .. } => image.v4(u32::from_ne_bytes(octets)),
            Self::V6 { octets, flowinfo, scope, .. } => {
                let words = octets.as_chunks::<4>().0.iter().map(|word| u32::from_ne_bytes(*word));
                image.v6(words, flowinfo, scope);
            }
        }
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

    fn fill(&self, image: &mut Image) {
        if let Self::Inet(addr) = self {
            addr.fill(image);
        }
    }

    unsafe fn encode(
        addr: Option<&Self>,
        unspecified: usize,
        ptr: *mut sockaddr,
        room: usize,
        place: Place,
    ) -> Result<usize> {
        // SAFETY: the caller's promise.
        unsafe {
            match addr {
                Some(Self::Unix(addr)) => addr.write(ptr, room),
                Some(Self::Inet(addr)) => SocketAddr::encode(Some(addr), unspecified, ptr, room, place),
                None => SocketAddr::encode(None, unspecified, ptr, room, place),
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
