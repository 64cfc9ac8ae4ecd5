// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! What a guest sees of the host, call by call.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::time::{Duration, Instant};

use crate::common::{errno, loopback, program, run_body, run_with, with_tcp, with_udp};
use host_stub::{Config, Preopen};

const CONNECT: &str = "(call $sock_connect (i32.const 3) (i32.const 256))";

/// Stores a port into the address at 256.
fn set_port(port: u16) -> String {
    format!("(i32.store16 (i32.const 264) (i32.const {port}))")
}

fn traced(config: Config) -> Config {
    Config { trace: true, ..config }
}

#[test]
fn the_exit_code_is_the_guests() {
    assert_eq!(run_body("(i32.const 7)").code(), 7);
    assert_eq!(run_body("(i32.const 300)").code(), 300);
}

#[test]
fn what_is_written_arrives() {
    let ran = run_body("(call $fd_write (i32.const 1) (i32.const 64) (i32.const 1) (i32.const 16))");
    assert_eq!(ran.code(), errno::OK);
    assert_eq!(ran.result.expect("the guest has run").stdout, b"hello");
}

#[test]
fn input_can_be_read() {
    let config = Config { stdin: Some(b"abc".to_vec()), ..Config::default() };
    let body = "(block (result i32)
        (drop (call $fd_read (i32.const 0) (i32.const 96) (i32.const 1) (i32.const 16)))
        (i32.add (i32.load (i32.const 16)) (i32.load8_u (i32.const 114))))";
    assert_eq!(run_with(&program(body), config).code(), 3 + i32::from(b'c'));
}

#[test]
fn arguments_are_counted_with_their_nul() {
    let config = Config { args: vec!["app".into(), "x".into()], ..Config::default() };
    let body = "(block (result i32)
        (drop (call $args_sizes_get (i32.const 16) (i32.const 20)))
        (i32.add (i32.mul (i32.load (i32.const 16)) (i32.const 100)) (i32.load (i32.const 20))))";
    assert_eq!(run_with(&program(body), config).code(), 206);
}

#[test]
fn without_a_rule_a_connect_is_refused_and_told() {
    let ran = run_body(&with_tcp(CONNECT));
    assert_eq!(ran.code(), errno::ACCES);
    let line = "wasock-run: connect to 127.0.0.1:6379 refused: no rule allows it; \
                allow it with --allow='connect tcp 127.0.0.1/32 6379' or --addr-pool=127.0.0.1/32";
    assert_eq!(ran.log, [line]);
}

#[test]
fn without_a_rule_bind_listen_and_send_are_refused() {
    let bind = run_body(&with_tcp("(call $sock_bind (i32.const 3) (i32.const 288))"));
    assert_eq!(bind.code(), errno::ACCES);
    assert!(bind.log[0].contains("bind to 0.0.0.0:0 refused") && bind.log[0].contains("--addr-pool=0.0.0.0/32;"));
    let listen = run_body(&with_tcp("(call $sock_listen (i32.const 3) (i32.const 1))"));
    assert_eq!(listen.code(), errno::ACCES);
    assert!(listen.log[0].contains("listen on 0.0.0.0:0 refused"), "{:?}", listen.log);
    let send =
        "(call $sock_send_to (i32.const 3) (i32.const 64) (i32.const 1) (i32.const 0) (i32.const 256) (i32.const 16))";
    let send = run_body(&with_udp(send));
    assert_eq!(send.code(), errno::ACCES);
    assert!(send.log[0].contains("send to 127.0.0.1:6379 refused"), "{:?}", send.log);
}

