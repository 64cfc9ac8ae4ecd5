// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! What C passes: types and constants, exactly as wasock's headers have them.
//!
//! A test reads `include/` with bindgen and fails when a value, a size or an offset differs.
//! Only the layouts are asserted here, under each structure.
#![allow(non_camel_case_types, reason = "the names are C's")]
#![allow(missing_docs, reason = "POSIX documents each name")]

use core::ffi::{c_char, c_int, c_long, c_short, c_uint, c_void};
use core::mem::offset_of;

pub type socklen_t = c_uint;
pub type sa_family_t = u16;

pub const AF_UNSPEC: c_int = 0;
pub const AF_INET: c_int = 1;
pub const AF_INET6: c_int = 2;
pub const AF_UNIX: c_int = 3;

pub const SOCK_DGRAM: c_int = 5;
pub const SOCK_STREAM: c_int = 6;
pub const SOCK_RAW: c_int = 3;
pub const SOCK_SEQPACKET: c_int = 4;
pub const SOCK_RDM: c_int = 7;
pub const SOCK_CLOEXEC: c_int = 0x2000;
pub const SOCK_NONBLOCK: c_int = 0x4000;

pub const SHUT_RD: c_int = 0;
pub const SHUT_WR: c_int = 1;
pub const SHUT_RDWR: c_int = 2;

pub const MSG_PEEK: c_int = 1;
pub const MSG_WAITALL: c_int = 2;
pub const MSG_OOB: c_int = 4;
pub const MSG_DONTROUTE: c_int = 0x10;
pub const MSG_TRUNC: c_int = 0x20;
pub const MSG_DONTWAIT: c_int = 0x40;
pub const MSG_ERRQUEUE: c_int = 0x2000;
pub const MSG_NOSIGNAL: c_int = 0x4000;
pub const MSG_MORE: c_int = 0x8000;

pub const SOL_SOCKET: c_int = 0x7fff_ffff;
pub const SO_REUSEADDR: c_int = 2;
pub const SO_TYPE: c_int = 3;
pub const SO_ERROR: c_int = 4;
pub const SO_DONTROUTE: c_int = 5;
pub const SO_BROADCAST: c_int = 6;
pub const SO_SNDBUF: c_int = 7;
pub const SO_RCVBUF: c_int = 8;
pub const SO_KEEPALIVE: c_int = 9;
pub const SO_OOBINLINE: c_int = 10;
pub const SO_LINGER: c_int = 13;
pub const SO_REUSEPORT: c_int = 15;
pub const SO_RCVLOWAT: c_int = 18;
pub const SO_BINDTODEVICE: c_int = 25;
pub const SO_ACCEPTCONN: c_int = 30;
pub const SO_PROTOCOL: c_int = 38;
pub const SO_DOMAIN: c_int = 39;
pub const SO_RCVTIMEO: c_int = 66;
pub const SO_SNDTIMEO: c_int = 67;

pub const FIONREAD: c_int = 1;
pub const FIONBIO: c_int = 2;
pub const SIOCATMARK: c_int = 0x8905;

pub const MSG_WAITFORONE: c_int = 0x1_0000;

pub const IPPROTO_IP: c_int = 0;
pub const IPPROTO_TCP: c_int = 6;
pub const IPPROTO_UDP: c_int = 17;
pub const IPPROTO_IPV6: c_int = 41;

pub const TCP_NODELAY: c_int = 1;
pub const TCP_CORK: c_int = 3;
pub const TCP_KEEPIDLE: c_int = 4;
pub const TCP_KEEPINTVL: c_int = 5;
pub const TCP_KEEPCNT: c_int = 6;
pub const TCP_QUICKACK: c_int = 12;
pub const TCP_FASTOPEN_CONNECT: c_int = 30;

pub const IP_TOS: c_int = 1;
pub const IP_TTL: c_int = 2;
pub const IP_MULTICAST_IF: c_int = 32;
pub const IP_MULTICAST_TTL: c_int = 33;
pub const IP_MULTICAST_LOOP: c_int = 34;
pub const IP_ADD_MEMBERSHIP: c_int = 35;
pub const IP_DROP_MEMBERSHIP: c_int = 36;

pub const IPV6_UNICAST_HOPS: c_int = 16;
pub const IPV6_MULTICAST_IF: c_int = 17;
pub const IPV6_MULTICAST_LOOP: c_int = 19;
pub const IPV6_JOIN_GROUP: c_int = 20;
pub const IPV6_LEAVE_GROUP: c_int = 21;
pub const IPV6_V6ONLY: c_int = 26;
pub const IPV6_TCLASS: c_int = 67;

/// The longest name of a network interface, its NUL included.
pub const IFNAMSIZ: usize = 16;

/// The most iovecs one call takes.
pub const IOV_MAX: usize = 1024;

