// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Sockets for datagrams.

use crate::abi::iovec;
use crate::addr::SocketAddr;
use crate::descriptor::deadline::Deadline;
use crate::dialect::shared::one_buffer::{self, Buffer};
use crate::dialect::{Family, Fd, Flags, Received};
use crate::errno::{Errno, Result};
use crate::memory;
use crate::memory::cursor::Cursor;

use super::association::{connect, create, disconnect, ready, restream, settle, start};
use super::handle::Imports;
use super::import;
use super::incoming::{keep, next};
use super::layout::{Address, Area, OutgoingDatagram};
use super::name::{self, reachable};
use super::realloc::give_back;
use super::settings::BothKinds;
use super::socket::{Got, Protocol, Side, Socket, TABLE, Verbs};

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
