//! Socket addresses: `struct sockaddr` on C's side, [`SocketAddr`] inside.
//!
//! The only place that touches the bytes of a sockaddr. Lengths are judged as Linux judges them.

use core::ffi::c_int;

use crate::abi::{
    AF_INET, AF_INET6, AF_UNIX, AF_UNSPEC, in_addr, in6_addr, sa_family_t, sockaddr, sockaddr_in, sockaddr_in6,
    socklen_t,
};
use crate::errno::{Errno, Result};
use crate::memory;

pub(crate) use unix::UnixAddr;

mod unix;

/// The largest address a caller may pass: `sizeof(struct sockaddr_storage)`.
pub(crate) const STORAGE: usize = 128;
/// An IPv6 address may come without its scope id, as RFC 2133 had it.
const IN6_WITHOUT_SCOPE: usize = 24;

/// Where a socket is, or what it talks to. Ports are plain numbers, octets stand as they are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SocketAddr {
    /// An IPv4 address and port.
    V4 {
        /// The address, most significant octet first.
        octets: [u8; 4],
        /// The port.
        port: u16,
    },
    /// An IPv6 address and port.
    V6 {
        /// The address, most significant octet first.
        octets: [u8; 16],
        /// The port.
        port: u16,
        /// `sin6_flowinfo`, as C holds it.
        flowinfo: u32,
        /// The interface index of a link-local address, else 0.
        scope: u32,
    },
}

impl SocketAddr {
    /// The address family, as in `sa_family`.
    pub(crate) fn family(&self) -> c_int {
        match self {
            Self::V4 { .. } => AF_INET,
            Self::V6 { .. } => AF_INET6,
        }
    }

    /// The shape of the dialect.
    pub(crate) fn shaped<A: From<Self>>(self) -> A {
        self.into()
    }

    /// The port.
    pub(crate) fn port(&self) -> u16 {
        match *self {
            Self::V4 { port, .. } | Self::V6 { port, .. } => port,
        }
    }
}

/// An address as a dialect has it: of the Internet, and of `AF_UNIX` where its host has those.
pub(crate) trait Address: Copy + From<SocketAddr> + Into<Name> {
    /// Whether it has those of `AF_UNIX`.
    const HAS_UNIX: bool = false;

    /// Decodes the address of `AF_UNIX` that C passed, where there are such: see [`UnixAddr::read`].
    ///
    /// # Safety
    /// `len` bytes lie at `ptr`.
    unsafe fn read_unix(_ptr: *const sockaddr, _len: usize) -> Result<Self> {
        Err(Errno::EAFNOSUPPORT)
    }

    /// Writes at most `room` bytes of the address as C holds it; returns its whole length.
    ///
    /// # Safety
    /// `ptr`, when inside memory, may be written for `room` bytes.
    unsafe fn encode(self, ptr: *mut sockaddr, room: usize) -> Result<usize>;

    /// The octets and the port of an IPv4 address, which is what comes nearly always.
    fn v4(&self) -> Option<([u8; 4], u16)>;
}

impl Address for SocketAddr {
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

/// An address of any family.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Name {
    /// Of the Internet.
    Inet(SocketAddr),
    /// Of the file system.
    Unix(UnixAddr),
}

impl From<SocketAddr> for Name {
    #[inline]
    fn from(addr: SocketAddr) -> Self {
        Self::Inet(addr)
    }
}

impl Address for Name {
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

impl Name {
    /// The address that a dialect has in its own shape.
    pub(crate) fn of(addr: impl Into<Self>) -> Self {
        addr.into()
    }

