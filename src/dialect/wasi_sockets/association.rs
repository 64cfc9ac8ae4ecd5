// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! With whom a datagram socket talks: anybody, or one peer.
//!
//! The host sends and receives by two streams of a bound socket, for any peer or for one. For another peer both streams are
//! replaced. The host may then lose datagrams that the old ones have received, so the library keeps those first.

use crate::addr::SocketAddr;
use crate::dialect::Family;
use crate::errno::Result;

use super::handle::{Handles, Pollable};
use super::import;
use super::incoming::keep_all;
use super::layout::{self, Area, Raw, Words};
use super::name::{self, reachable};
use super::socket::{Socket, State, wildcard};
use super::wait;

/// A new socket of the host.
pub(super) fn create(family: Family) -> Result<Raw> {
    // SAFETY: the host writes to the area.
    let area = Area::of(|area| unsafe { import::create_udp_socket(layout::family(family), area) });
    area.check(4).map(|()| area.handle(4))
}

/// Makes the streams if there are none: a socket without an address is bound first.
pub(super) fn ready(socket: &mut Socket) -> Result<()> {
    if !socket.handles.input.is_none() {
        return Ok(());
    }
    name::bind_anywhere(socket)?;
    let peer = socket.peer;
    restream(socket, peer.as_ref(), None)
}

pub(super) fn start(socket: &mut Socket) -> Result<()> {
    restream(socket, None, None)
}

/// Replaces the streams, for this peer or for any. Of the datagrams that the old ones have received, only those of the given
/// sender are kept, if there is one.
pub(super) fn restream(socket: &mut Socket, peer: Option<&SocketAddr>, from: Option<&SocketAddr>) -> Result<()> {
    keep_all(socket, from);
    socket.handles.release_streams();
    if socket.peer.is_some() {
        hold_port(socket)?;
    }
    let (tag, words) = peer.map_or((0, Words::NONE), |peer| (1, Words::of(peer)));
    // SAFETY: the socket is the guest's, and its former streams are gone.
    let area = unsafe { words.call(import::udp_stream, socket.handles.raw()?, tag) };
    area.check(4)?;
    socket.handles.set_streams(area.handle(4), area.handle(8));
    Ok(())
}

/// Gives the host a moment to notice a datagram. wasmtime receives it in another thread, and until it has told the guest, the
/// stream loses it.
#[cold]
pub(super) fn settle(socket: &mut Socket) {
    /// In nanoseconds; wasmtime takes some microseconds.
    const MOMENT: u64 = 1_000_000;
    if socket.handles.input.is_none() {
        return;
    }
    let input = socket.handles.input.pollable(import::subscribe_incoming);
    // SAFETY: the import takes a number only.
    let moment = Pollable::of(unsafe { import::subscribe_duration(MOMENT) });
    let _ready = wait::poll(&[input.raw(), moment.raw()], &mut [0; 2]);
}

/// Replaces the host's socket by one that is bound to the port explicitly. Before it connects to another peer, the host
/// dissolves the old association, and Linux then frees a port that it has chosen itself.
fn hold_port(socket: &mut Socket) -> Result<()> {
    let Some(any) = socket.bound.filter(|bound| bound.port() == 0) else { return Ok(()) };
    let here = name::with_port(any, name::local(socket)?.port());
    let new = create(socket.family)?;
    // The former socket has the port until it is dropped.
    socket.handles = Handles::of(socket.handles.imports, new);
    socket.restore_settings();
    name::bind(socket, &here).or_else(|_taken| name::bind(socket, &any))
}

pub(super) fn connect(socket: &mut Socket, addr: &SocketAddr) -> Result<()> {
    socket.must_be_of(addr)?;
    name::bind_anywhere(socket)?;
    let peer = reachable(*addr);
    if let Err(error) = restream(socket, Some(&peer), None) {
        let before = socket.peer;
        let _lost = restream(socket, before.as_ref(), None);
        return Err(error);
    }
    (socket.peer, socket.state) = (Some(peer), State::Connected);
    Ok(())
}

/// Removes the peer, and also the address unless the program has chosen it.
pub(super) fn disconnect(socket: &mut Socket) -> Result<()> {
    (socket.peer, socket.state) = (None, State::Fresh);
    if socket.bound.is_none() {
        return Ok(());
    }
    settle(socket);
    let is_chosen = !socket.bound_by_itself && socket.bound != Some(wildcard(socket.family));
    if is_chosen {
        return restream(socket, None, None);
    }
    keep_all(socket, None);
    let new = create(socket.family)?;
    socket.handles = Handles::of(socket.handles.imports, new);
    socket.restore_settings();
    (socket.bound, socket.bound_by_itself) = (None, false);
    Ok(())
}
