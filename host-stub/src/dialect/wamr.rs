// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! WAMR (wasm-micro-runtime) from 1.1.0 on, by its table of native symbols in `libc_wasi_wrapper.c`.
//!
//! Without quirks this is a WAMR that does everything that the ABI's types can express. With quirks it behaves as the real
//! WAMR (of 2026-07), in branches on `imitates`.

mod address;
mod options;
mod poll;
mod resolve;

use rustix::net::RecvFlags;

use self::address::Address;
use super::{Dialect, SEED, no_handles};
use crate::arg::{In, Iovecs, Out};
use crate::errno::{Answer, Errno};
use crate::fd_table::Numbering;
use crate::import::{Imports, PREVIEW1};
use crate::kind::{Family, Kind};
use crate::memory::total;
use crate::net::{Shutdown, Socket};
use crate::preview1::{fd, socket};
use crate::runtime::Runtime;
use crate::state::Host;

pub const DIALECT: Dialect = Dialect { name: NAME, add, handles: no_handles, runtimes: &[WAMR] };

/// The dialect, and the runtime that is imitated.
const NAME: &str = "wamr";
const WAMR: Runtime = Runtime { name: NAME, numbering: Numbering::Scattered(SEED), traps: true };

fn add(imports: &mut Imports) {
    let mut module = imports.module(PREVIEW1);
    module.add("sock_open", "pool_fd af socktype fd", open);
    module.add("sock_bind", "fd addr", bind);
    module.add("sock_connect", "fd addr", |host: &mut Host<'_>, fd: u32, address: In<Address>| {
        let address = address.load(&host.memory)?.0;
        capable(host, fd)?;
        host.network(fd, |net, socket| net.connect(socket, address))
    });
    module.add("sock_listen", "fd backlog", |host: &mut Host<'_>, fd: u32, backlog: u32| {
        host.network(fd, |net, socket| net.listen(socket, backlog))
    });
    module.add("sock_accept", "fd flags fd", accept);
    module.add("sock_recv", "fd iovs ri_flags len ro_flags", receive);
    module.add("sock_recv_from", "fd iovs ri_flags src_addr len", receive_from);
    module.add("sock_send", "fd iovs si_flags len", send);
    module.add("sock_send_to", "fd iovs si_flags dest_addr len", send_to);
    module.add("sock_shutdown", "fd how", shutdown);
    module.add("sock_close", "fd", |_: &mut Host<'_>, _: u32| Err(Errno::ENOSYS));
    module.add("sock_addr_local", "fd addr", |host: &mut Host<'_>, fd: u32, address: Out<Address>| {
        let local = host.socket(fd)?.local()?;
        address.store(&mut host.memory, Address(local))
    });
    module.add("sock_addr_remote", "fd addr", |host: &mut Host<'_>, fd: u32, address: Out<Address>| {
        let peer = host.socket(fd)?.peer()?;
        address.store(&mut host.memory, Address(peer))
    });
    module.add("sock_addr_resolve", "host service hints addrs count total", resolve::resolve);
    module.add("fd_write", "fd iovs len", write);
    options::add(&mut module);
    poll::add(&mut module);
}

/// The address pool belongs to the guest and is not a descriptor: `pool_fd` is ignored.
fn open(host: &mut Host<'_>, _pool_fd: i32, af: u32, socktype: u32, fd: Out<u32>) -> Answer {
    let family = match af {
        1 => Family::Inet6,
        0 => Family::Inet,
        _ if host.state.imitates(NAME) => Family::Inet,
        _ => return Err(Errno::EAFNOSUPPORT),
    };
    let kind = match socktype {
        0 => Kind::Datagram,
        1 => Kind::Stream,
        _ if host.state.imitates(NAME) => Kind::Stream,
        _ => return Err(Errno::EINVAL),
    };
    let number = host.insert(Socket::open(family, kind)?)?;
    fd.store(&mut host.memory, number)
}

/// WAMR sets `SO_LINGER` {on, 0} with it, so that `close` resets the connection.
fn bind(host: &mut Host<'_>, fd: u32, address: In<Address>) -> Answer {
    let address = address.load(&host.memory)?.0;
    capable(host, fd)?;
    host.network(fd, |net, socket| net.bind(socket, address))?;
    if host.state.imitates(NAME) {
        host.socket(fd)?.set_linger(true, 0)?;
    }
    Ok(())
}

