// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! To C: writes an address into the room that the caller has for it.

use core::ffi::c_int;

use super::{AnyAddr, DialectAddr, SocketAddr, UnixAddr};
use crate::abi::{AF_INET, AF_UNSPEC, in_addr, sa_family_t, sockaddr, sockaddr_in, sockaddr_in6, socklen_t};
use crate::errno::{Errno, Result};
use crate::memory;

/// The length of the address of no family that stands for one that is not known.
pub(crate) const UNSPECIFIED: usize = size_of::<sockaddr_in>();

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
        if self.in_memory { self.write_in_memory(addr) } else { self.write_anywhere(addr, 0) }
    }

    /// The same, but with `None` the address of no family, in the length of an IPv4 address. Smaller than [`Self::write`].
    #[inline(always)]
    pub fn write_or_unspecified<A: DialectAddr>(self, addr: Option<&A>) -> Result<()> {
        if self.in_memory { self.put::<A, true>(addr, UNSPECIFIED) } else { self.write_anywhere(addr, UNSPECIFIED) }
    }

    /// [`Self::put`] where nothing is known of the places.
    #[cold]
    #[inline(never)]
    fn write_anywhere<A: DialectAddr>(self, addr: Option<&A>, unspecified: usize) -> Result<()> {
        self.put::<A, false>(addr, unspecified)
    }

    /// [`Self::put`] where both places lie inside memory.
    #[cold]
    #[inline(never)]
    fn write_in_memory<A: DialectAddr>(self, addr: Option<&A>) -> Result<()> {
        self.put::<A, true>(addr, 0)
    }

    /// Any address, for any room; without one the first bytes of an address of no family.
    #[inline(always)]
    fn put<A: DialectAddr, const IN_MEMORY: bool>(self, addr: Option<&A>, unspecified: usize) -> Result<()> {
        let room = self.room::<IN_MEMORY>()?;
        // SAFETY: the caller lets `room` bytes be written.
        let whole = unsafe { encode::<A, IN_MEMORY>(addr, unspecified, self.addr, room) }?;
        // SAFETY: as above.
        unsafe { self.len.write_unaligned(whole as socklen_t) };
        Ok(())
    }

    /// Writes an address that has C's form already.
    ///
    /// # Safety
    /// `len` initialised bytes lie at `from`.
    #[inline(always)]
    pub unsafe fn write_image(self, from: *const u8, len: usize) -> Result<()> {
        // SAFETY: the caller's promise; C lets `room` bytes be written, and the length.
        unsafe {
            if self.in_memory {
                let room = self.room::<true>()?;
                core::ptr::copy_nonoverlapping(from, self.addr.cast(), len.min(room));
            } else {
                let room = self.room::<false>()?;
                memory::copy_out(core::slice::from_raw_parts(from, len), self.addr.cast(), room)?;
            }
            self.len.write_unaligned(len as socklen_t);
        }
        Ok(())
    }

    /// How many bytes C has room for.
    #[inline(always)]
    fn room<const IN_MEMORY: bool>(self) -> Result<usize> {
        if !IN_MEMORY {
            memory::check(self.len, size_of::<socklen_t>())?;
        }
        // SAFETY: inside memory (checked, or known), initialised (the caller's promise).
        let room = unsafe { self.len.read_unaligned() }.cast_signed();
        usize::try_from(room).map_err(|_negative| Errno::EINVAL)
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

/// A `sockaddr_in` or `sockaddr_in6` as C holds it, in words of memory.
pub(crate) struct Image {
    words: [u32; WORDS],
    len: usize,
}

const WORDS: usize = size_of::<sockaddr_in6>() / size_of::<u32>();

impl Image {
    /// The first bytes of an address of no family.
    #[inline(always)]
    fn unspecified(len: usize) -> Self {
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
}

/// Writes at most `room` bytes of the address as C holds it; returns its whole length. Without an address it is one of no
/// family and the length `unspecified`.
///
/// # Safety
/// `ptr`, when inside memory, may be written for `room` bytes; it lies there where that is said.
#[inline(always)]
unsafe fn encode<A: DialectAddr, const IN_MEMORY: bool>(
    addr: Option<&A>,
    unspecified: usize,
    ptr: *mut sockaddr,
    room: usize,
) -> Result<usize> {
    if A::HAS_UNIX
        && let Some(unix) = addr.and_then(A::unix)
    {
        // SAFETY: the caller's promise.
        return unsafe { unix.write(ptr, room) };
    }
    let mut image = Image::unspecified(unspecified);
    if let Some(addr) = addr {
        addr.fill(&mut image);
    }
    let from = image.words.as_ptr().cast::<u8>();
    // SAFETY: the words are no shorter than the length; the room is the caller's promise.
    unsafe {
        if IN_MEMORY {
            core::ptr::copy_nonoverlapping(from, ptr.cast(), image.len.min(room));
        } else {
            memory::copy_out(core::slice::from_raw_parts(from, image.len), ptr.cast(), room)?;
        }
    }
    Ok(image.len)
}

/// Writes at most `room` bytes of the address as C holds it; returns its whole length.
///
/// # Safety
/// `ptr`, when inside memory, may be written for `room` bytes.
pub(crate) unsafe fn write_inet(addr: &SocketAddr, ptr: *mut sockaddr, room: usize) -> Result<usize> {
    // SAFETY: the caller's promise.
    unsafe { encode::<SocketAddr, false>(Some(addr), 0, ptr, room) }
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

    fn unix(&self) -> Option<&UnixAddr> {
        match self {
            Self::Inet(_) => None,
            Self::Unix(addr) => Some(addr),
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
