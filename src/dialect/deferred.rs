// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Sockets that have no descriptor of the host yet when `socket` returns, or several later.
//!
//! Some runtimes cannot make a socket before they know where it connects to. The library then keeps the
//! socket itself, under a number of its own, until there is a descriptor, and puts the one in the place
//! of the other wherever the program names it: that includes `read`, `write`, `close`, `fcntl` and
//! `poll`, which the archive of such a runtime brings along (`crate::posix::descriptor`).
//!
//! [`Deferred`] does what is the same on all of them; a [`DeferredRuntime`] makes the descriptors. Data goes through preview 1's own `sock_send` and `sock_recv`.

use core::ffi::{CStr, c_int};
use core::marker::PhantomData;
use core::mem::MaybeUninit;

use wasi::{Event, Subscription};

use crate::abi::{MSG_PEEK, POLLHUP, POLLNVAL, POLLOUT, iovec};
use crate::addr::SocketAddr;
use crate::dialect::fast::Fast;
use crate::dialect::shared::pending_error;
use crate::dialect::shared::wasip1;
use crate::dialect::{Dialect, Family, Fd, Flags, How, Kind, Pollable, Received, ResolveError};
use crate::errno::{Errno, Result};
use crate::option::{SockOpt, Value};

pub(crate) use socket::{Socket, TABLE};

mod confirm;
mod socket;

/// A runtime that makes a socket's descriptor after `socket` has returned.
pub(crate) trait DeferredRuntime {
    /// The `MSG_` flags of a receive that the host's `sock_recv` honours: `MSG_PEEK` or none.
    const RECV_FLAGS: c_int;
    /// Whether the host can wait for its sockets, and make them not block.
    const POLLABLE: bool;
    /// Whether the host's listening sockets may be non-blocking although the program did not ask for it, and
    /// `poll_oneoff` may report descriptors that are not ready, once another one is.
    const SPURIOUS_READINESS: bool = false;
    /// Whether `connect` goes where the program says, so that the peer is known.
    const PEER_IS_KNOWN: bool;

    /// Whether the runtime has such sockets.
    fn supports(family: Family, kind: Kind) -> Result<()>;
    /// Gives the socket its address; `socket.bound` is set by the caller.
    fn bind(socket: &mut Socket, addr: &SocketAddr) -> Result<()>;
    /// Connects, and leaves the descriptors in the socket.
    fn connect(socket: &mut Socket, addr: &SocketAddr) -> Result<()>;
    /// Listens, and leaves the descriptor in `socket.control`.
    fn listen(socket: &mut Socket, backlog: c_int) -> Result<()>;
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

/// The dialect of a late runtime.
pub(crate) struct Deferred<L>(PhantomData<L>);

/// The host's descriptor for data; `None` for a socket of ours that is not connected.
#[inline]
fn data(fd: Fd) -> Result<Option<Fd>> {
    if TABLE.owns(fd) { Ok(TABLE.get(fd)?.data) } else { Ok(Some(fd)) }
}

/// A socket of the table. A descriptor of the host is connected already, or no socket.
fn own_socket(fd: Fd, connected: Errno) -> Result<Socket> {
    if TABLE.owns(fd) { TABLE.get(fd) } else { wasip1::kind(fd).and(Err(connected)) }
}

/// Some hosts return `EBADF` for a file where they want a socket.
#[cold]
fn errno_of_transfer(fd: Fd, error: Errno) -> Errno {
    if error == Errno::EBADF { wasip1::kind(fd).err().unwrap_or(error) } else { error }
}

/// A socket of ours speaks the address's family.
fn check_family(socket: &Socket, addr: &SocketAddr) -> Result<()> {
    if socket.family == Family::of(addr) { Ok(()) } else { Err(Errno::EAFNOSUPPORT) }
}

/// Stores the new state of a socket. If another thread was faster, closes the new descriptor again.
fn store(fd: Fd, before: &Socket, socket: Socket) -> Result<()> {
    let is_new = |host: &Fd| before.descriptors().all(|old| old != *host);
    TABLE.replace(fd, socket).inspect_err(|_| socket.descriptors().filter(is_new).for_each(wasip1::close))
}

/// Passes `O_NONBLOCK` to the host: the program may have set it before there was a descriptor.
fn apply_nonblocking(socket: &Socket) -> Result<()> {
    match socket.data.or(socket.control) {
        Some(host) if socket.nonblocking => wasip1::set_nonblocking(host, true),
        _ => Ok(()),
    }
}

impl<L: DeferredRuntime> Dialect for Deferred<L> {
    type Addr = SocketAddr;

