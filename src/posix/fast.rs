// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! The functions that `__wasock_fast.h` calls where the compiler knows the arguments: each does the same as the POSIX
//! function, without the code for what those arguments do not ask for. So a program links only what it needs.
//!
//! The library itself calls none of them: a trace wraps them, and would report one call twice.
//!
//! Each one's documentation states what the caller guarantees. Everything else is checked.

use core::ffi::{c_int, c_void};

use crate::abi::*;
use crate::addr::{self, AddrOut, InetAddr};
use crate::dialect::fast::{Buffers, Fast, Transfer};
use crate::dialect::{Dialect, Family, Fd, Flags, How, Kind};
use crate::errno::{Errno, OrMinusOne, Result};
use crate::host::Host;
use crate::option::{SockOpt, Value};
use crate::posix::precedence::for_socket;
use crate::posix::{recv, send, sockopt};

/// `socket` of `AF_INET` or `AF_INET6` and `SOCK_STREAM`, without flags, the protocol fitting. One function for each type, so
/// that a dialect links nothing of the other.
#[cfg_attr(feature = "c-exports", unsafe(no_mangle))]
pub extern "C" fn wasock_socket_stream(domain: c_int) -> c_int {
    Host::open(family(domain), Kind::Stream).or_minus_one()
}

/// The same of `SOCK_DGRAM`.
#[cfg_attr(feature = "c-exports", unsafe(no_mangle))]
pub extern "C" fn wasock_socket_dgram(domain: c_int) -> c_int {
    Host::open(family(domain), Kind::Datagram).or_minus_one()
}

fn family(domain: c_int) -> Family {
    if domain == AF_INET { Family::V4 } else { Family::V6 }
}

/// `connect` to an IPv4 address.
///
/// # Safety
/// `addr` points to a `sockaddr_in` of `AF_INET`.
#[cfg_attr(feature = "c-exports", unsafe(no_mangle))]
pub unsafe extern "C" fn wasock_connect_in(fd: c_int, addr: *const sockaddr_in) -> c_int {
    // SAFETY: the caller's promise.
    Host::connect_v4(fd, unsafe { InetAddr::new(addr) }).or_minus_one()
}

/// `bind` to an IPv4 address.
///
/// # Safety
/// `addr` points to a `sockaddr_in` of `AF_INET`.
#[cfg_attr(feature = "c-exports", unsafe(no_mangle))]
pub unsafe extern "C" fn wasock_bind_in(fd: c_int, addr: *const sockaddr_in) -> c_int {
    // SAFETY: the caller's promise.
    Host::bind_v4(fd, unsafe { InetAddr::new(addr) }).or_minus_one()
}

/// `accept` that does not ask for the peer.
#[cfg_attr(feature = "c-exports", unsafe(no_mangle))]
pub extern "C" fn wasock_accept_plain(fd: c_int) -> c_int {
    Host::accept(fd, false).or_minus_one()
}

/// `accept` that asks for the peer, where the places of its address and its length are known to be there.
///
/// # Safety
/// As for `accept`; both places lie inside memory, that of the address has room for a `sockaddr_in`.
#[cfg_attr(feature = "c-exports", unsafe(no_mangle))]
pub unsafe extern "C" fn wasock_accept_from(fd: c_int, addr: *mut sockaddr, len: *mut socklen_t) -> c_int {
    // SAFETY: the caller's promise.
    Host::accept_peer(fd, false, unsafe { AddrOut::in_memory(addr, len) }).or_minus_one()
}

/// `send` without flags.
///
/// # Safety
/// As for `send`.
#[cfg_attr(feature = "c-exports", unsafe(no_mangle))]
pub unsafe extern "C" fn wasock_send_plain(fd: c_int, data: *const c_void, len: usize) -> isize {
    send::send_noflags(fd, data, len)
}

/// `send` of one byte at least, not from null, without flags.
///
/// # Safety
/// As for `send`.
#[cfg_attr(feature = "c-exports", unsafe(no_mangle))]
pub unsafe extern "C" fn wasock_send_some(fd: c_int, data: &mut Transfer) -> isize {
    Host::send_nonempty(fd, Buffers::one(&data.iov), &mut data.out_len).or_minus_one()
}

