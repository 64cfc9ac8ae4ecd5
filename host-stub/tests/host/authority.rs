// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Sockets and descriptors that the guest was given: no order of calls makes them more than they are.

use std::net::{SocketAddr, TcpListener, TcpStream, UdpSocket};

use host_stub::Config;

use crate::calls::{Guest, address, config};

/// The first descriptor behind stdio.
const FIRST: u64 = 3;
const ANSWER: u64 = 0x200;
const BOTH: u64 = 3;

fn loopback() -> SocketAddr {
    address("127.0.0.1:0")
}

/// The socket can neither be bound nor connected to any other address.
fn is_good_for_nothing_else(guest: &mut Guest, fd: u64) {
    let other = TcpListener::bind(loopback()).expect("a free port");
    for target in [other.local_addr().expect("it is bound"), address("169.254.169.254:80"), address("0.0.0.0:80")] {
        assert_eq!(guest.connect(fd, target), "EACCES", "{target}");
        assert_eq!(guest.send_to(fd, target), "EACCES", "{target}");
    }
    for local in [loopback(), address("0.0.0.0:0"), address("127.0.0.1:8080")] {
        assert_eq!(guest.bind(fd, local), "EACCES", "{local}");
    }
    other.set_nonblocking(true).expect("it can");
    assert!(other.accept().is_err(), "somebody has come");
}

#[test]
fn a_listener_that_was_handed_over() {
    for local in ["127.0.0.1:0", "0.0.0.0:0", "[::]:0"] {
        let mut guest = Guest::with("wamr", Config { listeners: vec![address(local)], ..config(&[]) });
        let port = guest.port(FIRST);
        assert_eq!(guest.accept(FIRST), "EAGAIN");
        let _peer = TcpStream::connect(("127.0.0.1", port)).expect("it listens");
        assert!(guest.is_readable(FIRST) && guest.accept(FIRST) == "ok", "for everybody: {local}");
        let accepted = guest.answer();
        for fd in [FIRST, accepted] {
            assert_eq!(guest.call("sock_shutdown", &[fd, BOTH]), "ok");
        }
        drop(_peer);
        for fd in [FIRST, accepted] {
            is_good_for_nothing_else(&mut guest, fd);
        }
        assert_ne!(guest.listen(FIRST), "ok", "the port is gone, and another one was not given");
        assert_eq!(guest.accept(FIRST), "EINVAL");
    }
}

#[test]
fn a_connection_that_was_handed_over() {
    let peer = TcpListener::bind(loopback()).expect("a free port");
    let to = peer.local_addr().expect("it is bound");
    let mut guest = Guest::with("wamr", Config { connections: vec![to], ..config(&[]) });
    let (stream, _) = peer.accept().expect("the host has connected");
    drop(stream);
    assert_eq!(guest.call("sock_shutdown", &[FIRST, BOTH]), "ok");
    is_good_for_nothing_else(&mut guest, FIRST);
    assert_ne!(guest.connect(FIRST, to), "EACCES", "where it was connected to");
}

#[test]
fn stdio_is_read_or_written_from_its_place_on() {
    let mut guest = Guest::new(&[]);
    for fd in 0..3 {
        for (name, values) in [
            ("fd_seek", &[fd, 0, 0, ANSWER][..]),
            ("fd_tell", &[fd, ANSWER]),
            ("fd_pwrite", &[fd, 0, 0, 0, ANSWER]),
            ("fd_pread", &[fd, 0, 0, 0, ANSWER]),
            ("fd_advise", &[fd, 0, 0, 4]),
            ("fd_allocate", &[fd, 0, 1 << 40]),
            ("fd_filestat_set_size", &[fd, 1 << 40]),
        ] {
            assert_eq!(guest.call(name, values), "ESPIPE", "{name} of {fd}");
        }
        assert_eq!(guest.call("fd_filestat_set_times", &[fd, 0, 0, 5]), "EPERM");
    }
    assert_eq!(guest.transfer("fd_write", 0, 1), "EBADF");
    assert_eq!(guest.transfer("fd_read", 1, 1), "EBADF");
    assert_eq!(guest.transfer("fd_read", 2, 1), "EBADF");
    assert_eq!((guest.transfer("fd_read", 0, 1), guest.transfer("fd_write", 1, 1)), ("ok", "ok"));
    // The direction moves with the descriptor.
    assert_eq!((guest.call("fd_renumber", &[0, 1]), guest.transfer("fd_write", 1, 1)), ("ok", "EBADF"));
}

#[test]
fn a_free_port_may_be_listened_on() {
    let mut guest = Guest::new(&["bind,listen tcp 127.0.0.1 0"]);
    let listener = guest.tcp();
    assert_eq!((guest.bind(listener, loopback()), guest.listen(listener)), ("ok", "ok"));
    // A rule for port 0 does not cover a port that the guest chose.
    let taken = guest.port(listener);
    let mut guest = Guest::new(&["bind tcp 127.0.0.1", "listen tcp 127.0.0.1 0"]);
    let listener = guest.tcp();
    // Others may have some of them.
    let mut chosen = (1..64).map(|other| address(&format!("127.0.0.1:{}", taken ^ other)));
    assert!(chosen.any(|chosen| guest.bind(listener, chosen) == "ok"));
    assert_eq!(guest.listen(listener), "EACCES");
}

#[test]
fn no_bytes_are_at_once_and_nothing() {
    let mut guest = Guest::new(&["any udp 127.0.0.1"]);
    let socket = guest.udp();
    assert_eq!(guest.bind(socket, loopback()), "ok");
    assert_eq!((guest.transfer("fd_read", socket, 0), guest.answer()), ("ok", 0));
    let peer = UdpSocket::bind(loopback()).expect("a free port");
    assert_eq!(guest.connect(socket, peer.local_addr().expect("it is bound")), "ok");
    peer.send_to(b"hi", ("127.0.0.1", guest.port(socket))).expect("it goes");
    assert!(guest.is_readable(socket));
    for call in ["fd_read", "fd_write"] {
        assert_eq!((guest.transfer(call, socket, 0), guest.answer()), ("ok", 0), "{call}");
        assert_eq!((guest.call(call, &[socket, 0, 0, ANSWER]), guest.answer()), ("ok", 0), "{call}");
    }
    assert_eq!((guest.transfer("fd_read", socket, 8), guest.answer()), ("ok", 2), "it is still there");
    peer.set_nonblocking(true).expect("it can");
    assert!(peer.recv(&mut [0; 8]).is_err(), "none was sent");
    let stream = guest.tcp();
    assert_eq!((guest.transfer("fd_read", stream, 0), guest.answer()), ("ok", 0), "without a connection, too");
}