    const RECV_FLAGS: c_int = L::RECV_FLAGS;

    fn set_network_handle(fd: Fd) -> Result<()> {
        L::set_network_handle(fd)
    }

    fn open(family: Family, kind: Kind) -> Result<Fd> {
        L::supports(family, kind)?;
        TABLE.insert(Socket::new(family, kind))
    }

    fn bind(fd: Fd, addr: &SocketAddr) -> Result<()> {
        let before = own_socket(fd, Errno::EINVAL)?;
        let mut socket = before;
        check_family(&socket, addr)?;
        if socket.bound.is_some() || socket.listening || socket.data.is_some() {
            return Err(Errno::EINVAL);
        }
        let bound = L::bind(&mut socket, addr);
        if bound.is_ok() {
            socket.bound = Some(*addr);
        }
        store(fd, &before, socket).and(bound)
    }

    fn connect(fd: Fd, addr: &SocketAddr) -> Result<()> {
        let before = own_socket(fd, Errno::EISCONN)?;
        let mut socket = before;
        check_family(&socket, addr)?;
        if socket.listening || socket.data.is_some() {
            return Err(Errno::EISCONN);
        }
        let connected = L::connect(&mut socket, addr).and_then(|()| apply_nonblocking(&socket));
        socket.peer = Some(*addr);
        store(fd, &before, socket).and(connected)
    }

    fn listen(fd: Fd, backlog: c_int) -> Result<()> {
        let before = own_socket(fd, Errno::EINVAL)?;
        let mut socket = before;
        match socket {
            Socket { kind: Kind::Datagram, .. } => return Err(Errno::EOPNOTSUPP),
            Socket { data: Some(_), .. } => return Err(Errno::EINVAL),
            Socket { listening: true, .. } => return Ok(()),
            _ => {}
        }
        let listening = L::listen(&mut socket, backlog).and_then(|()| apply_nonblocking(&socket));
        socket.listening = listening.is_ok();
        store(fd, &before, socket).and(listening)
    }

    fn accept(fd: Fd, nonblocking: bool) -> Result<Fd> {
        if !TABLE.owns(fd) {
            wasip1::kind(fd)?;
            return L::accept(fd, None, nonblocking);
        }
        match TABLE.get(fd)? {
            Socket { kind: Kind::Datagram, .. } => Err(Errno::EOPNOTSUPP),
            Socket { listening: true, control: Some(control), family, nonblocking: waits_not, .. } => loop {
                match L::accept(control, Some(family), nonblocking) {
                    Err(Errno::EAGAIN) if L::SPURIOUS_READINESS && !waits_not => wasip1::wait_readable(control)?,
                    other => return other,
                }
            },
            _ => Err(Errno::EINVAL),
        }
    }

    #[inline]
    fn send(fd: Fd, parts: &[iovec], _: Flags) -> Result<usize> {
        match data(fd)? {
            Some(data) => wasip1::sock_send(data, parts).map_err(|error| errno_of_transfer(data, error)),
            None if TABLE.get(fd)?.kind == Kind::Stream => Err(Errno::EPIPE),
            None => Err(Errno::EDESTADDRREQ),
        }
    }

    /// A stream does not look at the address.
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

