// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! `wasi:sockets`, the standard: WASI 0.2, for wasmtime, jco and every other host of components.
//!
//! Source: the WIT packages `wasi:sockets`, `wasi:io` and `wasi:clocks` of WASI 0.2.0, which no later 0.2 has changed, lowered
//! as the canonical ABI says (`wit/`, [`import`]). Behaviour: wasmtime 49 (`crates/wasi/src/p2`), jco 1.35.
//!
//! The hidden authority: `instance-network`, the network of the whole component. The host allows or denies each use of it
//! (wasmtime: `-S inherit-network`, `-S allow-ip-name-lookup`); a denied call fails with `EACCES`.
//!
//! A socket is a resource of the host and not one of its descriptors, so its number, its state and its flags are the
//! library's: [`socket::Socket`]. A component has one thread.
//!
//! Contracts whose breach ends the program, and who keeps them:
//! - A handle is given back after its children: [`handle::Handles`] owns all of a socket.
//! - No more is written than was permitted, and at most 4096 bytes in one call that waits: [`stream`].
//! - `udp-socket.stream` is called when the former streams are gone: [`udp`].
//! - Nothing is imported while the host asks for memory: [`realloc`]. Buffers lie inside memory: [`Cursor`].
//! - `poll` gets at least one pollable, a host name is text: [`poll`], [`resolve`].
//!
//! Quirks, and what is done about them:
//! - A pollable may be ready although there is nothing, or become ready late. The library confirms it by the call that the
//!   program would make, and keeps the result for the program: [`ready`]. So `poll` is exact, and `MSG_PEEK` and `FIONREAD`
//!   read what is kept.
//! - Another thread of the host notices what an accepted connection is ready for. A call that comes before waits for it, also
//!   one that does not wait otherwise: [`listen`].
//! - A stream's error has no code. A failed read is `ECONNRESET`, a closed output `EPIPE`.
//! - A socket whose connection failed cannot be used again: another with the same options and address replaces it:
//!   [`tcp::revive`].
//! - The host binds no socket by itself: `listen`, and `sendto` and `connect` of datagrams, bind to any port first. The host
//!   refuses to connect to the wildcard address: it becomes the loopback address.
//! - The streams of datagrams have one destination or none: a send to another address replaces them, by three more calls:
//!   [`udp`].
//! - `shutdown(receive)` breaks sending on some hosts, and Linux sends the peer nothing for it: the library does it alone.
//! - `SO_REUSEADDR` is always on. Two sockets of one program conflict as on Linux ([`name::must_be_free`]), those of two do not.
//! - Closing never resets: if the program leaves data unread, the peer sees an end.
//! - Some options are missing ([`option`]): they have Linux's default, and no other value can be set.
//!
//! Each socket has a table of functions ([`socket::Protocol`]) to which only `socket` refers: a program with TCP alone imports
//! nothing of UDP, and the other way round. Functions that few programs need (clocks, the heap, restoring options) are called
//! by an address, which is stored by the call that makes them necessary.
//!
//! [`Cursor`]: crate::memory::cursor::Cursor

use core::ffi::{CStr, c_int};
use core::mem::MaybeUninit;

use wasi::{Event, Subscription};

use crate::abi::{AF_INET, AF_INET6, MSG_DONTWAIT, MSG_PEEK, MSG_WAITALL, POLLNVAL, iovec};
use crate::addr::SocketAddr;
use crate::dialect::fast::Fast;
use crate::dialect::shared::wasip1;
use crate::dialect::{Dialect, Family, Fd, Flags, How, Kind, Pollable, Received, ResolveError};
use crate::errno::{Errno, Result};
use crate::option::{SockOpt, Value};

use layout::Area;
use socket::{Got, Socket, State, TABLE, with};

mod association;
#[cfg(all(target_family = "wasm", dialect = "wasi-sockets"))]
mod component_type;
mod error;
mod file;
mod handle;
#[cfg(not(test))]
mod import;
#[cfg(test)]
#[path = "wasi_sockets/fake.rs"]
mod import;
mod incoming;
mod layout;
mod linger;
mod listen;
mod name;
mod network;
mod option;
mod output;
mod poll;
mod ready;
mod realloc;
mod resolve;
mod settings;
mod shutdown;
mod socket;
mod stream;
mod tcp;
mod udp;
mod wait;

