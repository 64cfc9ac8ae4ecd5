// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! The "berkeley socket API" of the WASI pull requests 312 (2020) and 459 (2021).
//!
//! Source: `phases/ephemeral/witx/wasi_ephemeral_sock.witx`, `wasi_ephemeral_addr.witx` and
//! `typenames.witx` of both. Where they differ, `recv` has the `roflags` of 459, and `recv_from` and
//! `send_to`, which 459 dropped, are those of 312.
//!
//! The hidden authority: every socket and every look-up needs an address pool, a descriptor that the
//! host opens before the program starts, of file type 9. With several, a socket belongs to the pool
//! that allows its address. A program selects one by `wasock_set_network_handle`.
//!
//! Quirks, and what is done about them:
//! - A call takes one buffer, no iovecs: several are copied together, see [`crate::dialect::shared::one_buffer`].
//! - `accept` has no flags and reports no address; `recv_from` has no `roflags`, so a datagram is peeked at first.
//! - There is no `SO_ERROR`. The only options are reuse of addresses and ports, and sizes of buffers.
//! - `ENOTCAPABLE` means that a pool forbids an address: `EACCES`.

use core::ffi::{CStr, c_int};

use crate::abi::{MSG_PEEK, MSG_WAITALL, iovec};
use crate::addr::SocketAddr;
use crate::dialect::fast::Fast;
use crate::dialect::shared::one_buffer::{self, Buffer};
use crate::dialect::shared::pending_error;
use crate::dialect::shared::wasip1::{self, Cell};
use crate::dialect::{Dialect, Family, Fd, Flags, How, Kind, Received, ResolveError};
use crate::errno::{Errno, Result};
use crate::option::{SockOpt, Value};

use import::check;
use layout::Addr;
use pool::{POOLS, open_in};

mod import;
mod layout;
mod option;
mod pool;
mod repool;

/// The dialect of the pull requests.
pub(crate) struct Berkeley;

impl Dialect for Berkeley {
    type Addr = SocketAddr;

    const RECV_FLAGS: c_int = MSG_PEEK | MSG_WAITALL;

    fn open(family: Family, kind: Kind) -> Result<Fd> {
        open_in(POOLS.first()?, family, kind)
    }

    fn set_network_handle(fd: Fd) -> Result<()> {
        POOLS.select(fd)
    }

    fn bind(fd: Fd, addr: &SocketAddr) -> Result<()> {
        let addr = Addr::from(addr);
        // SAFETY: the host reads one address.
        repool::call(fd, |fd| check(unsafe { import::bind(fd, &addr) }))
    }

    fn connect(fd: Fd, addr: &SocketAddr) -> Result<()> {
        let addr = Addr::from(addr);
        // SAFETY: the host reads one address.
        repool::call(fd, |fd| check(unsafe { import::connect(fd, &addr) }))
    }

    fn listen(fd: Fd, backlog: c_int) -> Result<()> {
        // SAFETY: the import takes numbers only.
        repool::call(fd, |fd| check(unsafe { import::listen(fd, backlog) }))
    }

    fn accept(fd: Fd, nonblocking: bool) -> Result<Fd> {
        let mut new: Cell = 0;
        // SAFETY: the host writes one descriptor, which fits the cell.
        check(unsafe { import::accept(fd, &mut new) })?;
        let new = new as Fd;
        if nonblocking {
            Self::set_nonblocking(new, true).inspect_err(|_| Self::close(new))?;
        }
        Ok(new)
    }

    #[inline(always)]
    fn send(fd: Fd, data: &[iovec], _: Flags) -> Result<usize> {
        match one_buffer::single(data) {
            Some(buffer) => send(fd, buffer),
            None => send_several(fd, data),
        }
    }

    #[inline(always)]
    fn send_to(fd: Fd, data: &[iovec], _: Flags, addr: &SocketAddr) -> Result<usize> {
        match one_buffer::single(data) {
            Some(buffer) => send_to(fd, buffer, addr),
            None => one_buffer::gathered(data, |data| send_to(fd, data, addr)),
        }
    }

