// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Texts of addresses, held against the C library of this machine.

use core::ffi::{c_char, c_int, c_void};

use fastrand::Rng;

use super::{c_text, fuzz, text};
use crate::abi::*;
use crate::posix as ours;

mod linux {
    use super::*;

    unsafe extern "C" {
        pub fn inet_pton(family: c_int, from: *const c_char, to: *mut c_void) -> c_int;
        pub fn inet_ntop(family: c_int, from: *const c_void, to: *mut c_char, room: socklen_t) -> *const c_char;
        pub fn inet_aton(from: *const c_char, to: *mut u32) -> c_int;
        pub fn inet_addr(from: *const c_char) -> u32;
        pub fn inet_network(from: *const c_char) -> u32;
    }
    pub const AF_INET: c_int = 2;
    pub const AF_INET6: c_int = 10;
}

const PIECES: [&str; 24] = [
    "::",
    ":",
    ".",
    "0",
    "1",
    "255",
    "256",
    "0x",
    "0x7f",
    "0377",
    "08",
    "ffff",
    "10000",
    "%1",
    " ",
    "\t",
    "1.2.3.4",
    "::ffff:",
    "127.0.0.1",
    "fe80::",
    "1:2:3:4:5:6:7:8",
    "+",
    "-1",
    "4294967296",
];

/// The families, ours and Linux's, and the bytes of an address.
const FAMILIES: [(c_int, c_int, usize); 2] = [(AF_INET, linux::AF_INET, 4), (AF_INET6, linux::AF_INET6, 16)];

fn any_text(rng: &mut Rng) -> std::string::String {
    text(rng, &PIECES)
}

#[test]
fn inet_pton_reads_what_linux_reads() {
    fuzz(|rng| {
        let (shown, (family, theirs, _)) = (any_text(rng), FAMILIES[rng.usize(..2)]);
        let (text, mut a, mut b) = (c_text(&shown), [0x5a_u8; 16], [0x5a_u8; 16]);
        // SAFETY: a string, and room for any address.
        let results = unsafe {
            let at = text.as_ptr().cast();
            (ours::inet_pton(family, at, a.as_mut_ptr().cast()), linux::inet_pton(theirs, at, b.as_mut_ptr().cast()))
        };
        assert_eq!((results.0, a), (results.1, b), "{shown:?}");
    });
}

#[test]
fn the_old_forms_read_what_linux_reads() {
    fuzz(|rng| {
        let shown = any_text(rng);
        let text = c_text(&shown);
        let at = text.as_ptr().cast();
        let (mut a, mut b) = (in_addr { s_addr: 7 }, 7);
        // SAFETY: a string, and room for an address.
        unsafe {
            assert_eq!(ours::inet_aton(at, &mut a), linux::inet_aton(at, &mut b), "aton {shown:?}");
            assert_eq!(a.s_addr, b, "aton {shown:?}");
            assert_eq!(ours::inet_addr(at), linux::inet_addr(at), "addr {shown:?}");
            // Linux takes a number modulo 2^32 here, which is no reading of it.
            if shown.split(|c: char| !c.is_ascii_hexdigit()).all(|digits| digits.len() < 10) {
                assert_eq!(ours::inet_network(at), linux::inet_network(at), "network {shown:?}");
            }
        }
    });
}

#[test]
fn inet_ntop_writes_what_linux_writes() {
    fuzz(|rng| {
        let (family, theirs, len) = FAMILIES[rng.usize(..2)];
        // Groups of zeros are what makes texts short.
        let mut octets = rng.u128(..).to_be_bytes();
        octets.as_chunks_mut::<2>().0.iter_mut().filter(|_| rng.bool()).for_each(|pair| *pair = [0; 2]);
        let octets = &octets[..len];
        let room = rng.usize(..50);
        let (mut a, mut b) = (std::vec![0_u8; room].into_boxed_slice(), std::vec![0_u8; room].into_boxed_slice());
        // SAFETY: octets of the family, and rooms as long as said.
        let found = unsafe {
            let from = octets.as_ptr().cast();
            (
                !ours::inet_ntop(family, from, a.as_mut_ptr().cast(), room as socklen_t).is_null(),
                !linux::inet_ntop(theirs, from, b.as_mut_ptr().cast(), room as socklen_t).is_null(),
            )
        };
        assert_eq!(found.0, found.1, "{octets:?} in {room}");
        // After a failure the contents of the room are unspecified.
        assert!(!found.0 || a == b, "{octets:?}");
    });
}
