// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! The rules of the policy, as they bear on a guest's calls.

use std::io::Read;
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream, UdpSocket};

use crate::calls::{BUFFER, Guest, address, config};

const FREE: &str = "bind udp 0.0.0.0 0";

fn sender(ip: &str) -> UdpSocket {
    UdpSocket::bind((ip, 0)).expect("loopback has it")
}

fn local(port: u16) -> SocketAddr {
    (Ipv4Addr::LOCALHOST, port).into()
}

/// A datagram socket of the guest on 127.0.0.1, and its address.
fn receiver(guest: &mut Guest) -> (u64, SocketAddr) {
    let socket = guest.udp();
    assert_eq!(guest.bind(socket, address("127.0.0.1:0")), "ok");
    let port = guest.port(socket);
    assert_eq!(guest.call("fd_fdstat_set_flags", &[socket, 4]), "ok");
    (socket, local(port))
}

#[test]
fn each_direction_needs_its_rule() {
    let mut guest = Guest::new(&["bind tcp 127.0.0.1"]);
    let socket = guest.tcp();
    assert_eq!(guest.listen(socket), "EACCES");
    assert!(guest.log()[0].contains("listen on 0.0.0.0:0 refused"));
    assert_eq!(guest.bind(socket, address("127.0.0.1:0")), "ok");
    assert_eq!(guest.listen(socket), "EACCES");
    assert!(guest.log()[0].contains("--allow='listen tcp 127.0.0.1/32 "));
    assert_eq!(guest.connect(socket, address("127.0.0.1:9")), "EACCES");
    assert_eq!(guest.log()[0].split("--").nth(1), Some("allow='connect tcp 127.0.0.1/32 9' or "));
}

#[test]
fn a_listen_without_a_bind_is_a_bind() {
    let mut guest = Guest::new(&["listen tcp 0.0.0.0"]);
    let socket = guest.tcp();
    assert_eq!(guest.listen(socket), "EACCES");
    assert!(guest.log()[0].contains("bind to 0.0.0.0:0 refused"));
    let mut guest = Guest::new(&["listen,bind tcp 0.0.0.0"]);
    let socket = guest.tcp();
    assert_eq!(guest.listen(socket), "ok");
}

#[test]
fn the_first_datagram_is_a_bind() {
    let peer = sender("127.0.0.1");
    let to = peer.local_addr().expect("it is bound");
    for call in [Guest::send_to, Guest::connect] {
        let mut guest = Guest::new(&["send,connect udp 127.0.0.1"]);
        let socket = guest.udp();
        assert_eq!(call(&mut guest, socket, to), "EACCES");
        assert!(guest.log()[0].contains("bind to 0.0.0.0:0 refused"));
        let mut guest = Guest::new(&["send,connect udp 127.0.0.1", FREE]);
        let socket = guest.udp();
        assert_eq!(call(&mut guest, socket, to), "ok");
    }
}

/// As wasmtime's GHSA-hmmr-87qq-258j: whoever may receive from a peer could send to it once connected.
#[test]
fn to_be_connected_is_no_right_to_send_or_to_receive() {
    let peer = sender("127.0.0.1");
    let to = peer.local_addr().expect("it is bound");
    let mut guest = Guest::new(&["connect,receive udp 127.0.0.1", FREE]);
    let socket = guest.udp();
    assert_eq!(guest.connect(socket, to), "ok");
    assert_eq!((guest.send(socket), guest.send_to(socket, to)), ("EACCES", "EACCES"));
    let mut guest = Guest::new(&["connect,send udp 127.0.0.1", FREE]);
    let socket = guest.udp();
    assert_eq!(guest.connect(socket, to), "ok");
    assert_eq!(guest.send(socket), "ok");
    let (_, from) = peer.recv_from(&mut [0; 8]).expect("the guest has sent");
    peer.send_to(b"answer", from).expect("it goes");
    assert_eq!(guest.receive(socket), "EAGAIN");
    assert!(guest.log()[0].contains("receive from 127.0.0.1:"));
}

