// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! How much a guest may take of the host, and what it is told when that is too much.

use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream, UdpSocket};
use std::time::Duration;

use host_stub::{Config, Preopen};

use crate::calls::{BUFFER, Guest, config};
use crate::common::run_with;

fn limited(limit: &str, dialect: &str) -> Guest {
    let limits = [limit.parse().expect("the test's own limit")].into_iter().collect();
    Guest::with(dialect, Config { limits, ..config(&["any any 127.0.0.1", "bind udp 0.0.0.0 0"]) })
}

#[test]
fn sockets() {
    let mut guest = limited("sockets=2", "wamr");
    let (first, _) = (guest.tcp(), guest.udp());
    assert_eq!(guest.call("sock_open", &[0, 0, 1, 0x200]), "EMFILE");
    assert_eq!(guest.call("fd_close", &[first]), "ok");
    assert_eq!(guest.call("sock_open", &[0, 0, 1, 0x200]), "ok");
}

#[test]
fn accepted_sockets_too() {
    let mut guest = limited("sockets=1", "wamr");
    let listener = guest.tcp();
    let any = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
    assert_eq!((guest.bind(listener, any), guest.listen(listener)), ("ok", "ok"));
    let _peer = TcpStream::connect((Ipv4Addr::LOCALHOST, guest.port(listener))).expect("the system accepts");
    assert_eq!(guest.accept(listener), "EMFILE");
}

/// A stream takes what is allowed and says how much that was, a datagram is whole or not at all.
#[test]
fn bytes_of_one_call() {
    let peer = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let to = peer.local_addr().expect("it is bound");
    let receiver = UdpSocket::bind(to).expect("the same port of the other kind");
    let mut guest = limited("bytes=3", "wamr");
    let (stream, datagram) = (guest.tcp(), guest.udp());
    guest.connect(stream, to);
    assert!(guest.send(stream) == "ok" && guest.answer() == 3);
    assert_eq!(guest.send_to(datagram, to), "EMSGSIZE");
    receiver.set_nonblocking(true).expect("it can");
    assert!(receiver.recv(&mut [0; 8]).is_err(), "nothing was sent");
}

#[test]
fn buffers_of_one_call() {
    let mut guest = limited("iovecs=2", "wamr");
    guest.put(0x300, &[BUFFER as u32, 1, BUFFER as u32, 1, BUFFER as u32, 1]);
    assert_eq!(guest.call("fd_write", &[2, 0x300, 3, 0x200]), "EINVAL");
    assert_eq!(guest.call("fd_write", &[2, 0x300, 2, 0x200]), "ok");
}

#[test]
fn results_of_one_look_up() {
    let count = |limit: &str| {
        let allow_resolve = "localhost".parse().expect("a name");
        let limits = [limit.parse().expect("a limit")].into_iter().collect();
        let mut guest = Guest::with("wamr", Config { limits, allow_resolve, ..config(&[]) });
        assert_eq!(guest.resolve("localhost"), "ok");
        guest.answer()
    };
    assert_eq!(count("results=1"), 1);
    assert!(count("results=256") > 1, "each address comes for streams and for datagrams");
}

/// WasmEdge's list of answers can go around in a circle; it is gone through no further than there are results.
#[test]
fn nodes_of_a_list_that_does_not_end() {
    let allow_resolve = "localhost".parse().expect("a name");
    let mut guest = Guest::with("wasmedge", Config { allow_resolve, ..config(&[]) });
    let name = guest.text("localhost");
    // One node that follows itself, its sockaddr, its data; hints for anything.
    guest.put(0x4000, &[0, 0, 0, 0x4040, 0, 0, 0x4000]);
    guest.put(0x4040, &[0, 28, 0x4080]);
    guest.put(0x4100, &[0x4000]);
    guest.put(0x4200, &[0; 7]);
    let values = [name, 9, 0x4000, 0, 0x4200, 0x4100, u64::from(u32::MAX), 0x200];
    assert_eq!(guest.call("sock_getaddrinfo", &values), "ok");
    assert!(guest.answer() >= 1);
}

