// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! WASIX, the extension of preview 1 by Wasmer (`wasmer run --net`), module `wasix_32v1`.
//!
//! Source: wasix-libc `libc-bottom-half/headers/public/wasi/api_wasix.h` (names, layouts); Wasmer
//! `lib/wasix/src/net/socket.rs`, `syscalls/wasix/sock_*.rs` and `lib/virtual-net/src/host.rs` (behaviour).
//! Compared with Wasmer 7, in the form of the Python package `wasmer-sdk` 0.5.0.
//!
//! The hidden authority: no call takes a handle. `--net` allows the network to the whole instance, and a
//! program cannot choose anything else.
//!
//! Quirks, and what is done about them:
//! - Ports are read in one byte order and written in another: see [`port`].
//! - Every wait ends after 30 s: see [`time`].
//! - A stream that is refused may still connect with success: [`connect::outcome`] reads its status. On a
//!   non-blocking one success only says that it has begun, so it is always `EINPROGRESS`, as on Linux.
//! - A blocking send stops at what fits the buffers of the system: [`transfer::send`] goes on.
//! - `sock_recv` fills one buffer after the other and waits for each, looks at the same data for each with
//!   `MSG_PEEK`, and with datagrams loses what did not fit the first: [`transfer::recv_several`].
//! - `sock_recv_from` is for datagrams only, `ro_flags` are always 0: see [`crate::dialect::shared::truncation`].
//! - An unbound datagram socket cannot receive, and on older hosts cannot send: the library binds it.
//! - A datagram socket has no time limits, and most of its options only after `bind`: see [`held`].
//! - `fd_read` fills each buffer by a receive of its own, and `fd_write` has another number for data outside memory: the library
//!   has `read` and `write` of its own.
//! - `listen` needs a `bind` before. `connect`, `listen` and `bind` in a state that does not allow them return `ENOTSUP`: the
//!   library returns Linux's error.
//! - Sockets lose their file type when they are bound: [`errno::kind`] finds it out in another way.
//! - `poll_oneoff` takes 0 as for ever (preview 1's helpers send 1 ns), reports the end of data and a refused
//!   connection alike as a hang-up, and fails as a whole for one closed descriptor: see [`event`].
//! - `sock_pair` makes a pipe, which has no type, no `MSG_PEEK` and no `shutdown`, and a write to a closed one ends the
//!   program: the library connects pairs over the loopback interface instead.
//! - Where preview 1 has `ENOTCAPABLE`, the host returns `EACCES` for what is not a socket and `EPERM` for what is forbidden.

use core::ffi::{CStr, c_int};
use core::mem::MaybeUninit;

use wasi::{Event, Subscription};

use crate::abi::{AF_INET, MSG_PEEK, iovec};
use crate::addr::SocketAddr;
use crate::dialect::fast::Fast;
use crate::dialect::shared::events;
use crate::dialect::shared::pending_error;
use crate::dialect::shared::wasip1::Cell;
use crate::dialect::shared::{truncation, wasip1};
use crate::dialect::{Dialect, Family, Fd, Flags, How, Kind, Received, ResolveError};
use crate::errno::{Errno, Result};
use crate::option::{SockOpt, Value};

use connect::{Status, check_family, last_error, outcome, status};
use errno::{check, errno_of_file, linux_errno};
use import::*;
use layout::{Addr, Place};
use socket::{bind_anywhere, is_listener, is_of_other_family};
use transfer::{datagrams_are_opened, errno_of_send, recv, recv_from, recv_several, retry, send};

mod connect;
mod errno;
mod event;
mod held;
mod hook;
mod import;
mod layout;
mod option;
mod port;
mod raw_option;
mod socket;
mod time;
mod transfer;

/// The dialect of WASIX.
pub(crate) struct Wasix;

impl Dialect for Wasix {
    type Addr = Addr;

    const RECV_FLAGS: c_int = MSG_PEEK;

    #[inline(always)]
    fn open(family: Family, kind: Kind) -> Result<Fd> {
        if kind == Kind::Datagram {
            datagrams_are_opened();
        }
        socket::open(family, kind)
    }

    fn bind(fd: Fd, addr: &Addr) -> Result<()> {
        socket::bind(fd, addr)
    }

    fn connect(fd: Fd, addr: &Addr) -> Result<()> {
        let is_stream = Self::kind(fd)? == Kind::Stream;
        if is_stream {
            check_family(fd, addr)?;
        } else {
            hook::bind_for_options(fd);
        }
        // SAFETY: the host reads one address.
        match check(fd, unsafe { sock_connect(fd, &Place::of(addr)) }) {
            called @ (Ok(()) | Err(Errno::EOPNOTSUPP)) if is_stream => outcome(fd, called),
            other => other,
        }
    }

