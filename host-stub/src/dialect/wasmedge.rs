// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! WasmEdge's sockets in their second version (from 0.12 on), by its table in `wasimodule.cpp`.
//!
//! Without quirks this is the ABI of WasmEdge. With quirks it behaves as WasmEdge on Linux (of 2026-08), or as wasi-go
//! (of 2023-12), whose ABI differs: `--quirks=wasi-go`.

mod address;
mod options;
mod poll;
mod resolve;

use std::net::SocketAddr;

use self::address::{Address, Place};
use super::{Dialect, SEED, no_handles};
use crate::arg::{self, In, Iovecs, Out};
use crate::errno::{Answer, Errno};
use crate::fd_table::Numbering;
use crate::import::{Imports, Module, PREVIEW1};
use crate::kind::{Family, Kind};
use crate::memory::Record;
use crate::net::{Socket, UnixName};
use crate::preview1::fdstat::flags::NONBLOCK;
use crate::preview1::socket;
use crate::runtime::Runtime;
use crate::state::Host;

pub const DIALECT: Dialect = Dialect { name: WASMEDGE, add, handles: no_handles, runtimes: &RUNTIMES };
/// The imports that only WasmEdge has: the names of the second version, which take paths for addresses.
pub const SECOND: Dialect = Dialect { name: "wasmedge-v2", add: add_all, handles: no_handles, runtimes: &ALONE };

/// The dialect, and the first of the runtimes.
const WASMEDGE: &str = "wasmedge";
const WASI_GO: &str = "wasi-go";
const RUNTIMES: [Runtime; 2] = [
    Runtime { name: WASMEDGE, numbering: Numbering::Anywhere(SEED), traps: false },
    Runtime { name: WASI_GO, numbering: Numbering::Lowest, traps: false },
];
const ALONE: [Runtime; 1] = [Runtime { name: WASMEDGE, numbering: Numbering::Anywhere(SEED), traps: false }];

fn add(imports: &mut Imports) {
    add_names(imports, &[""]);
}

fn add_all(imports: &mut Imports) {
    add_names(imports, &["", SECOND_VERSION]);
}

/// Behind the names of the second version.
const SECOND_VERSION: &str = "_v2";

/// A function whose two versions differ in type has the second type under both names. A function with one type behaves as
/// the first version under the plain name, and as the second under the name with `_v2`.
fn add_names(imports: &mut Imports, suffixes: &[&str]) {
    let mut module = imports.module(PREVIEW1);
    for &suffix in suffixes {
        add_versions(&mut module, suffix, suffix == SECOND_VERSION);
        module.add(format!("sock_open{suffix}"), "af type fd", open);
        module.add(format!("sock_listen{suffix}"), "fd backlog", |host: &mut Host<'_>, fd: u32, backlog: u32| {
            host.network(fd, |net, socket| net.listen(socket, backlog))
        });
        module.add(format!("sock_accept{suffix}"), "fd flags fd", accept);
        module.add(format!("sock_recv{suffix}"), "fd iovs ri_flags len ro_flags", socket::receive);
        module.add(format!("sock_recv_from{suffix}"), "fd iovs address ri_flags port len ro_flags", receive_from);
        module.add(format!("sock_send{suffix}"), "fd iovs si_flags len", socket::send);
        module.add(
            format!("sock_getlocaladdr{suffix}"),
            "fd address port",
            |host: &mut Host<'_>, fd: u32, address: In<Address>, port: Out<u32>| {
                tell(host, fd, address, port, Socket::local, Socket::local_unix)
            },
        );
        module.add(
            format!("sock_getpeeraddr{suffix}"),
            "fd address port",
            |host: &mut Host<'_>, fd: u32, address: In<Address>, port: Out<u32>| {
                tell(host, fd, address, port, Socket::peer, Socket::peer_unix)
            },
        );
    }
    module.add("sock_shutdown", "fd how", socket::shutdown);
    module.add("sock_getaddrinfo", "node service hints res max count", resolve::resolve);
    options::add(&mut module);
    poll::add(&mut module);
}

/// The functions that take an address, with or without the form that contains the family.
fn add_versions(module: &mut Module<'_>, suffix: &str, storage: bool) {
    module.add(
        format!("sock_bind{suffix}"),
        "fd address port",
        move |host: &mut Host<'_>, fd: u32, address: In<Address>, port: u32| {
            let place = given(host, address, port, storage)?;
            host.network(fd, |net, socket| match place {
                Place::Net(address) => net.bind(socket, address),
                Place::Unix(name) => net.bind_unix(socket, name),
            })
        },
    );
    module.add(
        format!("sock_connect{suffix}"),
        "fd address port",
        move |host: &mut Host<'_>, fd: u32, address: In<Address>, port: u32| {
            let place = given(host, address, port, storage)?;
            host.network(fd, |net, socket| match place {
                Place::Net(address) => net.connect(socket, address),
                Place::Unix(name) => net.connect_unix(socket, name),
            })
        },
    );
    module.add(
        format!("sock_send_to{suffix}"),
        "fd iovs address port si_flags len",
        move |host: &mut Host<'_>, fd: u32, iovs: Iovecs, to: In<Address>, port: u32, flags: u16, len: Out<u32>| {
            socket::no_flags(flags)?;
            let buffers = host.buffers(iovs)?;
            let to = given(host, to, port, storage)?;
            let sent = match to {
                Place::Net(to) => host.send(fd, &buffers, Some(to)),
                Place::Unix(to) => host.send_by(fd, &buffers, |net, socket, data| net.send_unix(socket, data, to)),
            }?;
            len.store(&mut host.memory, sent)
        },
    );
}

