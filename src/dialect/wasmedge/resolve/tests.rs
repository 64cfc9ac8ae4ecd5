// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
use super::*;

fn nodes(n: usize) -> std::vec::Vec<u8> {
    let mut answers = std::vec![0xee; n * RECORD + RECORD / 2];
    assert_eq!(link(&mut answers), n);
    answers
}

fn word(bytes: &[u8], at: usize) -> u32 {
    u32::from_le_bytes(*bytes[at..].first_chunk().unwrap_or(&[0; 4]))
}

#[test]
fn each_node_leads_to_the_next_and_to_its_own_data() {
    let mut answers = nodes(3);
    let start = address(&mut answers);
    for (at, record) in answers.chunks_exact(RECORD).enumerate() {
        let here = start.wrapping_add((at * RECORD) as u32);
        assert_eq!(word(record, 12), here.wrapping_add(28));
        assert_eq!((word(record, 16), word(record, 20)), (0, 0));
        assert_eq!(word(record, 24), if at < 2 { here.wrapping_add(RECORD as u32) } else { 0 });
        assert_eq!((word(record, 32), word(record, 36)), (26, here.wrapping_add(40)));
    }
}

#[test]
fn an_ipv4_answer_has_its_octets_behind_the_port() {
    let mut node = nodes(1);
    node[28] = 1;
    node[40..46].copy_from_slice(&[0, 80, 10, 0, 0, 1]);
    assert_eq!(answer(&node), Some(SocketAddr::V4 { octets: [10, 0, 0, 1], port: 0 }));
    assert_eq!(answer(&node[..RECORD - 1]), None);
}

#[test]
fn an_ipv6_answer_is_a_whole_address_or_only_octets() {
    let mut node = nodes(1);
    node[8] = 28;
    node[28] = 2;
    node[46..62].fill(7);
    node[62] = 3;
    assert_eq!(answer(&node), Some(SocketAddr::V6 { octets: [7; 16], port: 0, flowinfo: 0, scope: 3 }));
    let mut node = nodes(1);
    node[8] = 16;
    node[28] = 2;
    node[42..58].fill(7);
    assert_eq!(answer(&node), Some(SocketAddr::V6 { octets: [7; 16], port: 0, flowinfo: 0, scope: 0 }));
}

#[test]
fn failures_keep_their_reason() {
    let names = [(77, ResolveError::NoFamily), (83, ResolveError::NoData), (84, ResolveError::NoName)];
    let others = [(78, ResolveError::Again), (80, ResolveError::Fail), (82, ResolveError::Memory)];
    for (number, wanted) in names.into_iter().chain(others) {
        assert_eq!(resolve_error(Errno::new(number)), wanted, "{number}");
    }
    assert_eq!(resolve_error(Errno::EACCES), ResolveError::System(Errno::EACCES));
}
