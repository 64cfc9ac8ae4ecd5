// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Output streams: how their calls fail, and how much the host takes.

use super::import;
use super::layout::{Area, Raw};

/// Why a call of a stream fails.
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

/// How many bytes an output stream takes now.
pub(super) fn permit(stream: Raw) -> Result<usize, StreamError> {
    // SAFETY: the stream is the guest's; the host writes to the area.
    let area = Area::of(|area| unsafe { import::check_write(stream, area) });
    check_stream(&area, 8).map(|()| usize::try_from(area.u64(8)).unwrap_or(usize::MAX))
}

/// Ends what a socket sends; the host still sends what it has taken.
pub(super) fn end(socket: Raw) {
    /// `shutdown-type`. No other is needed: the library ends receiving by itself, since Linux sends the peer nothing for it.
    const SEND: i32 = 1;
    // SAFETY: the socket is the guest's; the host writes to the area. It fails for a connection that is over.
    let _status = Area::of(|area| unsafe { import::tcp_shutdown(socket, SEND, area) });
}
