// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! WasmEdge from 0.12 on, and the runtimes that follow it: wasi-go (`wasirun`) and wazy.
//!
//! Source: WasmEdge `lib/host/wasi/wasifunc.cpp` (names, signatures), `lib/host/wasi/inode-linux.cpp`
//! (behaviour), `include/wasi/api.hpp` (layouts); wasi-go `imports/wasi_snapshot_preview1/wasmedge.go`;
//! wazy `imports/wasmedge`. One set of names and types links on all three: the unsuffixed names, with
//! the types of WasmEdge's second version, addresses of 4 or 16 octets in and of 128 bytes out.
//!
//! The variant `wasmedge-v2` differs in the names of three imports ([`import_set`]): under those, WasmEdge from 0.13.4 on takes
//! a path for an address. No other runtime has them. A host does not link a module that imports a name it lacks, and a program
//! chooses the address family only when it runs. So the user chooses the archive.
//!
//! The hidden authority: none of these imports takes a handle. The network is the whole network of the
//! host's process, which WasmEdge and its followers neither limit nor let a program narrow.
//!
//! Quirks, and what is done about them:
//! - The hosts differ: the length that `sock_getsockopt` takes is an address or a number, the port that `sock_recv_from`
//!   gives has two bytes or four, an IPv6 address that `sock_getaddrinfo` gives is at one of two places:
//!   see [`option`], [`layout::PortCell`], [`resolve`]. (WasmEdge 0.12 alone gives four bytes in network order.)
//! - `fd_fdstat_get` calls every socket a stream: the type comes from `SO_TYPE`.
//! - `sock_accept` with the flag for a non-blocking connection makes the listener non-blocking instead, up to WasmEdge
//!   0.17.1: the flag is set on the connection afterwards.
//! - `fd_write` raises `SIGPIPE`, which `sock_send` does not: `write` tries to send first.
//! - `sock_recv_from` on a stream is logged as unusual, or fails at the end of the data: the library calls `sock_recv`.
//! - `poll_oneoff` is built on epoll: see [`poll`]. It reports no error conditions, so the library sees `POLLERR` only
//!   if it comes alone.
//! - Addresses have no IPv6 scope, in either direction; the kernel refuses a link-local address with `EINVAL`.
//! - All options are of `SOL_SOCKET`, and `SO_REUSEPORT` is missing. wasi-go has neither `SO_LINGER` nor the time limits,
//!   but has `TCP_NODELAY`, which WasmEdge lacks: the library tries it, and else remembers it: see [`no_delay`].

use core::ffi::{CStr, c_int};
use core::marker::PhantomData;
use core::mem::MaybeUninit;

use wasi::{Event, Subscription};

use crate::abi::{AF_UNIX, MSG_PEEK, MSG_WAITALL, iovec};
use crate::addr::{DialectAddr as _, SocketAddr};
use crate::dialect::fast::Fast;
use crate::dialect::shared::advice;
use crate::dialect::shared::wasip1::{self, Cell};
use crate::dialect::{Dialect, Family, Fd, Flags, How, Kind, Pollable, Received, ResolveError};
use crate::errno::{Errno, Result, check};
use crate::option::{SockOpt, Value};

use import::*;
pub(crate) use import_set::{ImportSet, V1, V2};
use layout::{Address, PortCell, Storage};
use recv::{received, ri_flags};

mod import;
mod import_set;
mod layout;
mod no_delay;
mod option;
mod poll;
mod recv;
mod resolve;

/// The dialect of WasmEdge, with one set of import names or the other.
pub(crate) struct Wasmedge<N = V1>(PhantomData<N>);

impl<N: ImportSet> Dialect for Wasmedge<N> {
    type Addr = N::Addr;

    const RECV_FLAGS: c_int = MSG_PEEK | MSG_WAITALL;