/// The dialect of WASI 0.2.
pub(crate) struct WasiSockets;

/// [`with`], for calls that the host's socket refuses while a connection is being made.
fn caught_up<T>(fd: Fd, work: impl FnOnce(&mut Socket) -> Result<T>) -> Result<T> {
    with(fd, |socket| {
        ready::catch_up(socket);
        work(socket)
    })
}

/// Receives as the kind of socket does.
#[inline(always)]
fn receive(socket: &mut Socket, room: &[iovec], flags: Flags) -> Result<Got> {
    match socket.protocol.datagram {
        _ if !flags.has(MSG_PEEK) => (socket.protocol.receive)(socket, room, flags),
        Some(verbs) => (verbs.peek)(socket, room, flags),
        None => stream::peek(socket, room, flags),
    }
}

impl Dialect for WasiSockets {
    type Addr = SocketAddr;

    const SEND_FLAGS: c_int = MSG_DONTWAIT;
    const RECV_FLAGS: c_int = MSG_DONTWAIT | MSG_PEEK | MSG_WAITALL;

    #[inline(always)]
    fn open(family: Family, kind: Kind) -> Result<Fd> {
        match kind {
            Kind::Stream => tcp::open(family),
            Kind::Datagram => udp::open(family),
        }
    }

    fn bind(fd: Fd, addr: &SocketAddr) -> Result<()> {
        let (kind, reuses_addr) = with(fd, |socket| {
            if socket.bound.is_some() || !matches!(socket.state, State::Fresh) {
                return Err(Errno::EINVAL);
            }
            socket.must_be_of(addr)?;
            Ok((socket.kind(), socket.settings.reuse_addr))
        })?;
        if kind == Kind::Stream {
            name::must_be_free(addr, reuses_addr)?;
        }
        with(fd, |socket| {
            name::bind(socket, addr)?;
            socket.protocol.datagram.map_or(Ok(()), |verbs| (verbs.start)(socket))
        })
    }

    fn connect(fd: Fd, addr: &SocketAddr) -> Result<()> {
        with(fd, |socket| (socket.protocol.connect)(socket, addr))
    }

    fn disconnect(fd: Fd) -> Result<()> {
        with(fd, |socket| match socket.protocol.datagram {
            Some(verbs) => (verbs.disconnect)(socket),
            None => tcp::disconnect(socket),
        })
    }

    fn listen(fd: Fd, backlog: c_int) -> Result<()> {
        with(fd, |socket| match socket.kind() {
            Kind::Stream => listen::listen(socket, backlog),
            Kind::Datagram => Err(Errno::EOPNOTSUPP),
        })
    }

    fn accept(fd: Fd, nonblocking: bool) -> Result<Fd> {
        TABLE.has_room()?;
        listen::accept(fd, nonblocking)
    }

    fn send(fd: Fd, data: &[iovec], flags: Flags) -> Result<usize> {
        with(fd, |socket| (socket.protocol.send)(socket, data, flags, None))
    }

    fn send_to(fd: Fd, data: &[iovec], flags: Flags, addr: &SocketAddr) -> Result<usize> {
        with(fd, |socket| (socket.protocol.send)(socket, data, flags, Some(addr)))
    }

    fn read(fd: Fd, room: &[iovec]) -> Result<usize> {
        if Self::owns(fd) { Self::recv(fd, room, Flags::NONE) } else { file::read(fd, room) }
    }

    #[inline(always)]
    fn recv(fd: Fd, room: &[iovec], flags: Flags) -> Result<usize> {
        with(fd, |socket| receive(socket, room, flags)).map(|got| got.received.len)
    }

    #[inline(always)]
    fn recv_nameless(fd: Fd, room: &[iovec], flags: Flags) -> Result<Received> {
        with(fd, |socket| receive(socket, room, flags)).map(|got| got.received)
    }

    #[inline(always)]
    fn recv_msg(fd: Fd, room: &[iovec], flags: Flags) -> Result<(Received, Option<SocketAddr>)> {
        with(fd, |socket| receive(socket, room, flags)).map(|got| (got.received, got.from))
    }

