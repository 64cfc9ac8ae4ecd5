// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! The life of a socket: `socket` `bind` `connect` `listen` `accept` `shutdown`.

use core::ffi::c_int;

use crate::abi::*;
use crate::addr::{self, AddrOut, DialectAddr as _};
use crate::dialect::fast::Fast;
use crate::dialect::{Dialect, Family, Fd, How, Kind};
use crate::errno::{Errno, OrMinusOne, Result};
use crate::host::{Host, HostAddr};
use crate::posix::precedence::{for_addr, for_open, for_socket};

/// Creates a socket: `AF_INET` or `AF_INET6`, with some hosts `AF_UNIX`, `SOCK_STREAM` or `SOCK_DGRAM` with
/// `SOCK_NONBLOCK` and `SOCK_CLOEXEC`, the protocol 0 or the one that goes with the type.
///
/// Errors: `EAFNOSUPPORT`, `EPROTOTYPE` for a type that there is not (Linux' `ESOCKTNOSUPPORT`, for which the C library has
/// no text), `EPROTONOSUPPORT`, `EINVAL` for unknown types and
/// flags, `EMFILE`, `ENFILE`, and what the host says.
/// <https://pubs.opengroup.org/onlinepubs/9799919799/functions/socket.html>
#[cfg_attr(feature = "c-exports", unsafe(no_mangle))]
pub extern "C" fn socket(domain: c_int, kind: c_int, protocol: c_int) -> c_int {
    create(domain, kind, protocol).or_minus_one()
}

/// The bits of a type that are no flags, as Linux divides them.
const SOCK_TYPE_MASK: c_int = 0xf;
/// One above the last type that Linux knows.
const SOCK_MAX: c_int = 11;

/// The type without its flags, and the flags.
pub(super) fn split(kind: c_int) -> Result<(c_int, c_int)> {
    let flags = kind & !SOCK_TYPE_MASK;
    if flags & !(SOCK_NONBLOCK | SOCK_CLOEXEC) == 0 { Ok((kind & SOCK_TYPE_MASK, flags)) } else { Err(Errno::EINVAL) }
}

fn create(domain: c_int, kind: c_int, protocol: c_int) -> Result<Fd> {
    let (kind, flags) = split(kind)?;
    let fd = open(domain, kind, protocol)?;
    if flags & SOCK_NONBLOCK != 0 {
        Host::set_nonblocking(fd, true).inspect_err(|_| Host::close(fd))?;
    }
    Ok(fd)
}

fn open(domain: c_int, kind: c_int, protocol: c_int) -> Result<Fd> {
    let family = match domain {
        AF_INET => Family::V4,
        AF_INET6 => Family::V6,
        AF_UNIX => return open_unix(kind, protocol),
        _ => return Err(Errno::EAFNOSUPPORT),
    };
    Host::open(family, inet_kind(kind, protocol)?)
}

/// The type of a socket of the Internet that the numbers name.
pub(super) fn inet_kind(kind: c_int, protocol: c_int) -> Result<Kind> {
    /// One above the last protocol number that Linux knows.
    const IPPROTO_MAX: c_int = 263;
    match (kind, protocol) {
        (SOCK_MAX.., _) | (..0, _) | (_, IPPROTO_MAX..) | (_, ..0) => Err(Errno::EINVAL),
        (SOCK_STREAM, 0 | IPPROTO_TCP) => Ok(Kind::Stream),
        (SOCK_DGRAM, 0 | IPPROTO_UDP) => Ok(Kind::Datagram),
        (SOCK_STREAM | SOCK_DGRAM | SOCK_RAW, _) => Err(Errno::EPROTONOSUPPORT),
        _ => Err(Errno::EPROTOTYPE),
    }
}

fn open_unix(kind: c_int, protocol: c_int) -> Result<Fd> {
    if !HostAddr::HAS_UNIX {
        return Err(Errno::EAFNOSUPPORT);
    }
    check_unix_protocol(protocol)?;
    Host::open_unix(self::kind(kind)?)
}