#[test]
fn datagrams_of_others_are_dropped_unseen() {
    let mut guest = Guest::new(&["bind udp 127.0.0.1", "receive udp 127.0.0.2"]);
    let (socket, to) = receiver(&mut guest);
    let (friend, stranger) = (sender("127.0.0.2"), sender("127.0.0.1"));
    stranger.send_to(b"secret", to).expect("it goes");
    assert!(!guest.is_readable(socket), "there is nothing for the guest");
    assert!(guest.log()[0].contains("receive from 127.0.0.1:"));
    stranger.send_to(b"secret", to).expect("it goes");
    friend.send_to(b"hi", to).expect("it goes");
    stranger.send_to(b"secret", to).expect("it goes");
    assert!(guest.is_readable(socket));
    assert_eq!((guest.receive(socket), guest.answer()), ("ok", 2));
    assert_eq!(&guest.memory()[BUFFER..BUFFER + 6], b"hi\0\0\0\0");
    assert_eq!(guest.receive(socket), "EAGAIN");
    assert_eq!(&guest.memory()[BUFFER..BUFFER + 6], b"hi\0\0\0\0");
}

#[test]
fn what_came_before_the_connect_is_dropped_too() {
    let friend = sender("127.0.0.2");
    let mut guest = Guest::new(&["bind udp 127.0.0.1", "connect,receive udp 127.0.0.2"]);
    let (socket, to) = receiver(&mut guest);
    sender("127.0.0.1").send_to(b"early", to).expect("it goes");
    assert_eq!(guest.connect(socket, friend.local_addr().expect("it is bound")), "ok");
    friend.send_to(b"hi", to).expect("it goes");
    assert_eq!((guest.receive(socket), guest.answer()), ("ok", 2));
}

/// IPv4 may connect, IPv6 may not; both arrive at one socket.
#[test]
fn connections_of_others_are_reset() {
    let mut guest = Guest::new(&["bind,listen tcp ::", "bind,listen tcp 0.0.0.0", "accept tcp 127.0.0.1"]);
    let listener = guest.socket(1, 1);
    assert_eq!((guest.bind(listener, address("[::]:0")), guest.listen(listener)), ("ok", "ok"));
    let port = guest.port(listener);
    let mut stranger = TcpStream::connect(("::1", port)).expect("the system accepts");
    assert!(!guest.is_readable(listener), "nobody is there for the guest");
    assert_eq!(stranger.read(&mut [0; 1]).map_err(|error| error.kind()), Err(std::io::ErrorKind::ConnectionReset));
    assert!(guest.log()[0].contains("accept from [::1]:"));
    assert_eq!(guest.accept(listener), "EAGAIN");
    let (_stranger, _friend) = (TcpStream::connect(("::1", port)), TcpStream::connect(("127.0.0.1", port)));
    assert!(guest.is_readable(listener) && guest.is_readable(listener), "a friend stays until accepted");
    assert_eq!((guest.accept(listener), guest.accept(listener)), ("ok", "EAGAIN"));
}

#[test]
fn a_resolved_name_may_be_connected_to_on_its_port() {
    let peer = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let port = peer.local_addr().expect("it is bound").port();
    let mut guest = Guest::new(&[&format!("connect tcp *@127.0.0.0/8 {port}")]);
    let socket = guest.tcp();
    assert_eq!(guest.connect(socket, local(port)), "EACCES", "nobody has asked for the name");
    assert_eq!(guest.resolve("localhost"), "ok");
    assert_eq!(guest.connect(socket, local(port ^ 1)), "EACCES", "another port");
    assert_eq!(guest.connect(socket, (Ipv4Addr::new(127, 0, 0, 2), port).into()), "EACCES", "another address");
    assert_eq!(guest.connect(socket, local(port)), "EINPROGRESS");
}

#[test]
fn a_resolved_name_is_asked_for_with_each_datagram() {
    let peer = sender("127.0.0.1");
    let port = peer.local_addr().expect("it is bound").port();
    let mut guest = Guest::new(&[&format!("send,receive udp *@127.0.0.0/8 {port}"), FREE]);
    let socket = guest.udp();
    assert_eq!(guest.send_to(socket, local(port)), "EACCES");
    assert_eq!(guest.resolve("localhost"), "ok");
    assert_eq!((guest.send_to(socket, local(port)), guest.send_to(socket, local(port ^ 1))), ("ok", "EACCES"));
    let (_, from) = peer.recv_from(&mut [0; 8]).expect("the guest has sent");
    sender("127.0.0.1").send_to(b"forged", (Ipv4Addr::LOCALHOST, from.port())).expect("it goes");
    peer.send_to(b"yes", (Ipv4Addr::LOCALHOST, from.port())).expect("it goes");
    assert_eq!((guest.receive(socket), guest.answer()), ("ok", 3));
}

