// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Sockets for datagrams.

use super::*;

const OTHER: SocketAddr = SocketAddr::V4 { octets: [127, 0, 0, 1], port: 6000 };

fn arrive(bytes: &[u8], from: SocketAddr) {
    fake::with(|world| world.socket(0).datagrams.push_back((bytes.to_vec(), from)));
}

fn send_to(fd: Fd, bytes: &[u8], to: &SocketAddr) -> Result<usize> {
    let part = [iovec { iov_base: bytes.as_ptr().cast_mut().cast(), iov_len: bytes.len() }];
    WasiSockets::send_to(fd, &part, Flags::NONE, to)
}

/// Bytes, whether they were cut, and the sender.
fn receive(fd: Fd, len: usize, flags: c_int) -> Result<(Vec<u8>, bool, Option<SocketAddr>)> {
    let mut room = vec![0; len];
    let part = [iovec { iov_base: room.as_mut_ptr().cast(), iov_len: len }];
    let (got, from) = WasiSockets::recv_msg(fd, &part, Flags(flags))?;
    room.truncate(got.len);
    Ok((room, got.truncated, from))
}

#[test]
fn a_datagram_is_two_calls_out_and_one_in() {
    let _host = fake::host();
    let fd = udp();
    assert_eq!(send_to(fd, b"hello", &PEER), Ok(5));
    fake::calls();
    assert_eq!(send_to(fd, b"again", &PEER), Ok(5));
    assert_eq!(fake::calls(), ["check_send", "send"]);
    arrive(b"world", PEER);
    assert_eq!(receive(fd, 100, 0), Ok((b"world".to_vec(), false, Some(PEER))));
    assert_eq!(fake::calls(), ["receive"]);
    WasiSockets::close(fd);
}

#[test]
fn a_datagram_that_is_cut_says_so() {
    let _host = fake::host();
    let fd = udp();
    assert_eq!(WasiSockets::bind(fd, &PEER), Ok(()));
    for (bytes, room) in [(&b"0123456789"[..], 4), (b"0123456789", 0), (b"0123", 4), (b"", 4)] {
        arrive(bytes, PEER);
        let len = room.min(bytes.len());
        assert_eq!(receive(fd, room, 0), Ok((bytes[..len].to_vec(), len < bytes.len(), Some(PEER))));
    }
    assert_eq!(receive(fd, 4, MSG_DONTWAIT), Err(Errno::EAGAIN));
    WasiSockets::close(fd);
}

#[test]
fn a_peeked_datagram_stays_whole() {
    let _host = fake::host();
    let fd = udp();
    assert_eq!(WasiSockets::bind(fd, &PEER), Ok(()));
    arrive(&[7; 3000], OTHER);
    assert_eq!(receive(fd, 2, MSG_PEEK), Ok((vec![7; 2], true, Some(OTHER))));
    assert_eq!(WasiSockets::available(fd), Ok(3000));
    let (mut first, mut second) = ([0u8; 1000], [0u8; 1000]);
    let room = [&mut first, &mut second].map(|part| iovec { iov_base: part.as_mut_ptr().cast(), iov_len: 1000 });
    let got = WasiSockets::recv_nameless(fd, &room, Flags::NONE);
    assert_eq!(got, Ok(Received { len: 2000, truncated: true }));
    assert!(first == [7; 1000] && second == first);
    WasiSockets::close(fd);
}

#[test]
fn shut_down_for_reading_it_receives_what_comes_and_does_not_wait() {
    let _host = fake::host();
    let fd = udp();
    assert_eq!(WasiSockets::connect(fd, &PEER), Ok(()));
    assert_eq!(WasiSockets::shutdown(fd, How::Read), Ok(()));
    assert_eq!(recv(fd, 1, MSG_DONTWAIT), Err(Errno::EAGAIN));
    assert_eq!(recv(fd, 1, 0), Ok(vec![]));
    arrive(b"late", PEER);
    assert_eq!(recv(fd, 9, MSG_DONTWAIT), Ok(b"late".to_vec()));
    WasiSockets::close(fd);
}

#[test]
fn a_connected_socket_sends_elsewhere_and_loses_nothing() {
    let _host = fake::host();
    let fd = udp();
    assert_eq!(WasiSockets::connect(fd, &PEER), Ok(()));
    assert_eq!(WasiSockets::peer(fd), Ok(PEER));
    arrive(b"one", PEER);
    arrive(b"two", PEER);
    assert_eq!(send_to(fd, b"x", &OTHER), Ok(1));
    assert_eq!(fake::with(|world| world.socket(0).peer), Some(PEER));
    assert_eq!(send_to(fd, b"y", &PEER), Ok(1));
    assert_eq!(send(fd, b"z", 0), Ok(1));
    for bytes in [b"one", b"two"] {
        assert_eq!(receive(fd, 100, 0), Ok((bytes.to_vec(), false, Some(PEER))));
    }
    assert_eq!(WasiSockets::disconnect(fd), Ok(()));
    assert_eq!(WasiSockets::peer(fd), Err(Errno::ENOTCONN));
    assert_eq!(send(fd, b"z", 0), Err(Errno::EDESTADDRREQ));
    WasiSockets::close(fd);
}

#[test]
fn readiness_is_true() {
    let _host = fake::host();
    let fd = udp();
    assert_eq!(poll(&[(fd, EVENTTYPE_FD_READ)], Some(5)), (vec![], 5));
    assert_eq!(WasiSockets::bind(fd, &PEER), Ok(()));
    fake::with(|world| world.socket(0).sticky = true);
    assert_eq!(poll(&[(fd, EVENTTYPE_FD_READ)], Some(5)), (vec![], 5));
    arrive(b"x", PEER);
    fake::with(|world| world.socket(0).lag = 2);
    assert_eq!(poll(&[(fd, EVENTTYPE_FD_READ), (fd, EVENTTYPE_FD_WRITE)], Some(5)).0.len(), 2);
    assert_eq!(receive(fd, 1, 0), Ok((b"x".to_vec(), false, Some(PEER))));
    WasiSockets::close(fd);
}

#[test]
fn what_no_host_takes_is_refused() {
    let _host = fake::host();
    let fd = udp();
    assert_eq!(send(fd, b"x", 0), Err(Errno::EDESTADDRREQ));
    assert_eq!(send_to(fd, &vec![0; 65536], &PEER), Err(Errno::EMSGSIZE));
    assert_eq!(send_to(fd, b"x", &SocketAddr::V4 { octets: [127, 0, 0, 1], port: 0 }), Err(Errno::EINVAL));
    assert_eq!(WasiSockets::listen(fd, 1), Err(Errno::EOPNOTSUPP));
    assert_eq!(WasiSockets::accept(fd, false), Err(Errno::EOPNOTSUPP));
    assert_eq!(receive(fd, 1, MSG_DONTWAIT), Err(Errno::EAGAIN));
    assert_eq!(WasiSockets::local(fd).map(|local| local.port()), Ok(0));
    WasiSockets::close(fd);
}
