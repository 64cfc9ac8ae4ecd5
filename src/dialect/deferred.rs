// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Sockets that have no descriptor of the host when `socket` returns, and maybe several later.
//!
//! Some runtimes cannot make a socket before they know its destination. The library then keeps the
//! socket itself, under a number of its own, and translates that number to the host's descriptor in every
//! call of the program. That includes `read`, `write`, `close`, `fcntl` and `poll`, so the archive of such
//! a runtime defines those too (`crate::posix::descriptor`).
//!
//! [`Deferred`] is the part that all of them share; a [`DeferredRuntime`] makes the descriptors. Data go
//! through preview 1's own `sock_send` and `sock_recv`.

use core::ffi::{CStr, c_int};
use core::marker::PhantomData;
use core::mem::MaybeUninit;

use wasi::{Event, Subscription};

use crate::abi::{MSG_PEEK, POLLHUP, POLLNVAL, POLLOUT, iovec};
use crate::addr::{InetAddr, SocketAddr};
use crate::dialect::fast::Fast;
use crate::dialect::shared::pending_error;
use crate::dialect::shared::wasip1;
use crate::dialect::{Dialect, Family, Fd, Flags, How, Kind, Pollable, Received, ResolveError};
use crate::errno::{Errno, Result};
use crate::option::{SockOpt, Value};

use socket::{Socket, TABLE};

pub(crate) use socket::{HostFd, Stage};

mod confirm;
mod socket;

/// A runtime that makes a socket's descriptor after `socket` has returned.
pub(crate) trait DeferredRuntime {
    /// The `MSG_` flags of a receive that the host's `sock_recv` honours: `MSG_PEEK` or none.
    const RECV_FLAGS: c_int;
    /// Whether the host can wait for its sockets, and make them non-blocking.
    const POLLABLE: bool;
    /// Whether the host's listening sockets may be non-blocking although the program did not ask for it, and
    /// `poll_oneoff` may report descriptors that are not ready, once another one is.
    const SPURIOUS_READINESS: bool = false;
    /// Whether `connect` connects to the address of the program, so that the peer is known.
    const PEER_IS_KNOWN: bool;

    /// Whether the runtime has such sockets.
    fn supports(family: Family, kind: Kind) -> Result<()>;
    /// Gives the socket its address, which the caller stores.
    fn bind(socket: &mut Stage, addr: &SocketAddr) -> Result<()>;
    /// Connects, and leaves the descriptors in the socket. The address is of the socket's family.
    fn connect(socket: &mut Stage, addr: &SocketAddr) -> Result<()>;
    /// Listens, and leaves the descriptor in `socket.control`.
    fn listen(socket: &mut Stage, backlog: c_int) -> Result<()>;
    /// The next connection of a listening descriptor, by the number that the program is given. The family is
    /// known where the socket is one of ours.
    fn accept(control: Fd, family: Option<Family>, nonblocking: bool) -> Result<Fd>;
    /// Closes one direction of a connection or both.
    fn shutdown(data: Fd, how: How) -> Result<()>;
    /// See [`Dialect::set_network_handle`].
    fn set_network_handle(_fd: Fd) -> Result<()> {
        Err(Errno::EOPNOTSUPP)
    }
}

/// The dialect of a deferred runtime.
pub(crate) struct Deferred<L>(PhantomData<L>);

/// The host's descriptor for data; `None` for a socket of the table that is not connected.
#[inline]
fn data(fd: Fd) -> Result<Option<Fd>> {
    if TABLE.owns(fd) { TABLE.with(fd, |socket| Ok(socket.stage.data.map(HostFd::get))) } else { Ok(Some(fd)) }
}

/// The same where it must be connected: the errors of a stream and of a datagram socket that is not.
#[inline(never)]
fn connected(fd: Fd, of_stream: Errno, of_datagram: Errno) -> Result<Fd> {
    if !TABLE.owns(fd) {
        return Ok(fd);
    }
    TABLE.with(fd, |socket| match socket.stage {
        Stage { data: Some(data), .. } => Ok(data.get()),
        Stage { kind: Kind::Stream, .. } => Err(of_stream),
        Stage { kind: Kind::Datagram, .. } => Err(of_datagram),
    })
}

/// Checks that the number is in the table. A descriptor of the host is connected already, or is not a socket.
fn check_own(fd: Fd, connected: Errno) -> Result<()> {
    if TABLE.owns(fd) { Ok(()) } else { wasip1::kind(fd).and(Err(connected)) }
}