    #[inline(always)]
    fn recv_from(fd: Fd, room: &[iovec], flags: Flags) -> Result<(usize, Option<SocketAddr>)> {
        with(fd, |socket| receive(socket, room, flags)).map(|got| (got.received.len, got.from))
    }

    fn shutdown(fd: Fd, how: How) -> Result<()> {
        with(fd, |socket| shutdown::shutdown(socket, how))
    }

    fn local(fd: Fd) -> Result<SocketAddr> {
        caught_up(fd, |socket| name::local(socket))
    }

    fn peer(fd: Fd) -> Result<SocketAddr> {
        caught_up(fd, |socket| match (socket.peer, socket.state) {
            (Some(peer), _) => Ok(peer),
            (None, State::Connected) => {
                let raw = socket.handles.socket.raw();
                // SAFETY: the socket is the guest's; the host writes to the area.
                Area::of(|area| unsafe { import::tcp_remote_address(raw, area) })
                    .address()
                    .map_err(|_gone| Errno::ENOTCONN)
            }
            _ => Err(Errno::ENOTCONN),
        })
    }

    fn set(fd: Fd, option: SockOpt, value: Value) -> Result<()> {
        caught_up(fd, |socket| option::set(socket, option, value))
    }

    fn get(fd: Fd, option: SockOpt) -> Result<Value> {
        caught_up(fd, |socket| option::get(socket, option))
    }

    fn take_error(fd: Fd) -> Result<Option<Errno>> {
        with(fd, ready::take_error)
    }

    const RECORD: usize = resolve::RECORD;

    fn resolve(host: &CStr, family: Option<Family>, answers: &mut [u8]) -> core::result::Result<usize, ResolveError> {
        resolve::resolve(host, family, answers)
    }

    fn answer(record: &[u8]) -> Option<SocketAddr> {
        resolve::answer(record)
    }

    fn kind(fd: Fd) -> Result<Kind> {
        with(fd, |socket| Ok(socket.kind()))
    }

    fn family(fd: Fd) -> Result<c_int> {
        with(fd, |socket| {
            Ok(match socket.family {
                Family::V4 => AF_INET,
                Family::V6 => AF_INET6,
            })
        })
    }

    fn is_open(fd: Fd) -> bool {
        if TABLE.owns(fd) { TABLE.with(fd, |_socket| Ok(())).is_ok() } else { wasip1::is_open(fd) }
    }

    fn nonblocking(fd: Fd) -> Result<bool> {
        if TABLE.owns(fd) { TABLE.with(fd, |socket| Ok(socket.nonblocking)) } else { wasip1::nonblocking(fd) }
    }

    fn set_nonblocking(fd: Fd, on: bool) -> Result<()> {
        if !TABLE.owns(fd) {
            return wasip1::set_nonblocking(fd, on);
        }
        TABLE.with(fd, |socket| {
            socket.nonblocking = on;
            Ok(())
        })
    }

    fn pollable(fd: Fd) -> Result<Pollable> {
        if !TABLE.owns(fd) {
            return Ok(Pollable::Host(fd));
        }
        Ok(TABLE.with(fd, |socket| Ok(ready::at_rest(fd, socket))).unwrap_or(Pollable::Now(POLLNVAL)))
    }

    fn poll(subscriptions: &mut [Subscription], events: &mut [MaybeUninit<Event>]) -> Result<usize> {
        poll::poll(subscriptions, events)
    }

    fn available(fd: Fd) -> Result<usize> {
        with(fd, ready::available)
    }

    fn close(fd: Fd) {
        if !TABLE.owns(fd) {
            return wasip1::close(fd);
        }
        if let Ok(socket) = TABLE.remove(fd)
            && let Some(release) = socket.unsent
        {
            release(socket);
        }
    }

    #[inline]
    fn owns(fd: Fd) -> bool {
        TABLE.owns(fd)
    }

    fn renumber(from: Fd, to: Fd) -> Result<()> {
        if TABLE.owns(from) || TABLE.owns(to) { Err(Errno::EOPNOTSUPP) } else { wasip1::renumber(from, to) }
    }
}

impl Fast for WasiSockets {}

#[cfg(test)]
mod tests;