#[test]
fn a_dual_stack_wildcard_needs_both_wildcards() {
    let open = "(block (result i32) (drop (call $sock_open (i32.const -1) (i32.const 1) (i32.const 1) (i32.const 16)))
        (call $sock_bind (i32.const 3) (i32.const 320)))";
    let only_ipv6 = Config { addr_pools: vec!["::".parse().expect("a rule")], ..Config::default() };
    let ran = run_with(&program(open), only_ipv6);
    assert_eq!(ran.code(), errno::ACCES);
    assert!(ran.log[0].contains("--addr-pool=0.0.0.0/32;"), "{:?}", ran.log);
    assert_eq!(run_with(&program(open), loopback()).code(), errno::OK);
}

#[test]
fn without_a_rule_a_name_is_not_resolved() {
    let body = "(call $sock_addr_resolve (i32.const 384) (i32.const 400) (i32.const 404) (i32.const 1024)
        (i32.const 4) (i32.const 16))";
    let ran = run_body(body);
    assert_eq!(ran.code(), errno::ACCES);
    assert!(ran.log[0].ends_with("allow it with --allow-resolve=localhost"), "{:?}", ran.log);
}

#[test]
fn a_trace_line_says_what_went_in_and_what_came_out() {
    let port = TcpListener::bind("127.0.0.1:0").and_then(|socket| socket.local_addr()).expect("a free port").port();
    let ran = run_with(&program(&with_tcp(&format!("{} {CONNECT}", set_port(port)))), traced(loopback()));
    assert_eq!(ran.code(), errno::CONNREFUSED);
    let lines = [
        "sock_open(pool_fd=-1, af=0, socktype=1) -> ok fd=3".to_owned(),
        format!("sock_connect(fd=3, addr=127.0.0.1:{port}) -> ECONNREFUSED"),
        "proc_exit(code=14) -> ok".to_owned(),
    ];
    assert_eq!(ran.log, lines);
}

#[test]
fn a_socket_is_read_and_written_like_a_file() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let port = listener.local_addr().expect("it is bound").port();
    let peer = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept()?;
        let mut bytes = [0; 5];
        stream.read_exact(&mut bytes)?;
        stream.write_all(b"ok")?;
        Ok::<_, std::io::Error>(bytes)
    });
    let body = with_tcp(&format!(
        "{} (drop {CONNECT})
        (drop (call $fd_write (i32.const 3) (i32.const 64) (i32.const 1) (i32.const 16)))
        (drop (call $fd_read (i32.const 3) (i32.const 96) (i32.const 1) (i32.const 16)))
        (i32.load16_u (i32.const 112))",
        set_port(port)
    ));
    assert_eq!(run_with(&program(&body), loopback()).code(), i32::from(u16::from_le_bytes(*b"ok")));
    assert_eq!(&peer.join().expect("it ends").expect("it works"), b"hello");
}

#[test]
fn a_bad_place_for_the_answer_leaves_nothing_behind() {
    for (place, code) in [("65534", errno::INVAL), ("65536", errno::FAULT), ("-4", errno::FAULT), ("0", errno::FAULT)] {
        let open = format!("(call $sock_open (i32.const -1) (i32.const 0) (i32.const 1) (i32.const {place}))");
        assert_eq!(run_body(&open).code(), code, "{place}");
        let next = with_tcp("(i32.load (i32.const 16))");
        let both = format!("(block (result i32) (drop {open}) {next})");
        assert_eq!(run_body(&both).code(), 3, "{place}");
    }
}

#[test]
fn buffers_outside_the_memory_are_faults() {
    let write = |iovs: &str, count: &str, set: &str| {
        let call = format!("(call $fd_write (i32.const 1) (i32.const {iovs}) (i32.const {count}) (i32.const 16))");
        run_body(&format!("(block (result i32) {set} {call})")).code()
    };
    assert_eq!(write("65532", "1", ""), errno::FAULT);
    assert_eq!(write("-8", "1", ""), errno::FAULT);
    assert_eq!(write("66", "1", ""), errno::INVAL);
    assert_eq!(write("64", "1025", ""), errno::INVAL);
    assert_eq!(write("64", "-1", ""), errno::INVAL);
    assert_eq!(write("64", "1", "(i32.store (i32.const 68) (i32.const -1))"), errno::FAULT);
    assert_eq!(write("64", "1", "(i32.store (i32.const 64) (i32.const 65533))"), errno::FAULT);
    assert_eq!(write("64", "1", "(i32.store (i32.const 64) (i32.const -1))"), errno::FAULT);
    assert_eq!(write("64", "0", ""), errno::OK);
}

