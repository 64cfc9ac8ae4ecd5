// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! The native form, for documentation and tests: the C library of Linux.

use core::ffi::{c_int, c_uint, c_ulong, c_void};
use core::ptr;

use libc::SOCK_CLOEXEC;

pub(crate) use libc::{
    AF_INET, AF_INET6, EAI_AGAIN, EAI_FAIL, EAI_FAMILY, EAI_MEMORY, EAI_NODATA, EAI_NONAME, EAI_SERVICE, EAI_SYSTEM,
    IP_ADD_MEMBERSHIP, IP_DROP_MEMBERSHIP, IP_MULTICAST_LOOP, IP_MULTICAST_TTL, IP_TTL, IPPROTO_IP, IPPROTO_IPV6,
    IPPROTO_TCP, IPV6_ADD_MEMBERSHIP as IPV6_JOIN_GROUP, IPV6_DROP_MEMBERSHIP as IPV6_LEAVE_GROUP, IPV6_MULTICAST_LOOP,
    MSG_NOSIGNAL as SEND_FLAGS, MSG_PEEK, POLLERR, POLLHUP, POLLIN, POLLNVAL, POLLOUT, SHUT_RD, SHUT_RDWR, SHUT_WR,
    SO_BROADCAST, SO_RCVTIMEO, SO_SNDTIMEO, SOCK_DGRAM, SOCK_STREAM, SOL_SOCKET, TCP_NODELAY, addrinfo, bind, connect,
    freeaddrinfo, getaddrinfo, getpeername, getsockname, getsockopt, in_addr, in6_addr, ip_mreq, ipv6_mreq, pollfd,
    recv, recvfrom, sendto, setsockopt, sockaddr, sockaddr_in, sockaddr_in6, socklen_t, timespec, timeval,
};
#[cfg(feature = "embedded-nal")]
pub(crate) use libc::{NI_NAMEREQD, getnameinfo};

use crate::sys::errno;

/// A socket of this family and type, without further flags.
pub(crate) fn socket(domain: c_int, kind: c_int) -> c_int {
    // SAFETY: the function takes numbers only.
    unsafe { libc::socket(domain, kind | SOCK_CLOEXEC, 0) }
}

/// `connect` to an IPv4 address.
///
/// # Safety
/// As for C's.
pub(crate) unsafe fn connect_in(fd: c_int, addr: *const sockaddr_in) -> c_int {
    // SAFETY: the address comes with its length.
    unsafe { connect(fd, addr.cast(), size_of::<sockaddr_in>() as socklen_t) }
}

/// `bind` to an IPv4 address.
///
/// # Safety
/// As for C's.
pub(crate) unsafe fn bind_in(fd: c_int, addr: *const sockaddr_in) -> c_int {
    // SAFETY: the address comes with its length.
    unsafe { bind(fd, addr.cast(), size_of::<sockaddr_in>() as socklen_t) }
}

/// `accept` without the peer's address.
pub(crate) fn accept_plain(fd: c_int) -> c_int {
    // SAFETY: there is no room for an address.
    unsafe { accept(fd, ptr::null_mut(), ptr::null_mut()) }
}

/// `send` without flags.
///
/// # Safety
/// As for C's.
pub(crate) unsafe fn send_plain(fd: c_int, data: *const c_void, len: usize) -> isize {
    // SAFETY: the caller's promise.
    unsafe { libc::send(fd, data, len, SEND_FLAGS) }
}

/// `recv` without flags.
///
/// # Safety
/// As for C's.
pub(crate) unsafe fn recv_plain(fd: c_int, room: *mut c_void, len: usize) -> isize {
    // SAFETY: the caller's promise.
    unsafe { recv(fd, room, len, 0) }
}

pub(crate) fn listen(fd: c_int, backlog: c_int) -> c_int {
    // SAFETY: the function takes numbers only.
    unsafe { libc::listen(fd, backlog) }
}

/// # Safety
/// As for C's.
pub(crate) unsafe fn accept(fd: c_int, addr: *mut sockaddr, len: *mut socklen_t) -> c_int {
    // SAFETY: the caller's promise.
    unsafe { libc::accept4(fd, addr, len, SOCK_CLOEXEC) }
}

pub(crate) fn shutdown(fd: c_int, how: c_int) -> c_int {
    // SAFETY: the function takes numbers only.
    unsafe { libc::shutdown(fd, how) }
}

pub(crate) fn close(fd: c_int) -> c_int {
    // SAFETY: the function takes a number only; that nobody else uses it is the promise of who made its owner.
    unsafe { libc::close(fd) }
}

/// A second descriptor of the same socket, or the error number.
pub(crate) fn duplicate(fd: c_int) -> Result<c_int, c_int> {
    // SAFETY: the command takes a number.
    let new = unsafe { libc::fcntl(fd, libc::F_DUPFD_CLOEXEC, 0) };
    if new < 0 { Err(errno()) } else { Ok(new) }
}

/// # Safety
/// As for C's.
pub(crate) unsafe fn ppoll(fds: *mut pollfd, n: c_uint, timeout: *const timespec, mask: *const c_void) -> c_int {
    // SAFETY: the caller's promise.
    unsafe { libc::ppoll(fds, n.into(), timeout, mask.cast()) }
}

pub(crate) fn set_nonblocking(fd: c_int, on: bool) -> c_int {
    let mut on = c_int::from(on);
    let request: c_ulong = libc::FIONBIO;
    // SAFETY: the request reads an `int`.
    unsafe { libc::ioctl(fd, request, &raw mut on) }
}

pub(crate) fn set_reuse_addr(fd: c_int, on: c_int) -> c_int {
    set(fd, SOL_SOCKET, libc::SO_REUSEADDR, on)
}

pub(crate) fn set_broadcast(fd: c_int, on: c_int) -> c_int {
    set(fd, SOL_SOCKET, SO_BROADCAST, on)
}

pub(crate) fn set_no_delay(fd: c_int, on: c_int) -> c_int {
    set(fd, IPPROTO_TCP, TCP_NODELAY, on)
}

fn set(fd: c_int, level: c_int, name: c_int, value: c_int) -> c_int {
    // SAFETY: the value comes with its size.
    unsafe { setsockopt(fd, level, name, (&raw const value).cast(), size_of_val(&value) as socklen_t) }
}

/// The pending error, which this clears, 0 when there is none, or −1.
pub(crate) fn take_error(fd: c_int) -> c_int {
    let (mut error, mut len) = (0 as c_int, size_of::<c_int>() as socklen_t);
    // SAFETY: the room comes with its size.
    match unsafe { getsockopt(fd, SOL_SOCKET, libc::SO_ERROR, (&raw mut error).cast(), &raw mut len) } {
        0 => error,
        failed => failed,
    }
}
