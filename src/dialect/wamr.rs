// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! WAMR, the WebAssembly Micro Runtime (`iwasm`), from 1.1.0 on.
//!
//! Source: `core/iwasm/libraries/libc-wasi/libc_wasi_wrapper.c` (names, signatures),
//! `…/sandboxed-system-primitives/src/posix.c` and `core/shared/platform/common/posix/posix_socket.c`
//! (behaviour), `core/iwasm/libraries/lib-socket/inc/wasi_socket_ext.h` (layouts).
//!
//! The hidden authority: `sock_open` takes an address pool, which WAMR ignores; the pool of the
//! instance (`--addr-pool`, `--allow-resolve`) is ambient. A program cannot choose another.
//!
//! Quirks, and what is done about them:
//! - WAMR ignores `ri_flags`: the library keeps the data of a `MSG_PEEK` ([`kept`]); the front loops for `MSG_WAITALL`.
//! - `ro_flags` are never written: the library detects truncation by offering one byte more.
//! - Zero bytes of data are `EINVAL`: see [`send_empty`] and [`recv`].
//! - `sock_bind` sets `SO_LINGER` to reset on close: the library undoes that.
//! - `sock_shutdown` always closes both directions: see [`shutdown`].
//! - There is no `SO_ERROR`: see [`signal::take_error`].
//! - A send to a peer that has gone ends the runtime by `SIGPIPE`, if it does not ignore the signal: see [`signal`].
//! - `sock_accept` ignores its flags, buffer sizes come as eight bytes, `ENOTCAPABLE` means that it is not a socket.

use core::ffi::{CStr, c_int};
use core::mem::MaybeUninit;

use wasi::{EVENTTYPE_FD_READ, Event, Fdflags, Subscription};

use crate::abi::{MSG_PEEK, iovec};
use crate::addr::{AddrOut, InetAddr, SocketAddr, UNSPECIFIED};
use crate::dialect::fast::{Buffers, Fast, OutLen};
use crate::dialect::shared::events;
use crate::dialect::shared::wasip1::{self, Cell};
use crate::dialect::{Dialect, Family, Fd, Flags, How, Kind, Received, ResolveError};
use crate::errno::{Errno, OrMinusOne, Result};
use crate::option::{SockOpt, Value};

use import::*;
use layout::{Addr, AddrInfo, AddrV4, Hints, PeerImage};

mod hook;
mod import;
mod kept;
mod layout;
mod option;
mod over;
mod recv;
mod shutdown;
mod signal;

/// The dialect of WAMR.
pub(crate) struct Wamr;

/// The result of a transfer. All errors leave by one exit, so that the usual case executes few instructions.
#[inline(always)]
fn transferred(fd: Fd, code: i32, out_len: &OutLen, buffers: Buffers<'_>) -> Result<usize> {
    if code == 0 {
        // SAFETY: a host that answers 0 has written the four bytes of a length.
        let len = unsafe { out_len.as_ptr().cast::<u32>().read() } as usize;
        if len <= *buffers.total {
            return Ok(len);
        }
    }
    Err(transfer_error(fd, code))
}

/// The descriptor in the cell of an import that has succeeded. If the host has lied, it is any number, as if the host had written
/// that.
#[inline(always)]
fn descriptor(cell: &MaybeUninit<Cell>) -> Fd {
    // SAFETY: a host that returns 0 has written the four bytes of a descriptor; the compiler cannot tell whether it has.
    unsafe { cell.as_ptr().cast::<Fd>().read() }
}

/// The error that the host returned. If it returned none, it has lied.
#[cold]
#[inline(never)]
fn transfer_error(fd: Fd, code: i32) -> Errno {
    match code {
        wasip1::ENOTCAPABLE => signal::refused(fd),
        code => Errno::new(code),
    }
}

impl Dialect for Wamr {
    type Addr = Addr;

    const RECV_FLAGS: c_int = MSG_PEEK;

    #[inline(always)]
    fn open(family: Family, kind: Kind) -> Result<Fd> {
        /// WAMR ignores the value and uses the pool of the instance. Its own library passes this number.
        const ANY_POOL: i32 = -1;
        if kind == Kind::Datagram {
            signal::look_at_kinds();
        }
        let mut fd = MaybeUninit::<Cell>::uninit();
        // SAFETY: the host writes one descriptor, which fits the cell.
        check(unsafe { sock_open(ANY_POOL, layout::family(family), layout::kind(kind), fd.as_mut_ptr()) })?;
        Ok(descriptor(&fd))
    }

    fn bind(fd: Fd, addr: &Addr) -> Result<()> {
        // SAFETY: the host reads one address.
        check(unsafe { hook::bind(fd, addr) })
    }

