//! `shutdown`.

use crate::dialect::How;
use crate::errno::{Errno, Result};

use super::import;
use super::layout::Area;
use super::socket::{Socket, State};
use super::tcp::revive;

/// `shutdown-type`, of which no other is needed: what is received ends in the guest alone, since Linux tells the peer nothing.
const SEND: i32 = 1;

/// Closes one direction of a connection or both.
pub(super) fn shutdown(socket: &mut Socket, how: How) -> Result<()> {
    let (reading, writing) = (how != How::Write, how != How::Read);
    match socket.state {
        _ if socket.protocol.datagram.is_some() => {}
        State::Fresh => return Err(Errno::ENOTCONN),
        // A listener that does not receive is none any more, a connection that is being made is given up.
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
        State::Connected if is_over(socket) => return Err(Errno::ENOTCONN),
        State::Connected if writing && !socket.shut_write => close_output(socket),
        State::Connected => {}
    }
    socket.shut_read |= reading;
    socket.shut_write |= writing;
    if matches!(socket.state, State::Connected) { Ok(()) } else { Err(Errno::ENOTCONN) }
}

/// Whether both sides have closed, so that nothing is left of the connection.
fn is_over(socket: &Socket) -> bool {
    socket.ended && socket.shut_write
}

/// The host sends the rest, and that it was all. The stream stays as long as giving it back could wait.
fn close_output(socket: &mut Socket) {
    end_output(socket);
    if socket.unsent.is_none() {
        socket.handles.release_output();
    }
}

/// The host takes no more to send.
pub(super) fn end_output(socket: &mut Socket) {
    let raw = socket.handles.socket.raw();
    // SAFETY: the socket is the guest's; the host writes to the area. It fails for a connection that is over.
    let _status = Area::of(|area| unsafe { import::tcp_shutdown(raw, SEND, area) });
}
