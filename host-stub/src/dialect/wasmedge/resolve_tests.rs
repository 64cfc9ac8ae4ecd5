// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use super::*;

/// Two nodes at 8 and 36, their sockaddrs at 64 and 76, their data at 88 and 116.
fn memory() -> Vec<u8> {
    let mut bytes = vec![0; 144];
    for (at, words) in [(20, [64, 0, 0, 36]), (48, [76, 0, 0, 0])] {
        for (at, word) in (at..).step_by(4).zip(words) {
            set_field::<u32>(&mut bytes, at, word).unwrap();
        }
    }
    for (at, data) in [(68, 88u32), (80, 116)] {
        set_field::<u32>(&mut bytes, at, 26).unwrap();
        set_field(&mut bytes, at + 4, data).unwrap();
    }
    bytes
}

fn found(address: &str) -> Resolved {
    Resolved { address: address.parse().unwrap(), kind: Kind::Stream }
}

#[test]
fn an_answer_is_a_node_a_sockaddr_and_its_data() {
    let mut bytes = memory();
    let nodes = nodes(&Memory(&mut bytes), 8, 2).unwrap();
    nodes[0].store(&mut Memory(&mut bytes), &found("127.0.0.1:80")).unwrap();
    nodes[1].store(&mut Memory(&mut bytes), &found("[2001:db8::1%3]:81")).unwrap();
    assert_eq!((&bytes[10..13], bytes[16], bytes[64], bytes[68]), (&[1, 2, 1][..], 16, 1, 14));
    assert_eq!(bytes[88..94], [0, 80, 127, 0, 0, 1]);
    assert_eq!((&bytes[38..41], bytes[44], bytes[76], bytes[80]), (&[2, 2, 1][..], 28, 2, 26));
    assert_eq!(bytes[116..126], [0, 81, 0, 0, 0, 0, 0x20, 1, 0xd, 0xb8]);
    assert_eq!(bytes[137..142], [1, 3, 0, 0, 0]);
}

#[test]
fn wasi_go_has_ipv6_octets_where_ipv4_has_them() {
    let mut bytes = memory();
    let nodes = nodes(&Memory(&mut bytes), 8, 1).unwrap();
    nodes[0].store_as_wasi_go(&mut Memory(&mut bytes), &found("[2001:db8::1]:81")).unwrap();
    assert_eq!((bytes[10], bytes[16], bytes[64], bytes[68]), (0, 16, 2, 26));
    assert_eq!(bytes[88..94], [0, 81, 0x20, 1, 0xd, 0xb8]);
}

#[test]
fn every_node_must_be_there() {
    let mut bytes = memory();
    assert_eq!(nodes(&Memory(&mut bytes), 8, 3).err(), Some(Errno::EFAULT));
    bytes[72] = 143;
    assert_eq!(nodes(&Memory(&mut bytes), 8, 2).err(), Some(Errno::EFAULT));
}
