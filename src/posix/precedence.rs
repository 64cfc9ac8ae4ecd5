// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Which error stands when several arguments are wrong: Linux checks the descriptor first.

use crate::abi::{AF_INET, AF_INET6, AF_UNSPEC, sockaddr, sockaddr_in, socklen_t};
use crate::addr::{self, DialectAddr as _};
use crate::dialect::{Dialect, Fd, Kind};
use crate::errno::{Errno, OrMinusOne};
use crate::host::{Host, HostAddr};

/// The result of a call that fails for another argument than the descriptor.
#[cold]
#[inline(never)]
pub(super) fn refused(fd: Fd, error: Errno) -> isize {
    Err::<usize, _>(for_socket(fd, error)).or_minus_one()
}

/// The error of an argument that Linux checks after it has found a socket: `EBADF` and `ENOTSOCK` come before it.
#[cold]
pub(super) fn for_socket(fd: Fd, error: Errno) -> Errno {
    Host::kind(fd).err().unwrap_or(error)
}

/// The error of an argument that Linux checks before it knows whether the descriptor is a socket: only `EBADF` comes
/// before it.
#[cold]
#[inline(never)]
pub(super) fn for_open(fd: Fd, error: Errno) -> Errno {
    if Host::kind(fd) == Err(Errno::EBADF) { Errno::EBADF } else { error }
}

/// The error of an address that cannot be the socket's. Linux checks its length first, which depends on the family of the
/// socket, then whether the address is of that family. To `connect` datagrams over IPv6 Linux takes IPv4 addresses, too,
/// unless the socket is for IPv6 only; so there one is not too short.
///
/// # Safety
/// `addr`, when inside memory, points to `len` initialised bytes.
#[cold]
#[inline(never)]
pub(super) unsafe fn for_addr(fd: Fd, addr: *const sockaddr, len: socklen_t, error: Errno, connects: bool) -> Errno {
    // A host of AF_UNIX may refuse a path before it looks at the socket.
    let of_path = HostAddr::HAS_UNIX && error == Errno::EACCES;
    let of_len_or_family = of_path || matches!(error, Errno::EINVAL | Errno::EAFNOSUPPORT);
    let len_or_family = of_len_or_family && len as usize <= addr::STORAGE;
    // SAFETY: the caller's promise.
    let (true, Some(family)) = (len_or_family, unsafe { addr::family_of(addr, len) }) else {
        return for_socket(fd, error);
    };
    match Host::family(fd) {
        Ok(AF_INET) if (len as usize) < size_of::<sockaddr_in>() => Errno::EINVAL,
        Ok(AF_INET6) if (len as usize) < addr::IN6_WITHOUT_SCOPE => {
            let fits = connects && family == AF_INET && len as usize >= size_of::<sockaddr_in>();
            if fits && Host::kind(fd) == Ok(Kind::Datagram) { Errno::EAFNOSUPPORT } else { Errno::EINVAL }
        }
        // It may be the wildcard, and the error about something else.
        Ok(AF_INET) if family == AF_UNSPEC => error,
        Ok(own @ (AF_INET | AF_INET6)) if own != family => Errno::EAFNOSUPPORT,
        Ok(_) => error,
        Err(_unknown) => for_socket(fd, error),
    }
}
