// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! The form for guests: the crate `wasock`.

use core::ffi::c_int;

pub(crate) use wasock::abi::{
    AF_INET, AF_INET6, EAI_AGAIN, EAI_FAIL, EAI_FAMILY, EAI_MEMORY, EAI_NODATA, EAI_NONAME, EAI_SERVICE, EAI_SYSTEM,
    IP_ADD_MEMBERSHIP, IP_DROP_MEMBERSHIP, IP_MULTICAST_LOOP, IP_MULTICAST_TTL, IP_TTL, IPPROTO_IP, IPPROTO_IPV6,
    IPPROTO_TCP, IPV6_JOIN_GROUP, IPV6_LEAVE_GROUP, IPV6_MULTICAST_LOOP, MSG_PEEK, POLLERR, POLLHUP, POLLIN, POLLNVAL,
    POLLOUT, SHUT_RD, SHUT_RDWR, SHUT_WR, SO_BROADCAST, SO_RCVTIMEO, SO_SNDTIMEO, SOCK_DGRAM, SOCK_STREAM, SOL_SOCKET,
    TCP_NODELAY, addrinfo, in_addr, in6_addr, ip_mreq, ipv6_mreq, pollfd, sockaddr, sockaddr_in, sockaddr_in6,
    socklen_t, timespec, timeval,
};
#[cfg(feature = "embedded-nal")]
pub(crate) use wasock::{abi::NI_NAMEREQD, getnameinfo};
// The library closes numbers of its own, and forgets what it keeps of a socket of the host's. Where it has neither, it has no
// `close`.
#[cfg(not(any(feature = "berkeley", feature = "wasmedge", feature = "wasmedge-v2")))]
pub(crate) use wasock::close;
pub(crate) use wasock::{
    accept, bind, connect, freeaddrinfo, getaddrinfo, getpeername, getsockname, getsockopt, listen, ppoll, recv,
    recvfrom, sendto, setsockopt, shutdown,
};
// The functions that the C headers call where the compiler knows an argument: the same, but they link less code.
pub(crate) use wasock::{
    wasock_accept_plain as accept_plain, wasock_bind_in as bind_in, wasock_connect_in as connect_in,
    wasock_recv_plain as recv_plain, wasock_send_plain as send_plain, wasock_set_broadcast as set_broadcast,
    wasock_set_reuse_addr as set_reuse_addr, wasock_set_tcp_no_delay as set_no_delay, wasock_take_error as take_error,
};

/// A socket of this type, which the compiler knows.
#[inline(always)]
pub(crate) fn socket(domain: c_int, kind: c_int) -> c_int {
    if kind == SOCK_STREAM { wasock::wasock_socket_stream(domain) } else { wasock::wasock_socket_dgram(domain) }
}

/// A guest has no signals.
pub(crate) const SEND_FLAGS: c_int = 0;

#[cfg(any(feature = "berkeley", feature = "wasmedge", feature = "wasmedge-v2"))]
pub(crate) fn close(fd: c_int) -> c_int {
    // SAFETY: the function takes a number only; that nobody else uses it is the promise of who made its owner.
    unsafe { libc::close(fd) }
}

/// A second descriptor of the same socket: WASI preview 1 cannot make one.
pub(crate) fn duplicate(_fd: c_int) -> Result<c_int, c_int> {
    Err(libc::EOPNOTSUPP)
}

pub(crate) fn set_nonblocking(fd: c_int, on: bool) -> c_int {
    let mut on = c_int::from(on);
    // SAFETY: the request reads an `int`.
    unsafe { wasock::wasock_ioctl(fd, wasock::abi::FIONBIO, (&raw mut on).cast()) }
}