/// WAMR returns `ENOTCAPABLE` for a descriptor that is not a socket.
fn capable(host: &Host<'_>, fd: u32) -> Answer {
    match host.socket(fd) {
        Err(Errno::ENOTSOCK) if host.state.imitates(NAME) => Err(Errno::ENOTCAPABLE),
        other => other.map(drop),
    }
}

/// WAMR ignores the flags.
fn accept(host: &mut Host<'_>, fd: u32, flags: u16, accepted: Out<u32>) -> Answer {
    let flags = if host.state.imitates(NAME) { 0 } else { flags };
    socket::accept(host, fd, flags, accepted)
}

/// WAMR ignores `ri_flags` and never writes `ro_flags`.
fn receive(host: &mut Host<'_>, fd: u32, iovs: Iovecs, flags: u16, len: Out<u32>, ro_flags: Out<u16>) -> Answer {
    if !host.state.imitates(NAME) {
        return socket::receive(host, fd, iovs, flags, len, ro_flags);
    }
    let buffers = non_empty(host, iovs)?;
    let received = host.receive(fd, &buffers, RecvFlags::empty())?;
    len.store(&mut host.memory, received.len)
}

/// Without a sender, as on a stream, the address is an IPv6 address of zeros.
fn receive_from(host: &mut Host<'_>, fd: u32, iovs: Iovecs, flags: u16, source: Out<Address>, len: Out<u32>) -> Answer {
    let flags = if host.state.imitates(NAME) { RecvFlags::empty() } else { socket::receive_flags(flags)? };
    let buffers = non_empty(host, iovs)?;
    let received = host.receive(fd, &buffers, flags)?;
    source.store(&mut host.memory, received.source.map_or(Address::NONE, Address))?;
    len.store(&mut host.memory, received.len)
}

fn send(host: &mut Host<'_>, fd: u32, iovs: Iovecs, flags: u16, len: Out<u32>) -> Answer {
    send_flags(host, flags)?;
    let buffers = non_empty(host, iovs)?;
    let sent = host.send(fd, &buffers, None);
    let sent = ends_by_sigpipe(host, fd, sent)?;
    len.store(&mut host.memory, sent)
}

fn send_to(host: &mut Host<'_>, fd: u32, iovs: Iovecs, flags: u16, to: In<Address>, len: Out<u32>) -> Answer {
    send_flags(host, flags)?;
    let buffers = non_empty(host, iovs)?;
    let to = to.load(&host.memory)?.0;
    let sent = host.send(fd, &buffers, Some(to));
    let sent = ends_by_sigpipe(host, fd, sent)?;
    len.store(&mut host.memory, sent)
}

/// WAMR sends without `MSG_NOSIGNAL`.
fn ends_by_sigpipe<T>(host: &mut Host<'_>, fd: u32, sent: Result<T, Errno>) -> Result<T, Errno> {
    if host.state.imitates(NAME) { host.or_ends_by_sigpipe(fd, sent) } else { sent }
}

fn write(host: &mut Host<'_>, fd: u32, iovs: Iovecs, len: Out<u32>) -> Answer {
    if host.state.imitates(NAME) { fd::write_or_end(host, fd, iovs, len) } else { fd::write(host, fd, iovs, len) }
}

/// WAMR ignores the flags.
fn send_flags(host: &Host<'_>, flags: u16) -> Answer {
    if host.state.imitates(NAME) { Ok(()) } else { socket::no_flags(flags) }
}

/// The buffers; WAMR refuses those that are empty together.
fn non_empty(host: &mut Host<'_>, iovs: Iovecs) -> Result<Vec<std::ops::Range<usize>>, Errno> {
    let buffers = host.buffers(iovs)?;
    if host.state.imitates(NAME) && total(&buffers) == 0 { Err(Errno::EINVAL) } else { Ok(buffers) }
}

/// WAMR ends both directions, whichever the guest passes.
fn shutdown(host: &mut Host<'_>, fd: u32, how: u8) -> Answer {
    if host.state.imitates(NAME) { host.socket(fd)?.shutdown(Shutdown::Both) } else { socket::shutdown(host, fd, how) }
}