/// Whether the socket is of `AF_UNIX`.
pub(super) fn is_unix(fd: Fd) -> bool {
    HostAddr::HAS_UNIX && Host::family(fd) == Ok(AF_UNIX)
}

/// `AF_UNIX` has one protocol, whose number is its family's.
pub(super) fn check_unix_protocol(protocol: c_int) -> Result<()> {
    if protocol == 0 || protocol == AF_UNIX { Ok(()) } else { Err(Errno::EPROTONOSUPPORT) }
}

/// The type of a socket of `AF_UNIX` that a number names.
pub(super) fn kind(kind: c_int) -> Result<Kind> {
    match kind {
        SOCK_STREAM => Ok(Kind::Stream),
        SOCK_DGRAM => Ok(Kind::Datagram),
        0..SOCK_MAX => Err(Errno::EPROTOTYPE),
        _ => Err(Errno::EINVAL),
    }
}

/// Gives a socket its own address.
///
/// Errors: `EACCES` where the host's rules forbid it, `EADDRINUSE`, `EADDRNOTAVAIL`, `EINVAL`
/// (bound already, or a length that fits no address), `EAFNOSUPPORT`, `EFAULT`, `EBADF`, `ENOTSOCK`.
/// <https://pubs.opengroup.org/onlinepubs/9799919799/functions/bind.html>
///
/// # Safety
/// `addr` points to `len` readable bytes.
#[cfg_attr(feature = "c-exports", unsafe(no_mangle))]
pub unsafe extern "C" fn bind(fd: c_int, addr: *const sockaddr, len: socklen_t) -> c_int {
    // SAFETY: the caller's promise.
    match unsafe { addr::read(addr, len) } {
        Ok(addr) => Host::bind(fd, &addr),
        // SAFETY: as the error says, there is a family.
        Err(Errno::EAFNOSUPPORT) => unsafe { addr::read_wildcard(addr, len) }.and_then(|addr| Host::bind(fd, &addr)),
        Err(error) => Err(error),
    }
    // SAFETY: the caller's promise.
    .map_err(|error| unsafe { for_addr(fd, addr, len, error, false) })
    .or_minus_one()
}

/// Connects a socket, or with `AF_UNSPEC` dissolves the association of a datagram socket.
///
/// Errors: `EACCES` where the host's rules forbid it, `ECONNREFUSED`, `EINPROGRESS`, `EALREADY`,
/// `EISCONN`, `ETIMEDOUT`, `EOPNOTSUPP` for `AF_UNSPEC` where the host cannot, and those of `bind`.
/// <https://pubs.opengroup.org/onlinepubs/9799919799/functions/connect.html>
///
/// # Safety
/// `addr` points to `len` readable bytes.
#[cfg_attr(feature = "c-exports", unsafe(no_mangle))]
pub unsafe extern "C" fn connect(fd: c_int, addr: *const sockaddr, len: socklen_t) -> c_int {
    // SAFETY: the caller's promise.
    match unsafe { addr::read(addr, len) } {
        // SAFETY: the caller's promise.
        Ok(to) => Host::connect(fd, &to).map_err(|error| unsafe { for_addr(fd, addr, len, error, true) }),
        // SAFETY: the caller's promise.
        Err(error) => unsafe { connect_slow(fd, addr, len, error) },
    }
    .or_minus_one()
}

/// # Safety
/// [`addr::read`] has returned the error for `addr` and `len`.
#[cold]
#[inline(never)]
unsafe fn connect_slow(fd: Fd, addr: *const sockaddr, len: socklen_t, error: Errno) -> Result<()> {
    match error {
        // SAFETY: as the error says, there is a family.
        Errno::EAFNOSUPPORT if unsafe { addr::is_unspecified(addr) } => {
            Host::disconnect(fd).map_err(|error| for_socket(fd, error))
        }
        // Linux copies the address before it checks that the descriptor is a socket.
        Errno::EFAULT => Err(for_open(fd, error)),
        Errno::EINVAL if len as usize > addr::STORAGE => Err(for_open(fd, error)),
        // SAFETY: the caller's promise.
        _ => Err(unsafe { for_addr(fd, addr, len, error, true) }),
    }
}

