// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! WasmEdge's imports, plainly and as the runtimes behind them have them.

use host_stub::Config;

use crate::common::{errno, loopback, run_with};

/// What the guests import, and the parameters.
const IMPORTS: &[(&str, usize)] = &[
    ("sock_open", 3),
    ("sock_bind", 3),
    ("sock_getlocaladdr", 3),
    ("sock_send_to", 7),
    ("sock_recv_from", 8),
    ("sock_getsockopt", 5),
    ("sock_setsockopt", 5),
    ("fd_fdstat_get", 2),
    ("fd_filestat_get", 2),
    ("poll_oneoff", 4),
];

/// The descriptor of the socket that `with_udp` opens.
const FD: &str = "(i32.load (i32.const 16))";

/// Exit codes of a body: plainly, with WasmEdge's quirks, with those of wasi-go.
fn three(body: &str) -> [i32; 3] {
    [None, Some("auto"), Some("wasi-go")].map(|runtime| {
        let quirks = runtime.is_some();
        let runtime = runtime.unwrap_or("auto").into();
        run_with(&with_udp(body), Config { dialect: "wasmedge".into(), quirks, runtime, ..loopback() }).code()
    })
}

/// A program with a UDP socket that exits with the i32 of `body`.
/// 32: the address at 40, 4 bytes of it, 127.0.0.1; 48: the room at 256, 128 bytes; 64: iovec of 5 bytes at 80;
/// 96: the number 4; 512: reading from, 560: reading from, 608: a moment of the clock.
fn with_udp(body: &str) -> Vec<u8> {
    with(&[], body)
}

/// The same, which imports more.
fn with(more: &[(&str, usize)], body: &str) -> Vec<u8> {
    let import = |(name, places): &(&str, usize)| {
        let params = "i32 ".repeat(*places);
        format!(r#"(import "wasi_snapshot_preview1" "{name}" (func ${name} (param {params}) (result i32)))"#)
    };
    let imports: String = IMPORTS.iter().chain(more).map(import).collect();
    wat::parse_str(format!(
        r#"(module {imports}
            (import "wasi_snapshot_preview1" "proc_exit" (func $proc_exit (param i32)))
            (memory (export "memory") 1)
            (data (i32.const 32) "\28\00\00\00\04\00\00\00\7f\00\00\01")
            (data (i32.const 48) "\00\01\00\00\80\00\00\00")
            (data (i32.const 64) "\50\00\00\00\05\00\00\00")
            (data (i32.const 96) "\04")
            (data (i32.const 512) "\01") (data (i32.const 520) "\01") (data (i32.const 560) "\02") (data (i32.const 568) "\01")
            (data (i32.const 608) "\03") (data (i32.const 624) "\01") (data (i32.const 632) "\01")
            (func (export "_start")
                (drop (call $sock_open (i32.const 1) (i32.const 1) (i32.const 16)))
                (call $proc_exit {body})))"#
    ))
    .expect("the test's own text is a module")
}

#[test]
fn the_size_of_an_option_is_at_a_place_or_is_the_number() {
    let get = |size: u32| {
        format!("(call $sock_getsockopt {FD} (i32.const 0) (i32.const 1) (i32.const 104) (i32.const {size}))")
    };
    assert_eq!(three(&get(96)), [errno::OK, errno::OK, errno::INVAL]);
    // At 4 there is a size of 0.
    assert_eq!(three(&get(4)), [errno::INVAL, errno::INVAL, errno::OK]);
    let [plain, quirks, _] = three(&format!("(i32.add {} (i32.load (i32.const 104)))", get(96)));
    assert_eq!((plain, quirks), (1, 1));
}

#[test]
fn only_wasi_go_has_a_second_level() {
    let set = format!("(call $sock_setsockopt {FD} (i32.const 6) (i32.const 15) (i32.const 96) (i32.const 4))");
    let [plain, quirks, wasi_go] = three(&set);
    assert_eq!((plain, quirks), (errno::INVAL, errno::INVAL));
    assert_ne!(wasi_go, errno::INVAL);
}

/// Sends to itself, and looks at the cell of the port: 1 for two bytes in network order and nothing beyond, 2 for four
/// bytes in host order.
#[test]
fn the_port_of_a_sender_has_two_bytes_or_four() {
    let body = format!(
        "(block (result i32)
        (drop (call $sock_bind {FD} (i32.const 32) (i32.const 0)))
        (drop (call $sock_getlocaladdr {FD} (i32.const 48) (i32.const 100)))
        (drop (call $sock_send_to {FD} (i32.const 64) (i32.const 1) (i32.const 32) (i32.load (i32.const 100)) (i32.const 0)
            (i32.const 112)))
        (i32.store (i32.const 104) (i32.const -1))
        (drop (call $sock_recv_from {FD} (i32.const 64) (i32.const 1) (i32.const 48) (i32.const 0) (i32.const 104)
            (i32.const 112) (i32.const 116)))
        (i32.add
            (i32.and
                (i32.eq (i32.load8_u (i32.const 104)) (i32.load8_u (i32.const 101)))
                (i32.eq (i32.load16_u (i32.const 106)) (i32.const 65535)))
            (i32.mul (i32.const 2) (i32.eq (i32.load (i32.const 104)) (i32.load (i32.const 100))))))"
    );
    assert_eq!(three(&body), [1, 1, 2]);
}

#[test]
fn an_address_with_its_family_is_for_the_second_version() {
    let body = format!(
        "(block (result i32) (i32.store (i32.const 256) (i32.const 0x007f0001)) (i32.store (i32.const 260) (i32.const 0x100))
        (call $sock_bind {FD} (i32.const 48) (i32.const 0)))"
    );
    assert_eq!(three(&body), [errno::INVAL, errno::INVAL, errno::OK]);
    for quirks in [false, true] {
        let second = Config { dialect: "wasmedge-v2".into(), quirks, ..loopback() };
        let body = body.replace("$sock_bind ", "$sock_bind_v2 ");
        assert_eq!(run_with(&with(&[("sock_bind_v2", 3)], &body), second).code(), errno::OK);
    }
}

#[test]
fn every_socket_is_a_stream_and_no_file() {
    let fdstat = format!("(i32.add (call $fd_fdstat_get {FD} (i32.const 128)) (i32.load8_u (i32.const 128)))");
    assert_eq!(three(&fdstat), [5, 6, 5]);
    let filestat = format!("(call $fd_filestat_get {FD} (i32.const 128))");
    assert_eq!(three(&filestat), [errno::OK, errno::NOTCAPABLE, errno::OK]);
}

#[test]
fn a_second_subscription_of_the_same_exists() {
    let body = format!(
        "(block (result i32)
        (i32.store (i32.const 528) {FD}) (i32.store (i32.const 576) {FD})
        (drop (call $poll_oneoff (i32.const 512) (i32.const 1024) (i32.const 3) (i32.const 112)))
        (i32.add (i32.mul (i32.const 100) (i32.load (i32.const 112))) (i32.load16_u (i32.const 1032))))"
    );
    assert_eq!(three(&body), [100, 220, 100]);
}