    /// The address family, as in `sa_family`.
    pub(crate) fn family(&self) -> c_int {
        match self {
            Self::Inet(addr) => addr.family(),
            Self::Unix(_) => AF_UNIX,
        }
    }
}

/// Decodes the address that C passed as `(ptr, len)`, to what the dialect makes of it.
///
/// Errors: `EINVAL` for a length no address of the family has, `EFAULT` for a pointer outside
/// memory, `EAFNOSUPPORT` for a family that the dialect does not have: see [`is_unspecified`].
///
/// # Safety
/// `ptr`, when inside memory, points to `len` initialised bytes.
#[inline]
pub(crate) unsafe fn read<A: Address>(ptr: *const sockaddr, len: socklen_t) -> Result<A> {
    // SAFETY: the caller's promise.
    unsafe { read_usual(ptr, len).map_or_else(|| read_any(ptr, len), Ok) }
}

/// What comes nearly always: a whole `sockaddr_in` and no more. `None` for all else, which [`read`] decodes or refuses.
///
/// # Safety
/// As for [`read`].
#[inline(always)]
pub(crate) unsafe fn read_usual<A: From<SocketAddr>>(ptr: *const sockaddr, len: socklen_t) -> Option<A> {
    let whole = len as usize == size_of::<sockaddr_in>() && memory::check(ptr, len as usize).is_ok();
    // SAFETY: what is read lies inside memory (checked), a whole `sockaddr_in`.
    unsafe { (whole && family(ptr) == AF_INET).then(|| read_v4(ptr.cast())) }
}

/// # Safety
/// As for [`read`].
#[cold]
#[inline(never)]
unsafe fn read_any<A: Address>(ptr: *const sockaddr, len: socklen_t) -> Result<A> {
    let len = len as usize;
    if !(size_of::<sa_family_t>()..=STORAGE).contains(&len) {
        return Err(Errno::EINVAL);
    }
    memory::check(ptr, len)?;
    // SAFETY: two bytes at least lie at `ptr` (checked).
    match unsafe { family(ptr) } {
        // SAFETY: `len` bytes lie at `ptr` (checked), enough for the structure.
        AF_INET if len >= size_of::<sockaddr_in>() => Ok(unsafe { read_v4(ptr.cast()) }),
        // SAFETY: as above.
        AF_INET6 if len >= IN6_WITHOUT_SCOPE => Ok(unsafe { read_v6(ptr.cast(), len) }),
        // SAFETY: as above.
        AF_UNIX if A::HAS_UNIX => unsafe { A::read_unix(ptr, len) },
        AF_UNSPEC => Err(Errno::EAFNOSUPPORT),
        _ if len < size_of::<sockaddr_in>() => Err(Errno::EINVAL),
        AF_INET6 => Err(Errno::EINVAL),
        _ => Err(Errno::EAFNOSUPPORT),
    }
}

/// Whether an address that [`read`] refused for its family is of `AF_UNSPEC`.
///
/// # Safety
/// [`read`] has answered `EAFNOSUPPORT`: there is a family.
pub(crate) unsafe fn is_unspecified(ptr: *const sockaddr) -> bool {
    // SAFETY: the caller's promise.
    unsafe { family(ptr) == AF_UNSPEC }
}

/// Decodes an address that [`read`] refused for its family: where the family was left out, Linux binds an IPv4 socket
/// to 0.0.0.0 all the same.
///
/// Errors: `EAFNOSUPPORT` for any other.
///
/// # Safety
/// [`read`] has answered `EAFNOSUPPORT` for `ptr` and `len`.
#[cold]
pub(crate) unsafe fn read_wildcard<A: From<SocketAddr>>(ptr: *const sockaddr, len: socklen_t) -> Result<A> {
    if (len as usize) < size_of::<sockaddr_in>() {
        return Err(Errno::EINVAL);
    }
    let ptr: *const sockaddr_in = ptr.cast();
    // SAFETY: a whole `sockaddr_in` lies at `ptr`; read without alignment.
    let (port, addr) =
        unsafe { ((&raw const (*ptr).sin_port).read_unaligned(), (&raw const (*ptr).sin_addr).read_unaligned()) };
    // SAFETY: as above.
    if addr.s_addr == 0 && unsafe { is_unspecified(ptr.cast()) } {
        Ok(SocketAddr::V4 { octets: [0; 4], port: u16::from_be(port) }.into())
    } else {
        Err(Errno::EAFNOSUPPORT)
    }
}

/// # Safety
/// `ptr` points to a family at least.
unsafe fn family(ptr: *const sockaddr) -> c_int {
    // SAFETY: the caller's promise; no alignment is assumed.
    c_int::from(unsafe { ptr.cast::<sa_family_t>().read_unaligned() })
}

/// Decodes an IPv4 address.
///
/// # Safety
/// A whole `sockaddr_in` lies at `ptr`.
#[inline]
pub(crate) unsafe fn read_v4<A: From<SocketAddr>>(ptr: *const sockaddr_in) -> A {
    // SAFETY: the caller's promise; read without alignment.
    let (port, addr) =
        unsafe { ((&raw const (*ptr).sin_port).read_unaligned(), (&raw const (*ptr).sin_addr).read_unaligned()) };
    SocketAddr::V4 { octets: addr.s_addr.to_ne_bytes(), port: u16::from_be(port) }.into()
}

/// # Safety
/// `len` bytes of a `sockaddr_in6` lie at `ptr`, at least [`IN6_WITHOUT_SCOPE`].
unsafe fn read_v6<A: From<SocketAddr>>(ptr: *const sockaddr_in6, len: usize) -> A {
    let scoped = len >= core::mem::offset_of!(sockaddr_in6, sin6_scope_id) + size_of::<u32>();
    // SAFETY: the caller's promise, the scope only where it lies inside; read without alignment.
    unsafe {
        SocketAddr::V6 {
            octets: (&raw const (*ptr).sin6_addr).read_unaligned().s6_addr,
            port: u16::from_be((&raw const (*ptr).sin6_port).read_unaligned()),
            flowinfo: (&raw const (*ptr).sin6_flowinfo).read_unaligned(),
            scope: if scoped { (&raw const (*ptr).sin6_scope_id).read_unaligned() } else { 0 },
        }
    }
    .into()
}

/// Where C wants an address, and the place of its length.
#[derive(Clone, Copy)]
pub(crate) struct Place {
    addr: *mut sockaddr,
    len: *mut socklen_t,
    in_memory: bool,
}

impl Place {
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
    pub fn write<A: Address>(self, addr: Option<&A>) -> Result<()> {
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
        write_any(addr, self.addr, self.len)
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

/// As [`Place::write`], for any address and any room.
#[cold]
#[inline(never)]
fn write_any<A: Address>(addr: Option<&A>, ptr: *mut sockaddr, len: *mut socklen_t) -> Result<()> {
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

#[cfg(test)]
mod tests;
