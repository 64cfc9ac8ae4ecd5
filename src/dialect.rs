// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! The contract between the front and a runtime, in POSIX's terms.
//!
//! A dialect translates these verbs to the imports of one runtime. No address pool, no tag and no number of a host passes
//! the contract; what does pass it in the host's shape, for speed, is an associated type or a constant: an address
//! ([`Dialect::Addr`]), an answer to a look-up ([`Dialect::RECORD`]), preview 1's subscriptions. Every verb returns the
//! errno that Linux gives. An operation that the host cannot do is an error, never a success that did not happen.
//!
//! The words of this library:
//!
//! | word | meaning |
//! |---|---|
//! | front | the functions that C calls, [`crate::posix`] |
//! | dialect | the imports of one runtime, and the type that implements [`Dialect`] over them |
//! | host | what runs the module; [`crate::host::Host`] is the dialect of this build |
//! | import | a function that the host supplies |
//! | network handle | a descriptor of the host that gives the right to use the network |
//! | guest descriptor | a number that the library hands out itself, [`crate::descriptor`] |
//! | deferred socket | a socket without a descriptor of the host when `socket` returns |
//! | readiness | that a call would not block; an event of preview 1 reports it |
//! | transfer | one send or receive, with the length that the host reports |
//! | fast verb | a verb for the usual arguments alone, [`fast::Fast`] |

#![cfg_attr(
    not(target_family = "wasm"),
    expect(
        clashing_extern_declarations,
        reason = "runtimes share names; on wasm they are kept apart, natively none is linked"
    )
)]

use core::ffi::{CStr, c_int};
use core::mem::MaybeUninit;

use wasi::{Event, Fdflags, Subscription};

use crate::abi::iovec;
use crate::addr::{DialectAddr, SocketAddr};
use crate::errno::{Errno, Result};
use crate::option::{SockOpt, Value};

use shared::wasip1;

pub(crate) use terms::*;

pub(crate) mod berkeley;
pub(crate) mod deferred;
pub(crate) mod fast;
pub(crate) mod preview1;
pub(crate) mod shared;
pub(crate) mod sock_connect;
mod terms;
pub(crate) mod ueno;
pub(crate) mod wamr;
pub(crate) mod wasi_sockets;
pub(crate) mod wasix;
pub(crate) mod wasmedge;

/// The contract with one runtime.
///
/// Verbs without a body are the core that every dialect has to think about; those with one answer
/// "not supported", or what preview 1 has for every runtime.
///
/// Pointers inside an `iovec` come from C. The host checks them and returns `EFAULT`.
pub(crate) trait Dialect {
    /// An address in the runtime's form. C's form is converted to it directly.
    type Addr: DialectAddr;

    /// The `MSG_` flags that the host honours exactly in a send; the front makes up for
    /// `MSG_DONTWAIT` and refuses the rest.
    const SEND_FLAGS: c_int = 0;
    /// The same for a receive; the front makes up for `MSG_DONTWAIT` and `MSG_WAITALL`.
    const RECV_FLAGS: c_int = 0;