/// Asserts size and field offsets of a C structure on the target.
macro_rules! layout {
    ($name:ident, $size:literal $(, $field:ident @ $offset:literal)* $(,)?) => {
        #[cfg(target_family = "wasm")]
        const _: () = {
            assert!(size_of::<$name>() == $size);
            $( assert!(offset_of!($name, $field) == $offset); )*
        };
    };
}
#[cfg(not(target_family = "wasm"))]
const _: usize = offset_of!(linger, l_onoff);

#[repr(C)]
#[derive(Clone, Copy)]
pub struct sockaddr {
    pub sa_family: sa_family_t,
    pub sa_data: [c_char; 14],
}
layout!(sockaddr, 16, sa_data @ 2);

#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct in_addr {
    /// Network byte order, so the bytes in memory are the octets as written.
    pub s_addr: u32,
}
layout!(in_addr, 4);

#[repr(C)]
#[derive(Clone, Copy)]
pub struct sockaddr_in {
    pub sin_family: sa_family_t,
    pub sin_port: u16,
    pub sin_addr: in_addr,
    pub sin_zero: [u8; 8],
}
layout!(sockaddr_in, 16, sin_port @ 2, sin_addr @ 4, sin_zero @ 8);

#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct in6_addr {
    pub s6_addr: [u8; 16],
}
layout!(in6_addr, 16);

#[repr(C)]
#[derive(Clone, Copy)]
pub struct sockaddr_in6 {
    pub sin6_family: sa_family_t,
    pub sin6_port: u16,
    pub sin6_flowinfo: u32,
    pub sin6_addr: in6_addr,
    pub sin6_scope_id: u32,
}
layout!(sockaddr_in6, 28, sin6_port @ 2, sin6_flowinfo @ 4, sin6_addr @ 8, sin6_scope_id @ 24);

#[repr(C)]
#[derive(Clone, Copy)]
pub struct sockaddr_un {
    pub sun_family: sa_family_t,
    pub sun_path: [c_char; 108],
}
layout!(sockaddr_un, 110, sun_path @ 2);

#[repr(C)]
#[derive(Clone, Copy)]
pub struct iovec {
    pub iov_base: *mut c_void,
    pub iov_len: usize,
}
layout!(iovec, 8, iov_len @ 4);

#[repr(C)]
#[derive(Clone, Copy)]
pub struct msghdr {
    pub msg_name: *mut c_void,
    pub msg_namelen: socklen_t,
    pub msg_iov: *mut iovec,
    pub msg_iovlen: c_int,
    pub msg_control: *mut c_void,
    pub msg_controllen: socklen_t,
    pub msg_flags: c_int,
}
layout!(msghdr, 28, msg_namelen @ 4, msg_iov @ 8, msg_iovlen @ 12, msg_control @ 16, msg_controllen @ 20, msg_flags @ 24);

#[repr(C)]
#[derive(Clone, Copy)]
pub struct mmsghdr {
    pub msg_hdr: msghdr,
    pub msg_len: c_uint,
}
layout!(mmsghdr, 32, msg_len @ 28);

#[repr(C)]
#[derive(Clone, Copy)]
pub struct linger {
    pub l_onoff: c_int,
    pub l_linger: c_int,
}
layout!(linger, 8, l_linger @ 4);

/// `time_t` and `suseconds_t` are 64 bits wide.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct timeval {
    pub tv_sec: i64,
    pub tv_usec: i64,
}
layout!(timeval, 16, tv_usec @ 8);

#[repr(C)]
#[derive(Clone, Copy)]
pub struct ip_mreq {
    pub imr_multiaddr: in_addr,
    pub imr_interface: in_addr,
}
layout!(ip_mreq, 8, imr_interface @ 4);

#[repr(C)]
#[derive(Clone, Copy)]
pub struct ip_mreqn {
    pub imr_multiaddr: in_addr,
    pub imr_address: in_addr,
    pub imr_ifindex: c_int,
}
layout!(ip_mreqn, 12, imr_address @ 4, imr_ifindex @ 8);

#[repr(C)]
#[derive(Clone, Copy)]
pub struct ipv6_mreq {
    pub ipv6mr_multiaddr: in6_addr,
    pub ipv6mr_interface: c_uint,
}
layout!(ipv6_mreq, 20, ipv6mr_interface @ 16);

pub const POLLIN: c_short = 1;
pub const POLLOUT: c_short = 2;
pub const POLLPRI: c_short = 0x200;
pub const POLLERR: c_short = 0x1000;
pub const POLLHUP: c_short = 0x2000;
pub const POLLNVAL: c_short = 0x4000;

#[repr(C)]
#[derive(Clone, Copy)]
pub struct pollfd {
    pub fd: c_int,
    pub events: c_short,
    pub revents: c_short,
}
layout!(pollfd, 8, events @ 4, revents @ 6);

#[repr(C)]
#[derive(Clone, Copy)]
pub struct timespec {
    pub tv_sec: i64,
    pub tv_nsec: c_long,
}
layout!(timespec, 16, tv_nsec @ 8);

