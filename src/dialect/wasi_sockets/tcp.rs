// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! TCP sockets until they are connected.

use crate::addr::SocketAddr;
use crate::dialect::{Family, Fd};
use crate::errno::{Errno, Result};

use super::handle::{Handles, Imports};
use super::import;
use super::layout::{self, Area, Raw, Words};
use super::linger;
use super::name::{self, reachable};
use super::network::network;
use super::ready;
use super::socket::{Protocol, Socket, State, TABLE};
use super::stream;

pub(super) static TCP: Protocol = Protocol {
    imports: Imports {
        release_input: import::drop_input,
        release_output: import::drop_output,
        release_socket: import::drop_tcp,
        subscribe: import::subscribe_tcp,
        start_bind: import::tcp_start_bind,
        finish_bind: import::tcp_finish_bind,
        local_address: import::tcp_local_address,
    },
    connect,
    send: stream::send,
    receive: stream::receive,
    datagram: None,
};

/// A new socket.
pub(super) fn open(family: Family) -> Result<Fd> {
    linger::sweep();
    TABLE.place(Socket::new(&TCP, family, create(family)?))
}

fn create(family: Family) -> Result<Raw> {
    // SAFETY: the host writes to the area.
    let area = Area::of(|area| unsafe { import::create_tcp_socket(layout::family(family), area) });
    area.check(4).map(|()| area.handle(4))
}

fn connect(socket: &mut Socket, addr: &SocketAddr) -> Result<()> {
    let mut deadline = socket.send_deadline();
    match socket.state {
        State::Connecting { .. } if socket.nonblocking => {
            let settled = stream::settled(socket, false, &mut deadline);
            return said(socket, settled, Errno::EALREADY);
        }
        State::Connecting { .. } => {}
        // Another call has waited for the connection and found out.
        State::Connected if socket.unsaid => return said(socket, Ok(()), Errno::EALREADY),
        State::Connected | State::Listening { .. } => return Err(Errno::EISCONN),
        State::Fresh if socket.unsaid => {
            let failed = socket.error.take().unwrap_or(Errno::ECONNABORTED);
            return said(socket, Err(failed), Errno::EALREADY);
        }
        State::Fresh => {
            // Linux finds an IPv4 address too short for an IPv6 socket.
            socket.must_be_of(addr).map_err(|error| if socket.family == Family::V6 { Errno::EINVAL } else { error })?;
            // The host refuses port 0. Nothing listens there.
            if addr.port() == 0 {
                return refused(socket);
            }
            start(socket, addr)?;
            if socket.nonblocking {
                // wasmtime begins to connect when the guest first asks for the result.
                ready::look_at_connection(socket, finish);
                return route(socket).and(Err(Errno::EINPROGRESS));
            }
            // The host cannot have finished yet: ask when its pollable is ready.
            let pollable = socket.handles.socket.pollable(import::subscribe_tcp);
            let waited = socket.limits.wait(pollable, &mut deadline);
            if waited.is_err() {
                return said(socket, waited, Errno::EINPROGRESS);
            }
        }
    }
    let settled = stream::settled(socket, true, &mut deadline);
    said(socket, settled, Errno::EINPROGRESS)
}

/// A connection that cannot begin. A non-blocking `connect` reports it later.
#[cold]
fn refused(socket: &mut Socket) -> Result<()> {
    if !socket.nonblocking {
        socket.error = None;
        return Err(Errno::ECONNREFUSED);
    }
    (socket.shut_read, socket.shut_write) = (true, true);
    (socket.error, socket.unsaid) = (Some(Errno::ECONNREFUSED), true);
    Err(Errno::EINPROGRESS)
}

/// Without a route to the peer, Linux fails at once.
fn route(socket: &mut Socket) -> Result<()> {
    match socket.error {
        Some(error @ (Errno::ENETUNREACH | Errno::EACCES)) => {
            socket.error = None;
            said(socket, Err(error), Errno::EINPROGRESS)
        }
        _ => Ok(()),
    }
}

/// The result of `connect`. `EAGAIN` becomes `pending`, and the result follows later. A reported failure leaves the socket as
/// new.
fn said(socket: &mut Socket, result: Result<()>, pending: Errno) -> Result<()> {
    if result == Err(Errno::EAGAIN) {
        return Err(pending);
    }
    socket.unsaid = false;
    if result.is_err() {
        (socket.shut_read, socket.shut_write) = (false, false);
    }
    result
}

fn start(socket: &mut Socket, addr: &SocketAddr) -> Result<()> {
    // If the connection fails, its socket is bound to the port again that it has now.
    if socket.bound.is_some_and(|bound| bound.port() == 0) {
        socket.bound = name::local(socket).ok();
    }
    if socket.handles.socket.is_none() {
        revive(socket);
    }
    let raw = socket.handles.raw()?;
    // SAFETY: the socket and the network are the guest's.
    let area = unsafe { Words::of(&reachable(*addr)).call(import::tcp_start_connect, raw, network()) };
    socket.error = None;
    (socket.shut_read, socket.shut_write, socket.ended) = (false, false, false);
    area.status().inspect_err(|_| revive(socket))?;
    socket.state = State::Connecting { finish };
    socket.unsaid = true;
    Ok(())
}

fn finish(socket: &mut Socket) -> Result<()> {
    let raw = socket.handles.socket.raw();
    // SAFETY: the socket is the guest's; the host writes to the area.
    let area = Area::of(|area| unsafe { import::tcp_finish_connect(raw, area) });
    match area.check(4) {
        Ok(()) => {
            socket.handles.set_streams(area.handle(4), area.handle(8));
            socket.state = State::Connected;
            Ok(())
        }
        Err(Errno::EAGAIN) => Err(Errno::EAGAIN),
        Err(error) => {
            revive(socket);
            (socket.shut_read, socket.shut_write) = (true, true);
            Err(error)
        }
    }
}

/// A host's socket whose connection failed, or that listened, cannot be used again: another with the same address and options
/// replaces it. If the host has none, the next call that needs one fails.
#[cold]
pub(super) fn revive(socket: &mut Socket) {
    let new = create(socket.family).unwrap_or_default();
    socket.handles = Handles::of(&TCP.imports, new);
    (socket.state, socket.unsent) = (State::Fresh, None);
    socket.restore_settings();
    if let Some(bound) = socket.bound.take()
        && name::bind(socket, &bound).is_ok()
    {
        socket.bound = Some(bound);
    }
}

/// Drops a connection, and leaves `ECONNRESET` for the next call, as Linux does. The peer sees an end, not a reset: the
/// host cannot reset it.
pub(super) fn disconnect(socket: &mut Socket) -> Result<()> {
    let is_cut = matches!(socket.state, State::Connected | State::Connecting { .. }) && !socket.is_over();
    if !matches!(socket.state, State::Fresh) {
        revive(socket);
    }
    (socket.error, socket.next, socket.unsaid) = (is_cut.then_some(Errno::ECONNRESET), None, false);
    (socket.shut_read, socket.shut_write, socket.ended) = (false, false, false);
    socket.kept.skip(usize::MAX);
    Ok(())
}