    /// Selects the network handle that new sockets use, or with −1 the one that the dialect finds itself. `EINVAL` for a
    /// descriptor that is none.
    fn set_network_handle(_fd: Fd) -> Result<()> {
        Err(Errno::EOPNOTSUPP)
    }
    /// A new socket of the family's TCP or UDP.
    fn open(family: Family, kind: Kind) -> Result<Fd>;
    /// A new socket of `AF_UNIX`, if [`Self::Addr`] has addresses for it; `EAFNOSUPPORT` where the host is told to have none.
    fn open_unix(_kind: Kind) -> Result<Fd> {
        Err(Errno::EAFNOSUPPORT)
    }
    /// Two sockets that are connected to each other, if the host has such pairs.
    fn pair(_kind: Kind) -> Result<[Fd; 2]> {
        Err(Errno::EOPNOTSUPP)
    }
    /// Gives the socket an address.
    fn bind(fd: Fd, addr: &Self::Addr) -> Result<()>;
    /// Connects. Non-blocking sockets return `EINPROGRESS`, then `EALREADY`, then `EISCONN`.
    fn connect(fd: Fd, addr: &Self::Addr) -> Result<()>;
    /// Dissolves the association, as `connect` with `AF_UNSPEC` asks.
    fn disconnect(_fd: Fd) -> Result<()> {
        Err(Errno::EOPNOTSUPP)
    }
    /// Starts to accept connections.
    fn listen(fd: Fd, backlog: c_int) -> Result<()>;
    /// The next connection, `O_NONBLOCK` as asked.
    fn accept(fd: Fd, nonblocking: bool) -> Result<Fd>;
    /// The next connection and the peer's address, if the host knows it.
    #[inline(always)]
    fn accept_from(fd: Fd, nonblocking: bool) -> Result<(Fd, Option<Self::Addr>)> {
        let new = Self::accept(fd, nonblocking)?;
        Ok((new, Self::peer(new).ok()))
    }
    /// Sends to the connected peer; flags are among [`Self::SEND_FLAGS`].
    fn send(fd: Fd, data: &[iovec], flags: Flags) -> Result<usize>;
    /// Sends to `addr`; flags as for `send`.
    fn send_to(fd: Fd, data: &[iovec], flags: Flags, addr: &Self::Addr) -> Result<usize>;
    /// Writes to a descriptor of any kind; to a socket as [`Self::send`] without flags.
    #[cfg_attr(not(own_write), expect(dead_code, reason = "the C library's `write` serves"))]
    fn write(fd: Fd, data: &[iovec]) -> Result<usize> {
        if Self::owns(fd) { Self::send(fd, data, Flags::NONE) } else { wasip1::write_buffers(fd, data) }
    }
    /// Reads from a descriptor of any kind; from a socket as [`Self::recv`] without flags.
    #[cfg_attr(not(own_read), expect(dead_code, reason = "the C library's `read` serves"))]
    fn read(fd: Fd, room: &[iovec]) -> Result<usize> {
        if Self::owns(fd) { Self::recv(fd, room, Flags::NONE) } else { wasip1::read(fd, room) }
    }
    /// Receives; flags are among [`Self::RECV_FLAGS`]. `truncated` need not be found out.
    fn recv(fd: Fd, room: &[iovec], flags: Flags) -> Result<usize>;
    /// Receives and tells the sender, if there is one to tell; `truncated` is exact.
    fn recv_msg(fd: Fd, room: &[iovec], flags: Flags) -> Result<(Received, Option<Self::Addr>)>;
    /// Receives without the sender; `truncated` is exact.
    fn recv_nameless(fd: Fd, room: &[iovec], flags: Flags) -> Result<Received> {
        Self::recv_msg(fd, room, flags).map(|(got, _from)| got)
    }
    /// Receives and tells the sender; `truncated` need not be found out.
    fn recv_from(fd: Fd, room: &[iovec], flags: Flags) -> Result<(usize, Option<Self::Addr>)>;
    /// Closes one direction or both.
    fn shutdown(fd: Fd, how: How) -> Result<()>;
    /// The socket's own address.
    fn local(fd: Fd) -> Result<Self::Addr>;
    /// The peer's address; `EOPNOTSUPP` if the host does not report it.
    fn peer(fd: Fd) -> Result<Self::Addr>;
    /// Sets an option; `ENOPROTOOPT` for one the host lacks.
    fn set(fd: Fd, option: SockOpt, value: Value) -> Result<()>;
    /// An option's value; `ENOPROTOOPT` for one the host lacks.
    fn get(fd: Fd, option: SockOpt) -> Result<Value>;
    /// Whether the host can set the option, even if it refuses it at times. If it cannot, and does not return a value either, a
    /// socket keeps the default.
    fn can_set(_option: SockOpt) -> bool {
        true
    }
    /// `SO_RCVTIMEO` in microseconds, 0 for none, as [`Self::get`] has it.
    fn recv_limit(fd: Fd) -> u64 {
        if let Ok(Value::Time(limit)) = Self::get(fd, SockOpt::RecvTimeout) { limit } else { 0 }
    }
    /// The pending error of a socket, which this clears; `None` when there is none.
    fn take_error(fd: Fd) -> Result<Option<Errno>>;

