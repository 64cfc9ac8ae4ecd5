// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! The berkeley socket API of the WASI pull requests 312 and 459, by their witx files.
//!
//! Each address pool is a descriptor, behind the guest's directories. No runtime has this ABI, so there are no faults to
//! imitate. Where the two differ, `recv` is that of 459, `recv_from` and `send_to` are those of 312.

mod address;
mod resolve;

use std::ops::Range;
use std::sync::Arc;

use self::address::Address;
use super::Dialect;
use crate::arg::{Buffer, In, Out};
use crate::errno::{Answer, Errno};
use crate::fd_table::Entry;
use crate::handle::{Handle, Right};
use crate::import::{Imports, Module};
use crate::kind::{Family, Kind};
use crate::memory::Record;
use crate::net::{Socket, SocketOption};
use crate::policy::Rules;
use crate::preview1::socket;
use crate::state::Host;

pub const DIALECT: Dialect = Dialect { name: "berkeley", add, handles: pools, runtimes: &[] };

const SOCK: &str = "wasi_ephemeral_sock";
const ADDR: &str = "wasi_ephemeral_addr";
/// The file type of an address pool.
const ADDRESS_POOL: u8 = 9;

fn pools(pools: Vec<Rules>) -> std::io::Result<Vec<Entry>> {
    let handle = |rules| Handle::new(ADDRESS_POOL, Right::Pool(Arc::new(rules)));
    pools.into_iter().map(|rules| handle(rules).map(Entry::Handle)).collect()
}

fn add(imports: &mut Imports) {
    let mut module = imports.module(SOCK);
    module.add("open", "pool af socktype fd", open);
    module.add("close", "fd", |host: &mut Host<'_>, fd: u32| {
        host.socket(fd)?;
        host.state.table.remove(fd).map(drop)
    });
    module.add("bind", "fd addr", |host: &mut Host<'_>, fd: u32, address: In<Address>| {
        let address = address.load(&host.memory)?.0;
        host.network(fd, |net, socket| net.bind(socket, address))
    });
    module.add("connect", "fd addr", |host: &mut Host<'_>, fd: u32, address: In<Address>| {
        let address = address.load(&host.memory)?.0;
        host.network(fd, |net, socket| net.connect(socket, address))
    });
    module.add("listen", "fd backlog", |host: &mut Host<'_>, fd: u32, backlog: u32| {
        host.network(fd, |net, socket| net.listen(socket, backlog))
    });
    module.add("accept", "fd fd", |host: &mut Host<'_>, fd: u32, accepted: Out<u32>| {
        socket::accept(host, fd, 0, accepted)
    });
    module.add("shutdown", "fd how", socket::shutdown);
    module.add("addr_local", "fd addr", |host: &mut Host<'_>, fd: u32, place: Buffer| {
        let local = host.socket(fd)?.local()?;
        store_address(host, place, local)
    });
    module.add("addr_remote", "fd addr", |host: &mut Host<'_>, fd: u32, place: Buffer| {
        let peer = host.socket(fd)?.peer()?;
        store_address(host, place, peer)
    });
    module.add(
        "send",
        "fd data si_flags len",
        |host: &mut Host<'_>, fd: u32, data: Buffer, flags: u16, len: Out<u32>| {
            socket::no_flags(flags)?;
            let sent = host.send(fd, &[range(host, data)?], None)?;
            len.store(&mut host.memory, sent)
        },
    );
    module.add("send_to", "fd data addr si_flags len", send_to);
    module.add("recv", "fd room ri_flags len ro_flags", receive);
    module.add("recv_from", "fd room addr ri_flags len", receive_from);
    add_options(&mut module);
    imports.module(ADDR).add("resolve", "pool host port answers used", resolve::resolve);
}

/// The pool behind a descriptor; `EINVAL` if it is something else.
fn pool(host: &Host<'_>, fd: u32) -> Result<Arc<Rules>, Errno> {
    match host.state.table.get(fd)? {
        Entry::Handle(Handle { right: Right::Pool(pool), .. }) => Ok(Arc::clone(pool)),
        _ => Err(Errno::EINVAL),
    }
}

