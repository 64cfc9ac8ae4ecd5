// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! The sketch `ueno/wasi-networking` of 2020: control, connection and stream.
//!
//! Source: `networking.witx` of that repository (d32e1d0e). No real host is known. Where the sketch leaves
//! something open, the decision is given below.
//!
//! The hidden authority: every socket comes from a protocol, a descriptor that the host opens before the
//! program starts, one for each protocol stack. The sketch does not specify how to find it: here it has
//! file type 10. The library tries them in order, the next one if a call returns `EPROTOTYPE`. A program
//! selects one by `wasock_set_network_handle`.
//!
//! Limits, and what is done about them:
//! - Binding is part of opening, so a socket has no descriptor before `bind`, `listen` or `connect`; then it has a
//!   control, and once connected a connection and its one stream. `close` closes them all.
//! - Addresses are text (`127.0.0.1:80`, `[::1]:80`).
//! - Connecting always waits, because the result of a control that does not block is not defined. A
//!   socket with `O_NONBLOCK` is connected when `connect` returns 0.
//! - Data goes over the stream by preview 1's `sock_send`, `sock_recv` and `sock_shutdown`. A datagram
//!   socket must be connected: there is no `sendto`.
//! - No call reports an address: `getsockname` repeats a bound one with a port, `getpeername` the one connected to, `accept`
//!   has none (`AF_UNSPEC`). There are no options and no look-ups.

use core::ffi::c_int;

use crate::abi::MSG_PEEK;
use crate::addr::SocketAddr;
use crate::addr::text::Text;
use crate::dialect::deferred::{DeferredRuntime, HostFd, Stage};
use crate::dialect::shared::network_handles::Handles;
use crate::dialect::shared::wasip1;
use crate::dialect::shared::wasip1::Cell;
use crate::dialect::{Family, Fd, How, Kind};
use crate::errno::{Errno, Result, check};

mod import;

/// The protocols.
static PROTOCOLS: Handles = Handles::of(10);

/// The dialect of the sketch.
pub(crate) struct Ueno;

/// The rights to read, write, set flags, poll, shut down and accept, which every descriptor here may need.
const RIGHTS: u64 = 1 << 1 | 1 << 3 | 1 << 6 | 1 << 27 | 1 << 28 | 1 << 29;

/// Calls an import that returns a descriptor.
fn descriptor(call: impl FnOnce(*mut Cell) -> i32) -> Result<Fd> {
    let mut fd: Cell = 0;
    check(call(&mut fd)).map(|()| fd as Fd)
}

/// `127.0.0.1:80`, `[::1]:80`, `[fe80::1%2]:80`. Inlined, so that a program for one family links no code for the other.
#[inline(always)]
fn text(addr: &SocketAddr) -> Text {
    match *addr {
        SocketAddr::V4 { octets, port } => text_v4(octets, port),
        SocketAddr::V6 { octets, port, scope, .. } => text_v6(octets, port, scope),
    }
}

#[inline(never)]
fn text_v4(octets: [u8; 4], port: u16) -> Text {
    let mut text = Text::new();
    text.v4(octets);
    text.byte(b':');
    text.decimal(port.into());
    text
}

#[inline(never)]
fn text_v6(octets: [u8; 16], port: u16, scope: u32) -> Text {
    let mut text = Text::new();
    text.byte(b'[');
    text.v6(octets);
    if scope != 0 {
        text.byte(b'%');
        text.decimal(scope);
    }
    text.push(b"]:");
    text.decimal(port.into());
    text
}

/// The control of a socket, opened with any address unless it is open already.
#[inline(always)]
fn control(socket: &mut Stage, family: Family) -> Result<Fd> {
    let any: &[u8] = match family {
        Family::V4 => b"0.0.0.0:0",
        Family::V6 => b"[::]:0",
    };
    socket.control.map_or_else(|| open_control(socket, any), |control| Ok(control.get()))
}

#[inline(never)]
fn open_control(socket: &mut Stage, addr: &[u8]) -> Result<Fd> {
    let kind = socket.kind;
    let control = PROTOCOLS.each(Errno::EPROTOTYPE, |protocol| open(protocol, addr, kind))?;
    socket.control = HostFd::new(control);
    Ok(control)
}