pub const FD_SETSIZE: usize = 1024;

/// A list, unlike Linux's bits: `__fds[..__nfds]`.
#[repr(C)]
pub struct fd_set {
    pub __nfds: usize,
    pub __fds: [c_int; FD_SETSIZE],
}
layout!(fd_set, 4100, __fds @ 4);

// <netdb.h>

pub const AI_PASSIVE: c_int = 0x1;
pub const AI_CANONNAME: c_int = 0x2;
pub const AI_NUMERICHOST: c_int = 0x4;
pub const AI_V4MAPPED: c_int = 0x8;
pub const AI_ALL: c_int = 0x10;
pub const AI_ADDRCONFIG: c_int = 0x20;
pub const AI_NUMERICSERV: c_int = 0x400;

pub const NI_NUMERICHOST: c_int = 0x1;
pub const NI_NUMERICSERV: c_int = 0x2;
pub const NI_NOFQDN: c_int = 0x4;
pub const NI_NAMEREQD: c_int = 0x8;
pub const NI_DGRAM: c_int = 0x10;
pub const NI_NUMERICSCOPE: c_int = 0x100;

pub const EAI_BADFLAGS: c_int = -1;
pub const EAI_NONAME: c_int = -2;
pub const EAI_AGAIN: c_int = -3;
pub const EAI_FAIL: c_int = -4;
pub const EAI_NODATA: c_int = -5;
pub const EAI_FAMILY: c_int = -6;
pub const EAI_SOCKTYPE: c_int = -7;
pub const EAI_SERVICE: c_int = -8;
pub const EAI_ADDRFAMILY: c_int = -9;
pub const EAI_MEMORY: c_int = -10;
pub const EAI_SYSTEM: c_int = -11;
pub const EAI_OVERFLOW: c_int = -12;

/// What `h_errno` says when `errno` has the reason.
pub const NETDB_INTERNAL: c_int = -1;
pub const HOST_NOT_FOUND: c_int = 1;
pub const TRY_AGAIN: c_int = 2;
pub const NO_RECOVERY: c_int = 3;
pub const NO_DATA: c_int = 4;

pub const IPPROTO_SCTP: c_int = 132;
pub const IPPROTO_UDPLITE: c_int = 136;

#[repr(C)]
#[derive(Clone, Copy)]
pub struct addrinfo {
    pub ai_flags: c_int,
    pub ai_family: c_int,
    pub ai_socktype: c_int,
    pub ai_protocol: c_int,
    pub ai_addrlen: socklen_t,
    pub ai_addr: *mut sockaddr,
    pub ai_canonname: *mut c_char,
    pub ai_next: *mut addrinfo,
}
layout!(addrinfo, 32, ai_addrlen @ 16, ai_addr @ 20, ai_canonname @ 24, ai_next @ 28);

#[repr(C)]
pub struct hostent {
    pub h_name: *mut c_char,
    pub h_aliases: *mut *mut c_char,
    pub h_addrtype: c_int,
    pub h_length: c_int,
    pub h_addr_list: *mut *mut c_char,
}
layout!(hostent, 20, h_aliases @ 4, h_addrtype @ 8, h_length @ 12, h_addr_list @ 16);

#[repr(C)]
pub struct servent {
    pub s_name: *mut c_char,
    pub s_aliases: *mut *mut c_char,
    /// Network byte order.
    pub s_port: c_int,
    pub s_proto: *mut c_char,
}
layout!(servent, 16, s_aliases @ 4, s_port @ 8, s_proto @ 12);

#[repr(C)]
pub struct protoent {
    pub p_name: *mut c_char,
    pub p_aliases: *mut *mut c_char,
    pub p_proto: c_int,
}
layout!(protoent, 12, p_aliases @ 4, p_proto @ 8);

#[repr(C)]
pub struct netent {
    pub n_name: *mut c_char,
    pub n_aliases: *mut *mut c_char,
    pub n_addrtype: c_int,
    /// Host byte order.
    pub n_net: u32,
}
layout!(netent, 16, n_aliases @ 4, n_addrtype @ 8, n_net @ 12);

// <net/if.h> and <ifaddrs.h>

#[repr(C)]
pub struct if_nameindex {
    pub if_index: c_uint,
    pub if_name: *mut c_char,
}
layout!(if_nameindex, 8, if_name @ 4);

#[repr(C)]
pub struct ifaddrs {
    pub ifa_next: *mut ifaddrs,
    pub ifa_name: *mut c_char,
    pub ifa_flags: c_uint,
    pub ifa_addr: *mut sockaddr,
    pub ifa_netmask: *mut sockaddr,
    /// The broadcast address, or that of the other end.
    pub ifa_ifu: *mut sockaddr,
    pub ifa_data: *mut c_void,
}
layout!(ifaddrs, 28, ifa_name @ 4, ifa_flags @ 8, ifa_addr @ 12, ifa_netmask @ 16, ifa_ifu @ 20, ifa_data @ 24);