    fn connect(fd: Fd, addr: &Addr) -> Result<()> {
        // SAFETY: the host reads one address.
        check(unsafe { sock_connect(fd, addr) })
    }

    fn listen(fd: Fd, backlog: c_int) -> Result<()> {
        // SAFETY: the import takes numbers only.
        check(unsafe { sock_listen(fd, backlog) })
    }

    #[inline(always)]
    fn accept(fd: Fd, nonblocking: bool) -> Result<Fd> {
        let mut new = MaybeUninit::<Cell>::uninit();
        // SAFETY: the host writes one descriptor, which fits the cell.
        check(unsafe { sock_accept(fd, 0, new.as_mut_ptr()) })?;
        let new = descriptor(&new);
        if nonblocking {
            Self::set_nonblocking(new, true).inspect_err(|_| wasip1::close(new))?;
        }
        Ok(new)
    }

    fn send(fd: Fd, data: &[iovec], _: Flags) -> Result<usize> {
        signal::guard(fd)?;
        let mut len: Cell = 0;
        // SAFETY: the host reads the iovecs and what they name, within memory, and writes a length to the cell.
        match sent(fd, unsafe { sock_send(fd, data.as_ptr(), data.len(), 0, &mut len) }) {
            Ok(()) => Ok(len as usize),
            Err(error) => send_empty(fd, data, error),
        }
    }

    fn send_to(fd: Fd, data: &[iovec], _: Flags, addr: &Addr) -> Result<usize> {
        signal::guard_to(fd)?;
        let mut len: Cell = 0;
        // SAFETY: as in `send`; the host reads one address.
        match sent(fd, unsafe { sock_send_to(fd, data.as_ptr(), data.len(), 0, addr, &mut len) }) {
            Ok(()) => Ok(len as usize),
            Err(error) => send_empty(fd, data, error),
        }
    }

    fn write(fd: Fd, data: &[iovec]) -> Result<usize> {
        signal::guard(fd)?;
        wasip1::write(fd, data).map_err(|error| {
            // `EBADF` to POSIX where it is none.
            if error.get() == wasip1::ENOTCAPABLE && signal::refused(fd) == Errno::EPIPE { Errno::EPIPE } else { error }
        })
    }

    fn read(fd: Fd, room: &[iovec]) -> Result<usize> {
        hook::read(fd, room).unwrap_or_else(|| wasip1::read(fd, room))
    }

    #[inline(always)]
    fn recv(fd: Fd, room: &[iovec], flags: Flags) -> Result<usize> {
        if flags.has(MSG_PEEK) { kept::peek(fd, room).map(|taken| taken.got.len) } else { recv::take(fd, room) }
    }

    #[inline(always)]
    fn recv_from(fd: Fd, room: &[iovec], flags: Flags) -> Result<(usize, Option<Addr>)> {
        if flags.has(MSG_PEEK) {
            kept::peek(fd, room).map(|taken| (taken.got.len, taken.from))
        } else {
            recv::take_from(fd, room)
        }
    }

    #[inline(always)]
    fn recv_msg(fd: Fd, room: &[iovec], flags: Flags) -> Result<(Received, Option<Addr>)> {
        if flags.has(MSG_PEEK) {
            return kept::peek(fd, room).map(|taken| (taken.got, taken.from));
        }
        match Self::kind(fd)? {
            Kind::Stream => Ok((Received { len: recv::take(fd, room)?, truncated: false }, None)),
            Kind::Datagram => recv::with_probe(fd, room),
        }
    }

    #[inline(always)]
    fn shutdown(fd: Fd, how: How) -> Result<()> {
        if how == How::Both { shutdown::both(fd) } else { shutdown::half(fd, how) }
    }

    fn set_nonblocking(fd: Fd, on: bool) -> Result<()> {
        signal::look_closely();
        wasip1::set_nonblocking(fd, on)
    }

    fn set_flags(fd: Fd, flags: Fdflags) -> Result<()> {
        signal::look_closely();
        wasip1::set_flags(fd, flags)
    }

    fn family(fd: Fd) -> Result<c_int> {
        Self::local(fd).map(|addr| addr.domain())
    }

    fn local(fd: Fd) -> Result<Addr> {
        let mut addr = Addr::default();
        // SAFETY: the host writes one address.
        check(unsafe { sock_addr_local(fd, &mut addr) })?;
        Ok(addr)
    }

    #[inline(always)]
    fn peer(fd: Fd) -> Result<Addr> {
        let mut addr = Addr::default();
        // SAFETY: the host writes one address.
        check(unsafe { sock_addr_remote(fd, &mut addr) })?;
        Ok(addr)
    }

    fn set(fd: Fd, option: SockOpt, value: Value) -> Result<()> {
        option::set(fd, option, value)
    }

