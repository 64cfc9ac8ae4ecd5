//! The host's errors in POSIX's terms.

use super::import;
use super::layout::Area;
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

/// Why a stream fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum StreamError {
    /// It is at its end.
    Closed,
    /// The connection is broken. The host has no code for the reason, only a text that differs between its versions.
    Failed,
}

/// `result<T, stream-error>`, whose contents lie at `at`.
#[inline]
pub(super) fn check_stream(area: &Area, at: usize) -> Result<(), StreamError> {
    if area.is_error() { Err(stream_error(area, at)) } else { Ok(()) }
}

#[cold]
fn stream_error(area: &Area, at: usize) -> StreamError {
    const CLOSED: u8 = 1;
    if area.u8(at) == CLOSED {
        return StreamError::Closed;
    }
    // SAFETY: the error is the guest's, and nobody uses it any more.
    unsafe { import::drop_error(area.handle(at + 4)) };
    StreamError::Failed
}
