// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Names: `getaddrinfo`, the functions around `struct hostent`, `getnameinfo`, and the tables.

use core::ffi::{c_char, c_int};
use core::ptr;

use fastrand::Rng;

use super::{bytes, c_text, fuzz, text};
use crate::abi::*;
use crate::posix::*;

const NODES: [&str; 16] = [
    "localhost",
    "name.test",
    ".",
    "..",
    "-",
    "_",
    "127.0.0.1",
    "::1",
    "%",
    "%1",
    "0x7f",
    "1.2.3",
    ":",
    "a",
    "[::]",
    " ",
];
const SERVICES: [&str; 8] = ["http", "ssh", "80", "65536", "-1", "+", " ", "0"];

/// The answer to anything is a list with an end, of addresses that fit their families, or an error.
#[test]
fn a_look_up_lists_addresses_or_fails() {
    fuzz(|rng| {
        let (node, service) = (c_text(&text(rng, &NODES)), c_text(&text(rng, &SERVICES)));
        // SAFETY: all zero is a valid addrinfo.
        let zero: addrinfo = unsafe { core::mem::zeroed() };
        let hints = addrinfo {
            ai_flags: rng.i32(..0x1000) & rng.i32(..0x1000),
            ai_family: rng.i32(..4),
            ai_socktype: [0, SOCK_STREAM, SOCK_DGRAM, rng.i32(..)][rng.usize(..4)],
            ai_protocol: [0, 0, IPPROTO_TCP, rng.i32(..300)][rng.usize(..4)],
            ..zero
        };
        let (mut list, or_null) = (ptr::null_mut(), |rng: &mut Rng, text: &[u8]| match rng.u8(..8) {
            0 => ptr::null(),
            _ => text.as_ptr().cast::<c_char>(),
        });
        let (node, service) = (or_null(rng, &node), or_null(rng, &service));
        // SAFETY: strings or null, hints, and a place for the list.
        if unsafe { getaddrinfo(node, service, &hints, &mut list) } != 0 {
            return;
        }
        assert!(!list.is_null());
        let mut next = list;
        // SAFETY: the list is whole, and given back once.
        unsafe {
            while let Some(entry) = next.as_ref() {
                let len = if entry.ai_family == AF_INET { size_of::<sockaddr_in>() } else { size_of::<sockaddr_in6>() };
                assert_eq!(entry.ai_addrlen as usize, len);
                assert!(crate::addr::read::<crate::addr::SocketAddr>(entry.ai_addr, entry.ai_addrlen).is_ok());
                next = entry.ai_next;
            }
            freeaddrinfo(list);
        }
    });
}

/// For any size of the buffer, everything that the entry points to lies inside.
#[test]
fn a_host_entry_fits_its_buffer_or_fails() {
    fuzz(|rng| {
        let name = c_text(&text(rng, &NODES));
        let mut buffer = bytes(rng, 4000);
        let (at, len) = (buffer.as_mut_ptr(), buffer.len());
        // SAFETY: all zero is a valid entry.
        let mut entry: hostent = unsafe { core::mem::zeroed() };
        let (mut found, mut code) = (ptr::null_mut(), 0);
        // SAFETY: a string, and places as long as said.
        unsafe {
            gethostbyname_r(name.as_ptr().cast(), &mut entry, at.cast(), len, &mut found, &mut code);
            if found.is_null() {
                return;
            }
            let within = |place: *mut u8, size: usize| place >= at && place.add(size) <= at.add(len);
            let mut list = entry.h_addr_list;
            while within(list.cast(), size_of::<*mut c_char>()) && !(*list).is_null() {
                assert!(within((*list).cast(), entry.h_length as usize));
                list = list.add(1);
            }
            assert!(within(list.cast(), size_of::<*mut c_char>()) && within(entry.h_name.cast(), 1));
        }
    });
}

#[test]
fn other_forms_of_a_look_up() {
    fuzz(|rng| {
        let (name, address) = (c_text(&text(rng, &NODES)), bytes(rng, 20));
        let len = if rng.bool() { address.len() as socklen_t } else { rng.u32(1 << 31..) };
        // SAFETY: strings, and an address as long as said, or of a length that is none.
        unsafe {
            gethostbyname2(name.as_ptr().cast(), rng.i32(..4));
            gethostbyaddr(address.as_ptr().cast(), len, rng.i32(..4));
            getservbyname(name.as_ptr().cast(), ptr::null());
            getservbyname(name.as_ptr().cast(), name.as_ptr().cast());
            getprotobyname(name.as_ptr().cast());
            getnetbyname(name.as_ptr().cast());
        }
    });
}

#[test]
fn a_name_for_an_address_fits_its_room() {
    fuzz(|rng| {
        let mut address = bytes(rng, 40).into_vec();
        let family = [AF_INET, AF_INET6, rng.i32(..)][rng.usize(..3)] as u16;
        address.iter_mut().zip(family.to_ne_bytes()).for_each(|(to, from)| *to = from);
        let (mut host, mut service) = (bytes(rng, 100), bytes(rng, 40));
        let flags: c_int = rng.i32(..64);
        // SAFETY: all lengths are those of the buffers.
        let result = unsafe {
            let (len, host_len, service_len) = (address.len(), host.len(), service.len());
            let (host, service) = (host.as_mut_ptr().cast(), service.as_mut_ptr().cast());
            let at = address.as_slice().to_vec().into_boxed_slice();
            getnameinfo(at.as_ptr().cast(), len as _, host, host_len as _, service, service_len as _, flags)
        };
        let ends = |text: &[u8]| text.is_empty() || text.contains(&0);
        assert!(result != 0 || ends(&host) && ends(&service), "a text without an end");
    });
}