/// Two connections wait for a guest that accepts none, and no more: the system adds one to what is asked for.
#[test]
fn connections_that_wait() {
    let mut guest = limited("pending=1", "wamr");
    let listener = guest.tcp();
    let any = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
    assert_eq!((guest.bind(listener, any), guest.listen(listener)), ("ok", "ok"));
    let to = SocketAddr::from((Ipv4Addr::LOCALHOST, guest.port(listener)));
    let connected: Vec<_> =
        (0..4).filter_map(|_| TcpStream::connect_timeout(&to, Duration::from_millis(200)).ok()).collect();
    assert_eq!(connected.len(), 2);
}

/// What a module makes of sixteen pages.
fn sixteen_pages(text: &str) -> Option<i32> {
    let exit = r#"(import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))"#;
    let module = wat::parse_str(format!("(module {exit} {text})")).expect("the test's own text is a module");
    let limits = ["memory=16".parse().expect("a limit")].into_iter().collect();
    run_with(&module, Config { limits, ..Config::default() }).result.ok().map(|outcome| outcome.exit_code)
}

#[test]
fn all_memories_and_tables_together() {
    let memory = r#"(memory (export "memory") 1)"#;
    let grow = |what: &str| format!(r#"(func (export "_start") (call $exit {what}))"#);
    let start = r#"(func (export "_start"))"#;
    assert_eq!(sixteen_pages(&format!("{memory} (memory 15) {start}")), Some(0));
    assert_eq!(sixteen_pages(&format!("{memory} (memory 16) {start}")), None);
    assert_eq!(sixteen_pages(&format!("{memory} {} {start}", "(memory 1) ".repeat(16))), None);
    assert_eq!(sixteen_pages(&format!("{memory} (table 60000 funcref) {start}")), Some(0));
    assert_eq!(sixteen_pages(&format!("{memory} (table 70000 funcref) {start}")), None);
    assert_eq!(sixteen_pages(&format!("{memory} (table 40000 funcref) (table 40000 funcref) {start}")), None);
    let grown = |second: u32| grow(&format!("(memory.grow 1 (i32.const {second}))"));
    assert_eq!(sixteen_pages(&format!("{memory} (memory 1) {}", grown(14))), Some(1));
    assert_eq!(sixteen_pages(&format!("{memory} (memory 1) {}", grown(15))), Some(-1));
    // What could not grow has taken nothing.
    let again = grow("(block (result i32) (drop (memory.grow 1 (i32.const 9))) (memory.grow 0 (i32.const 14)))");
    assert_eq!(sixteen_pages(&format!("{memory} (memory 1 2) {again}")), Some(1));
    let table = grow("(table.grow (ref.null func) (i32.const 30000000))");
    assert_eq!(sixteen_pages(&format!("{memory} (table 1 funcref) {table}")), Some(-1));
}

#[test]
fn directories_that_are_read() {
    let folder = std::env::temp_dir().join(format!("wasock-host-listings-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a directory of its own");
    for file in 0..100 {
        std::fs::write(folder.join(format!("{file:064}")), "").expect("a file");
    }
    let guest = |limit: &str| {
        let limits = [limit.parse().expect("a limit")].into_iter().collect();
        let dirs = [(); 2].map(|()| Preopen { host: folder.clone(), guest: "/".into() }).into();
        Guest::with("wamr", Config { limits, dirs, ..config(&[]) })
    };
    let read =
        |guest: &mut Guest, fd: u64, cookie: u64| guest.call("fd_readdir", &[fd, 0x1_0000, 0xf_0000, cookie, 0x200]);
    let mut enough = guest("listings=16777216");
    assert_eq!((read(&mut enough, 3, 0), read(&mut enough, 4, 0)), ("ok", "ok"));
    let all = enough.answer();
    assert_eq!(all, 100 * (24 + 64) + 2 * 24 + 1 + 2);
    let next = u64::from_le_bytes(enough.memory()[0x1_0000..0x1_0008].try_into().expect("eight bytes"));
    assert_eq!((read(&mut enough, 3, next), enough.answer()), ("ok", all - next), "a cookie is a place");
    assert_eq!((read(&mut enough, 3, u64::MAX), enough.answer()), ("ok", 0));
    let mut one = guest(&format!("listings={}", all + 100));
    assert_eq!((read(&mut one, 3, 0), read(&mut one, 4, 0), read(&mut one, 3, 0)), ("ok", "ENOMEM", "ok"));
    assert_eq!((one.call("fd_close", &[3]), read(&mut one, 4, 0)), ("ok", "ok"));
    // What is left is left for the system to clean up.
    let _ = std::fs::remove_dir_all(&folder);
}