    fn get(fd: Fd, option: SockOpt) -> Result<Value> {
        option::get(fd, option)
    }

    fn can_set(option: SockOpt) -> bool {
        !option::LACKING.contains(&option)
    }

    fn take_error(fd: Fd) -> Result<Option<Errno>> {
        signal::take_error(fd)
    }

    fn recv_limit(fd: Fd) -> u64 {
        let mut limit: Cell = 0;
        // SAFETY: the host writes eight bytes to the cell.
        if unsafe { sock_get_recv_timeout(fd, &mut limit) } == 0 { limit } else { 0 }
    }

    /// The number of bytes that WAMR's `poll_oneoff` reports is meaningless, so the library receives the bytes and counts them.
    /// A listener has none: it is a stream without a peer that has not hung up.
    fn available(fd: Fd) -> Result<usize> {
        match Self::kind(fd) {
            Ok(Kind::Stream) if Self::peer(fd).is_err() && wasip1::is_waiting(fd)? => Err(Errno::EINVAL),
            Err(Errno::EBADF) => Err(Errno::EBADF),
            Ok(_) => match kept::available(fd) {
                // `poll` reports a socket as readable after `shutdown`.
                Err(Errno::ENOTCONN | Errno::EAGAIN) => Ok(0),
                counted => counted,
            },
            _ if wasip1::readable(fd)? => Err(Errno::EOPNOTSUPP),
            _ => Ok(0),
        }
    }

    /// Always in its place: a call costs the many polls of a server more than a copy costs the few programs that have two.
    #[inline(always)]
    fn poll(subscriptions: &mut [Subscription], events: &mut [MaybeUninit<Event>]) -> Result<usize> {
        match hook::poll(subscriptions, events) {
            None => wasip1::poll(subscriptions, events),
            Some(count) => count,
        }
    }

    fn comes_within(fd: Fd, nanoseconds: u64) -> Result<bool> {
        let mut subscriptions = [wasip1::readiness(fd, EVENTTYPE_FD_READ, 0), wasip1::timer(nanoseconds, 0)];
        let mut events = [const { MaybeUninit::uninit() }; 2];
        let count = Self::poll(&mut subscriptions, &mut events)?;
        Ok(events::written(&mut events, count).iter().any(|event| event.type_ == EVENTTYPE_FD_READ))
    }

    #[inline(always)]
    fn forget(fd: Fd) {
        hook::forget(fd);
    }

    #[inline]
    fn renumber(from: Fd, to: Fd) -> Result<()> {
        wasip1::renumber(from, to).map(|()| hook::renumber(from, to))
    }

    const RECORD: usize = size_of::<AddrInfo>();

    fn resolve(host: &CStr, family: Option<Family>, answers: &mut [u8]) -> core::result::Result<usize, ResolveError> {
        let hints = Hints::streams(family);
        let mut total: Cell = 0;
        // SAFETY: the strings end in NUL, the host reads the hints and writes as many answers as there is room for.
        let code = unsafe {
            let room = answers.len() / Self::RECORD;
            sock_addr_resolve(host.as_ptr(), c"".as_ptr(), &hints, answers.as_mut_ptr().cast(), room, &mut total)
        };
        check(code).map(|()| total as usize).map_err(|error| match error {
            Errno::EINVAL => ResolveError::NoName,
            Errno::EAGAIN => ResolveError::Again,
            Errno::EFAULT => ResolveError::Fail,
            Errno::ENOMEM => ResolveError::Memory,
            error => ResolveError::System(error),
        })
    }

    fn answer(record: &[u8]) -> Option<SocketAddr> {
        AddrInfo::read(record).map(|info| info.addr.into())
    }
}

impl Fast for Wamr {
    #[inline(always)]
    fn bind_v4(fd: Fd, addr: InetAddr) -> Result<()> {
        // SAFETY: the host reads what is written of the address.
        check(unsafe { hook::bind(fd, addr.read::<AddrV4>().addr()) })
    }

    #[inline(always)]
    fn connect_v4(fd: Fd, addr: InetAddr) -> Result<()> {
        // SAFETY: as in `bind_v4`.
        check(unsafe { sock_connect(fd, addr.read::<AddrV4>().addr()) })
    }

    #[inline(always)]
    fn send_nonempty(fd: Fd, data: Buffers<'_>, out_len: &mut OutLen) -> Result<usize> {
        signal::guard(fd)?;
        // SAFETY: as in `send`.
        let code = unsafe { sock_send(fd, data.iovs.as_ptr(), data.iovs.len(), 0, out_len.as_mut_ptr()) };
        transferred(fd, code, out_len, data)
    }