    fn open(family: Family, kind: Kind) -> Result<Fd> {
        let mut fd: Cell = 0;
        // SAFETY: the host writes one descriptor, which fits the cell.
        check(unsafe { sock_open(layout::family(family).into(), layout::kind(kind).into(), &mut fd) })?;
        Ok(fd as Fd)
    }

    fn open_unix(kind: Kind) -> Result<Fd> {
        N::open_unix(kind)
    }

    fn bind(fd: Fd, addr: &N::Addr) -> Result<()> {
        // SAFETY: the host reads the octets.
        check(N::with_address(addr, |address, port| unsafe { N::bind(fd, address, port) }))
    }

    fn connect(fd: Fd, addr: &N::Addr) -> Result<()> {
        // SAFETY: the host reads the octets.
        check(N::with_address(addr, |address, port| unsafe { N::connect(fd, address, port) }))
    }

    fn listen(fd: Fd, backlog: c_int) -> Result<()> {
        // SAFETY: the import takes numbers only.
        check(unsafe { sock_listen(fd, backlog) })
    }

    fn accept(fd: Fd, nonblocking: bool) -> Result<Fd> {
        let mut new: Cell = 0;
        // SAFETY: the host writes one descriptor, which fits the cell.
        check(unsafe { sock_accept(fd, 0, &mut new) })?;
        let new = new as Fd;
        if nonblocking {
            Self::set_nonblocking(new, true).inspect_err(|_| Self::close(new))?;
        }
        Ok(new)
    }

    #[inline]
    fn send(fd: Fd, data: &[iovec], _: Flags) -> Result<usize> {
        let mut len: Cell = 0;
        // SAFETY: the host reads the iovecs and what they name, within memory, and writes a length to the cell.
        check(unsafe { sock_send(fd, data.as_ptr(), data.len(), 0, &mut len) })?;
        Ok(len as usize)
    }

    fn send_to(fd: Fd, data: &[iovec], _: Flags, addr: &N::Addr) -> Result<usize> {
        let mut len: Cell = 0;
        // SAFETY: as in `send`; the host reads the octets.
        check(N::with_address(addr, |address, port| unsafe { N::send_to(fd, data, address, port, &mut len) }))?;
        Ok(len as usize)
    }

    /// The host's `fd_write` raises `SIGPIPE` where its `sock_send` returns `EPIPE`. So only descriptors that are no sockets
    /// are written to by `fd_write`.
    fn write(fd: Fd, data: &[iovec]) -> Result<usize> {
        match Self::send(fd, data, Flags::NONE) {
            Err(Errno::ENOTSOCK | Errno::EBADF) => wasip1::write(fd, data),
            Err(error) if error.get() == wasip1::ENOTCAPABLE => wasip1::write(fd, data),
            sent => sent,
        }
    }

    #[inline]
    fn recv(fd: Fd, room: &[iovec], flags: Flags) -> Result<usize> {
        Self::recv_nameless(fd, room, flags).map(|got| got.len)
    }

    #[inline]
    fn recv_nameless(fd: Fd, room: &[iovec], flags: Flags) -> Result<Received> {
        recv::recv(fd, room, flags)
    }

    fn recv_from(fd: Fd, room: &[iovec], flags: Flags) -> Result<(usize, Option<N::Addr>)> {
        Self::recv_msg(fd, room, flags).map(|(got, from)| (got.len, from))
    }

    fn recv_msg(fd: Fd, room: &[iovec], flags: Flags) -> Result<(Received, Option<N::Addr>)> {
        // On a connection by a path the host reports the sender.
        if Self::kind(fd)? == Kind::Stream && !(N::Addr::HAS_UNIX && Self::family(fd)? == AF_UNIX) {
            return Self::recv_nameless(fd, room, flags).map(|got| (got, None));
        }
        let (mut storage, mut port) = (Storage::EMPTY, PortCell::new());
        let (mut len, mut out): (Cell, Cell) = (0, 0);
        let address = Address::room(&mut storage);
        let flags = ri_flags(flags);
        // SAFETY: the host writes where the iovecs say, within memory, to the storage and the three cells.
        check(unsafe {
            sock_recv_from(fd, room.as_ptr(), room.len(), &address, flags, &mut port.0, &mut len, &mut out)
        })?;
        Ok((received(len, out), N::decode_sender(&storage, port.port())))
    }

