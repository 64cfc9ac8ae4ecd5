// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Socket options, of any number and any length.

use core::ffi::c_int;

use fastrand::Rng;

use super::{bytes, fuzz};
use crate::abi::*;
use crate::option;
use crate::posix::*;

/// An option that there is, or any.
fn any_option(rng: &mut Rng) -> (c_int, c_int) {
    let level = [SOL_SOCKET, IPPROTO_TCP, IPPROTO_IP, IPPROTO_IPV6, rng.i32(..)][rng.usize(..5)];
    let known = core::iter::repeat_with(|| rng.i32(..256)).take(500).find(|name| option::find(level, *name).is_some());
    (level, known.unwrap_or_else(|| rng.i32(..)))
}

#[test]
fn a_value_is_read_within_its_length() {
    fuzz(|rng| {
        let ((level, name), value) = (any_option(rng), bytes(rng, 130));
        // SAFETY: the length is that of the value.
        let result = unsafe { setsockopt(rng.i32(..), level, name, value.as_ptr().cast(), value.len() as socklen_t) };
        assert!(result == 0 || result == -1);
        // SAFETY: a negative length is refused before anything is read.
        let negative = unsafe { setsockopt(3, level, name, value.as_ptr().cast(), rng.u32(1 << 31..)) };
        assert_eq!(negative, -1);
    });
}

#[test]
fn a_value_is_told_within_its_room() {
    fuzz(|rng| {
        let ((level, name), mut value) = (any_option(rng), bytes(rng, 130));
        let room = value.len() as socklen_t;
        let mut len = if rng.u8(..16) == 0 { rng.u32(1 << 31..) } else { room };
        // SAFETY: the length is that of the room, or none at all.
        let result = unsafe { getsockopt(rng.i32(..), level, name, value.as_mut_ptr().cast(), &mut len) };
        assert!(result == -1 || len <= room, "{len} of {room}");
    });
}
