// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Sockets for datagrams.
//!
//! The host sends and receives by two streams of a bound socket, for any peer or for one. For another peer both streams are
//! replaced. The host may then lose datagrams that the old ones have received, so the library keeps those first.

use core::mem::MaybeUninit;

use crate::abi::iovec;
use crate::addr::SocketAddr;
use crate::descriptor::deadline::Deadline;
use crate::dialect::shared::one_buffer::{self, Buffer};
use crate::dialect::{Family, Fd, Flags, Received};
use crate::errno::{Errno, Result};
use crate::memory;
use crate::memory::cursor::Cursor;

use super::handle::{Handles, Imports, Pollable};
use super::import;
use super::layout::{self, Address, Area, IncomingDatagram, OutgoingDatagram, Raw, Words};
use super::name::{self, reachable};
use super::realloc::{BYTES, RECORDS, give_back};
use super::settings::BothKinds;
use super::socket::{Got, Protocol, Side, Socket, State, TABLE, Verbs, wildcard};
use super::wait;

pub(super) static UDP: Protocol = Protocol {
    imports: Imports {
        release_input: import::drop_incoming,
        release_output: import::drop_outgoing,
        release_socket: import::drop_udp,
        subscribe: import::subscribe_udp,
        start_bind: import::udp_start_bind,
        finish_bind: import::udp_finish_bind,
        local_address: import::udp_local_address,
    },
    connect,
    send,
    receive,
    datagram: Some(&Verbs {
        start,
        peek,
        look,
        disconnect,
        subscribe_input: import::subscribe_incoming,
        subscribe_output: import::subscribe_outgoing,
        options: BothKinds {
            hop_limit: import::udp_hop_limit,
            set_hop_limit: import::udp_set_hop_limit,
            receive_buffer: import::udp_receive_buffer,
            set_receive_buffer: import::udp_set_receive_buffer,
            send_buffer: import::udp_send_buffer,
            set_send_buffer: import::udp_set_send_buffer,
        },
    }),
};

/// A new socket.
pub(super) fn open(family: Family) -> Result<Fd> {
    TABLE.place(Socket::new(&UDP, family, create(family)?))
}

fn create(family: Family) -> Result<Raw> {
    // SAFETY: the host writes to the area.
    let area = Area::of(|area| unsafe { import::create_udp_socket(layout::family(family), area) });
    area.check(4).map(|()| area.handle(4))
}

/// Makes the streams if there are none: a socket without an address is bound first.
fn ready(socket: &mut Socket) -> Result<()> {
    if !socket.handles.input.is_none() {
        return Ok(());
    }
    name::bind_anywhere(socket)?;
    let peer = socket.peer;
    restream(socket, peer.as_ref(), None)
}

fn start(socket: &mut Socket) -> Result<()> {
    restream(socket, None, None)
}

