// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Interfaces: `<net/if.h>` and `<ifaddrs.h>`. No host reports its interfaces, so no name and no index is
//! known, as on a machine without any, and none can be listed.

use core::ffi::{c_char, c_int, c_uint};

use crate::abi::{if_nameindex as Interface, ifaddrs};
use crate::errno::{self, Errno, OrMinusOne, Result};

/// Fails: returns 0 and sets `ENODEV`.
/// <https://pubs.opengroup.org/onlinepubs/9799919799/functions/if_nametoindex.html>
#[cfg_attr(feature = "c-exports", unsafe(no_mangle))]
pub extern "C" fn if_nametoindex(_name: *const c_char) -> c_uint {
    errno::set(Errno::ENODEV);
    0
}

/// Fails: returns null and sets `ENXIO`.
/// <https://pubs.opengroup.org/onlinepubs/9799919799/functions/if_indextoname.html>
#[cfg_attr(feature = "c-exports", unsafe(no_mangle))]
pub extern "C" fn if_indextoname(_index: c_uint, _name: *mut c_char) -> *mut c_char {
    errno::set(Errno::ENXIO);
    core::ptr::null_mut()
}

/// Null with `ENOSYS`: interfaces cannot be listed.
/// <https://pubs.opengroup.org/onlinepubs/9799919799/functions/if_nameindex.html>
#[cfg_attr(feature = "c-exports", unsafe(no_mangle))]
pub extern "C" fn if_nameindex() -> *mut Interface {
    errno::set(Errno::ENOSYS);
    core::ptr::null_mut()
}

/// Does nothing: [`if_nameindex`] has given nothing.
/// <https://pubs.opengroup.org/onlinepubs/9799919799/functions/if_freenameindex.html>
#[cfg_attr(feature = "c-exports", unsafe(no_mangle))]
pub extern "C" fn if_freenameindex(_list: *mut Interface) {}

/// −1 with `ENOSYS`: interfaces cannot be listed.
/// <https://man7.org/linux/man-pages/man3/getifaddrs.3.html>
#[cfg_attr(feature = "c-exports", unsafe(no_mangle))]
pub extern "C" fn getifaddrs(_list: *mut *mut ifaddrs) -> c_int {
    let listed: Result<()> = Err(Errno::ENOSYS);
    listed.or_minus_one()
}

/// Does nothing: [`getifaddrs`] has given nothing.
/// <https://man7.org/linux/man-pages/man3/getifaddrs.3.html>
#[cfg_attr(feature = "c-exports", unsafe(no_mangle))]
pub extern "C" fn freeifaddrs(_list: *mut ifaddrs) {}
