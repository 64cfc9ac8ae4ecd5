// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! The addresses of a socket: `getsockname` `getpeername`.

use core::ffi::c_int;

use crate::abi::{sockaddr, socklen_t};
use crate::addr::AddrOut;
use crate::dialect::Dialect;
use crate::errno::{OrMinusOne, Result};
use crate::host::{Host, HostAddr};

/// The socket's own address, cut to `*len`; its whole length goes to `*len`.
///
/// Errors: `EFAULT`, `EINVAL` for a negative length, `EBADF`, `ENOTSOCK`, `EOPNOTSUPP` where the
/// host does not tell.
/// <https://pubs.opengroup.org/onlinepubs/9799919799/functions/getsockname.html>
///
/// # Safety
/// `len` points to a `socklen_t` and `addr` to as many writable bytes.
#[cfg_attr(feature = "c-exports", unsafe(no_mangle))]
pub unsafe extern "C" fn getsockname(fd: c_int, addr: *mut sockaddr, len: *mut socklen_t) -> c_int {
    // SAFETY: the caller's promise.
    unsafe { write_addr(Host::local(fd), addr, len) }
}

/// The peer's address, cut to `*len`; its whole length goes to `*len`.
///
/// Errors: `ENOTCONN`, and those of [`getsockname`].
/// <https://pubs.opengroup.org/onlinepubs/9799919799/functions/getpeername.html>
///
/// # Safety
/// `len` points to a `socklen_t` and `addr` to as many writable bytes.
#[cfg_attr(feature = "c-exports", unsafe(no_mangle))]
pub unsafe extern "C" fn getpeername(fd: c_int, addr: *mut sockaddr, len: *mut socklen_t) -> c_int {
    // SAFETY: the caller's promise.
    unsafe { write_addr(Host::peer(fd), addr, len) }
}

/// # Safety
/// As for [`getsockname`].
unsafe fn write_addr(found: Result<HostAddr>, addr: *mut sockaddr, len: *mut socklen_t) -> c_int {
    // SAFETY: the caller's promise.
    let out = unsafe { AddrOut::new(addr, len) };
    found.and_then(|found| out.write(Some(&found))).or_minus_one()
}
