// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! `shutdown`.

use crate::dialect::How;
use crate::errno::{Errno, Result};

use super::output;
use super::socket::{Socket, State};
use super::tcp::revive;

/// Closes one direction of a connection or both.
pub(super) fn shutdown(socket: &mut Socket, how: How) -> Result<()> {
    let (reading, writing) = (how != How::Write, how != How::Read);
    match socket.state {
        _ if socket.protocol.datagram.is_some() => {}
        State::Fresh => return Err(Errno::ENOTCONN),
        // A listener stops listening; a connection that is being made is given up.
        State::Listening { .. } if !reading => return Ok(()),
        State::Listening { .. } => {
            socket.next = None;
            revive(socket);
            return Ok(());
        }
        State::Connecting { .. } => {
            revive(socket);
            (socket.error, socket.unsaid) = (Some(Errno::ECONNRESET), false);
            return Ok(());
        }
        State::Connected if socket.is_over() => return Err(Errno::ENOTCONN),
        State::Connected if writing && !socket.shut_write => close_output(socket),
        State::Connected => {}
    }
    socket.shut_read |= reading;
    socket.shut_write |= writing;
    // `connect` has no more to report about the connection.
    socket.unsaid = false;
    if matches!(socket.state, State::Connected) { Ok(()) } else { Err(Errno::ENOTCONN) }
}

/// The host sends the rest, and then the end. The stream is kept as long as dropping it could wait.
fn close_output(socket: &mut Socket) {
    output::end(socket.handles.socket.raw());
    if socket.unsent.is_none() {
        socket.handles.release_output();
    }
}