/// The same with its state and its addresses.
fn own_socket(fd: Fd, connected: Errno) -> Result<Socket> {
    check_own(fd, connected)?;
    TABLE.with(fd, |socket| Ok(*socket))
}

/// Some hosts return `EBADF` for a file where they want a socket.
#[cold]
#[inline(never)]
fn errno_of_transfer(fd: Fd, error: Errno) -> Errno {
    if error == Errno::EBADF { wasip1::kind(fd).err().unwrap_or(error) } else { error }
}

/// A socket of ours speaks the address's family. An IPv4 address is too short for IPv6, which Linux checks first, except when it
/// connects datagrams. Calls with other lengths correct the error.
fn check_family(socket: &Stage, addr: &SocketAddr, connects: bool) -> Result<()> {
    match socket {
        Stage { family, .. } if *family == Family::of(addr) => Ok(()),
        Stage { family: Family::V4, .. } => Err(Errno::EAFNOSUPPORT),
        Stage { kind: Kind::Datagram, .. } if connects => Err(Errno::EAFNOSUPPORT),
        _ => Err(Errno::EINVAL),
    }
}

/// Passes `O_NONBLOCK` to the host: the program may have set it before there was this descriptor.
fn apply_nonblocking<L: DeferredRuntime>(socket: &Stage, host: Option<HostFd>) -> Result<()> {
    match host {
        Some(host) if L::POLLABLE && socket.nonblocking => wasip1::set_nonblocking(host.get(), true),
        _ => Ok(()),
    }
}

/// Binds to an address of either family, or of IPv4 only. Inlined, so that a program for IPv4 links no code for the other
/// family.
#[inline(always)]
fn bind<L: DeferredRuntime, const EITHER: bool>(fd: Fd, addr: &SocketAddr) -> Result<()> {
    check_own(fd, Errno::EINVAL)?;
    Socket::change(fd, |Socket { stage, bound, .. }| {
        check_family(stage, addr, false)?;
        if bound.is_some() || stage.listening || stage.data.is_some() {
            return Err(Errno::EINVAL);
        }
        L::bind(stage, addr)?;
        *bound = Some(*addr);
        Ok(())
    })
}

/// Connects to an address, in the same two forms.
#[inline(always)]
fn connect<L: DeferredRuntime, const EITHER: bool>(fd: Fd, addr: &SocketAddr) -> Result<()> {
    check_own(fd, Errno::EISCONN)?;
    Socket::change(fd, |Socket { stage, peer, .. }| {
        check_family(stage, addr, true)?;
        if stage.listening || stage.data.is_some() {
            return Err(Errno::EISCONN);
        }
        *peer = Some(*addr);
        L::connect(stage, addr)?;
        apply_nonblocking::<L>(stage, stage.data)
    })
}

impl<L: DeferredRuntime> Dialect for Deferred<L> {
    type Addr = SocketAddr;

    const RECV_FLAGS: c_int = L::RECV_FLAGS;

    fn set_network_handle(fd: Fd) -> Result<()> {
        L::set_network_handle(fd)
    }

    #[inline(always)]
    fn open(family: Family, kind: Kind) -> Result<Fd> {
        L::supports(family, kind)?;
        Stage::new(family, kind).keep()
    }

    fn bind(fd: Fd, addr: &SocketAddr) -> Result<()> {
        bind::<L, true>(fd, addr)
    }

    fn connect(fd: Fd, addr: &SocketAddr) -> Result<()> {
        connect::<L, true>(fd, addr)
    }

    fn listen(fd: Fd, backlog: c_int) -> Result<()> {
        check_own(fd, Errno::EINVAL)?;
        Socket::change(fd, |Socket { stage, .. }| {
            match stage {
                Stage { kind: Kind::Datagram, .. } => return Err(Errno::EOPNOTSUPP),
                Stage { data: Some(_), .. } => return Err(Errno::EINVAL),
                Stage { listening: true, .. } => return Ok(()),
                _ => {}
            }
            L::listen(stage, backlog)?;
            apply_nonblocking::<L>(stage, stage.control)?;
            stage.listening = true;
            Ok(())
        })
    }

    fn accept(fd: Fd, nonblocking: bool) -> Result<Fd> {
        if !TABLE.owns(fd) {
            wasip1::kind(fd)?;
            return L::accept(fd, None, nonblocking);
        }
        match Stage::of(fd)? {
            Stage { kind: Kind::Datagram, .. } => Err(Errno::EOPNOTSUPP),
            Stage { listening: true, control: Some(control), family, nonblocking: waits_not, .. } => loop {
                let control = control.get();
                match L::accept(control, Some(family), nonblocking) {
                    Err(Errno::EAGAIN) if L::SPURIOUS_READINESS && !waits_not => wasip1::wait_readable(control)?,
                    other => return other,
                }
            },
            _ => Err(Errno::EINVAL),
        }
    }