#[test]
fn values_outside_the_abi_are_refused() {
    let open = |af: i32, kind: i32| {
        let body = format!("(call $sock_open (i32.const -1) (i32.const {af}) (i32.const {kind}) (i32.const 16))");
        run_body(&body).code()
    };
    assert_eq!(open(2, 1), errno::AFNOSUPPORT);
    assert_eq!(open(0, 2), errno::INVAL);
    let set = |value: i32| {
        run_body(&with_tcp(&format!("(call $sock_set_reuse_addr (i32.const 3) (i32.const {value}))"))).code()
    };
    assert_eq!((set(0), set(1), set(2), set(256)), (errno::OK, errno::OK, errno::INVAL, errno::INVAL));
    let shutdown = with_tcp("(call $sock_shutdown (i32.const 3) (i32.const 4))");
    assert_eq!(run_body(&shutdown).code(), errno::INVAL);
    let flags = with_tcp("(call $fd_fdstat_set_flags (i32.const 3) (i32.const 1))");
    assert_eq!(run_body(&flags).code(), errno::INVAL);
    let negative = with_tcp("(call $sock_set_recv_timeout (i32.const 3) (i64.const -1))");
    assert_eq!(run_body(&negative).code(), errno::INVAL);
}

#[test]
fn descriptors_of_another_kind_are_told_apart() {
    let connect = |fd: i32| format!("(call $sock_connect (i32.const {fd}) (i32.const 256))");
    assert_eq!(run_body(&connect(1)).code(), errno::NOTSOCK);
    assert_eq!(run_body(&connect(9)).code(), errno::BADF);
    assert_eq!(run_body(&connect(-1)).code(), errno::BADF);
}

#[test]
fn renumber_closes_what_was_there() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let port = listener.local_addr().expect("it is bound").port();
    let peer = std::thread::spawn(move || {
        let (mut first, _) = listener.accept()?;
        first.set_read_timeout(Some(Duration::from_secs(10)))?;
        let read = first.read(&mut [0; 1])?;
        // The guest waits for this, so the first connection has not ended with the guest.
        listener.accept()?.0.write_all(b"x")?;
        Ok::<_, std::io::Error>(read)
    });
    let body = with_tcp(&format!(
        "{} (drop {CONNECT})
        (drop (call $fd_renumber (i32.const 0) (i32.const 3)))
        (drop (call $sock_open (i32.const -1) (i32.const 0) (i32.const 1) (i32.const 16)))
        (drop (call $sock_connect (i32.load (i32.const 16)) (i32.const 256)))
        (drop (call $fd_read (i32.load (i32.const 16)) (i32.const 96) (i32.const 1) (i32.const 20)))
        (i32.add (i32.mul (i32.load (i32.const 16)) (i32.const 1000)) (i32.load8_u (i32.const 112)))",
        set_port(port)
    ));
    // The number 0 became free and was given again.
    assert_eq!(run_with(&program(&body), loopback()).code(), i32::from(b'x'));
    assert_eq!(peer.join().expect("it ends").expect("it sees the end"), 0);
}

#[test]
fn a_clock_alone_can_be_waited_for() {
    let start = Instant::now();
    let body = "(block (result i32)
        (drop (call $poll_oneoff (i32.const 512) (i32.const 1024) (i32.const 1) (i32.const 16)))
        (i32.load (i32.const 16)))";
    assert_eq!(run_body(body).code(), 1);
    assert!(start.elapsed() >= Duration::from_millis(20));
}