    fn recv_nameless(fd: Fd, room: &[iovec], flags: Flags) -> Result<Received> {
        match data(fd)? {
            Some(data) => {
                let got = wasip1::sock_recv(data, room, flags.has(MSG_PEEK));
                let (len, truncated) = got.map_err(|error| errno_of_transfer(data, error))?;
                Ok(Received { len, truncated })
            }
            None if TABLE.get(fd)?.kind == Kind::Stream => Err(Errno::ENOTCONN),
            // A datagram from anyone: no runtime has a descriptor for that.
            None => Err(Errno::EOPNOTSUPP),
        }
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
            None if TABLE.get(fd)?.listening => Err(Errno::EOPNOTSUPP),
            None => Err(Errno::ENOTCONN),
        }
    }

    /// Exact as far as the program has chosen the address: these runtimes do not report the rest.
    fn local(fd: Fd) -> Result<SocketAddr> {
        match own_socket(fd, Errno::EOPNOTSUPP)? {
            Socket { bound: Some(addr), .. } if addr.port() != 0 => Ok(addr),
            Socket { family, bound: None, data: None, listening: false, .. } => Ok(family.any()),
            _ => Err(Errno::EOPNOTSUPP),
        }
    }

    fn peer(fd: Fd) -> Result<SocketAddr> {
        match own_socket(fd, Errno::EOPNOTSUPP)? {
            Socket { data: None, .. } => Err(Errno::ENOTCONN),
            Socket { peer: Some(addr), .. } if L::PEER_IS_KNOWN => Ok(addr),
            _ => Err(Errno::EOPNOTSUPP),
        }
    }

    fn family(fd: Fd) -> Result<c_int> {
        own_socket(fd, Errno::EOPNOTSUPP).map(|socket| socket.family.any().family())
    }

    fn set(fd: Fd, _: SockOpt, _: Value) -> Result<()> {
        Self::kind(fd).and(Err(Errno::ENOPROTOOPT))
    }

    fn get(fd: Fd, option: SockOpt) -> Result<Value> {
        match option {
            SockOpt::AcceptConn if TABLE.owns(fd) => Ok(Value::Int(TABLE.get(fd)?.listening.into())),
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
        if TABLE.owns(fd) { TABLE.get(fd).map(|socket| socket.kind) } else { wasip1::kind(fd) }
    }

    fn is_open(fd: Fd) -> bool {
        if TABLE.owns(fd) { TABLE.get(fd).is_ok() } else { wasip1::is_open(fd) }
    }

    fn nonblocking(fd: Fd) -> Result<bool> {
        if TABLE.owns(fd) { TABLE.get(fd).map(|socket| socket.nonblocking) } else { wasip1::nonblocking(fd) }
    }

    fn set_nonblocking(fd: Fd, on: bool) -> Result<()> {
        if !TABLE.owns(fd) {
            return wasip1::set_nonblocking(fd, on);
        }
        let socket = TABLE.get(fd)?;
        if on && !L::POLLABLE {
            return Err(Errno::EOPNOTSUPP);
        }
        // A control that neither listens nor is connected keeps blocking, so that `connect` waits.
        let host = if socket.listening { socket.control } else { socket.data };
        if let Some(host) = host.filter(|_| socket.nonblocking != on) {
            wasip1::set_nonblocking(host, on)?;
        }
        TABLE.amend(fd, |socket| socket.with_nonblocking(on))
    }

    fn pollable(fd: Fd) -> Result<Pollable> {
        if !TABLE.owns(fd) {
            return Ok(Pollable::Host(fd));
        }
        Ok(match TABLE.get(fd) {
            Err(_closed) => Pollable::Now(POLLNVAL),
            Ok(Socket { data: Some(_), .. } | Socket { listening: true, .. }) if !L::POLLABLE => {
                return Err(Errno::EOPNOTSUPP);
            }
            Ok(Socket { data: Some(host), .. } | Socket { listening: true, control: Some(host), .. }) => {
                Pollable::Host(host)
            }
            Ok(Socket { kind: Kind::Datagram, .. }) => Pollable::Now(POLLOUT),
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
            None if TABLE.get(fd)?.listening => Err(Errno::EINVAL),
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
        TABLE.remove(fd).map(|socket| socket.descriptors().for_each(wasip1::close))
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

impl<L: DeferredRuntime> Fast for Deferred<L> {}