fn open(protocol: Fd, addr: &[u8], kind: Kind) -> Result<Fd> {
    let kind = match kind {
        Kind::Datagram => 5,
        Kind::Stream => 6,
    };
    // SAFETY: the host reads the text and writes one descriptor.
    descriptor(|fd| unsafe { import::open(protocol, addr.as_ptr(), addr.len(), kind, RIGHTS, RIGHTS, 0, fd) })
}

/// The one stream of a connection.
fn stream(connection: Fd, nonblocking: bool) -> Result<Fd> {
    const NONBLOCK: i32 = 4;
    let flags = if nonblocking { NONBLOCK } else { 0 };
    // SAFETY: the host writes one descriptor.
    descriptor(|fd| unsafe { import::stream_create(connection, RIGHTS, RIGHTS, flags, fd) })
        .inspect_err(|_| wasip1::close(connection))
}

#[inline(never)]
fn connect(socket: &mut Stage, control: Fd, addr: &Text) -> Result<()> {
    let (addr, len) = (addr.bytes().as_ptr(), addr.bytes().len());
    // SAFETY: the host reads the text and writes one descriptor.
    let connection = descriptor(|fd| unsafe { import::connect(control, addr, len, fd) })?;
    socket.data = HostFd::new(stream(connection, socket.nonblocking)?);
    socket.connection = HostFd::new(connection);
    Ok(())
}

impl DeferredRuntime for Ueno {
    const RECV_FLAGS: c_int = MSG_PEEK;
    const POLLABLE: bool = true;
    const PEER_IS_KNOWN: bool = true;

    fn supports(_: Family, _: Kind) -> Result<()> {
        PROTOCOLS.first().map(|_protocol| ())
    }

    #[inline(always)]
    fn bind(socket: &mut Stage, addr: &SocketAddr) -> Result<()> {
        match socket.control {
            Some(_open) => Ok(()),
            None => open_control(socket, text(addr).bytes()).map(|_control| ()),
        }
    }

    #[inline(always)]
    fn connect(socket: &mut Stage, addr: &SocketAddr) -> Result<()> {
        let control = control(socket, Family::of(addr))?;
        connect(socket, control, &text(addr))
    }

    fn listen(socket: &mut Stage, backlog: c_int) -> Result<()> {
        let control = control(socket, socket.family)?;
        // SAFETY: the import takes numbers only.
        check(unsafe { import::listen(control, backlog) })
    }

    fn accept(control: Fd, family: Option<Family>, nonblocking: bool) -> Result<Fd> {
        let family = family.ok_or(Errno::EINVAL)?;
        // SAFETY: the host writes one descriptor.
        let connection = descriptor(|fd| unsafe { import::accept(control, fd) })?;
        let data = stream(connection, nonblocking)?;
        let mut socket = Stage::new(family, Kind::Stream);
        (socket.nonblocking, socket.data, socket.connection) =
            (nonblocking, HostFd::new(data), HostFd::new(connection));
        socket.keep().inspect_err(|_| socket.close())
    }

    fn shutdown(data: Fd, how: How) -> Result<()> {
        wasip1::sock_shutdown(data, how)
    }

    fn set_network_handle(fd: Fd) -> Result<()> {
        PROTOCOLS.select(fd)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_text() {
        let v4 = SocketAddr::V4 { octets: [127, 0, 0, 1], port: 80 };
        assert_eq!(text(&v4).bytes(), b"127.0.0.1:80");
        let mut octets = [0; 16];
        octets[15] = 1;
        let v6 = |scope| SocketAddr::V6 { octets, port: 65535, flowinfo: 0, scope };
        assert_eq!(text(&v6(0)).bytes(), b"[::1]:65535");
        assert_eq!(text(&v6(2)).bytes(), b"[::1%2]:65535");
        let long = SocketAddr::V6 { octets: [0xab; 16], port: 65535, flowinfo: 0, scope: u32::MAX };
        assert_eq!(text(&long).bytes(), b"[abab:abab:abab:abab:abab:abab:abab:abab%4294967295]:65535");
    }
}
