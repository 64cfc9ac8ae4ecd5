// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Peers that no rule allows: the guest does not notice them, and the log shows them.

use std::net::{Ipv4Addr, SocketAddr, TcpStream, UdpSocket};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::thread;
use std::time::{Duration, Instant};

use host_stub::Config;

use crate::calls::{Guest, address, config};

fn local(port: u16) -> SocketAddr {
    (Ipv4Addr::LOCALHOST, port).into()
}

/// Sends as fast as it can while the other runs.
fn beside_a_flood(to: SocketAddr, other: impl FnOnce()) {
    let is_over = Arc::new(AtomicBool::new(false));
    let flood = {
        let is_over = Arc::clone(&is_over);
        let start = Instant::now();
        let stranger = UdpSocket::bind("127.0.0.1:0").expect("a free port");
        thread::spawn(move || {
            while !is_over.load(Relaxed) && start.elapsed() < Duration::from_secs(10) {
                // A full queue is no error of the test's.
                let _ = stranger.send_to(b"x", to);
            }
        })
    };
    other();
    is_over.store(true, Relaxed);
    flood.join().expect("it ends");
}

#[test]
fn they_do_not_lengthen_a_wait() {
    let many: Vec<String> = (0..5000).map(|port| format!("receive udp 127.0.0.2 {}", port + 1)).collect();
    let rules: Vec<&str> = many.iter().map(String::as_str).chain(["bind udp 127.0.0.1"]).collect();
    for (dialect, runtime) in [("wamr", "auto"), ("wamr", "wamr"), ("wasmedge", "wasmedge")] {
        let quirks = runtime != "auto";
        let mut guest = Guest::with(dialect, Config { quirks, runtime: runtime.into(), ..config(&rules) });
        let (socket, port) = if dialect == "wamr" { bound(&mut guest) } else { bound_by_wasmedge(&mut guest) };
        beside_a_flood(local(port), || {
            thread::sleep(Duration::from_millis(50));
            let start = Instant::now();
            assert!(!guest.is_readable_within(socket, 200));
            assert!(start.elapsed() < Duration::from_secs(2), "poll took {:?} with {dialect}", start.elapsed());
            if dialect == "wamr" {
                let start = Instant::now();
                assert_eq!(guest.receive(socket), "EAGAIN");
                assert!(start.elapsed() < Duration::from_secs(1), "recv took {:?}", start.elapsed());
            }
        });
    }
}

fn bound(guest: &mut Guest) -> (u64, u16) {
    let socket = guest.udp();
    assert_eq!(guest.bind(socket, local(0)), "ok");
    (socket, guest.port(socket))
}

/// Its address is a pointer and a length, its port a number.
fn bound_by_wasmedge(guest: &mut Guest) -> (u64, u16) {
    let port = UdpSocket::bind(local(0)).and_then(|free| free.local_addr()).expect("a free port").port();
    assert_eq!(guest.call("sock_open", &[1, 1, 0x200]), "ok");
    let socket = guest.answer();
    guest.put(0x2000, &[0x2010, 4]);
    guest.memory()[0x2010..0x2014].copy_from_slice(&[127, 0, 0, 1]);
    assert_eq!(guest.call("sock_bind", &[socket, 0x2000, port.into()]), "ok");
    (socket, port)
}

/// Whether a line comes while the guest waits, for a stranger who comes meanwhile.
fn is_told_meanwhile(guest: &mut Guest, socket: u64, come: impl FnOnce() + Send + 'static) -> Option<String> {
    let lines = guest.lines();
    let other = thread::spawn(move || {
        thread::sleep(Duration::from_millis(100));
        come();
        let start = Instant::now();
        while start.elapsed() < Duration::from_secs(1) {
            if let Some(line) = lines.lock().expect("no thread fails").first() {
                return Some(line.clone());
            }
            thread::sleep(Duration::from_millis(10));
        }
        None
    });
    // It waits longer than the other looks.
    assert!(!guest.is_readable_within(socket, 2000));
    other.join().expect("it ends")
}

