// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Whether a socket is ready: what is known of it, and a look at the host.
//!
//! A host's pollable may be ready although there is nothing (on wasmtime after a read that filled its buffer). So the library
//! confirms it by the call that the program would make, without waiting, and keeps the result for the program.

use core::ffi::c_short;

use crate::abi::{POLLERR, POLLHUP, POLLIN, POLLOUT};
use crate::dialect::Fd;
use crate::dialect::Pollable as Known;
use crate::errno::{Errno, Result};

use super::import::{self, Subscribe};
use super::layout::Raw;
use super::socket::{Side, Socket, State};
use super::stream;

/// How a side is ready.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Readiness {
    Ready,
    /// The connection is over in both directions.
    HungUp,
    Error(Errno),
}

/// How many bytes of a stream are received to find out whether there are any: a receive that is no longer then needs no other call.
/// Each connection that was polled keeps room for as many.
const GLANCE: usize = 4096;

/// The readiness of a socket if only the program can change it, otherwise its number, for [`known`] and [`look`].
pub(super) fn at_rest(fd: Fd, socket: &Socket) -> Known {
    match socket.state {
        State::Fresh if socket.protocol.datagram.is_none() => {
            let read: c_short = if socket.shut_read { POLLIN } else { 0 };
            let error = if socket.error.is_some() { POLLERR } else { 0 };
            Known::Now(POLLOUT | POLLHUP | read | error)
        }
        _ => Known::Host(fd),
    }
}

/// The readiness of a side, if it is known without a call to the host.
pub(super) fn known(socket: &Socket, side: Side) -> Option<Readiness> {
    if let (Some(error), false) = (socket.error, matches!(socket.state, State::Listening { .. })) {
        return Some(Readiness::Error(error));
    }
    let is_ready = match (socket.state, side) {
        (State::Connecting { .. }, _) | (State::Listening { .. }, Side::Write) => false,
        (State::Listening { .. }, Side::Read) => socket.next.is_some(),
        (_, Side::Read) => {
            !socket.kept.is_empty() || socket.datagrams.first().is_some() || socket.ended || socket.shut_read
        }
        (State::Fresh, Side::Write) => true,
        (State::Connected, Side::Write) => socket.writable || socket.shut_write,
    };
    let over = socket.shut_write && (socket.shut_read || socket.ended);
    is_ready.then_some(if over { Readiness::HungUp } else { Readiness::Ready })
}

/// Finds out whether a side is ready; afterwards it is [`known`].
pub(super) fn look(socket: &mut Socket, side: Side) -> Result<()> {
    match socket.state {
        State::Connecting { finish } => {
            look_at_connection(socket, finish);
            return Ok(());
        }
        // A connection that was reset before does not count.
        State::Listening { look } => {
            if socket.next.is_none() && side == Side::Read {
                let _none = look(socket);
            }
            return Ok(());
        }
        State::Fresh | State::Connected => {}
    }
    if let Some(verbs) = socket.protocol.datagram {
        return (verbs.look)(socket, side);
    }
    if side == Side::Write && !socket.shut_write {
        match stream::permit(socket) {
            Ok(permit) => socket.writable = permit != 0,
            Err(Errno::EPIPE) => {}
            Err(error) => socket.error = Some(error),
        }
    }
    // Linux reports a reset connection whatever the program waits for; the host reports it to a read only.
    if socket.kept.is_empty() { stream::look(socket, GLANCE) } else { Ok(()) }
}

/// Finds out the result of a connection that is being made.
pub(super) fn look_at_connection(socket: &mut Socket, finish: fn(&mut Socket) -> Result<()>) {
    match finish(socket) {
        Ok(()) => socket.writable = true,
        Err(Errno::EAGAIN) => {}
        Err(error) => socket.error = Some(error),
    }
}

/// Called before a call that the host's socket refuses as long as a connection is being made.
pub(super) fn catch_up(socket: &mut Socket) {
    if let State::Connecting { finish } = socket.state {
        look_at_connection(socket, finish);
    }
}

/// What to wait for until a side may be ready; `None` if it never is.
pub(super) fn pollable(socket: &mut Socket, side: Side) -> Option<Raw> {
    let pollable = match socket.state {
        State::Listening { .. } if side == Side::Write => return None,
        State::Connecting { .. } | State::Listening { .. } => {
            socket.handles.socket.pollable(socket.protocol.imports.subscribe)
        }
        State::Fresh | State::Connected => {
            let datagram = socket.protocol.datagram;
            let (part, subscribe): (_, Subscribe) = match side {
                Side::Read => {
                    (&mut socket.handles.input, datagram.map_or(import::subscribe_input, |verbs| verbs.subscribe_input))
                }
                Side::Write => (
                    &mut socket.handles.output,
                    datagram.map_or(import::subscribe_output, |verbs| verbs.subscribe_output),
                ),
            };
            if part.is_none() {
                return None;
            }
            part.pollable(subscribe)
        }
    };
    Some(pollable.raw())
}

/// The pending error for `SO_ERROR`, including one that has occurred meanwhile.
pub(super) fn take_error(socket: &mut Socket) -> Result<Option<Errno>> {
    if socket.error.is_none() {
        look(socket, Side::Read)?;
    }
    Ok(socket.error.take())
}

/// How many bytes a receive would find.
pub(super) fn available(socket: &mut Socket) -> Result<usize> {
    /// The most bytes that it looks for.
    const MANY: usize = 65536;
    if let Some(verbs) = socket.protocol.datagram {
        (verbs.look)(socket, Side::Read)?;
        return Ok(socket.datagrams.first().map_or(0, |datagram| datagram.bytes().len()));
    }
    if let State::Listening { .. } = socket.state {
        return Err(Errno::EINVAL);
    }
    stream::look(socket, GLANCE)?;
    if socket.more {
        stream::look(socket, MANY)?;
    }
    Ok(socket.kept.len())
}