#[test]
fn a_bad_descriptor_is_an_event() {
    let body = "(block (result i32)
        (drop (call $poll_oneoff (i32.const 512) (i32.const 1024) (i32.const 2) (i32.const 16)))
        (i32.load16_u (i32.const 1032)))";
    assert_eq!(run_body(body).code(), errno::BADF);
}

#[test]
fn subscriptions_are_checked() {
    let poll = |input: &str, output: &str, count: &str| {
        let call =
            format!("(call $poll_oneoff (i32.const {input}) (i32.const {output}) (i32.const {count}) (i32.const 16))");
        run_body(&call).code()
    };
    assert_eq!(poll("512", "1024", "0"), errno::INVAL);
    assert_eq!(poll("512", "1024", "-1"), errno::INVAL);
    assert_eq!(poll("512", "1024", "16384"), errno::FAULT);
    assert_eq!(poll("516", "1024", "1"), errno::INVAL);
    assert_eq!(poll("65496", "1024", "1"), errno::FAULT);
    assert_eq!(poll("512", "65512", "1"), errno::FAULT);
    let tag = "(block (result i32) (i32.store8 (i32.const 520) (i32.const 3))
        (call $poll_oneoff (i32.const 512) (i32.const 1024) (i32.const 1) (i32.const 16)))";
    assert_eq!(run_body(tag).code(), errno::INVAL);
    let flags = "(block (result i32) (i32.store16 (i32.const 552) (i32.const 2))
        (call $poll_oneoff (i32.const 512) (i32.const 1024) (i32.const 1) (i32.const 16)))";
    assert_eq!(run_body(flags).code(), errno::INVAL);
}

#[test]
fn no_path_leads_out_of_a_directory() {
    let dirs = vec![Preopen { host: env!("CARGO_MANIFEST_DIR").into(), guest: "/".into() }];
    let body = "(call $path_open (i32.const 3) (i32.const 0) (i32.const 640) (i32.const 4) (i32.const 0)
        (i64.const 2) (i64.const 0) (i32.const 0) (i32.const 16))";
    assert_eq!(run_with(&program(body), Config { dirs, ..Config::default() }).code(), errno::PERM);
}

#[test]
fn a_file_is_made_below_a_directory_and_listed() {
    let host = std::env::temp_dir().join(format!("wasock-run-{}-dir", std::process::id()));
    std::fs::create_dir(&host).expect("a place for a directory");
    let dirs = vec![Preopen { host: host.clone(), guest: "/".into() }];
    // Made anew and written to, then three names: ".", "..", "made", each behind 24 bytes.
    let body = "(block (result i32)
        (drop (call $path_open (i32.const 3) (i32.const 0) (i32.const 656) (i32.const 4) (i32.const 5)
            (i64.const 64) (i64.const 0) (i32.const 0) (i32.const 16)))
        (drop (call $fd_write (i32.load (i32.const 16)) (i32.const 64) (i32.const 1) (i32.const 20)))
        (drop (call $fd_readdir (i32.const 3) (i32.const 1024) (i32.const 512) (i64.const 0) (i32.const 24)))
        (i32.load (i32.const 24)))";
    let ran = run_with(&program(body), Config { dirs, ..Config::default() });
    let made = std::fs::read(host.join("made"));
    std::fs::remove_dir_all(&host).expect("it is ours");
    assert_eq!(ran.code(), 3 * 24 + 1 + 2 + 4);
    assert_eq!(made.expect("the guest has made it"), b"hello");
}

#[test]
fn a_non_blocking_connect_is_in_progress_or_done() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let port = listener.local_addr().expect("it is bound").port();
    let body = with_tcp(&format!(
        "{} (drop (call $fd_fdstat_set_flags (i32.const 3) (i32.const 4))) {CONNECT}",
        set_port(port)
    ));
    assert_eq!(run_with(&program(&body), loopback()).code(), errno::INPROGRESS);
}
