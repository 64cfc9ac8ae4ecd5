// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! WASIX, by wasix-libc's `api_wasix.h`: a module of its own beside preview 1.
//!
//! Without quirks this is the ABI with everything that its types can express. Even so it reads ports in one byte order and
//! writes them in another, because that is the ABI in practice. With quirks it behaves as Wasmer 7.

mod address;
mod options;
mod poll;
mod resolve;
mod wasmer;

use std::ops::Range;

use rustix::event::PollFlags;
use rustix::net::RecvFlags;

use self::address::AddrPort;
use self::wasmer::Stage;
use super::{Dialect, no_handles};
use crate::arg::{In, Iovecs, Out};
use crate::errno::{Answer, Errno};
use crate::import::{Imports, PREVIEW1};
use crate::kind::Kind;
use crate::memory::total;
use crate::net::{Received, Socket};
use crate::preview1::fdstat::flags::NONBLOCK;
use crate::preview1::{fd, socket};
use crate::state::Host;

pub const DIALECT: Dialect = Dialect { name: "wasix", add, handles: no_handles, runtimes: &[wasmer::RUNTIME] };

/// The import module.
const MODULE: &str = "wasix_32v1";

fn add(imports: &mut Imports) {
    let mut module = imports.module(MODULE);
    module.add("sock_open", "af type proto fd", open);
    module.add("sock_bind", "fd addr", bind);
    module.add("sock_connect", "fd addr", connect);
    module.add("sock_listen", "fd backlog", listen);
    module.add("sock_accept_v2", "fd flags fd addr", accept);
    module.add("sock_status", "fd status", status);
    module.add("sock_addr_local", "fd addr", |host: &mut Host<'_>, fd: u32, place: Out<AddrPort>| {
        let local = host.socket(fd)?.local()?;
        tell(host, place, AddrPort(local))
    });
    module.add("sock_addr_peer", "fd addr", peer);
    module.add("sock_recv_from", "fd iovs ri_flags len ro_flags addr", receive_from);
    module.add("sock_send_to", "fd iovs si_flags addr len", send_to);
    module.add("resolve", "host port addrs count found", resolve::resolve);
    options::add(&mut module);
    let mut module = imports.module(PREVIEW1);
    module.add("fd_read", "fd iovs len", read);
    module.add("fd_write", "fd iovs len", write);
    module.add("sock_recv", "fd iovs ri_flags len ro_flags", receive);
    module.add("sock_send", "fd iovs si_flags len", send);
    module.add("sock_shutdown", "fd how", shutdown);
    poll::add(&mut module);
}

fn open(host: &mut Host<'_>, af: u32, kind: u32, protocol: u32, fd: Out<u32>) -> Answer {
    let family = address::family(af)?;
    let kind = match (kind, protocol) {
        (1, 6) => Kind::Stream,
        (2, 17) => Kind::Datagram,
        (1..=4, _) => return Err(Errno::ENOTSUP),
        _ => return Err(Errno::EINVAL),
    };
    let number = host.insert(Socket::open(family, kind)?)?;
    fd.store(&mut host.memory, number)
}

fn tell(host: &mut Host<'_>, place: Out<AddrPort>, address: AddrPort) -> Answer {
    if wasmer::is_imitated(host) {
        address.store_as_wasmer(&mut host.memory, place.address())
    } else {
        place.store(&mut host.memory, address)
    }
}

/// Wasmer lets what is no socket fail for a lack of rights, and what its rules forbid for another reason.
fn capable<T>(host: &mut Host<'_>, fd: u32, call: impl FnOnce(&mut Host<'_>) -> Result<T, Errno>) -> Result<T, Errno> {
    match (host.socket(fd).map(drop), wasmer::is_imitated(host)) {
        (Err(Errno::ENOTSOCK), true) => Err(Errno::EACCES),
        (Err(error), _) => Err(error),
        (Ok(()), true) => call(host).map_err(|error| if error == Errno::EACCES { Errno::EPERM } else { error }),
        (Ok(()), false) => call(host),
    }
}

/// Wasmer has an error number of its own for a socket that is bound already.
fn bind(host: &mut Host<'_>, fd: u32, address: In<AddrPort>) -> Answer {
    let address = address.load(&host.memory)?.0;
    capable(host, fd, |host| {
        if wasmer::is_imitated(host) {
            match wasmer::stage(host, fd)? {
                Stage::Fresh if host.socket(fd)?.local()?.is_ipv4() != address.is_ipv4() => return Err(Errno::EINVAL),
                Stage::Fresh => {}
                Stage::Bound => return Err(Errno::EINVAL),
                Stage::Listener | Stage::Stream | Stage::Datagram => return Err(Errno::ENOTSUP),
            }
        }
        host.network(fd, |net, socket| net.bind(socket, address))
    })
}