/// Starts to accept connections; at most `backlog` wait.
///
/// Errors: `EOPNOTSUPP` for a datagram socket, `EADDRINUSE`, `EINVAL`, `EBADF`, `ENOTSOCK`.
/// <https://pubs.opengroup.org/onlinepubs/9799919799/functions/listen.html>
#[cfg_attr(feature = "c-exports", unsafe(no_mangle))]
pub extern "C" fn listen(fd: c_int, backlog: c_int) -> c_int {
    Host::listen(fd, backlog).or_minus_one()
}

/// Takes the next connection; [`accept4`] without flags.
/// <https://pubs.opengroup.org/onlinepubs/9799919799/functions/accept.html>
///
/// # Safety
/// As for [`accept4`].
#[cfg_attr(feature = "c-exports", unsafe(export_name = "wasock_accept"))]
pub unsafe extern "C" fn accept(fd: c_int, addr: *mut sockaddr, len: *mut socklen_t) -> c_int {
    // SAFETY: the caller's promise.
    unsafe { accept_with_addr(fd, addr, len, 0) }.or_minus_one()
}

/// Takes the next connection, with `SOCK_NONBLOCK` and `SOCK_CLOEXEC` in `flags`. Where `addr` is
/// not null the peer's address goes there, cut to `*len`, and its whole length to `*len`. Where the host does not know it,
/// the address is of `AF_UNSPEC`.
///
/// Errors: `EAGAIN`, `ECONNABORTED`, `EINVAL` (not listening, unknown flags, negative length),
/// `EOPNOTSUPP`, `EFAULT`, `EMFILE`, `EBADF`, `ENOTSOCK`.
/// <https://pubs.opengroup.org/onlinepubs/9799919799/functions/accept.html>
///
/// # Safety
/// `addr` is null, or `len` points to a `socklen_t` and `addr` to as many writable bytes.
#[cfg_attr(feature = "c-exports", unsafe(export_name = "wasock_accept4"))]
pub unsafe extern "C" fn accept4(fd: c_int, addr: *mut sockaddr, len: *mut socklen_t, flags: c_int) -> c_int {
    // SAFETY: the caller's promise.
    unsafe { accept_with_addr(fd, addr, len, flags) }.or_minus_one()
}

/// # Safety
/// As for [`accept4`].
#[inline(always)]
unsafe fn accept_with_addr(fd: Fd, addr: *mut sockaddr, len: *mut socklen_t, flags: c_int) -> Result<Fd> {
    if flags & !(SOCK_NONBLOCK | SOCK_CLOEXEC) != 0 {
        return Err(for_open(fd, Errno::EINVAL));
    }
    let nonblocking = flags & SOCK_NONBLOCK != 0;
    if addr.is_null() {
        return Host::accept(fd, nonblocking);
    }
    // SAFETY: the caller's promise.
    Host::accept_peer(fd, nonblocking, unsafe { AddrOut::new(addr, len) })
}

/// Closes one direction of a connection, or both.
///
/// Errors: `EINVAL` for an unknown `how`, `ENOTCONN`, `EBADF`, `ENOTSOCK`, `EOPNOTSUPP` where the
/// host cannot close the one direction alone.
/// <https://pubs.opengroup.org/onlinepubs/9799919799/functions/shutdown.html>
#[cfg_attr(feature = "c-exports", unsafe(export_name = "wasock_shutdown"))]
pub extern "C" fn shutdown(fd: c_int, how: c_int) -> c_int {
    let how = match how {
        SHUT_RD => Ok(How::Read),
        SHUT_WR => Ok(How::Write),
        SHUT_RDWR => Ok(How::Both),
        _ => Err(for_socket(fd, Errno::EINVAL)),
    };
    how.and_then(|how| Host::shutdown(fd, how)).or_minus_one()
}