/// `sendto` of one byte at least, not from null, without flags, to an IPv4 address.
///
/// # Safety
/// As for `sendto`; `addr` points to a `sockaddr_in` of `AF_INET`.
#[cfg_attr(feature = "c-exports", unsafe(no_mangle))]
pub unsafe extern "C" fn wasock_sendto_in(fd: c_int, data: &mut Transfer, addr: *const sockaddr_in) -> isize {
    // SAFETY: the caller's promise.
    let addr = unsafe { addr::read_v4(addr) };
    Host::send_nonempty_to(fd, Buffers::one(&data.iov), &mut data.out_len, &addr).or_minus_one()
}

/// `sendto` of one byte at least, not from null, without flags.
///
/// # Safety
/// As for `sendto`.
#[cfg_attr(feature = "c-exports", unsafe(no_mangle))]
pub unsafe extern "C" fn wasock_sendto_some(
    fd: c_int,
    data: &mut Transfer,
    addr: *const sockaddr,
    len: socklen_t,
) -> isize {
    // SAFETY: the caller's promise.
    unsafe { send::send_nonempty_to(fd, &data.iov, &mut data.out_len, addr, len) }
}

/// `sendto` without flags.
///
/// # Safety
/// As for `sendto`.
#[cfg_attr(feature = "c-exports", unsafe(no_mangle))]
pub unsafe extern "C" fn wasock_sendto_plain(
    fd: c_int,
    data: *const c_void,
    len: usize,
    addr: *const sockaddr,
    addr_len: socklen_t,
) -> isize {
    // SAFETY: the caller's promise.
    unsafe { send::sendto_noflags(fd, data, len, addr, addr_len) }
}

/// `sendmsg` without flags, of a message that is known to be there.
///
/// # Safety
/// As for `sendmsg`; the message lies inside memory.
#[cfg_attr(feature = "c-exports", unsafe(no_mangle))]
pub unsafe extern "C" fn wasock_sendmsg_plain(fd: c_int, message: *const msghdr) -> isize {
    // SAFETY: the caller's promise.
    unsafe { send::send_message(fd, message, Flags::NONE, true) }
}

/// `recv` without flags.
///
/// # Safety
/// As for `recv`.
#[cfg_attr(feature = "c-exports", unsafe(no_mangle))]
pub unsafe extern "C" fn wasock_recv_plain(fd: c_int, room: *mut c_void, len: usize) -> isize {
    recv::recv_noflags(fd, room, len)
}

/// `recv` of one byte at least, not to null, without flags.
///
/// # Safety
/// As for `recv`.
#[cfg_attr(feature = "c-exports", unsafe(no_mangle))]
pub unsafe extern "C" fn wasock_recv_some(fd: c_int, room: &mut Transfer) -> isize {
    Host::recv_some(fd, Buffers::one(&room.iov), &mut room.out_len)
}

/// `recvfrom` of one byte at least, not to null, without flags, where the places of the sender's address and its
/// length are known to be there.
///
/// # Safety
/// As for `recvfrom`; both places lie inside memory, that of the address has room for a `sockaddr_in`.
#[cfg_attr(feature = "c-exports", unsafe(no_mangle))]
pub unsafe extern "C" fn wasock_recvfrom_some(
    fd: c_int,
    room: &mut Transfer,
    addr: *mut sockaddr,
    len: *mut socklen_t,
) -> isize {
    // SAFETY: the caller's promise.
    let sender = unsafe { AddrOut::in_memory(addr, len) };
    Host::recv_nonempty_from(fd, Buffers::one(&room.iov), &mut room.out_len, sender).or_minus_one()
}

/// `recvmsg` without flags, of a message that is known to be there.
///
/// # Safety
/// As for `recvmsg`; the message lies inside memory.
#[cfg_attr(feature = "c-exports", unsafe(no_mangle))]
pub unsafe extern "C" fn wasock_recvmsg_plain(fd: c_int, message: *mut msghdr) -> isize {
    // SAFETY: the caller's promise.
    unsafe { recv::receive_message(fd, message, Flags::NONE, true) }
}

