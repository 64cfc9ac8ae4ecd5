//! WasmEdge's sockets in their second version (from 0.12 on), by its table in `wasimodule.cpp`.
//!
//! Plainly, this is the ABI as WasmEdge has it. With quirks it is WasmEdge on Linux as it is (of 2026-08), or wasi-go
//! (of 2023-12), which has taken the ABI over with changes: `--quirks=wasi-go`.

mod address;
mod options;
mod poll;
mod resolve;

use self::address::Address;
use super::{Dialect, Runtime, SEED, no_handles};
use crate::arg::{self, In, Iovecs, Out};
use crate::errno::Errno;
use crate::fd_table::Numbering;
use crate::import::{Answer, Imports, Module};
use crate::memory::Record;
use crate::net::{Family, Kind, Socket};
use crate::preview1::{self, socket};
use crate::state::Host;

pub const DIALECT: Dialect = Dialect { name: WASMEDGE, add, handles: no_handles, runtimes: &RUNTIMES };

/// The dialect, and the first of the runtimes.
const WASMEDGE: &str = "wasmedge";
const WASI_GO: &str = "wasi-go";
const RUNTIMES: [Runtime; 2] = [
    Runtime { name: WASMEDGE, numbering: Numbering::Anywhere(SEED) },
    Runtime { name: WASI_GO, numbering: Numbering::Lowest },
];

/// Names with two types are served with the second one only, under both names; those with one type behave as the first
/// version, and as the second under the name that says so.
fn add(imports: &mut Imports) {
    let mut module = imports.module(preview1::MODULE);
    add_versions(&mut module, "", false);
    add_versions(&mut module, "_v2", true);
    for suffix in ["", "_v2"] {
        module.add(format!("sock_open{suffix}"), "af type fd", open);
        module.add(format!("sock_listen{suffix}"), "fd backlog", |host: &mut Host<'_>, fd: u32, backlog: u32| {
            host.network(fd, |net, socket| net.listen(socket, backlog))
        });
        module.add(format!("sock_accept{suffix}"), "fd flags fd", socket::accept);
        module.add(format!("sock_recv{suffix}"), "fd iovs ri_flags len ro_flags", socket::receive);
        module.add(format!("sock_recv_from{suffix}"), "fd iovs address ri_flags port len ro_flags", receive_from);
        module.add(format!("sock_send{suffix}"), "fd iovs si_flags len", socket::send);
        module.add(
            format!("sock_getlocaladdr{suffix}"),
            "fd address port",
            |host: &mut Host<'_>, fd: u32, address: In<Address>, port: Out<u32>| {
                tell(host, address, port, |host| host.socket(fd)?.local())
            },
        );
        module.add(
            format!("sock_getpeeraddr{suffix}"),
            "fd address port",
            |host: &mut Host<'_>, fd: u32, address: In<Address>, port: Out<u32>| {
                tell(host, address, port, |host| host.socket(fd)?.peer())
            },
        );
    }
    module.add("sock_shutdown", "fd how", socket::shutdown);
    module.add("sock_getaddrinfo", "node service hints res max count", resolve::resolve);
    options::add(&mut module);
    poll::add(&mut module);
}

/// The functions that take an address, with or without the form that has its family.
fn add_versions(module: &mut Module<'_>, suffix: &str, storage: bool) {
    module.add(
        format!("sock_bind{suffix}"),
        "fd address port",
        move |host: &mut Host<'_>, fd: u32, address: In<Address>, port: u32| {
            let address = given(host, address, port, storage)?;
            host.network(fd, |net, socket| net.bind(socket, address))
        },
    );
    module.add(
        format!("sock_connect{suffix}"),
        "fd address port",
        move |host: &mut Host<'_>, fd: u32, address: In<Address>, port: u32| {
            let address = given(host, address, port, storage)?;
            host.network(fd, |net, socket| net.connect(socket, address))
        },
    );
    module.add(
        format!("sock_send_to{suffix}"),
        "fd iovs address port si_flags len",
        move |host: &mut Host<'_>, fd: u32, iovs: Iovecs, to: In<Address>, port: u32, flags: u16, len: Out<u32>| {
            socket::no_flags(flags)?;
            let buffers = host.buffers(iovs)?;
            let to = given(host, to, port, storage)?;
            let sent = host.send(fd, &buffers, Some(to))?;
            len.store(&mut host.memory, sent)
        },
    );
}

/// wasi-go takes each form in each function.
fn given(host: &Host<'_>, address: In<Address>, port: u32, storage: bool) -> Result<std::net::SocketAddr, Errno> {
    address.load(&host.memory)?.read(&host.memory, port, storage || host.state.imitates(WASI_GO))
}

fn open(host: &mut Host<'_>, af: u32, kind: u32, fd: Out<u32>) -> Answer {
    let family = match af {
        1 => Family::Inet,
        2 => Family::Inet6,
        // Sockets of the file system are for those who allow them, which nobody can here.
        3 => return Err(Errno::ENOSYS),
        _ => return Err(Errno::EINVAL),
    };
    let kind = match kind {
        1 => Kind::Datagram,
        2 => Kind::Stream,
        _ => return Err(Errno::EINVAL),
    };
    let number = host.insert(Socket::open(family, kind)?)?;
    fd.store(&mut host.memory, number)
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

/// Stores an address, its port in host order.
fn tell(
    host: &mut Host<'_>,
    place: In<Address>,
    port: Out<u32>,
    found: impl FnOnce(&Host<'_>) -> Result<std::net::SocketAddr, Errno>,
) -> Answer {
    let place = place.load(&host.memory)?;
    place.check(&host.memory, false)?;
    let found = found(host)?;
    place.write(&mut host.memory, found.ip())?;
    port.store(&mut host.memory, found.port().into())?;
    host.may_lie([place.range(&host.memory)?], Ok(()))
}
