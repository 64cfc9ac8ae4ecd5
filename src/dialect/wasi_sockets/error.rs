// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! The host's errors in POSIX's terms.

use crate::errno::Errno;

/// An `error-code` of `wasi:sockets/network` as an errno. `would-block` is `EAGAIN`.
#[cold]
pub(super) fn errno(code: u8) -> Errno {
    const CODES: [Errno; 21] = [
        Errno::EIO,           // unknown
        Errno::EACCES,        // access-denied
        Errno::EOPNOTSUPP,    // not-supported
        Errno::EINVAL,        // invalid-argument
        Errno::ENOMEM,        // out-of-memory
        Errno::ETIMEDOUT,     // timeout
        Errno::EALREADY,      // concurrency-conflict
        Errno::EINVAL,        // not-in-progress
        Errno::EAGAIN,        // would-block
        Errno::EINVAL,        // invalid-state
        Errno::EMFILE,        // new-socket-limit
        Errno::EADDRNOTAVAIL, // address-not-bindable
        Errno::EADDRINUSE,    // address-in-use
        Errno::ENETUNREACH,   // remote-unreachable
        Errno::ECONNREFUSED,  // connection-refused
        Errno::ECONNRESET,    // connection-reset
        Errno::ECONNABORTED,  // connection-aborted
        Errno::EMSGSIZE,      // datagram-too-large
        Errno::ENOENT,        // name-unresolvable
        Errno::EAGAIN,        // temporary-resolver-failure
        Errno::EIO,           // permanent-resolver-failure
    ];
    CODES.get(usize::from(code)).copied().unwrap_or(Errno::EIO)
}