    #[inline(never)]
    fn send(fd: Fd, parts: &[iovec], _: Flags) -> Result<usize> {
        let data = connected(fd, Errno::EPIPE, Errno::EDESTADDRREQ)?;
        wasip1::sock_send(data, parts).map_err(|error| errno_of_transfer(data, error))
    }

    /// A stream ignores the address.
    fn send_to(fd: Fd, parts: &[iovec], flags: Flags, _: &SocketAddr) -> Result<usize> {
        match Self::kind(fd)? {
            Kind::Stream => Self::send(fd, parts, flags),
            Kind::Datagram => Err(Errno::EOPNOTSUPP),
        }
    }

    #[inline]
    fn recv(fd: Fd, room: &[iovec], flags: Flags) -> Result<usize> {
        Self::recv_nameless(fd, room, flags).map(|got| got.len)
    }

    #[inline]
    fn recv_nameless(fd: Fd, room: &[iovec], flags: Flags) -> Result<Received> {
        // A datagram socket without a peer: no runtime has a descriptor for that.
        let data = connected(fd, Errno::ENOTCONN, Errno::EOPNOTSUPP)?;
        let got = wasip1::sock_recv(data, room, flags.has(MSG_PEEK));
        let (len, truncated) = got.map_err(|error| errno_of_transfer(data, error))?;
        Ok(Received { len, truncated })
    }

    fn recv_msg(fd: Fd, room: &[iovec], flags: Flags) -> Result<(Received, Option<SocketAddr>)> {
        let got = Self::recv_nameless(fd, room, flags)?;
        Ok((got, if Self::kind(fd)? == Kind::Datagram { Self::peer(fd).ok() } else { None }))
    }

    fn recv_from(fd: Fd, room: &[iovec], flags: Flags) -> Result<(usize, Option<SocketAddr>)> {
        Self::recv_msg(fd, room, flags).map(|(got, from)| (got.len, from))
    }

    fn shutdown(fd: Fd, how: How) -> Result<()> {
        match data(fd)? {
            Some(data) => wasip1::kind(data).and_then(|_kind| L::shutdown(data, how)),
            None if Stage::of(fd)?.listening => Err(Errno::EOPNOTSUPP),
            None => Err(Errno::ENOTCONN),
        }
    }

    /// Exact as far as the program has chosen the address: these runtimes do not report the rest.
    fn local(fd: Fd) -> Result<SocketAddr> {
        let Socket { stage, bound, .. } = own_socket(fd, Errno::EOPNOTSUPP)?;
        match (bound, stage) {
            (Some(addr), _) if addr.port() != 0 => Ok(addr),
            (None, Stage { family, data: None, listening: false, .. }) => Ok(family.any()),
            _ => Err(Errno::EOPNOTSUPP),
        }
    }

    fn peer(fd: Fd) -> Result<SocketAddr> {
        match own_socket(fd, Errno::EOPNOTSUPP)? {
            Socket { stage: Stage { data: None, .. }, .. } => Err(Errno::ENOTCONN),
            Socket { peer: Some(addr), .. } if L::PEER_IS_KNOWN => Ok(addr),
            _ => Err(Errno::EOPNOTSUPP),
        }
    }

    fn family(fd: Fd) -> Result<c_int> {
        own_socket(fd, Errno::EOPNOTSUPP).map(|socket| socket.stage.family.any().family())
    }

    fn set(fd: Fd, _: SockOpt, _: Value) -> Result<()> {
        Self::kind(fd).and(Err(Errno::ENOPROTOOPT))
    }

    fn get(fd: Fd, option: SockOpt) -> Result<Value> {
        match option {
            SockOpt::AcceptConn if TABLE.owns(fd) => Ok(Value::Int(Stage::of(fd)?.listening.into())),
            _ => Self::kind(fd).and(Err(Errno::ENOPROTOOPT)),
        }
    }

    fn take_error(fd: Fd) -> Result<Option<Errno>> {
        match data(fd)? {
            // There is none before there is a connection.
            None => Ok(None),
            Some(data) if L::POLLABLE => pending_error::fetch::<Self>(data),
            Some(data) => wasip1::kind(data).and(Err(Errno::ENOPROTOOPT)),
        }
    }