    #[inline(always)]
    fn recv(fd: Fd, room: &[iovec], flags: Flags) -> Result<usize> {
        match one_buffer::single(room) {
            Some(buffer) => recv(fd, buffer, flags).map(|got| got.len),
            None => recv_several(fd, room, flags),
        }
    }

    #[inline(always)]
    fn recv_from(fd: Fd, room: &[iovec], flags: Flags) -> Result<(usize, Option<SocketAddr>)> {
        match one_buffer::single(room) {
            Some(buffer) => recv_from(fd, buffer, flags),
            None => one_buffer::scattered(room, 0, |buffer| recv_from(fd, buffer, flags)),
        }
    }

    fn recv_msg(fd: Fd, room: &[iovec], flags: Flags) -> Result<(Received, Option<SocketAddr>)> {
        if Self::kind(fd)? == Kind::Stream {
            return Ok((Received { len: Self::recv(fd, room, flags)?, truncated: false }, None));
        }
        if let Some(buffer) = one_buffer::single(room) {
            let truncated = recv(fd, buffer, Flags(flags.0 | MSG_PEEK))?.truncated;
            let (len, from) = recv_from(fd, buffer, flags)?;
            return Ok((Received { len, truncated }, from));
        }
        // A datagram that reaches the spare byte behind the room has been truncated.
        let whole = one_buffer::total(room);
        let (len, from) = one_buffer::scattered(room, 1, |buffer| recv_from(fd, buffer, flags))?;
        Ok((Received { len: len.min(whole), truncated: len > whole }, from))
    }

    fn shutdown(fd: Fd, how: How) -> Result<()> {
        // SAFETY: the import takes numbers only.
        check(unsafe { import::shutdown(fd, wasip1::sdflags(how)) })
    }

    fn local(fd: Fd) -> Result<SocketAddr> {
        pool::local(fd)
    }

    fn peer(fd: Fd) -> Result<SocketAddr> {
        let mut addr = Addr::NONE;
        // SAFETY: the host writes one address.
        check(unsafe { import::addr_remote(fd, &mut addr, size_of::<Addr>()) })?;
        addr.decode().ok_or(Errno::EIO)
    }

    fn set(fd: Fd, option: SockOpt, value: Value) -> Result<()> {
        repool::mark_dirty();
        option::set(fd, option, value)
    }

    fn get(fd: Fd, option: SockOpt) -> Result<Value> {
        option::get(fd, option)
    }

    fn can_set(option: SockOpt) -> bool {
        option::KNOWN.contains(&option)
    }

    /// Of who listens nothing is counted.
    fn available(fd: Fd) -> Result<usize> {
        if wasip1::kind(fd) == Ok(Kind::Stream) && Self::peer(fd).is_err() && wasip1::is_waiting(fd)? {
            return Err(Errno::EINVAL);
        }
        wasip1::available(fd)
    }

    fn take_error(fd: Fd) -> Result<Option<Errno>> {
        pending_error::fetch::<Self>(fd)
    }

    const RECORD: usize = size_of::<Addr>();

    fn resolve(host: &CStr, family: Option<Family>, answers: &mut [u8]) -> core::result::Result<usize, ResolveError> {
        let found = POOLS.each(Errno::EACCES, |pool| resolve(pool, host, answers));
        let _both = family;
        found.map_err(|error| match error {
            Errno::ENOENT | Errno::EINVAL => ResolveError::NoName,
            Errno::EAGAIN => ResolveError::Again,
            Errno::EIO => ResolveError::Fail,
            Errno::ENOMEM => ResolveError::Memory,
            error => ResolveError::System(error),
        })
    }

    fn answer(record: &[u8]) -> Option<SocketAddr> {
        Addr::read(record)?.decode()
    }
}

impl Fast for Berkeley {}

