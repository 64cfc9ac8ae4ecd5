// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Data and addresses: `send…`, `recv…`, and every function that reads or stores an address.

use core::ffi::c_int;
use core::mem::MaybeUninit;
use core::ptr;
use std::boxed::Box;
use std::vec::Vec;

use fastrand::Rng;

use super::{bytes, fuzz};
use crate::abi::*;
use crate::addr::{self, AddrOut};
use crate::dialect::fast::Transfer;
use crate::host::fake;
use crate::posix::*;

/// A `sockaddr` of one of the families, or of none; seldom as long as it should be.
fn sockaddr_bytes(rng: &mut Rng) -> Box<[u8]> {
    let mut address = bytes(rng, 130).into_vec();
    let family = [AF_INET, AF_INET6, AF_UNIX, AF_UNSPEC, 99][rng.usize(..5)] as u16;
    if rng.bool() {
        address.resize(if family == AF_INET as u16 { 16 } else { 28 }, rng.u8(..));
    }
    address.iter_mut().zip(family.to_ne_bytes()).for_each(|(to, from)| *to = from);
    address.into()
}

fn flags(rng: &mut Rng) -> c_int {
    [0, 0, MSG_PEEK, MSG_WAITALL, MSG_DONTWAIT, MSG_PEEK | MSG_WAITALL, MSG_NOSIGNAL, rng.i32(..)][rng.usize(..8)]
}

/// Buffers, and the iovecs that name them.
fn buffers(rng: &mut Rng) -> (Vec<Box<[u8]>>, Box<[iovec]>) {
    let count = if rng.u8(..16) == 0 { rng.usize(..=IOV_MAX) } else { rng.usize(..6) };
    let mut buffers: Vec<_> = (0..count).map(|_| bytes(rng, 64)).collect();
    let name = |buffer: &mut Box<[u8]>| iovec { iov_base: buffer.as_mut_ptr().cast(), iov_len: buffer.len() };
    let parts = buffers.iter_mut().map(name).collect();
    (buffers, parts)
}

fn total(parts: &[iovec]) -> isize {
    parts.iter().map(|part| part.iov_len.cast_signed()).sum()
}

#[test]
fn an_address_is_read_within_its_length() {
    fuzz(|rng| {
        let address = sockaddr_bytes(rng);
        let said = if rng.u8(..8) == 0 { rng.usize(..=address.len()) } else { address.len() } as socklen_t;
        // SAFETY: at least as many bytes are there.
        unsafe {
            connect(rng.i32(..), address.as_ptr().cast(), said);
            bind(rng.i32(..), address.as_ptr().cast(), said);
            sendto(3, ptr::null(), 0, flags(rng), address.as_ptr().cast(), said);
            // A length that is none is refused before anything is read.
            connect(3, address.as_ptr().cast(), 1 << 31 | said);
        }
    });
}

#[test]
fn an_address_comes_back_as_it_was_written() {
    fuzz(|rng| {
        let address = fake::any_address(rng);
        let mut room = std::vec![0; rng.usize(..40)].into_boxed_slice();
        let mut len = room.len() as socklen_t;
        // SAFETY: the length is that of the room.
        unsafe {
            assert_eq!(AddrOut::new(room.as_mut_ptr().cast(), &mut len).write(Some(&address)), Ok(()));
            if len as usize <= room.len() {
                assert_eq!(addr::read(room.as_ptr().cast(), len), Ok(address));
            }
        }
    });
}

#[test]
fn an_address_is_told_within_its_room() {
    fuzz(|rng| {
        let mut room = bytes(rng, 130);
        let mut len = if rng.u8(..16) == 0 { rng.u32(1 << 31..) } else { room.len() as socklen_t };
        let (at, fd) = (room.as_mut_ptr().cast(), rng.i32(..));
        // SAFETY: the length is that of the room, or none at all.
        let result = unsafe {
            match rng.u8(..3) {
                0 => accept4(fd, at, &mut len, flags(rng)),
                1 => getsockname(fd, at, &mut len),
                _ => getpeername(fd, at, &mut len),
            }
        };
        assert!(result == -1 || len <= size_of::<sockaddr_in6>() as socklen_t, "{len}");
    });
}

