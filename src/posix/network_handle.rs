// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! `wasock_set_network_handle`, the one call beyond POSIX.

use core::ffi::c_int;

use crate::dialect::Dialect;
use crate::errno::OrMinusOne;
use crate::host::Host;

/// Selects the descriptor that grants access to the network, for all later sockets and look-ups: an address pool (dialect
/// `berkeley`) or a protocol (dialect `ueno`) that the host has opened before the program starts. Without this call, or
/// with −1, the library finds one itself.
/// Declared in `<wasock.h>`.
///
/// Errors: `EINVAL` for a descriptor that does not grant access, `EBADF`, `EOPNOTSUPP` if the runtime needs no descriptor.
#[cfg_attr(feature = "c-exports", unsafe(no_mangle))]
pub extern "C" fn wasock_set_network_handle(fd: c_int) -> c_int {
    Host::set_network_handle(fd).or_minus_one()
}
