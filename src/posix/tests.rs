// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! The front over the fake host: what reaches the host, and what C gets back.

use core::ffi::{c_int, c_void};
use core::ptr;

use super::*;
use crate::abi::*;
use crate::addr::SocketAddr;
use crate::dialect::Kind;
use crate::errno::Errno;
use crate::host::fake::{Answer, answers, calls};
use crate::option::Value;

const HERE: SocketAddr = SocketAddr::V4 { octets: [127, 0, 0, 1], port: 80 };

fn errno() -> c_int {
    // SAFETY: the C library returns the address of this thread's errno.
    unsafe { *libc::__errno_location() }
}

fn fails<T: PartialEq + From<i8> + core::fmt::Debug>(result: T, error: Errno) {
    assert_eq!((result, Errno::new(errno())), (T::from(-1), error));
}

fn here() -> sockaddr_in {
    let sin_addr = in_addr { s_addr: u32::from_ne_bytes([127, 0, 0, 1]) };
    sockaddr_in { sin_family: AF_INET as u16, sin_port: 80u16.to_be(), sin_addr, sin_zero: [0; 8] }
}

#[test]
fn socket_splits_the_flags_from_the_type() {
    answers([Answer::Fd(5), Answer::Done]);
    assert_eq!(socket(AF_INET6, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, IPPROTO_UDP), 5);
    assert_eq!(calls(), ["open V6 Datagram", "set_nonblocking 5 true"]);
}

#[test]
fn socket_closes_what_it_cannot_make_nonblocking() {
    answers([Answer::Fd(5), Answer::Error(Errno::EIO)]);
    fails(socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), Errno::EIO);
    assert_eq!(calls(), ["open V4 Stream", "set_nonblocking 5 true", "close 5"]);
}

#[test]
fn socket_refuses_what_it_does_not_know() {
    answers([]);
    for (domain, kind, protocol, error) in [
        (AF_UNSPEC, SOCK_STREAM, 0, Errno::EAFNOSUPPORT),
        (99, SOCK_STREAM, 0, Errno::EAFNOSUPPORT),
        (AF_INET, 0, 0, Errno::EPROTOTYPE),
        (AF_INET, 15, 0, Errno::EINVAL),
        (AF_INET, SOCK_STREAM | 0x1_0000, 0, Errno::EINVAL),
        (AF_INET, SOCK_RAW, 0, Errno::EPROTONOSUPPORT),
        (AF_INET, SOCK_STREAM, IPPROTO_UDP, Errno::EPROTONOSUPPORT),
        (AF_INET, SOCK_DGRAM, -1, Errno::EINVAL),
    ] {
        fails(socket(domain, kind, protocol), error);
    }
    assert!(calls().is_empty());
}

#[test]
fn an_address_is_judged_after_the_descriptor() {
    let addr = here();
    // SAFETY: the address is as long as said, or shorter than a family.
    unsafe {
        answers([Answer::Error(Errno::EBADF)]);
        fails(connect(9, (&raw const addr).cast(), 1), Errno::EBADF);
        answers([Answer::Kind(Kind::Stream)]);
        fails(connect(9, (&raw const addr).cast(), 1), Errno::EINVAL);
        answers([Answer::Kind(Kind::Stream)]);
        fails(bind(9, ptr::null(), 16), Errno::EFAULT);
        answers([Answer::Done]);
        assert_eq!(bind(9, (&raw const addr).cast(), 16), 0);
    }
    assert_eq!(calls(), [std::format!("bind 9 {HERE:?}")]);
}

#[test]
fn accept_tells_the_peer_and_leaks_nothing() {
    let (mut addr, mut len) = ([0xaau8; 6], 4 as socklen_t);
    answers([Answer::Fd(7), Answer::Addr(HERE)]);
    // SAFETY: the length is that of the room.
    unsafe { assert_eq!(accept(3, addr.as_mut_ptr().cast(), &mut len), 7) };
    assert_eq!((len, addr), (16, [AF_INET as u8, 0, 0, 80, 0xaa, 0xaa]));

    answers([Answer::Fd(7), Answer::Error(Errno::ENOTCONN)]);
    // SAFETY: as above.
    unsafe { assert_eq!(accept(3, addr.as_mut_ptr().cast(), &mut len), 7) };
    assert_eq!(calls(), ["accept 3 false", "peer 7"]);
    assert_eq!((len, addr), (16, [0; 6]));

    answers([Answer::Fd(7), Answer::Addr(HERE)]);
    len = socklen_t::MAX;
    // SAFETY: a length below zero is no room.
    unsafe { fails(accept(3, addr.as_mut_ptr().cast(), &mut len), Errno::EINVAL) };
    assert_eq!(calls(), ["accept 3 false", "peer 7", "close 7"]);

    answers([Answer::Fd(7)]);
    // SAFETY: no address is asked for.
    unsafe { assert_eq!(accept4(3, ptr::null_mut(), ptr::null_mut(), SOCK_NONBLOCK), 7) };
    assert_eq!(calls(), ["accept 3 true"]);
}