fn open(host: &mut Host<'_>, pool_fd: u32, af: u8, socktype: u8, fd: Out<u32>) -> Answer {
    let pool = pool(host, pool_fd)?;
    let family = match af {
        0 => Family::Inet,
        1 => Family::Inet6,
        _ => return Err(Errno::EAFNOSUPPORT),
    };
    let kind = match socktype {
        0 => Kind::Datagram,
        1 => Kind::Stream,
        _ => return Err(Errno::EINVAL),
    };
    let mut socket = Socket::open(family, kind)?;
    socket.rules = Some(pool);
    let number = host.insert(socket)?;
    fd.store(&mut host.memory, number)
}

fn send_to(host: &mut Host<'_>, fd: u32, data: Buffer, to: In<Address>, flags: u16, len: Out<u32>) -> Answer {
    socket::no_flags(flags)?;
    let to = to.load(&host.memory)?.0;
    let sent = host.send(fd, &[range(host, data)?], Some(to))?;
    len.store(&mut host.memory, sent)
}

fn receive(host: &mut Host<'_>, fd: u32, room: Buffer, flags: u16, len: Out<u32>, ro_flags: Out<u16>) -> Answer {
    let received = host.receive(fd, &[range(host, room)?], socket::receive_flags(flags)?)?;
    ro_flags.store(&mut host.memory, received.truncated.into())?;
    len.store(&mut host.memory, received.len)
}

/// Without a sender, as on a stream, the place for it stays unchanged.
fn receive_from(host: &mut Host<'_>, fd: u32, room: Buffer, place: Buffer, flags: u16, len: Out<u32>) -> Answer {
    check_place(host, place)?;
    let received = host.receive(fd, &[range(host, room)?], socket::receive_flags(flags)?)?;
    if let Some(source) = received.source {
        store_address(host, place, source)?;
    }
    len.store(&mut host.memory, received.len)
}

fn range(host: &Host<'_>, buffer: Buffer) -> Result<Range<usize>, Errno> {
    host.memory.array(buffer.ptr, buffer.len, 1, 1)
}

/// Checks that the place is aligned for an address and has room for at least one.
fn check_place(host: &Host<'_>, place: Buffer) -> Answer {
    if place.len < Address::SIZE {
        return Err(Errno::EINVAL);
    }
    host.memory.array(place.ptr, 1, Address::SIZE, Address::ALIGN).map(drop)
}

fn store_address(host: &mut Host<'_>, place: Buffer, address: std::net::SocketAddr) -> Answer {
    check_place(host, place)?;
    host.memory.store(place.ptr, &Address(address))?;
    let places = [range(host, place)?];
    host.may_lie(places, Ok(()))
}

const BOOLS: [(&str, SocketOption); 2] = [
    ("reuse_addr", SocketOption(libc::SOL_SOCKET, libc::SO_REUSEADDR)),
    ("reuse_port", SocketOption(libc::SOL_SOCKET, libc::SO_REUSEPORT)),
];

const SIZES: [(&str, SocketOption); 2] = [
    ("recv_buf_size", SocketOption(libc::SOL_SOCKET, libc::SO_RCVBUF)),
    ("send_buf_size", SocketOption(libc::SOL_SOCKET, libc::SO_SNDBUF)),
];

fn add_options(module: &mut Module<'_>) {
    for (name, option) in BOOLS {
        module.add(format!("set_{name}"), "fd on", move |host: &mut Host<'_>, fd: u32, on: bool| {
            host.socket(fd)?.set_int(option, on.into())
        });
        module.add(format!("get_{name}"), "fd on", move |host: &mut Host<'_>, fd: u32, on: Out<bool>| {
            let value = host.socket(fd)?.int(option)?;
            on.store(&mut host.memory, value != 0)
        });
    }
    for (name, option) in SIZES {
        module.add(format!("set_{name}"), "fd size", move |host: &mut Host<'_>, fd: u32, size: u32| {
            host.socket(fd)?.set_int(option, i32::try_from(size).unwrap_or(i32::MAX))
        });
        module.add(format!("get_{name}"), "fd size", move |host: &mut Host<'_>, fd: u32, size: Out<u32>| {
            let bytes = host.socket(fd)?.int(option)?;
            size.store(&mut host.memory, bytes.cast_unsigned())
        });
    }
}