/// `shutdown` of both directions: some hosts need more code for one.
#[cfg_attr(feature = "c-exports", unsafe(no_mangle))]
pub extern "C" fn wasock_shutdown_both(fd: c_int) -> c_int {
    Host::shutdown(fd, How::Both).or_minus_one()
}

/// The pending error, as `SO_ERROR` has it, or −1.
#[cfg_attr(feature = "c-exports", unsafe(no_mangle))]
pub extern "C" fn wasock_take_error(fd: c_int) -> c_int {
    Host::take_error(fd).map(|error| error.map_or(0, Errno::get)).or_minus_one()
}

/// Options that are on or off, and whether each is off at `SOL_SOCKET` of a new socket where a host lacks it.
macro_rules! flags {
    ($($name:ident $option:ident $begins_off:literal)*) => { $(
        #[doc = concat!("`setsockopt` of ", stringify!($option), ", whose value is at hand.")]
        #[cfg_attr(feature = "c-exports", unsafe(no_mangle))]
        pub extern "C" fn $name(fd: c_int, on: c_int) -> c_int {
            let set = Host::set_int(fd, SockOpt::$option, c_int::from(on != 0));
            set.or_else(|error| if on == 0 && $begins_off { already_off(fd, error) } else { Err(error) }).or_minus_one()
        }
    )* };
}

/// The result of turning off an option that the host lacks, and that is off unless it was turned on.
#[cold]
#[inline(never)]
fn already_off(fd: Fd, error: Errno) -> Result<()> {
    if error == Errno::ENOPROTOOPT { Host::kind(fd).map(|_any| ()) } else { Err(error) }
}

flags! {
    wasock_set_reuse_addr ReuseAddr false
    wasock_set_reuse_port ReusePort true
    wasock_set_keep_alive KeepAlive true
    wasock_set_broadcast Broadcast true
    wasock_set_tcp_no_delay TcpNoDelay false
}

/// `setsockopt` of `IPV6_V6ONLY`, whose value is at hand. Where the host cannot set it, the value in force is the system's.
#[cfg_attr(feature = "c-exports", unsafe(no_mangle))]
pub extern "C" fn wasock_set_ipv6_only(fd: c_int, on: c_int) -> c_int {
    const OPTION: SockOpt = SockOpt::Ipv6Only;
    let on = c_int::from(on != 0);
    let set = Host::set_int(fd, OPTION, on);
    if Host::can_set(OPTION) {
        return set.or_minus_one();
    }
    set.or_else(|error| sockopt::not_set(fd, IPPROTO_IPV6, (OPTION, Value::Int(on)), error)).or_minus_one()
}

/// `setsockopt` of `SO_RCVTIMEO`.
///
/// # Safety
/// `time` points to a `timeval`.
#[cfg_attr(feature = "c-exports", unsafe(no_mangle))]
pub unsafe extern "C" fn wasock_set_recv_timeout(fd: c_int, time: *const timeval) -> c_int {
    // SAFETY: the caller's promise.
    unsafe { set_limit(fd, SockOpt::RecvTimeout, time) }.or_minus_one()
}

/// `setsockopt` of `SO_SNDTIMEO`.
///
/// # Safety
/// `time` points to a `timeval`.
#[cfg_attr(feature = "c-exports", unsafe(no_mangle))]
pub unsafe extern "C" fn wasock_set_send_timeout(fd: c_int, time: *const timeval) -> c_int {
    // SAFETY: the caller's promise.
    unsafe { set_limit(fd, SockOpt::SendTimeout, time) }.or_minus_one()
}

/// Sets a limit. No closure: each function links the code for its own option alone.
///
/// # Safety
/// `time` points to a `timeval`.
#[inline(always)]
unsafe fn set_limit(fd: c_int, option: SockOpt, time: *const timeval) -> Result<()> {
    // SAFETY: the caller's promise; no alignment is assumed.
    let limit = match sockopt::microseconds(unsafe { time.read_unaligned() }) {
        Ok(limit) => limit,
        Err(error) => return Err(for_socket(fd, error)),
    };
    sockopt::note_limit(option);
    match Host::set_limit(fd, option, limit) {
        // Where the host has no limits, there is none.
        Err(error) if limit == 0 => already_off(fd, error),
        set => set,
    }
}