    /// The bytes of the answer to a name look-up, one address each.
    const RECORD: usize;
    /// Looks up a host name that is no numeric address. Stores as many answers of [`Self::RECORD`]
    /// bytes as fit and returns how many there are, which may be more; where the host keeps silent about
    /// the rest, a number that is too large. The room is aligned to eight bytes.
    fn resolve(host: &CStr, family: Option<Family>, answers: &mut [u8]) -> core::result::Result<usize, ResolveError>;
    /// The address in one answer, its port 0.
    fn answer(record: &[u8]) -> Option<SocketAddr>;

    /// The socket's type; `EBADF` and `ENOTSOCK` for what is no socket.
    fn kind(fd: Fd) -> Result<Kind> {
        wasip1::kind(fd)
    }
    /// The family of the socket, as `SO_DOMAIN` has it.
    fn family(fd: Fd) -> Result<c_int> {
        Self::local(fd).map(|addr| addr.family())
    }
    /// Whether there is such a descriptor.
    fn is_open(fd: Fd) -> bool {
        wasip1::is_open(fd)
    }
    /// Whether `O_NONBLOCK` is set.
    fn nonblocking(fd: Fd) -> Result<bool> {
        wasip1::nonblocking(fd)
    }
    /// Sets or clears `O_NONBLOCK`.
    fn set_nonblocking(fd: Fd, on: bool) -> Result<()> {
        wasip1::set_nonblocking(fd, on)
    }
    /// Sets all flags of a descriptor of the host's.
    #[cfg_attr(not(own_fcntl), expect(dead_code, reason = "the C library's `fcntl` serves"))]
    fn set_flags(fd: Fd, flags: Fdflags) -> Result<()> {
        wasip1::set_flags(fd, flags)
    }
    /// How readiness of the descriptor is found out. Errors: the host cannot wait for it.
    fn pollable(fd: Fd) -> Result<Pollable> {
        Ok(Pollable::Host(fd))
    }
    /// Waits until a subscription has an event, and writes the events that there are to `events`, which has room for one of
    /// each subscription; how many it wrote. Only the last subscription may be to a clock. The call may change the
    /// subscriptions.
    fn poll(subscriptions: &mut [Subscription], events: &mut [MaybeUninit<Event>]) -> Result<usize> {
        wasip1::poll(subscriptions, events)
    }
    /// Whether a receive from a descriptor of the host's would not wait any longer within so many nanoseconds.
    fn comes_within(fd: Fd, nanoseconds: u64) -> Result<bool> {
        wasip1::readable_within(fd, nanoseconds)
    }
    /// Now, in nanoseconds of the monotonic clock.
    fn now() -> Result<u64> {
        wasip1::now()
    }
    /// The bytes that a receive would find waiting.
    fn available(fd: Fd) -> Result<usize> {
        wasip1::available(fd)
    }
    /// Closes a descriptor.
    fn close(fd: Fd) {
        Self::forget(fd);
        wasip1::close(fd);
    }
    /// Whether the number is one of the library's own, of which the host knows nothing. Then `read`, `write`, `close` and
    /// `fcntl` are the dialect's, too.
    #[inline]
    fn owns(_fd: Fd) -> bool {
        false
    }
    /// Called before a descriptor of the host's is closed.
    #[inline(always)]
    fn forget(_fd: Fd) {}
    /// Closes a number of the library's own. `EBADF` for one that is not in use.
    fn close_own(fd: Fd) -> Result<()> {
        if !Self::is_open(fd) {
            return Err(Errno::EBADF);
        }
        Self::close(fd);
        Ok(())
    }
    /// Moves a descriptor to another number, as wasi-libc does for `freopen`.
    #[cfg_attr(not(own_read), expect(dead_code, reason = "the C library's own serves"))]
    fn renumber(from: Fd, to: Fd) -> Result<()> {
        wasip1::renumber(from, to)
    }
}