    const RECORD: usize = 1;

    /// These runtimes have no look-ups; the front alone resolves `localhost` and numeric addresses.
    fn resolve(_: &CStr, _: Option<Family>, _: &mut [u8]) -> core::result::Result<usize, ResolveError> {
        Err(ResolveError::System(Errno::EOPNOTSUPP))
    }

    fn answer(_: &[u8]) -> Option<SocketAddr> {
        None
    }

    fn kind(fd: Fd) -> Result<Kind> {
        if TABLE.owns(fd) { TABLE.with(fd, |socket| Ok(socket.stage.kind)) } else { wasip1::kind(fd) }
    }

    fn is_open(fd: Fd) -> bool {
        if TABLE.owns(fd) { TABLE.with(fd, |_socket| Ok(())).is_ok() } else { wasip1::is_open(fd) }
    }

    fn nonblocking(fd: Fd) -> Result<bool> {
        if TABLE.owns(fd) { TABLE.with(fd, |socket| Ok(socket.stage.nonblocking)) } else { wasip1::nonblocking(fd) }
    }

    fn set_nonblocking(fd: Fd, on: bool) -> Result<()> {
        if !TABLE.owns(fd) {
            return wasip1::set_nonblocking(fd, on);
        }
        let socket = Stage::of(fd)?;
        if on && !L::POLLABLE {
            return Err(Errno::EOPNOTSUPP);
        }
        // A control that neither listens nor is connected stays blocking, so that `connect` waits.
        let host = if socket.listening { socket.control } else { socket.data };
        if let Some(host) = host.filter(|_| socket.nonblocking != on) {
            wasip1::set_nonblocking(host.get(), on)?;
        }
        // The version stays, so that earlier work on the socket may still be stored.
        TABLE.with(fd, |socket| {
            socket.stage.nonblocking = on;
            Ok(())
        })
    }

    fn pollable(fd: Fd) -> Result<Pollable> {
        if !TABLE.owns(fd) {
            return Ok(Pollable::Host(fd));
        }
        Ok(match Stage::of(fd) {
            Err(_closed) => Pollable::Now(POLLNVAL),
            Ok(Stage { data: Some(_), .. } | Stage { listening: true, .. }) if !L::POLLABLE => {
                return Err(Errno::EOPNOTSUPP);
            }
            Ok(Stage { data: Some(host), .. } | Stage { listening: true, control: Some(host), .. }) => {
                Pollable::Host(host.get())
            }
            Ok(Stage { kind: Kind::Datagram, .. }) => Pollable::Now(POLLOUT),
            Ok(_fresh) => Pollable::Now(POLLOUT | POLLHUP),
        })
    }

    fn poll(subscriptions: &mut [Subscription], events: &mut [MaybeUninit<Event>]) -> Result<usize> {
        let count = wasip1::poll(subscriptions, events)?;
        if L::SPURIOUS_READINESS { confirm::confirm(subscriptions, events, count) } else { Ok(count) }
    }

    fn available(fd: Fd) -> Result<usize> {
        match data(fd)? {
            Some(data) if L::POLLABLE => wasip1::available(data),
            Some(data) => wasip1::kind(data).and(Err(Errno::EOPNOTSUPP)),
            None if Stage::of(fd)?.listening => Err(Errno::EINVAL),
            None => Ok(0),
        }
    }

    #[inline(never)]
    fn close(fd: Fd) {
        if !TABLE.owns(fd) {
            return wasip1::close(fd);
        }
        let _closed = Self::close_own(fd);
    }

    fn close_own(fd: Fd) -> Result<()> {
        TABLE.end(fd, |socket| socket.stage.close())
    }

    #[inline]
    fn owns(fd: Fd) -> bool {
        TABLE.owns(fd)
    }

    /// A socket of the library's own cannot be moved, and nothing can take its place.
    fn renumber(from: Fd, to: Fd) -> Result<()> {
        if TABLE.owns(from) || TABLE.owns(to) { Err(Errno::EOPNOTSUPP) } else { wasip1::renumber(from, to) }
    }
}

impl<L: DeferredRuntime> Fast for Deferred<L> {
    #[inline(always)]
    fn bind_v4(fd: Fd, addr: InetAddr) -> Result<()> {
        bind::<L, false>(fd, &addr.read())
    }

    #[inline(always)]
    fn connect_v4(fd: Fd, addr: InetAddr) -> Result<()> {
        connect::<L, false>(fd, &addr.read())
    }
}
