// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! From C: the address that a caller passes.

use core::ffi::c_int;

use super::{DialectAddr, SocketAddr};
use crate::abi::{AF_INET, AF_INET6, AF_UNIX, AF_UNSPEC, sa_family_t, sockaddr, sockaddr_in, sockaddr_in6, socklen_t};
use crate::errno::{Errno, Result};
use crate::memory;

/// The largest address a caller may pass: `sizeof(struct sockaddr_storage)`.
pub(crate) const STORAGE: usize = 128;
/// An IPv6 address may come without its scope id, as RFC 2133 had it.
pub(crate) const IN6_WITHOUT_SCOPE: usize = 24;

/// Decodes the address that C passed as `(ptr, len)` to the dialect's form.
///
/// Errors: `EINVAL` for a length that no address of the family has, `EFAULT` for a pointer outside
/// memory, `EAFNOSUPPORT` for a family that the dialect does not have: see [`is_unspecified`].
///
/// # Safety
/// `ptr`, when inside memory, points to `len` initialised bytes.
#[inline]
pub(crate) unsafe fn read<A: DialectAddr>(ptr: *const sockaddr, len: socklen_t) -> Result<A> {
    // SAFETY: the caller's promise.
    unsafe { read_inet(ptr, len).map_or_else(|| read_slow(ptr, len), Ok) }
}

/// The usual case: exactly a `sockaddr_in`. `None` for anything else, which [`read`] decodes or refuses.
///
/// # Safety
/// As for [`read`].
#[inline(always)]
pub(crate) unsafe fn read_inet<A: From<SocketAddr>>(ptr: *const sockaddr, len: socklen_t) -> Option<A> {
    let whole = len as usize == size_of::<sockaddr_in>() && memory::check(ptr, len as usize).is_ok();
    // SAFETY: what is read lies inside memory (checked), a whole `sockaddr_in`.
    unsafe { (whole && family(ptr) == AF_INET).then(|| read_v4(ptr.cast())) }
}

/// # Safety
/// As for [`read`].
#[cold]
#[inline(never)]
unsafe fn read_slow<A: DialectAddr>(ptr: *const sockaddr, len: socklen_t) -> Result<A> {
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
/// [`read`] has returned `EAFNOSUPPORT`, so `ptr` points to a family.
pub(crate) unsafe fn is_unspecified(ptr: *const sockaddr) -> bool {
    // SAFETY: the caller's promise.
    unsafe { family(ptr) == AF_UNSPEC }
}

/// Decodes an address whose family was left out, so that [`read`] refused it: an IPv4 socket reads it as IPv4.
///
/// Errors: `EINVAL` for a length that is too short.
///
/// # Safety
/// [`read`] has answered `EAFNOSUPPORT` for `ptr` and `len`.
#[cold]
pub(crate) unsafe fn read_unnamed<A: From<SocketAddr>>(ptr: *const sockaddr, len: socklen_t) -> Result<A> {
    if (len as usize) < size_of::<sockaddr_in>() {
        return Err(Errno::EINVAL);
    }
    // SAFETY: a whole `sockaddr_in` lies at `ptr`.
    Ok(unsafe { read_v4(ptr.cast()) })
}

/// The same for `bind`, where Linux takes 0.0.0.0 only.
///
/// Errors: `EAFNOSUPPORT` for any other.
///
/// # Safety
/// [`read`] has answered `EAFNOSUPPORT` for `ptr` and `len`.
#[cold]
pub(crate) unsafe fn read_wildcard<A: From<SocketAddr>>(ptr: *const sockaddr, len: socklen_t) -> Result<A> {
    // SAFETY: the caller's promise.
    match unsafe { read_unnamed::<SocketAddr>(ptr, len) }? {
        // SAFETY: there is a family.
        any @ SocketAddr::V4 { octets: [0, 0, 0, 0], .. } if unsafe { is_unspecified(ptr) } => Ok(any.into()),
        _ => Err(Errno::EAFNOSUPPORT),
    }
}

/// The family of an address, where there is one inside memory.
///
/// # Safety
/// `ptr`, when inside memory, points to `len` initialised bytes.
#[cold]
pub(crate) unsafe fn family_of(ptr: *const sockaddr, len: socklen_t) -> Option<c_int> {
    let is_there = len as usize >= size_of::<sa_family_t>() && memory::check(ptr, size_of::<sa_family_t>()).is_ok();
    // SAFETY: inside memory (checked); the caller's promise.
    is_there.then(|| unsafe { family(ptr) })
}

/// # Safety
/// `ptr` points to a family at least.
unsafe fn family(ptr: *const sockaddr) -> c_int {
    // SAFETY: the caller's promise; no alignment is assumed.
    c_int::from(unsafe { ptr.cast::<sa_family_t>().read_unaligned() })
}

/// A `sockaddr_in` of the caller's, which a dialect reads where it needs it.
#[derive(Clone, Copy)]
pub(crate) struct InetAddr(*const sockaddr_in);

impl InetAddr {
    /// # Safety
    /// A whole `sockaddr_in` of `AF_INET` lies at `ptr` as long as this is used.
    #[inline(always)]
    pub unsafe fn new(ptr: *const sockaddr_in) -> Self {
        Self(ptr)
    }

    #[inline(always)]
    pub fn read<A: From<SocketAddr>>(self) -> A {
        // SAFETY: the promise of `new`.
        unsafe { read_v4(self.0) }
    }
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