    fn listen(fd: Fd, backlog: c_int) -> Result<()> {
        let limit = time::get(fd, time::RECV).unwrap_or(0);
        // SAFETY: the import takes numbers only.
        let call = || check(fd, unsafe { sock_listen(fd, backlog) });
        match call() {
            Err(Errno::EINVAL) if bind_anywhere(fd)? => call(),
            // A second `listen` is allowed; hosts ignore the backlog.
            Err(Errno::EOPNOTSUPP) if Self::kind(fd)? == Kind::Stream => {
                return if is_listener(fd)? { Ok(()) } else { Err(Errno::EINVAL) };
            }
            other => other,
        }?;
        let _lacking = time::set(fd, time::ACCEPT, limit);
        Ok(())
    }

    fn accept(fd: Fd, nonblocking: bool) -> Result<Fd> {
        accept(fd, nonblocking).map(|(new, _peer)| new)
    }

    /// The host tells the peer at once, and later not of every one.
    fn accept_from(fd: Fd, nonblocking: bool) -> Result<(Fd, Option<Addr>)> {
        accept(fd, nonblocking).map(|(new, peer)| (new, peer.decode(port::read)))
    }

    fn send(fd: Fd, data: &[iovec], _: Flags) -> Result<usize> {
        send(fd, data)
    }

    fn send_to(fd: Fd, data: &[iovec], _: Flags, addr: &Addr) -> Result<usize> {
        hook::bind_for_options(fd);
        let mut len: Cell = 0;
        let mut call = || {
            // SAFETY: the host reads the iovecs and what they name, within memory, and one address, and writes a length.
            check(fd, unsafe { sock_send_to(fd, data.as_ptr(), data.len(), 0, &Place::of(addr), &mut len) })
        };
        match retry(fd, time::SEND, &mut call) {
            Err(Errno::ENOTCONN) if Self::kind(fd)? == Kind::Datagram && bind_anywhere(fd)? => call(),
            // Linux looks at an IPv4 address for an IPv6 socket as for any.
            Err(Errno::EINVAL) if addr.domain() == AF_INET => Err(Errno::EINVAL),
            Err(Errno::EIO | Errno::EINVAL) if is_of_other_family(fd, addr) => Err(Errno::EAFNOSUPPORT),
            other => other.map_err(|error| errno_of_send(fd, error)),
        }?;
        Ok(len as usize)
    }

    #[inline]
    fn recv(fd: Fd, room: &[iovec], flags: Flags) -> Result<usize> {
        match room {
            [_] if flags == Flags::NONE => recv(fd, room, flags),
            _ => recv_several(fd, room, flags),
        }
    }

    #[inline(always)]
    fn recv_from(fd: Fd, room: &[iovec], flags: Flags) -> Result<(usize, Option<Addr>)> {
        match recv_from(fd, room, flags) {
            // Only datagrams have a sender.
            Err(Errno::EOPNOTSUPP) => Self::recv(fd, room, flags).map(|len| (len, None)),
            other => other,
        }
    }

    fn recv_msg(fd: Fd, room: &[iovec], flags: Flags) -> Result<(Received, Option<Addr>)> {
        match Self::kind(fd)? {
            Kind::Stream => Ok((Received { len: Self::recv(fd, room, flags)?, truncated: false }, None)),
            Kind::Datagram => truncation::receive(room, |room| recv_from(fd, room, flags)),
        }
    }

    fn shutdown(fd: Fd, how: How) -> Result<()> {
        // SAFETY: the import takes numbers only.
        match check(fd, unsafe { sock_shutdown(fd, wasip1::sdflags(how)) }) {
            Err(Errno::EOPNOTSUPP) if Self::kind(fd)? == Kind::Datagram => Self::peer(fd).and(Err(Errno::EOPNOTSUPP)),
            other => other,
        }
    }

    fn local(fd: Fd) -> Result<Addr> {
        socket::local(fd)?.decode(port::read).ok_or(Errno::EOPNOTSUPP)
    }

    fn family(fd: Fd) -> Result<c_int> {
        socket::family(fd)
    }

    /// The host names a peer as soon as it is asked to connect, and nobody's address before that.
    fn peer(fd: Fd) -> Result<Addr> {
        let mut place = Place::EMPTY;
        // SAFETY: the host writes one address.
        match check(fd, unsafe { sock_addr_peer(fd, &mut place) }) {
            Err(Errno::EOPNOTSUPP) => return Err(Errno::ENOTCONN),
            other => other,
        }?;
        if place.addr.is_nobody() || status(fd)? != Status::Opened {
            return Err(Errno::ENOTCONN);
        }
        place.decode(port::read).ok_or(Errno::ENOTCONN)
    }

    /// The host has another number for data outside memory.
    fn write(fd: Fd, data: &[iovec]) -> Result<usize> {
        wasip1::write(fd, data).map_err(|error| errno_of_send(fd, errno_of_file(error)))
    }

    /// A socket's limit counts here too. The host fills each buffer by a receive of its own, which spoils datagrams, waits for
    /// more than a stream has, and loses what it has received when the next receive fails.
    fn read(fd: Fd, room: &[iovec]) -> Result<usize> {
        if room.len() > 1 && Self::kind(fd).is_ok() {
            return Self::recv(fd, room, Flags::NONE);
        }
        hook::wait(fd)?;
        match wasip1::read(fd, room).map_err(errno_of_file) {
            Err(Errno::EOPNOTSUPP) if Self::kind(fd).is_ok() => Err(Errno::ENOTCONN),
            other => other,
        }
    }