fn connect(host: &mut Host<'_>, fd: u32, address: In<AddrPort>) -> Answer {
    let address = address.load(&host.memory)?.0;
    capable(host, fd, |host| {
        if wasmer::is_imitated(host) {
            return wasmer::connect(host, fd, address);
        }
        host.network(fd, |net, socket| net.connect(socket, address)).map_err(|error| timed(host, fd, error))
    })
}

/// On Wasmer a socket must be bound before, and listens once.
fn listen(host: &mut Host<'_>, fd: u32, backlog: u32) -> Answer {
    capable(host, fd, |host| {
        if wasmer::is_imitated(host) {
            match wasmer::stage(host, fd)? {
                Stage::Bound => {}
                Stage::Fresh if host.socket(fd)?.kind == Kind::Stream => return Err(Errno::EINVAL),
                _ => return Err(Errno::ENOTSUP),
            }
        }
        host.network(fd, |net, socket| net.listen(socket, backlog))
    })
}

/// On Wasmer the new socket also has the listener's flag.
fn accept(host: &mut Host<'_>, fd: u32, flags: u16, accepted: Out<u32>, place: Out<AddrPort>) -> Answer {
    if flags & !NONBLOCK != 0 {
        return Err(Errno::EINVAL);
    }
    let (number, peer) = capable(host, fd, |host| {
        let mut nonblocking = flags & NONBLOCK != 0;
        if wasmer::is_imitated(host) {
            match wasmer::stage(host, fd)? {
                Stage::Listener => nonblocking |= host.socket(fd)?.is_nonblocking()?,
                Stage::Fresh => return Err(Errno::ENOTCONN),
                _ => return Err(Errno::ENOTSUP),
            }
        }
        wasmer::wait(host, fd, PollFlags::IN)?;
        let socket = host.accept(fd).map_err(|error| timed(host, fd, error))?;
        socket.set_nonblocking(nonblocking)?;
        let peer = socket.accepted_from();
        Ok((host.insert(socket)?, peer))
    })?;
    if let Some(peer) = peer {
        tell(host, place, AddrPort(peer))?;
    }
    accepted.store(&mut host.memory, number)
}

/// 0 opening, 1 opened, 2 closed, 3 failed.
fn status(host: &mut Host<'_>, fd: u32, status: Out<u8>) -> Answer {
    let socket = host.socket(fd)?;
    let value = match wasmer::stage(host, fd)? {
        Stage::Listener | Stage::Datagram | Stage::Bound => 1,
        _ if wasmer::has_failed(socket)? => 3,
        Stage::Fresh | Stage::Stream => u8::from(socket.peer().is_ok()),
    };
    status.store(&mut host.memory, value)
}

/// The peer's address. For a socket without a peer, Wasmer returns an address without a port, and no error.
fn peer(host: &mut Host<'_>, fd: u32, place: Out<AddrPort>) -> Answer {
    let peer = match host.socket(fd)?.peer() {
        Err(Errno::ENOTCONN) if wasmer::is_imitated(host) => match wasmer::stage(host, fd)? {
            Stage::Listener => return Err(Errno::ENOTSUP),
            Stage::Bound => return Err(Errno::ENOTCONN),
            _ if host.socket(fd)?.local()?.is_ipv4() => (std::net::Ipv4Addr::UNSPECIFIED, 0).into(),
            _ => (std::net::Ipv6Addr::UNSPECIFIED, 0).into(),
        },
        other => other?,
    };
    tell(host, place, AddrPort(peer))
}

/// The error after a time limit. The system returns `EAGAIN` for both a limit and a non-blocking call.
fn timed(host: &Host<'_>, fd: u32, error: Errno) -> Errno {
    let waits = host.socket(fd).and_then(Socket::is_nonblocking) == Ok(false);
    if error == Errno::EAGAIN && waits { Errno::ETIMEDOUT } else { error }
}

/// The host's flags for `ri_flags`: preview 1's, and one for a non-blocking call.
fn receive_flags(flags: u16) -> Result<RecvFlags, Errno> {
    const DONT_WAIT: u16 = 8;
    let wait = if flags & DONT_WAIT != 0 { RecvFlags::DONTWAIT } else { RecvFlags::empty() };
    Ok(socket::receive_flags(flags & !DONT_WAIT)? | wait)
}

fn take(host: &mut Host<'_>, fd: u32, buffers: &[Range<usize>], flags: RecvFlags) -> Result<Received, Errno> {
    wasmer::wait(host, fd, PollFlags::IN)?;
    host.receive(fd, buffers, flags).map_err(|error| timed(host, fd, error))
}

/// Wasmer fills each buffer by a separate receive here too. An error of a later one loses what came before.
fn read(host: &mut Host<'_>, fd: u32, iovs: Iovecs, len: Out<u32>) -> Answer {
    let buffers = host.buffers(iovs)?;
    if !wasmer::is_imitated(host) || host.socket(fd).is_err() || total(&buffers) == 0 {
        return fd::read(host, fd, iovs, len);
    }
    wasmer::check_receive(host, fd)?;
    let mut received = 0;
    for buffer in &buffers {
        received += host.receive(fd, std::slice::from_ref(buffer), RecvFlags::empty())?.len;
        if received as usize != buffer.len() {
            break;
        }
    }
    len.store(&mut host.memory, received)
}