/// DNS rebinding: the name is the attacker's, and so is what it resolves to.
#[test]
fn a_name_is_no_way_to_this_machine() {
    let peer = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let port = peer.local_addr().expect("it is bound").port();
    for rule in ["any any localhost", "any any *"] {
        let mut guest = Guest::new(&[rule]);
        let socket = guest.tcp();
        assert_eq!(guest.resolve("localhost"), "ok");
        assert_eq!(guest.connect(socket, local(port)), "EACCES", "{rule}");
        let wanted = format!(
            "connect to 127.0.0.1:{port} (localhost) refused: no rule allows it; \
            allow it with --allow='connect tcp localhost@127.0.0.1/32 {port}'"
        );
        assert!(guest.log()[0].contains(&wanted));
    }
}

#[test]
fn only_names_that_rules_name_are_resolved() {
    let mut guest = Guest::new(&["connect tcp localhost@127.0.0.0/8"]);
    assert_eq!((guest.resolve("localhost"), guest.resolve("example.com")), ("ok", "EACCES"));
}

/// Guests resolve this name themselves.
#[test]
fn localhost_need_not_be_resolved() {
    let mut guest = Guest::new(&["connect tcp localhost@127.0.0.0/8 9", "connect tcp localhost@::1 9"]);
    let (four, six) = (guest.tcp(), guest.socket(1, 1));
    assert_ne!(guest.connect(four, address("127.0.0.1:9")), "EACCES");
    assert_ne!(guest.connect(six, address("[::1]:9")), "EACCES");
    assert_eq!(guest.connect(four, address("127.0.0.2:9")), "EACCES");
}

#[test]
fn a_number_is_no_name() {
    for number in ["127.0.0.1", "127.1", "0x7f000001", "2130706433", "::1"] {
        let mut guest = Guest::new(&["connect tcp *@127.0.0.0/8", "connect tcp *@::1"]);
        let socket = guest.tcp();
        assert_eq!(guest.resolve(number), "ok", "{number}");
        assert_eq!(guest.connect(socket, address("127.0.0.1:9")), "EACCES", "{number}");
    }
}

#[test]
fn to_resolve_is_no_right_to_connect() {
    let names = host_stub::Config { allow_resolve: "localhost".parse().expect("a name"), ..config(&[]) };
    let mut guest = Guest::with("wamr", names);
    let socket = guest.tcp();
    assert_eq!((guest.resolve("localhost"), guest.connect(socket, address("127.0.0.1:9"))), ("ok", "EACCES"));
}

/// The sketch of ueno has addresses as texts: the host connects by name itself.
#[test]
fn a_dialect_with_texts_connects_by_name() {
    let peer = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let port = peer.local_addr().expect("it is bound").port();
    let connect = |rule: &str, name: &str| {
        let mut guest = Guest::with("ueno", config(&[rule]));
        // 4 is the protocol TCP.
        let any = guest.text("0.0.0.0:0");
        assert_eq!(guest.call("open", &[4, any, 9, 6, 0, 0, 0, 0x200]), "ok");
        let (control, text) = (guest.answer(), format!("{name}:{port}"));
        assert_eq!(guest.call("fd_fdstat_set_flags", &[control, 0]), "ok");
        let at = guest.text(&text);
        let answer = guest.call("connect", &[control, at, text.len() as u64, 0x200]);
        (if answer == "EINPROGRESS" { "ok" } else { answer }, guest.log())
    };
    assert_eq!(connect(&format!("connect tcp localhost@127.0.0.0/8 {port}"), "localhost").0, "ok");
    assert_eq!(connect("connect tcp localhost", "localhost").0, "EACCES");
    let (answer, log) = connect("connect tcp 127.0.0.1", "localhost");
    assert_eq!((answer, log[0].contains("resolve of \"localhost\" refused")), ("EACCES", true));
    assert_eq!(connect("connect tcp *", "local host[").0, "EINVAL");
}

#[test]
fn what_others_try_does_not_fill_the_log() {
    let mut guest = Guest::new(&["bind udp 127.0.0.1"]);
    let (socket, to) = receiver(&mut guest);
    for host in 0..200 {
        sender(&format!("127.0.1.{host}")).send_to(b"x", to).expect("it goes");
        assert_eq!(guest.receive(socket), "EAGAIN");
    }
    let log = guest.log();
    assert_eq!(log.len(), 100);
    assert!(log[99].contains("not logged"), "{}", log[99]);
}

#[test]
fn nor_does_what_the_guest_tries() {
    let mut guest = Guest::new(&[]);
    let socket = guest.tcp();
    for port in 1..3000 {
        assert_eq!(guest.connect(socket, local(port)), "EACCES");
        assert_eq!(guest.connect(socket, local(port)), "EACCES");
    }
    assert_eq!(guest.log().len(), 1000);
}