    #[inline(always)]
    fn forget(fd: Fd) {
        hook::forget(fd);
    }

    #[inline]
    fn renumber(from: Fd, to: Fd) -> Result<()> {
        wasip1::renumber(from, to).map(|()| hook::renumber(from, to))
    }

    fn set(fd: Fd, option: SockOpt, value: Value) -> Result<()> {
        option::set(fd, option, value)
    }

    fn get(fd: Fd, option: SockOpt) -> Result<Value> {
        option::get(fd, option)
    }

    fn can_set(option: SockOpt) -> bool {
        option::can_set(option)
    }

    fn recv_limit(fd: Fd) -> u64 {
        match hook::limit(fd, time::RECV) {
            0 => time::get(fd, time::RECV).unwrap_or(0),
            limit => limit,
        }
    }

    fn take_error(fd: Fd) -> Result<Option<Errno>> {
        Self::kind(fd)?;
        match last_error(fd) {
            // Older hosts do not keep it.
            Err(Errno::EINVAL | Errno::EOPNOTSUPP) => pending_error::fetch::<Self>(fd),
            other => other,
        }
    }

    const RECORD: usize = layout::ANSWER;

    /// The host does not report that there were more answers than had room.
    fn resolve(host: &CStr, _: Option<Family>, answers: &mut [u8]) -> core::result::Result<usize, ResolveError> {
        let mut count: Cell = 0;
        let (name, room) = (host.to_bytes(), answers.len() / Self::RECORD);
        // SAFETY: the host reads the name and writes as many answers as there is room for, and their number.
        let code = unsafe { resolve(name.as_ptr().cast(), name.len(), 0, answers.as_mut_ptr(), room, &mut count) };
        let count = count as usize;
        match crate::errno::check(code).map_err(linux_errno) {
            Ok(()) => Ok(if count < room { count } else { 2 * room }),
            // The host has one error for all failures; this is the most frequent one.
            Err(Errno::EIO | Errno::ENOENT) => Err(ResolveError::NoName),
            Err(Errno::EAGAIN) => Err(ResolveError::Again),
            Err(Errno::ENOMEM) => Err(ResolveError::Memory),
            Err(error) => Err(ResolveError::System(error)),
        }
    }

    fn answer(record: &[u8]) -> Option<SocketAddr> {
        layout::answer(record)
    }

    fn kind(fd: Fd) -> Result<Kind> {
        errno::kind(fd)
    }

    /// Linux counts the bytes of a stream or a datagram; a listener has none.
    fn available(fd: Fd) -> Result<usize> {
        if Self::kind(fd)? == Kind::Stream && is_listener(fd)? {
            return Err(Errno::EINVAL);
        }
        wasip1::available(fd)
    }

    fn poll(subscriptions: &mut [Subscription], events: &mut [MaybeUninit<Event>]) -> Result<usize> {
        let count = match wasip1::poll(subscriptions, events) {
            // One closed descriptor fails the whole call; it has an event by itself.
            Err(Errno::EBADF) => Ok(events::each(subscriptions, events)),
            other => other,
        }?;
        event::correct(subscriptions, events, count);
        Ok(count)
    }
}

impl Fast for Wasix {
    #[inline(always)]
    fn set_limit(fd: Fd, option: SockOpt, limit: u64) -> Result<()> {
        option::set_limit(fd, if option == SockOpt::RecvTimeout { time::RECV } else { time::SEND }, limit)
    }

    /// Without the options whose values are not numbers.
    #[inline]
    fn set_int(fd: Fd, option: SockOpt, value: c_int) -> Result<()> {
        option::set_number(fd, option, value)
    }
}

/// Accepts, `O_NONBLOCK` as asked; the peer as the host tells it.
fn accept(fd: Fd, nonblocking: bool) -> Result<(Fd, Place)> {
    let flags = if nonblocking { i32::from(wasi::FDFLAGS_NONBLOCK) } else { 0 };
    let (mut cell, mut peer): (Cell, Place) = (0, Place::EMPTY);
    loop {
        // SAFETY: the host writes one descriptor, which fits the cell, and one address.
        match check(fd, unsafe { sock_accept_v2(fd, flags, &mut cell, &mut peer) }) {
            Err(Errno::ETIMEDOUT) => time::expired(fd, time::ACCEPT)?,
            other => break other,
        }
    }
    .map_err(|error| match error {
        Errno::ENOTCONN | Errno::EOPNOTSUPP if Wasix::kind(fd) == Ok(Kind::Datagram) => Errno::EOPNOTSUPP,
        Errno::ENOTCONN | Errno::EOPNOTSUPP => Errno::EINVAL,
        error => error,
    })?;
    let new = cell as Fd;
    hook::forget(new);
    time::inherit_timeouts(fd, new);
    // The flag may come from the listener.
    if Wasix::nonblocking(new)? != nonblocking {
        Wasix::set_nonblocking(new, nonblocking).inspect_err(|_| Wasix::close(new))?;
    }
    Ok((new, peer))
}