    fn shutdown(fd: Fd, how: How) -> Result<()> {
        // SAFETY: the import takes numbers only.
        check(unsafe { sock_shutdown(fd, wasip1::sdflags(how)) })
    }

    fn local(fd: Fd) -> Result<N::Addr> {
        // SAFETY: the host writes to the storage and the cell.
        addr_of::<N>(|address, port| unsafe { sock_getlocaladdr(fd, address, port) })
    }

    fn peer(fd: Fd) -> Result<N::Addr> {
        // SAFETY: the host writes to the storage and the cell.
        addr_of::<N>(|address, port| unsafe { sock_getpeeraddr(fd, address, port) })
    }

    fn set(fd: Fd, option: SockOpt, value: Value) -> Result<()> {
        option::set(fd, option, value)
    }

    fn get(fd: Fd, option: SockOpt) -> Result<Value> {
        match option::get(fd, option) {
            Err(Errno::ENOPROTOOPT) if option == SockOpt::TcpNoDelay && Self::has_tcp(fd)? => {
                no_delay::get(fd).map(|on| Value::Int(on.into())).ok_or(Errno::ENOPROTOOPT)
            }
            value => value,
        }
    }

    fn can_set(option: SockOpt) -> bool {
        option::can_set(option)
    }

    fn take_error(fd: Fd) -> Result<Option<Errno>> {
        let error = option::int(fd, option::ERROR)?;
        Ok((error != 0).then(|| Errno::new(error)))
    }

    const RECORD: usize = resolve::RECORD;

    fn resolve(host: &CStr, family: Option<Family>, answers: &mut [u8]) -> core::result::Result<usize, ResolveError> {
        resolve::resolve(host, family, answers)
    }

    fn answer(record: &[u8]) -> Option<SocketAddr> {
        resolve::answer(record)
    }

    fn kind(fd: Fd) -> Result<Kind> {
        option::kind(fd)
    }

    fn pollable(fd: Fd) -> Result<Pollable> {
        poll::pollable(fd)
    }

    fn poll(subscriptions: &mut [Subscription], events: &mut [MaybeUninit<Event>]) -> Result<usize> {
        poll::poll(subscriptions, events)
    }

    fn available(fd: Fd) -> Result<usize> {
        poll::available(fd)
    }
}

impl<N: ImportSet> Wasmedge<N> {
    /// Whether it is a stream over IP.
    fn has_tcp(fd: Fd) -> Result<bool> {
        Ok(Self::kind(fd)? == Kind::Stream && !(N::Addr::HAS_UNIX && Self::family(fd)? == AF_UNIX))
    }
}

impl<N: ImportSet> Fast for Wasmedge<N> {
    #[inline(always)]
    fn set_limit(fd: Fd, option: SockOpt, limit: u64) -> Result<()> {
        option::set_limit(fd, option, limit)
    }

    /// Without the options whose values are not numbers.
    #[inline(always)]
    fn set_int(fd: Fd, option: SockOpt, value: c_int) -> Result<()> {
        option::set_int(fd, option, value).or_else(|error| advice::or_ignore::<Self>(fd, option, error))
    }
}

/// The address that an import stores, its port in host order.
fn addr_of<N: ImportSet>(ask: impl FnOnce(&Address, &mut Cell) -> i32) -> Result<N::Addr> {
    let (mut storage, mut port): (_, Cell) = (Storage::EMPTY, 0);
    let address = Address::room(&mut storage);
    check(ask(&address, &mut port))?;
    N::decode(&storage, port as u16).ok_or(Errno::EOPNOTSUPP)
}
