// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! `shutdown`. The host's ends both directions, whichever the program names.
//!
//! So the library ends reading itself ([`kept`]). It ends writing of a datagram socket by removing the right to write. A
//! stream's writing is ended by the host, where the other direction is over too; elsewhere that is refused.

use super::import::{check, sock_shutdown};
use super::{Wamr, is_listening, kept, signal};
use crate::dialect::shared::wasip1;
use crate::dialect::{Dialect, Fd, How, Kind};
use crate::errno::{Errno, Result};

/// Ends both directions.
pub(super) fn both(fd: Fd) -> Result<()> {
    let connected = Wamr::peer(fd).is_ok();
    // SAFETY: the import takes numbers only.
    check(unsafe { sock_shutdown(fd, wasip1::sdflags(How::Both)) })?;
    if connected && wasip1::kind(fd)? == Kind::Stream { signal::end_writing(fd) } else { Ok(()) }
}

/// Ends one direction.
pub(super) fn half(fd: Fd, how: How) -> Result<()> {
    let (kind, peer) = (wasip1::kind(fd)?, Wamr::peer(fd));
    match (kind, peer) {
        (Kind::Stream, Err(_)) => return without_peer(fd, how),
        (Kind::Stream, Ok(peer)) => {
            // After a `shutdown`, no `connect` reports a success that it has not reported yet.
            let _already_connected = Wamr::connect(fd, &peer);
        }
        (Kind::Datagram, _) => {}
    }
    let other_is_over = match how {
        How::Write => kept::is_ended(fd) || kind == Kind::Stream && kept::ends(fd)?,
        _ => signal::has_ended_writing(fd)?,
    };
    match (how, kind) {
        (How::Write, Kind::Stream) if !other_is_over => return Err(Errno::EOPNOTSUPP),
        (How::Write, Kind::Stream) => {}
        (How::Write, Kind::Datagram) => signal::end_writing(fd)?,
        _ => kept::end_reading(fd)?,
    }
    if other_is_over {
        return both(fd);
    }
    // Without a peer, the direction of a datagram socket is ended all the same.
    peer.map(|_peer| ())
}

/// Without a peer, only a stream that listens or connects has a direction to end: reading.
fn without_peer(fd: Fd, how: How) -> Result<()> {
    match how {
        _ if !wasip1::is_waiting(fd)? => Err(Errno::ENOTCONN),
        // A listener sends nothing, so this changes nothing.
        How::Write if is_listening(fd)? => Ok(()),
        How::Write => Err(Errno::EOPNOTSUPP),
        _ => both(fd),
    }
}