#[inline]
fn send(fd: Fd, data: Buffer) -> Result<usize> {
    let mut len: Cell = 0;
    // SAFETY: the host reads the data, within memory, and writes a length to the cell.
    check(unsafe { import::send(fd, data.at, data.len, 0, &mut len) })?;
    Ok(len as usize)
}

#[inline(never)]
fn send_to(fd: Fd, data: Buffer, addr: &SocketAddr) -> Result<usize> {
    let addr = Addr::from(addr);
    repool::call(fd, |fd| {
        let mut len: Cell = 0;
        // SAFETY: the host reads the data, within memory, and one address, and writes a length to the cell.
        check(unsafe { import::send_to(fd, data.at, data.len, &addr, 0, &mut len) })?;
        Ok(len as usize)
    })
}

/// A datagram is sent whole; much stream data is sent buffer by buffer, as far as the host takes it.
#[inline(never)]
fn send_several(fd: Fd, data: &[iovec]) -> Result<usize> {
    if one_buffer::is_few(data) || Berkeley::kind(fd)? == Kind::Datagram {
        return one_buffer::gathered(data, |data| send(fd, data));
    }
    let mut done = 0;
    for part in data.iter().filter(|part| part.iov_len != 0) {
        match send(fd, Buffer { at: part.iov_base, len: part.iov_len }) {
            Ok(len) => {
                done += len;
                if len < part.iov_len {
                    break;
                }
            }
            Err(_later) if done > 0 => break,
            Err(error) => return Err(error),
        }
    }
    Ok(done)
}

#[inline]
fn recv(fd: Fd, room: Buffer, flags: Flags) -> Result<Received> {
    let (mut len, mut out_flags): (Cell, Cell) = (0, 0);
    // SAFETY: the host writes to the room, within memory, and to the two cells.
    check(unsafe { import::recv(fd, room.at, room.len, riflags(flags), &mut len, &mut out_flags) })?;
    const DATA_TRUNCATED: Cell = 1;
    Ok(Received { len: len as usize, truncated: out_flags & DATA_TRUNCATED != 0 })
}

#[inline(never)]
fn recv_several(fd: Fd, room: &[iovec], flags: Flags) -> Result<usize> {
    one_buffer::scattered(room, 0, |buffer| Ok((recv(fd, buffer, flags)?.len, ()))).map(|(len, ())| len)
}

#[inline(never)]
fn recv_from(fd: Fd, room: Buffer, flags: Flags) -> Result<(usize, Option<SocketAddr>)> {
    let (mut len, mut from) = (0, Addr::NONE);
    let size = size_of::<Addr>();
    // SAFETY: the host writes to the room, within memory, one address and a length.
    check(unsafe { import::recv_from(fd, room.at, room.len, &mut from, size, riflags(flags), &mut len) })?;
    // A stream has no sender: the host leaves the place unchanged or fills it with zeros.
    Ok((len as usize, from.decode().filter(|from| from.port() != 0)))
}

/// `riflags` for the flags of C.
fn riflags(flags: Flags) -> i32 {
    const RECV_PEEK: i32 = 1;
    const RECV_WAITALL: i32 = 2;
    let flag = |flag, bit| if flags.has(flag) { bit } else { 0 };
    flag(MSG_PEEK, RECV_PEEK) | flag(MSG_WAITALL, RECV_WAITALL)
}

/// Writes the addresses of the name to `answers`, as many as fit, and returns how many there are. If there are more than fit,
/// the host does not report how many: then the function returns twice as many, and the next attempt has room for those.
fn resolve(pool: Fd, host: &CStr, answers: &mut [u8]) -> Result<usize> {
    let mut used: Cell = 0;
    let (name, len, room) = (host.as_ptr(), host.count_bytes(), answers.len());
    // SAFETY: the host reads the name, writes at most the room's bytes, and a length to the cell.
    check(unsafe { import::resolve(pool, name, len, 0, answers.as_mut_ptr(), room, &mut used) })?;
    let used = (used as usize).min(room);
    let count = used / size_of::<Addr>();
    Ok(if used < room { count } else { count.saturating_mul(2) })
}