    #[inline(always)]
    fn send_nonempty_to(fd: Fd, data: Buffers<'_>, out_len: &mut OutLen, addr: &Addr) -> Result<usize> {
        signal::guard_to(fd)?;
        // SAFETY: as in `send_to`.
        let code = unsafe { sock_send_to(fd, data.iovs.as_ptr(), data.iovs.len(), 0, addr, out_len.as_mut_ptr()) };
        transferred(fd, code, out_len, data)
    }

    #[inline(always)]
    fn accept_peer(fd: Fd, nonblocking: bool, peer: AddrOut) -> Result<Fd> {
        let new = Self::accept(fd, nonblocking)?;
        let mut image = PeerImage::new();
        // SAFETY: the host writes one address. Without one the image is that of no family.
        let len = unsafe { if sock_addr_remote(new, image.addr()) == 0 { image.encode() } else { UNSPECIFIED } };
        // SAFETY: so many bytes of the image are written.
        unsafe { peer.write_image((&raw const image).cast(), len) }.inspect_err(|_| wasip1::close(new))?;
        Ok(new)
    }

    #[inline(always)]
    fn recv_nonempty(fd: Fd, room: Buffers<'_>, out_len: &mut OutLen) -> Result<usize> {
        if let Some(taken) = hook::take(fd, room.iovs) {
            return taken.map(|taken| taken.got.len);
        }
        transferred(fd, recv::received(fd, room.iovs, out_len), out_len, room)
    }

    #[inline(always)]
    fn recv_some(fd: Fd, room: Buffers<'_>, out_len: &mut OutLen) -> isize {
        hook::recv(fd, room.iovs)
            .unwrap_or_else(|| transferred(fd, recv::received(fd, room.iovs, out_len), out_len, room).or_minus_one())
    }

    #[inline(always)]
    fn recv_nonempty_from(fd: Fd, room: Buffers<'_>, out_len: &mut OutLen, sender: AddrOut) -> Result<usize> {
        if let Some(taken) = hook::take(fd, room.iovs) {
            return taken.and_then(|taken| sender.write(taken.from.as_ref()).map(|()| taken.got.len));
        }
        let mut from = Addr::default();
        // SAFETY: as in `recv::take_from`.
        let code =
            unsafe { sock_recv_from(fd, room.iovs.as_ptr(), room.iovs.len(), 0, &mut from, out_len.as_mut_ptr()) };
        let len = transferred(fd, code, out_len, room)?;
        sender.write(from.written()).map(|()| len)
    }

    #[inline(always)]
    fn recv_nonempty_msg(fd: Fd, room: Buffers<'_>, sender: Option<AddrOut>) -> Result<Received> {
        match wasip1::kind_of(wasip1::filetype(fd)?)? {
            Kind::Stream => {
                let len = Self::recv_nonempty(fd, room, &mut OutLen::uninit())?;
                sender.map_or(Ok(()), |sender| sender.write::<Addr>(None))?;
                Ok(Received { len, truncated: false })
            }
            Kind::Datagram => recv::message_with_probe(fd, room, sender),
        }
    }

    #[inline]
    fn set_limit(fd: Fd, option: SockOpt, limit: u64) -> Result<()> {
        option::set_limit(fd, option, limit)
    }

    #[inline]
    fn set_int(fd: Fd, option: SockOpt, value: c_int) -> Result<()> {
        option::set_int(fd, option, value)
    }
}

/// The result of a send that may have had no data.
fn sent(fd: Fd, code: i32) -> Result<()> {
    if code == 0 { Ok(()) } else { Err(transfer_error(fd, code)) }
}

/// Whether a socket listens, which WAMR has no import for. A second `connect` finds out, because on Linux it fails with
/// `EISCONN` on a listener, and with `EALREADY` on a socket that is being connected.
#[cold]
fn is_listening(fd: Fd) -> Result<bool> {
    if Wamr::kind(fd)? == Kind::Datagram || Wamr::peer(fd).is_ok() || wasip1::is_over(fd) {
        return Ok(false);
    }
    let local = Wamr::local(fd)?;
    match Wamr::connect(fd, &local) {
        // Unless the connection has been made meanwhile.
        Err(Errno::EISCONN) => Ok(Wamr::peer(fd).is_err()),
        // The host's rules come first. A listener has an address that they allow, unless it was never bound.
        Err(Errno::EACCES) => Ok(local.is_unspecified()),
        _ => Ok(false),
    }
}

fn is_empty(data: &[iovec]) -> bool {
    data.iter().all(|part| part.iov_len == 0)
}

/// The result of a failed send. If it had no data, that may be the only reason.
#[cold]
#[inline(never)]
fn send_empty(fd: Fd, data: &[iovec], error: Errno) -> Result<usize> {
    if error == Errno::EINVAL && is_empty(data) { signal::empty(fd).map(|()| 0) } else { Err(error) }
}