/// wasi-go accepts every form in every function.
fn given(host: &Host<'_>, address: In<Address>, port: u32, storage: bool) -> Result<Place, Errno> {
    address.load(&host.memory)?.read(&host.memory, port, storage || host.state.imitates(WASI_GO))
}

fn open(host: &mut Host<'_>, af: u32, kind: u32, fd: Out<u32>) -> Answer {
    let family = match af {
        1 => Family::Inet,
        2 => Family::Inet6,
        3 => Family::Unix,
        _ => return Err(Errno::EINVAL),
    };
    let kind = match kind {
        1 => Kind::Datagram,
        2 => Kind::Stream,
        _ => return Err(Errno::EINVAL),
    };
    let socket = match family {
        Family::Unix => host.state.allowed(host.state.net.open_unix(kind))?,
        _ => Socket::open(family, kind)?,
    };
    let number = host.insert(socket)?;
    fd.store(&mut host.memory, number)
}

/// Up to WasmEdge 0.17.1 the flag makes the listener non-blocking, and not the new descriptor.
fn accept(host: &mut Host<'_>, fd: u32, flags: u16, accepted: Out<u32>) -> Answer {
    if flags != NONBLOCK || !host.state.imitates(WASMEDGE) {
        return socket::accept(host, fd, flags, accepted);
    }
    socket::accept(host, fd, 0, accepted)?;
    host.socket(fd)?.set_nonblocking(true)
}

/// The port goes out in two bytes, in network order; with wasi-go in four, in host order. A stream tells no sender:
/// WasmEdge stores none, wasi-go fails when it has taken the data.
#[expect(clippy::too_many_arguments, reason = "as the import has them")]
fn receive_from(
    host: &mut Host<'_>,
    fd: u32,
    iovs: Iovecs,
    from: In<Address>,
    flags: u16,
    port: arg::Address,
    len: Out<u32>,
    ro_flags: Out<u16>,
) -> Answer {
    let wasi_go = host.state.imitates(WASI_GO);
    let from = from.load(&host.memory)?;
    from.check(&host.memory, !wasi_go)?;
    let size = if wasi_go { u32::SIZE } else { u16::SIZE };
    host.memory.array(port.0, 1, size, size)?;
    let buffers = host.buffers(iovs)?;
    let received = host.receive(fd, &buffers, socket::receive_flags(flags)?)?;
    match received.source {
        None if host.socket(fd)?.family == Family::Unix => tell_sender(host, from, received.unix)?,
        Some(source) => {
            from.write(&mut host.memory, source.ip())?;
            match wasi_go {
                true => host.memory.store(port.0, &u32::from(source.port()))?,
                false => host.memory.store(port.0, &source.port().to_be_bytes())?,
            }
        }
        None if wasi_go => return Err(Errno::EINVAL),
        None => {}
    }
    ro_flags.store(&mut host.memory, u16::from(received.truncated))?;
    len.store(&mut host.memory, received.len)?;
    host.may_lie([from.range(&host.memory)?, host.memory.array(port.0, 1, size, size)?], Ok(()))
}

/// A sender without a name is not stored; WasmEdge then writes an arbitrary family.
fn tell_sender(host: &mut Host<'_>, place: Address, sender: Option<UnixName>) -> Answer {
    match sender {
        Some(sender) => place.write_unix(&mut host.memory, sender),
        None if host.state.imitates(WASMEDGE) => place.write_any_family(&mut host.memory),
        None => Ok(()),
    }
}

/// Stores an address, its port in host order; with a path WasmEdge stores an arbitrary port.
fn tell(
    host: &mut Host<'_>,
    fd: u32,
    place: In<Address>,
    port: Out<u32>,
    net: fn(&Socket) -> Result<SocketAddr, Errno>,
    unix: fn(&Socket) -> Result<UnixName, Errno>,
) -> Answer {
    const ANY_PORT: u32 = 0x5a5a;
    let place = place.load(&host.memory)?;
    place.check(&host.memory, false)?;
    let socket = host.socket(fd)?;
    if socket.family == Family::Unix {
        let name = unix(socket)?;
        place.write_unix(&mut host.memory, name)?;
        port.store(&mut host.memory, ANY_PORT)?;
    } else {
        let address = net(socket)?;
        place.write(&mut host.memory, address.ip())?;
        port.store(&mut host.memory, address.port().into())?;
    }
    host.may_lie([place.range(&host.memory)?], Ok(()))
}