/// Wasmer fills each buffer by a separate receive.
fn receive(host: &mut Host<'_>, fd: u32, iovs: Iovecs, flags: u16, len: Out<u32>, ro_flags: Out<u16>) -> Answer {
    let (buffers, flags) = (host.buffers(iovs)?, receive_flags(flags)?);
    let (received, truncated) = capable(host, fd, |host| {
        if !wasmer::is_imitated(host) {
            return take(host, fd, &buffers, flags).map(|received| (received.len, received.truncated));
        }
        wasmer::check_receive(host, fd)?;
        let mut total = 0;
        for buffer in &buffers {
            match take(host, fd, std::slice::from_ref(buffer), flags - RecvFlags::WAITALL) {
                Ok(received) => {
                    total += received.len;
                    if (received.len as usize) < buffer.len() {
                        break;
                    }
                }
                Err(_) if total > 0 => break,
                Err(error) => return Err(error),
            }
        }
        Ok((total, false))
    })?;
    ro_flags.store(&mut host.memory, truncated.into())?;
    len.store(&mut host.memory, received)
}

/// Without a sender, as on a stream, the place stays unchanged. Wasmer has this call for datagrams only.
fn receive_from(
    host: &mut Host<'_>,
    fd: u32,
    iovs: Iovecs,
    flags: u16,
    len: Out<u32>,
    ro_flags: Out<u16>,
    from: Out<AddrPort>,
) -> Answer {
    let (buffers, flags) = (host.buffers(iovs)?, receive_flags(flags)?);
    let wasmer = wasmer::is_imitated(host);
    let received = capable(host, fd, |host| {
        if wasmer {
            wasmer::check_receive(host, fd)?;
            if host.socket(fd)?.kind == Kind::Stream {
                return Err(Errno::ENOTSUP);
            }
        }
        take(host, fd, &buffers, if wasmer { flags - RecvFlags::WAITALL } else { flags })
    })?;
    if let Some(source) = received.source {
        tell(host, from, AddrPort(source))?;
    }
    ro_flags.store(&mut host.memory, u16::from(received.truncated && !wasmer))?;
    len.store(&mut host.memory, received.len)
}

fn send(host: &mut Host<'_>, fd: u32, iovs: Iovecs, flags: u16, len: Out<u32>) -> Answer {
    send_flags(flags)?;
    let buffers = host.buffers(iovs)?;
    let sent = capable(host, fd, |host| {
        if !wasmer::is_imitated(host) {
            return host.send(fd, &buffers, None).map_err(|error| timed(host, fd, error));
        }
        wasmer::check_send(host, fd)?;
        let buffers = if host.socket(fd)?.kind == Kind::Stream { wasmer::few(&buffers) } else { buffers };
        wasmer::wait(host, fd, PollFlags::OUT)?;
        host.send(fd, &buffers, None)
    })?;
    len.store(&mut host.memory, sent)
}

fn write(host: &mut Host<'_>, fd: u32, iovs: Iovecs, len: Out<u32>) -> Answer {
    if wasmer::is_imitated(host) && host.socket(fd).is_ok() {
        wasmer::check_send(host, fd)?;
    }
    fd::write(host, fd, iovs, len)
}

/// Older versions of Wasmer do not bind a socket for it.
fn send_to(host: &mut Host<'_>, fd: u32, iovs: Iovecs, flags: u16, to: In<AddrPort>, len: Out<u32>) -> Answer {
    send_flags(flags)?;
    let (buffers, to) = (host.buffers(iovs)?, to.load(&host.memory)?.0);
    let sent = capable(host, fd, |host| {
        if wasmer::is_imitated(host) && wasmer::stage(host, fd)? == Stage::Fresh {
            return Err(Errno::ENOTCONN);
        }
        host.send(fd, &buffers, Some(to)).map_err(|error| timed(host, fd, error))
    })?;
    len.store(&mut host.memory, sent)
}

/// The only flag makes the call non-blocking, which this host does not support.
fn send_flags(flags: u16) -> Answer {
    const DONT_WAIT: u16 = 1;
    if flags == DONT_WAIT { Err(Errno::ENOTSUP) } else { socket::no_flags(flags) }
}

/// Wasmer ends the directions of connected streams only.
fn shutdown(host: &mut Host<'_>, fd: u32, how: u8) -> Answer {
    if wasmer::is_imitated(host) && matches!(wasmer::stage(host, fd)?, Stage::Listener | Stage::Datagram) {
        return Err(Errno::ENOTSUP);
    }
    socket::shutdown(host, fd, how)
}