#[test]
fn dontwait_is_made_up_for() {
    let byte = [1u8];
    answers([Answer::Nonblocking(false), Answer::Done, Answer::Error(Errno::EAGAIN), Answer::Done]);
    // SAFETY: one byte is there.
    unsafe { fails(send(4, byte.as_ptr().cast(), 1, MSG_DONTWAIT | MSG_NOSIGNAL), Errno::EAGAIN) };
    assert_eq!(calls(), ["nonblocking 4", "set_nonblocking 4 true", "send 4 1 0x0", "set_nonblocking 4 false"]);
}

#[test]
fn flags_the_host_would_drop_are_refused() {
    let mut byte = [1u8];
    answers([Answer::Kind(Kind::Stream), Answer::Kind(Kind::Stream)]);
    // SAFETY: one byte is there.
    unsafe {
        fails(send(4, byte.as_ptr().cast(), 1, 4), Errno::EOPNOTSUPP);
        fails(recv(4, byte.as_mut_ptr().cast(), 1, MSG_PEEK), Errno::EOPNOTSUPP);
    }
    assert_eq!(calls(), ["kind 4", "kind 4"]);
}

#[test]
fn waitall_fills_the_room() {
    let mut room = [0u8; 5];
    answers([Answer::Kind(Kind::Stream), Answer::Data(b"ab", None, false), Answer::Data(b"cde", None, false)]);
    // SAFETY: the room is as long as said.
    unsafe { assert_eq!(recv(4, room.as_mut_ptr().cast(), 5, MSG_WAITALL), 5) };
    assert_eq!(&room, b"abcde");
    assert_eq!(calls(), ["kind 4", "recv 4 5 0x0", "recv 4 3 0x0"]);

    answers([Answer::Kind(Kind::Stream), Answer::Data(b"ab", None, false), Answer::Error(Errno::ECONNRESET)]);
    // SAFETY: as above.
    unsafe { assert_eq!(recv(4, room.as_mut_ptr().cast(), 5, MSG_WAITALL), 2) };
}

#[test]
fn a_null_buffer_is_no_buffer() {
    let stream = || Answer::Kind(Kind::Stream);
    let gone = Answer::Error(Errno::EPIPE);
    answers([Answer::Kind(Kind::Datagram), stream(), Answer::Len(0), stream(), gone, Answer::Len(0)]);
    // SAFETY: nothing is read from null.
    unsafe {
        fails(send(4, ptr::null(), 1, 0), Errno::EFAULT);
        fails(send(4, ptr::null(), 1, 0), Errno::EFAULT);
        fails(send(4, ptr::null(), 1, 0), Errno::EPIPE);
        assert_eq!(send(4, ptr::null(), 0, 0), 0);
    }
}

#[test]
fn recvmsg_tells_all_there_is_to_tell() {
    let mut room = [0u8; 2];
    let mut name = [0u8; 16];
    let mut iov = iovec { iov_base: room.as_mut_ptr().cast(), iov_len: 2 };
    let mut message = msghdr {
        msg_name: name.as_mut_ptr().cast(),
        msg_namelen: 16,
        msg_iov: &mut iov,
        msg_iovlen: 1,
        msg_control: ptr::null_mut(),
        msg_controllen: 7,
        msg_flags: -1,
    };
    answers([Answer::Data(b"xy", Some(HERE), true)]);
    // SAFETY: the message's pointers are valid for their lengths.
    unsafe { assert_eq!(recvmsg(4, &mut message, 0), 2) };
    assert_eq!((message.msg_namelen, message.msg_controllen, message.msg_flags), (16, 0, MSG_TRUNC));
    assert_eq!((&room, name.get(4..8)), (b"xy", Some(&[127, 0, 0, 1][..])));
}

#[test]
fn too_many_buffers_are_too_large_a_message() {
    let message = msghdr {
        msg_name: ptr::null_mut(),
        msg_namelen: 0,
        msg_iov: ptr::null_mut(),
        msg_iovlen: 1025,
        msg_control: ptr::null_mut(),
        msg_controllen: 0,
        msg_flags: 0,
    };
    answers([Answer::Kind(Kind::Datagram)]);
    // SAFETY: the iovecs are not looked at.
    unsafe { fails(sendmsg(4, &message, 0), Errno::EMSGSIZE) };
}