#[test]
fn they_are_told_of_at_once_and_once() {
    let mut guest = Guest::new(&["bind,listen tcp 0.0.0.0"]);
    let listener = guest.tcp();
    assert_eq!((guest.bind(listener, address("0.0.0.0:0")), guest.listen(listener)), ("ok", "ok"));
    let to = local(guest.port(listener));
    let come = move || (0..3).for_each(|_| drop(TcpStream::connect(to)));
    let line = is_told_meanwhile(&mut guest, listener, come).expect("it is told while the guest waits");
    assert!(line.contains("accept from 127.0.0.1:"), "{line}");
    assert!(line.contains("--allow='accept tcp 127.0.0.1/32 any' or --addr-pool=127.0.0.1/32"), "{line}");
    assert_eq!(guest.log().len(), 1, "once for a peer, whatever its port");

    let mut guest = Guest::new(&["bind udp 0.0.0.0"]);
    let socket = guest.udp();
    assert_eq!(guest.bind(socket, address("0.0.0.0:0")), "ok");
    let to = local(guest.port(socket));
    let come = move || {
        for _ in 0..3 {
            UdpSocket::bind(local(0)).and_then(|socket| socket.send_to(b"x", to)).expect("it goes");
        }
    };
    let line = is_told_meanwhile(&mut guest, socket, come).expect("it is told while the guest waits");
    assert!(line.contains("receive from 127.0.0.1:"), "{line}");
    assert_eq!(guest.log().len(), 1);
}

#[test]
fn a_trace_has_each_drop() {
    let mut guest = Guest::with("wamr", Config { trace: true, ..config(&["bind udp 127.0.0.1"]) });
    let (socket, port) = bound(&mut guest);
    let stranger = UdpSocket::bind(local(0)).expect("a free port");
    for _ in 0..2 {
        stranger.send_to(b"x", local(port)).expect("it goes");
    }
    thread::sleep(Duration::from_millis(20));
    assert!(!guest.is_readable(socket));
    assert_eq!(guest.log().iter().filter(|line| *line == "drop(receive from 127.0.0.1)").count(), 2);
}

#[test]
fn a_server_for_nobody_is_told_what_it_lacks() {
    let mut guest = Guest::new(&[]);
    let (stream, datagram) = (guest.tcp(), guest.udp());
    assert_eq!(guest.bind(stream, address("0.0.0.0:8080")), "EACCES");
    let line = guest.log().remove(0);
    assert!(
        line.contains("--allow='bind tcp 0.0.0.0/32 8080'") && line.contains("'accept tcp ADDRESS/BITS'"),
        "{line}"
    );
    assert_eq!(guest.bind(datagram, address("0.0.0.0:8080")), "EACCES");
    let line = guest.log().remove(0);
    assert!(
        line.contains("--allow='bind udp 0.0.0.0/32 8080'") && line.contains("'receive udp ADDRESS/BITS'"),
        "{line}"
    );
}

#[test]
fn a_hint_is_safe_to_paste() {
    let mut guest = Guest::new(&[]);
    for name in ["x $(id>/tmp/x)", "good.example,*", "*", "a'b", "-x", "`id`", "a\nb"] {
        assert_eq!(guest.resolve(name), "EACCES");
        let line = guest.log().remove(0);
        assert!(!line.contains("--") && !line.contains('\n'), "{line}");
    }
    assert_eq!(guest.resolve("good.example"), "EACCES");
    assert!(guest.log()[0].ends_with("allow it with --allow-resolve=good.example"));
}

/// As Linux has it: what is shut for reading is always ready.
#[test]
fn the_end_of_receiving_is_to_be_seen() {
    let mut guest = Guest::new(&["any udp 127.0.0.1"]);
    let (socket, _) = bound(&mut guest);
    assert_eq!(guest.connect(socket, local(9)), "ok");
    assert!(!guest.is_readable(socket));
    assert_eq!(guest.call("sock_shutdown", &[socket, 1]), "ok");
    assert!(guest.is_readable(socket));
}