#[test]
fn data_stays_within_its_buffer() {
    fuzz(|rng| {
        let mut data = bytes(rng, 5000);
        let (at, len, fd) = (data.as_mut_ptr(), data.len(), rng.i32(..));
        let mut name = bytes(rng, 40);
        let mut name_len = name.len() as socklen_t;
        let iov = iovec { iov_base: at.cast(), iov_len: len };
        let mut transfer = Transfer { iov, out_len: MaybeUninit::uninit() };
        // With MSG_TRUNC a datagram may be longer.
        let in_flags = flags(rng);
        let most = if in_flags & MSG_TRUNC != 0 { len.max(1 << 16) } else { len };
        // SAFETY: the lengths are those of the buffers.
        let moved = unsafe {
            match rng.u8(..10) {
                0 => send(fd, at.cast(), len, flags(rng)),
                1 => recv(fd, at.cast(), len, in_flags),
                2 => wasock_send_plain(fd, at.cast(), len),
                3 => wasock_recv_plain(fd, at.cast(), len),
                4 if len > 0 => wasock_send_some(fd, &mut transfer),
                5 if len > 0 => wasock_recv_some(fd, &mut transfer),
                6 if len > 0 => wasock_sendto_some(fd, &mut transfer, name.as_ptr().cast(), name_len),
                7 if len > 0 && name.len() >= size_of::<sockaddr_in>() => {
                    wasock_recvfrom_some(fd, &mut transfer, name.as_mut_ptr().cast(), &mut name_len)
                }
                8 => wasock_sendto_plain(fd, at.cast(), len, name.as_ptr().cast(), name_len),
                _ => recvfrom(fd, at.cast(), len, in_flags, name.as_mut_ptr().cast(), &mut name_len),
            }
        };
        assert!((-1..=most.cast_signed()).contains(&moved), "{moved} of {len}");
    });
}

#[test]
fn messages_stay_within_their_buffers() {
    fuzz(|rng| {
        let (_buffers, mut parts) = buffers(rng);
        let mut name = sockaddr_bytes(rng);
        let mut control = bytes(rng, 64);
        let mut message = msghdr {
            msg_name: if rng.bool() { name.as_mut_ptr().cast() } else { ptr::null_mut() },
            msg_namelen: name.len() as socklen_t,
            msg_iov: parts.as_mut_ptr(),
            msg_iovlen: parts.len() as c_int,
            msg_control: if rng.u8(..8) == 0 { control.as_mut_ptr().cast() } else { ptr::null_mut() },
            msg_controllen: control.len() as socklen_t,
            msg_flags: rng.i32(..),
        };
        if rng.u8(..16) == 0 {
            message.msg_iovlen = [-1, c_int::MIN, c_int::MAX, 1025][rng.usize(..4)];
        }
        let (fd, flags) = (rng.i32(..), flags(rng));
        // SAFETY: the message's pointers are valid for their lengths; a count that is not theirs is none at all.
        let moved = unsafe {
            match rng.u8(..5) {
                0 => sendmsg(fd, &message, flags),
                1 => recvmsg(fd, &mut message, flags),
                2 => wasock_sendmsg_plain(fd, &message),
                3 => wasock_recvmsg_plain(fd, &mut message),
                _ => {
                    let mut messages = [mmsghdr { msg_hdr: message, msg_len: 0 }; 2];
                    let sent = sendmmsg(fd, messages.as_mut_ptr(), 2, flags.cast_unsigned());
                    assert!(sent < 2 || messages[0].msg_len as isize == total(&parts), "the first was cut");
                    return;
                }
            }
        };
        let most = if flags & MSG_TRUNC != 0 { total(&parts).max(1 << 16) } else { total(&parts) };
        assert!((-1..=most).contains(&moved), "{moved}");
    });
}

#[test]
fn a_pair_is_made_or_not() {
    fuzz(|rng| {
        let mut pair = [0; 2];
        // SAFETY: the place is one for a pair.
        let result = unsafe { socketpair(AF_UNIX, rng.i32(..8) | rng.i32(..) & SOCK_NONBLOCK, 0, &mut pair) };
        assert!(result == 0 || result == -1);
        socket(rng.i32(..4), rng.i32(..), rng.i32(..20));
    });
}
