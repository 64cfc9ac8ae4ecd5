//! `wasock_set_network_handle`, the one call beyond POSIX.

use core::ffi::c_int;

use crate::dialect::Dialect;
use crate::errno::OrMinusOne;
use crate::host::Host;

/// Names the descriptor that gives the right to use the network, for every socket and look-up to come:
/// an address pool (dialect `berkeley`) or a protocol (dialect `ueno`) that the host has opened before
/// the program starts. Nobody needs this call: without it, or with −1, the library finds one by itself.
/// Declared in `<wasock.h>`.
///
/// Errors: `EINVAL` for a descriptor that gives no such right, `EBADF`, `EOPNOTSUPP` where the runtime
/// asks for no descriptor.
#[cfg_attr(feature = "c-exports", unsafe(no_mangle))]
pub extern "C" fn wasock_set_network_handle(fd: c_int) -> c_int {
    Host::set_network_handle(fd).or_minus_one()
}
