// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! The imports of the berkeley sockets.

use host_stub::Config;

use crate::calls::{BUFFER, Guest};

const POOL: u64 = 3;
const ANSWER: u64 = 0x200;
const PLACE: usize = 0x500;

/// Room for an address, and its bytes.
const ADDRESS: usize = 20;

#[test]
fn a_place_that_no_address_fits_leaves_the_datagram() {
    let pools = vec!["127.0.0.1".parse().expect("a pool")];
    let mut guest = Guest::with("berkeley", Config { addr_pools: pools, ..Config::default() });
    assert_eq!(guest.call("open", &[POOL, 0, 0, ANSWER]), "ok");
    let fd = guest.answer();
    guest.memory()[PLACE..PLACE + 8].copy_from_slice(&[0, 0, 127, 0, 0, 1, 0, 0]);
    assert_eq!(guest.call("bind", &[fd, PLACE as u64]), "ok");
    assert_eq!(guest.call("addr_local", &[fd, PLACE as u64, ADDRESS as u64]), "ok");
    assert_eq!(guest.call("send_to", &[fd, BUFFER as u64, 4, PLACE as u64, 0, ANSWER]), "ok");
    let end = guest.memory().len() as u64;
    let mut receive = |place, len| guest.call("recv_from", &[fd, BUFFER as u64, 4, place, len, 0, ANSWER]);
    assert_eq!(receive(PLACE as u64 + 1, ADDRESS as u64), "EINVAL");
    assert_eq!(receive(PLACE as u64, ADDRESS as u64 - 1), "EINVAL");
    assert_eq!(receive(end - 4, ADDRESS as u64), "EFAULT");
    assert_eq!(receive(PLACE as u64, ADDRESS as u64), "ok");
    assert_eq!(guest.answer(), 4);
}
