// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! The sketch ueno/wasi-networking, by its witx: a protocol opens controls, a control makes connections, a connection a stream.
//!
//! No runtime has it. The sketch leaves these open, so this host decides: the guest's protocols are TCP and UDP, descriptors
//! of file type 10 behind its directories; a control's type must be its protocol's (`EPROTOTYPE`); an address is bound unless
//! it is the wildcard with port 0; the stream of a connection is created, not accepted, and is a socket of preview 1.

use std::net::SocketAddr;

use wasmi::ValType;

use super::Dialect;
use crate::arg::{Arg, Out, Shape, Text, Values};
use crate::errno::{Answer, Errno};
use crate::fd_table::Entry;
use crate::handle::{Handle, Right};
use crate::import::Imports;
use crate::kind::{Family, Kind};
use crate::memory::Memory;
use crate::net::{NAME_MAX, Socket};
use crate::policy::Rules;
use crate::preview1::fdstat::{flags::NONBLOCK, rights};
use crate::state::Host;

pub const DIALECT: Dialect = Dialect { name: "ueno", add, handles: protocols, runtimes: &[] };

const MODULE: &str = "networking";
/// The file type of a protocol.
const PROTOCOL: u8 = 10;
/// The file type of a connection: unknown.
const CONNECTION: u8 = 0;

fn protocols(_: Vec<Rules>) -> std::io::Result<Vec<Entry>> {
    let handle = |kind| Handle::new(PROTOCOL, Right::Protocol(kind)).map(Entry::Handle);
    Ok(vec![handle(Kind::Datagram)?, handle(Kind::Stream)?])
}

fn add(imports: &mut Imports) {
    let mut module = imports.module(MODULE);
    module.add("open", "protocol bind_address type rights fdflags fd", open);
    module.add("listen", "control backlog", |host: &mut Host<'_>, control: u32, backlog: u32| {
        host.network(control, |net, socket| net.listen(socket, backlog))
    });
    module.add("accept", "control fd", |host: &mut Host<'_>, control: u32, connection: Out<u32>| {
        let socket = host.accept(control)?;
        insert_connection(host, socket, connection)
    });
    module.add("connect", "control address fd", connect);
    module.add("stream_create", "connection rights fdflags fd", stream_create);
    module.add("stream_accept", "connection fd", |host: &mut Host<'_>, connection: u32, _: Out<u32>| {
        // The peer of a TCP connection cannot open a stream.
        self::connection(host, connection).and(Err(Errno::ENOTSUP))
    });
}

fn open(
    host: &mut Host<'_>,
    protocol: u32,
    address: Text,
    kind: u8,
    _: Rights,
    flags: u16,
    control: Out<u32>,
) -> Answer {
    let kind = match kind {
        5 => Kind::Datagram,
        6 => Kind::Stream,
        _ => return Err(Errno::EINVAL),
    };
    match host.state.table.get(protocol)? {
        Entry::Handle(Handle { right: Right::Protocol(protocol), .. }) if *protocol == kind => {}
        Entry::Handle(Handle { right: Right::Protocol(_), .. }) => return Err(Errno::EPROTOTYPE),
        _ => return Err(Errno::EINVAL),
    }
    let nonblocking = nonblocking(flags)?;
    let address = parse(host, address)?;
    let socket = Socket::open(if address.is_ipv4() { Family::Inet } else { Family::Inet6 }, kind)?;
    if !address.ip().is_unspecified() || address.port() != 0 {
        host.state.allowed(host.state.net.bind(&socket, address))?;
    }
    socket.set_nonblocking(nonblocking)?;
    let number = host.insert(socket)?;
    control.store(&mut host.memory, number)
}

/// Base and inheriting rights. The host grants all known rights, so the requested ones make no difference.
#[derive(Clone, Copy)]
struct Rights([u64; 2]);

impl Arg for Rights {
    const TYPES: &'static [ValType] = &[ValType::I64, ValType::I64];
    const SHAPES: &'static [Shape] = &[Shape::Number, Shape::Number];
    fn take(values: &mut Values<'_>) -> Result<Self, Errno> {
        let rights = [u64::take(values)?, u64::take(values)?];
        let known = rights::FILE | rights::SOCKET;
        if rights.iter().any(|rights| rights & !known != 0) { Err(Errno::EINVAL) } else { Ok(Self(rights)) }
    }
    fn show(self, _: &Memory<'_>) -> Option<String> {
        Some(format!("{:#x}/{:#x}", self.0[0], self.0[1]))
    }
}

/// The only flag.
fn nonblocking(flags: u16) -> Result<bool, Errno> {
    if flags & !NONBLOCK != 0 { Err(Errno::EINVAL) } else { Ok(flags == NONBLOCK) }
}

fn parse(host: &Host<'_>, address: Text) -> Result<SocketAddr, Errno> {
    address.load(&host.memory)?.parse().map_err(|_| Errno::EINVAL)
}

/// `NAME:PORT`; `EINVAL` for a text that cannot be a host name.
fn named(text: &str) -> Result<(String, u16), Errno> {
    let (name, port) = text.rsplit_once(':').ok_or(Errno::EINVAL)?;
    let is_name = !name.is_empty() && name.len() <= NAME_MAX && !name.contains(['[', ']', ':', '%']);
    match port.parse() {
        Ok(port) if is_name => Ok((name.to_owned(), port)),
        _ => Err(Errno::EINVAL),
    }
}

/// The address in the text, or the address of the host name in it, which the host resolves.
fn connect(host: &mut Host<'_>, control: u32, address: Text, connection: Out<u32>) -> Answer {
    match parse(host, address) {
        Ok(address) => host.network(control, |net, socket| net.connect(socket, address))?,
        Err(_) => {
            let (name, port) = named(address.load(&host.memory)?)?;
            host.network(control, |net, socket| net.connect_by_name(socket, &name, port))?;
        }
    }
    let socket = host.socket(control)?.try_clone()?;
    insert_connection(host, socket, connection)
}

fn insert_connection(host: &mut Host<'_>, socket: Socket, connection: Out<u32>) -> Answer {
    let handle = Handle::new(CONNECTION, Right::Connection(Some(socket)))?;
    let number = host.state.table.insert(Entry::Handle(handle))?;
    connection.store(&mut host.memory, number)
}

/// The stream that the connection still has.
fn connection<'h>(host: &'h mut Host<'_>, fd: u32) -> Result<&'h mut Option<Socket>, Errno> {
    match host.state.table.get_mut(fd)? {
        Entry::Handle(Handle { right: Right::Connection(socket), .. }) => Ok(socket),
        _ => Err(Errno::EINVAL),
    }
}

/// There is one stream in a TCP connection; a second one is `EISCONN`.
fn stream_create(host: &mut Host<'_>, connection: u32, _: Rights, flags: u16, stream: Out<u32>) -> Answer {
    let nonblocking = nonblocking(flags)?;
    let socket = self::connection(host, connection)?.take().ok_or(Errno::EISCONN)?;
    socket.set_nonblocking(nonblocking)?;
    let number = host.insert(socket)?;
    stream.store(&mut host.memory, number)
}