/// Replaces the streams, for this peer or for any. Of the datagrams that the old ones have received, only those of the given
/// sender are kept, if there is one.
fn restream(socket: &mut Socket, peer: Option<&SocketAddr>, from: Option<&SocketAddr>) -> Result<()> {
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

/// Keeps the datagrams that the host has received, because it may lose them with the streams.
fn keep_all(socket: &mut Socket, from: Option<&SocketAddr>) {
    /// More than a system keeps of the smallest datagrams by default.
    const MANY: usize = 1024;
    for _ in 0..MANY {
        if socket.handles.input.is_none() {
            break;
        }
        match keep(socket, from) {
            Ok(true) => {}
            Ok(false) => break,
            // The next receive reports that.
            Err(error) => {
                socket.error = Some(error);
                break;
            }
        }
    }
}

/// Gives the host a moment to notice a datagram. wasmtime receives it in another thread, and until it has told the guest, the
/// stream loses it.
#[cold]
fn settle(socket: &mut Socket) {
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
    socket.handles = Handles::of(&UDP.imports, new);
    socket.restore_settings();
    name::bind(socket, &here).or_else(|_taken| name::bind(socket, &any))
}

fn connect(socket: &mut Socket, addr: &SocketAddr) -> Result<()> {
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
fn disconnect(socket: &mut Socket) -> Result<()> {
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
    socket.handles = Handles::of(&UDP.imports, new);
    socket.restore_settings();
    (socket.bound, socket.bound_by_itself) = (None, false);
    Ok(())
}

/// A datagram at the place where the host has put it.
struct Incoming {
    at: *mut u8,
    len: usize,
    from: SocketAddr,
}

/// The next datagram from the host, if there is one now. Its bytes are in the room, or on the heap if it is longer.
fn next(socket: &Socket, at: *mut u8, room: usize) -> Result<Option<Incoming>> {
    let stream = socket.handles.input.raw();
    let mut record = MaybeUninit::<IncomingDatagram>::uninit();
    let record_at = record.as_mut_ptr().cast::<u8>();
    let area = RECORDS.lend(record_at, size_of::<IncomingDatagram>(), || {
        BYTES.lend(at, room, || {
            // SAFETY: the stream is the guest's; the host writes to the area, and to what `cabi_realloc` gives it.
            Area::of(|area| unsafe { import::receive(stream, 1, area) })
        })
    });
    area.check(4)?;
    let (list, count) = area.list_behind_tag();
    if count == 0 {
        return Ok(None);
    }
    // SAFETY: the host has put one record there.
    let IncomingDatagram { at, len, from } = unsafe { list.cast::<IncomingDatagram>().read_unaligned() };
    if list != record_at {
        // SAFETY: it did not take the room that was lent, and is read.
        unsafe { give_back(list) };
    }
    Ok(Some(Incoming { at, len, from: from.get() }))
}

/// Keeps the next datagram, or the next from the given sender; returns whether there was one.
fn keep(socket: &mut Socket, from: Option<&SocketAddr>) -> Result<bool> {
    let mut datagrams = core::mem::replace(&mut socket.datagrams, crate::descriptor::kept::Datagrams::NONE);
    let mut elsewhere = core::ptr::null_mut();
    // SAFETY: the bytes lie where `next` says.
    let kept = unsafe {
        datagrams.keep(|at, room| {
            while let Some(incoming) = next(socket, at, room)? {
                let is_elsewhere = incoming.at != at && incoming.len != 0;
                if from.is_none_or(|from| name::is_same(from, &incoming.from)) {
                    elsewhere = if is_elsewhere { incoming.at } else { elsewhere };
                    return Ok(Some((incoming.at.cast_const(), incoming.len, Some(incoming.from))));
                }
                if is_elsewhere {
                    give_back(incoming.at);
                }
            }
            Ok(None)
        })
    };
    socket.datagrams = datagrams;
    if !elsewhere.is_null() {
        // SAFETY: the host has put them on the heap, and they are copied.
        unsafe { give_back(elsewhere) };
    }
    kept
}

/// Receives a datagram. With a single buffer that is large enough, the host writes straight to it.
fn receive(socket: &mut Socket, room: &[iovec], flags: Flags) -> Result<Got> {
    let waits = socket.waits(flags);
    let mut deadline = socket.receive_deadline();
    loop {
        if let Some(got) = first(socket, room)? {
            socket.datagrams.skip();
            return Ok(got);
        }
        may_receive(socket, waits)?;
        let direct = match one_buffer::single(room) {
            Some(buffer) => straight(socket, buffer)?,
            None if keep(socket, None)? => continue,
            None => None,
        };
        if let Some(got) = direct {
            return Ok(got);
        }
        if !may_wait(socket, waits, &mut deadline)? {
            return Ok(Got::default());
        }
    }
}

/// Makes the socket able to receive.
fn may_receive(socket: &mut Socket, waits: bool) -> Result<()> {
    socket.check_error()?;
    // Nobody can send to a socket without an address, so it gets one only when the call has to wait.
    if socket.bound.is_none() && !waits {
        return Err(Errno::EAGAIN);
    }
    ready(socket)
}

/// Waits for a datagram; false if receiving is shut down, which only ends the wait.
fn may_wait(socket: &mut Socket, waits: bool, deadline: &mut Deadline) -> Result<bool> {
    if !waits {
        return Err(Errno::EAGAIN);
    }
    if socket.shut_read {
        return Ok(false);
    }
    socket.limits.wait(socket.handles.input.pollable(import::subscribe_incoming), deadline).map(|()| true)
}

/// The oldest datagram that is kept, copied to the buffers.
fn first(socket: &Socket, room: &[iovec]) -> Result<Option<Got>> {
    let Some(datagram) = socket.datagrams.first() else { return Ok(None) };
    // SAFETY: the buffers are C's to be written to.
    let len = unsafe { Cursor::new(room).put(datagram.bytes()) }?;
    let truncated = len < datagram.bytes().len();
    Ok(Some(Got { received: Received { len, truncated }, from: datagram.from }))
}

fn straight(socket: &Socket, buffer: Buffer) -> Result<Option<Got>> {
    if buffer.len != 0 {
        memory::check(buffer.at, buffer.len)?;
    }
    let Some(incoming) = next(socket, buffer.at.cast(), buffer.len)? else { return Ok(None) };
    let len = incoming.len.min(buffer.len);
    if incoming.at != buffer.at.cast() && incoming.len != 0 {
        // SAFETY: the host has put them there, on the heap; the buffer is C's to be written to, inside memory (checked).
        unsafe {
            core::ptr::copy_nonoverlapping(incoming.at, buffer.at.cast(), len);
            give_back(incoming.at);
        }
    }
    let received = Received { len, truncated: len < incoming.len };
    Ok(Some(Got { received, from: Some(incoming.from) }))
}

fn peek(socket: &mut Socket, room: &[iovec], flags: Flags) -> Result<Got> {
    let waits = socket.waits(flags);
    let mut deadline = socket.receive_deadline();
    loop {
        if let Some(got) = first(socket, room)? {
            return Ok(got);
        }
        may_receive(socket, waits)?;
        if keep(socket, None)? {
            continue;
        }
        if !may_wait(socket, waits, &mut deadline)? {
            return Ok(Got::default());
        }
    }
}

fn look(socket: &mut Socket, side: Side) -> Result<()> {
    if socket.handles.input.is_none() {
        return Ok(());
    }
    match side {
        Side::Read if socket.datagrams.first().is_some() => {}
        Side::Read => {
            if let Err(error) = keep(socket, None) {
                socket.error = Some(error);
            }
        }
        Side::Write => match permit(socket) {
            Ok(permit) => socket.writable = permit != 0,
            Err(error) => socket.error = Some(error),
        },
    }
    Ok(())
}

/// Sends a datagram to the address, or to the peer.
fn send(socket: &mut Socket, data: &[iovec], flags: Flags, to: Option<&SocketAddr>) -> Result<usize> {
    /// No datagram is longer. The host reports how much it takes.
    const MOST: usize = 65535;
    if one_buffer::total(data) > MOST {
        return Err(Errno::EMSGSIZE);
    }
    let to = to.map(|to| reachable(*to));
    if let Some(to) = to {
        // The host's sockets are for IPv6 only. From those, Linux has no route to an IPv4 address.
        let no_way = if socket.family == Family::V6 { Errno::ENETUNREACH } else { Errno::EAFNOSUPPORT };
        socket.must_be_of(&to).map_err(|_| no_way)?;
        if to.port() == 0 {
            return Err(Errno::EINVAL);
        }
    } else if socket.peer.is_none() {
        return Err(Errno::EDESTADDRREQ);
    }
    if socket.shut_write {
        return Err(Errno::EPIPE);
    }
    socket.check_error()?;
    match (to, socket.peer) {
        (Some(to), Some(peer)) if to != peer => elsewhere(socket, data, flags, &to, &peer),
        (_, Some(_)) => deliver(socket, data, flags, None),
        (to, None) => deliver(socket, data, flags, to.as_ref()),
    }
}

/// Sends to another address than the peer's. The host refuses that, so the socket has no peer for this datagram. Datagrams that
/// others send meanwhile are dropped, as the system drops them otherwise.
#[cold]
fn elsewhere(socket: &mut Socket, data: &[iovec], flags: Flags, to: &SocketAddr, peer: &SocketAddr) -> Result<usize> {
    settle(socket);
    restream(socket, None, None)?;
    let sent = deliver(socket, data, flags, Some(to));
    settle(socket);
    restream(socket, Some(peer), Some(peer)).and(sent)
}

fn deliver(socket: &mut Socket, data: &[iovec], flags: Flags, to: Option<&SocketAddr>) -> Result<usize> {
    ready(socket)?;
    let waits = socket.waits(flags);
    one_buffer::gathered(data, |buffer| {
        if buffer.len != 0 {
            memory::check(buffer.at, buffer.len)?;
        }
        let datagram = OutgoingDatagram {
            at: buffer.at.cast(),
            len: buffer.len,
            has_address: to.is_some().into(),
            to: Address::of(to.unwrap_or(&name::NOWHERE)),
        };
        let mut deadline = socket.send_deadline();
        loop {
            if permit(socket)? != 0 && sent(socket, &datagram)? {
                return Ok(buffer.len);
            }
            if !waits {
                return Err(Errno::EAGAIN);
            }
            socket.limits.wait(socket.handles.output.pollable(import::subscribe_outgoing), &mut deadline)?;
        }
    })
}

/// How many datagrams the host takes now.
fn permit(socket: &Socket) -> Result<u64> {
    let stream = socket.handles.output.raw();
    // SAFETY: the stream is the guest's; the host writes to the area.
    let area = Area::of(|area| unsafe { import::check_send(stream, area) });
    area.check(8).map(|()| area.u64(8))
}

/// Sends a datagram that the host has just permitted; returns whether the host has taken it.
fn sent(socket: &mut Socket, datagram: &OutgoingDatagram) -> Result<bool> {
    socket.writable = false;
    let stream = socket.handles.output.raw();
    // SAFETY: the stream is the guest's; the host reads the datagram, whose bytes lie inside memory, and writes to the area.
    let area = Area::of(|area| unsafe { import::send(stream, datagram, 1, area) });
    area.check(8).map(|()| area.u64(8) != 0)
}
