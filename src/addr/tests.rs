// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
use core::ptr;

use super::*;
use crate::abi::*;

const V6: SocketAddr = SocketAddr::V6 {
    octets: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
    port: 0x1234,
    flowinfo: 5,
    scope: 6,
};
const V4: SocketAddr = SocketAddr::V4 { octets: [1, 2, 3, 4], port: 0x5678 };

fn encoded(addr: &SocketAddr, room: usize) -> ([u8; 40], usize) {
    let mut bytes = [0xaa; 40];
    // SAFETY: there are forty bytes of room.
    let len = unsafe { write_inet(addr, bytes.as_mut_ptr().cast(), room) };
    (bytes, len.unwrap_or(0))
}

fn decoded(bytes: &[u8], len: usize) -> Result<SocketAddr> {
    // SAFETY: the tests say no length beyond the bytes.
    unsafe { read(bytes.as_ptr().cast(), len as socklen_t) }
}

#[test]
fn an_address_comes_back_as_it_went() {
    for addr in [V4, V6] {
        let (bytes, len) = encoded(&addr, 40);
        assert_eq!(decoded(&bytes, len), Ok(addr));
        assert!(bytes.iter().skip(len).all(|byte| *byte == 0xaa));
    }
}

#[test]
fn ports_are_big_endian_and_octets_in_order() {
    let (bytes, len) = encoded(&V4, 40);
    assert_eq!((len, bytes.get(2..8)), (16, Some(&[0x56, 0x78, 1, 2, 3, 4][..])));
}

#[test]
fn what_does_not_fit_is_cut_and_nothing_more_written() {
    let (bytes, len) = encoded(&V4, 3);
    assert_eq!((len, bytes.get(2..5)), (16, Some(&[0x56, 0xaa, 0xaa][..])));
}

#[test]
fn lengths_are_judged_as_on_linux() {
    let (v4, v6) = (encoded(&V4, 40).0, encoded(&V6, 40).0);
    assert_eq!(decoded(&v4, 15), Err(Errno::EINVAL));
    assert_eq!(decoded(&v4, 1), Err(Errno::EINVAL));
    assert_eq!(decoded(&v6, 23), Err(Errno::EINVAL));
    assert!(matches!(decoded(&v6, 24), Ok(SocketAddr::V6 { scope: 0, .. })));
    // SAFETY: a length beyond any address is refused before a byte is read, and so is null.
    unsafe {
        assert_eq!(read::<SocketAddr>(v4.as_ptr().cast(), 129), Err(Errno::EINVAL));
        assert_eq!(read::<SocketAddr>(v4.as_ptr().cast(), u32::MAX), Err(Errno::EINVAL));
        assert_eq!(read::<SocketAddr>(ptr::null(), 16), Err(Errno::EFAULT));
    }
}

#[test]
fn a_family_nobody_has_is_not_supported() {
    let mut bytes = [0; 16];
    bytes[0] = 77;
    assert_eq!(decoded(&bytes, 16), Err(Errno::EAFNOSUPPORT));
    assert_eq!(decoded(&bytes, 4), Err(Errno::EINVAL));
    assert_eq!(decoded(&[0, 0, 0, 0], 4), Err(Errno::EAFNOSUPPORT));
}