fn set<T>(level: c_int, name: c_int, value: T) -> c_int {
    // SAFETY: the length is that of the value.
    unsafe { setsockopt(4, level, name, (&raw const value).cast(), size_of::<T>() as socklen_t) }
}

#[test]
fn setsockopt_decodes_by_shape() {
    answers([Answer::Done, Answer::Done, Answer::Done, Answer::Done, Answer::Done]);
    assert_eq!(set(SOL_SOCKET, SO_KEEPALIVE, 0x100_i32), 0);
    assert_eq!(set(SOL_SOCKET, SO_LINGER, linger { l_onoff: 7, l_linger: 3 }), 0);
    assert_eq!(set(SOL_SOCKET, SO_RCVTIMEO, timeval { tv_sec: 2, tv_usec: 5 }), 0);
    assert_eq!(set(IPPROTO_IP, IP_TTL, 9_u8), 0);
    assert_eq!(set(IPPROTO_IP, IP_MULTICAST_TTL, -1_i32), 0);
    assert_eq!(
        calls(),
        [
            "set 4 KeepAlive Int(1)",
            "set 4 Linger Linger { on: true, seconds: 3 }",
            "set 4 RecvTimeout Time(2000005)",
            "set 4 IpTtl Int(9)",
            "set 4 IpMulticastTtl Int(1)",
        ]
    );
}

#[test]
fn setsockopt_refuses_as_linux_does() {
    for (result, error) in [
        (|| set(SOL_SOCKET, SO_KEEPALIVE, 1_i16), Errno::EINVAL),
        (|| set(SOL_SOCKET, 12345, 1_i32), Errno::ENOPROTOOPT),
        (|| set(77, SO_KEEPALIVE, 1_i32), Errno::ENOPROTOOPT),
        (|| set(SOL_SOCKET, SO_TYPE, 1_i32), Errno::ENOPROTOOPT),
        (|| set(IPPROTO_IP, IP_TTL, 0_i32), Errno::EINVAL),
        (|| set(SOL_SOCKET, SO_RCVTIMEO, timeval { tv_sec: 0, tv_usec: 1_000_000 }), Errno::EDOM),
    ] as [(fn() -> c_int, Errno); 6]
    {
        answers([Answer::Kind(Kind::Stream)]);
        fails(result(), error);
        assert_eq!(calls(), ["kind 4"]);
    }
}

fn get<const ROOM: usize>(level: c_int, name: c_int, mut len: socklen_t) -> (c_int, [u8; ROOM], socklen_t) {
    let mut room = [0xaa_u8; ROOM];
    // SAFETY: the tests pass no length beyond the room.
    let result = unsafe { getsockopt(4, level, name, room.as_mut_ptr().cast::<c_void>(), &mut len) };
    (result, room, len)
}

#[test]
fn getsockopt_cuts_to_the_room() {
    answers([Answer::Value(Value::Int(1))]);
    assert_eq!(get(SOL_SOCKET, SO_KEEPALIVE, 8), (0, [1, 0, 0, 0, 0xaa, 0xaa, 0xaa, 0xaa], 4));
    answers([Answer::Value(Value::Int(0x0102))]);
    assert_eq!(get(SOL_SOCKET, SO_RCVBUF, 2), (0, [2, 1, 0xaa, 0xaa], 2));
    answers([Answer::Value(Value::Int(64))]);
    assert_eq!(get(IPPROTO_IP, IP_TTL, 3), (0, [64, 0xaa, 0xaa, 0xaa], 1));
    answers([Answer::Value(Value::Time(2_000_005))]);
    assert_eq!(get::<16>(SOL_SOCKET, SO_RCVTIMEO, 16).1.map(usize::from).iter().sum::<usize>(), 7);
    answers([Answer::Kind(Kind::Datagram)]);
    assert_eq!(get(SOL_SOCKET, SO_PROTOCOL, 4), (0, [IPPROTO_UDP as u8, 0, 0, 0], 4));
}

#[test]
fn getsockopt_refuses_a_negative_length() {
    answers([Answer::Kind(Kind::Stream)]);
    assert_eq!(get::<1>(SOL_SOCKET, SO_KEEPALIVE, u32::MAX).0, -1);
    assert_eq!(Errno::new(errno()), Errno::EINVAL);
}
