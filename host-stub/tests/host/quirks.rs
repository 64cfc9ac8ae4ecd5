// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! The known faults of WAMR: there with `quirks`, and only then.

use host_stub::Config;

use crate::common::{errno, loopback, program, run_body, run_with, with_tcp, with_udp};

/// The exit codes without and with quirks.
fn both(body: &str) -> (i32, i32) {
    let run = |quirks| run_with(&program(body), Config { quirks, ..loopback() }).code();
    (run(false), run(true))
}

/// The descriptor of `with_tcp` and `with_udp`, whose number is not 3 with quirks.
const FD: &str = "(i32.load (i32.const 16))";

#[test]
fn bind_sets_linger() {
    let body = with_tcp(&format!(
        "(drop (call $sock_bind {FD} (i32.const 352)))
        (drop (call $sock_get_linger {FD} (i32.const 20) (i32.const 24)))
        (i32.add (i32.load8_u (i32.const 20)) (i32.mul (i32.load (i32.const 24)) (i32.const 2)))"
    ));
    assert_eq!(both(&body), (0, 1));
}

#[test]
fn numbers_are_scattered() {
    let (plain, scattered) = both(&with_tcp(FD));
    assert_eq!(plain, 3);
    assert_ne!(scattered, 3);
}

#[test]
fn a_size_takes_eight_bytes() {
    let body = with_tcp(&format!(
        "(i32.store (i32.const 36) (i32.const -1))
        (drop (call $sock_get_recv_buf_size {FD} (i32.const 32)))
        (i32.load (i32.const 36))"
    ));
    assert_eq!(both(&body), (-1, 0));
}

#[test]
fn nothing_cannot_be_sent() {
    let body = with_udp(&format!(
        "(call $sock_send_to {FD} (i32.const 72) (i32.const 1) (i32.const 0) (i32.const 256) (i32.const 20))"
    ));
    assert_eq!(both(&body), (errno::OK, errno::INVAL));
}

#[test]
fn sigpipe_ends_the_runtime() {
    const SIGPIPE: i32 = 141;
    let data = "(i32.const 64) (i32.const 1)";
    let never_connected = [
        format!("(call $sock_send {FD} {data} (i32.const 0) (i32.const 20))"),
        format!("(call $sock_send_to {FD} {data} (i32.const 0) (i32.const 256) (i32.const 20))"),
        format!("(call $fd_write {FD} {data} (i32.const 20))"),
    ];
    for send in never_connected {
        assert_eq!(both(&with_tcp(&send)), (errno::PIPE, SIGPIPE), "{send}");
    }
}

#[test]
fn what_is_no_socket_lacks_rights() {
    let body = "(call $sock_connect (i32.const 1) (i32.const 256))";
    assert_eq!(both(body), (errno::NOTSOCK, errno::NOTCAPABLE));
}

#[test]
fn unknown_constants_are_taken_for_known_ones() {
    let body = "(call $sock_open (i32.const -1) (i32.const 7) (i32.const 7) (i32.const 16))";
    assert_eq!(both(body), (errno::AFNOSUPPORT, errno::OK));
}

#[test]
fn no_room_for_answers_is_an_error() {
    let body = "(call $sock_addr_resolve (i32.const 384) (i32.const 400) (i32.const 404) (i32.const 1024)
        (i32.const 0) (i32.const 16))";
    let resolve = |quirks| {
        let allow_resolve = "localhost".parse().expect("a rule");
        run_with(&program(body), Config { quirks, allow_resolve, ..Config::default() }).code()
    };
    assert_eq!((resolve(false), resolve(true)), (errno::OK, errno::INVAL));
}

/// Sends 5 bytes to itself by UDP, looks at them, and receives again without waiting: the second errno.
fn peek() -> String {
    let receive = |flags: u32| {
        format!("(call $sock_recv {FD} (i32.const 96) (i32.const 1) (i32.const {flags}) (i32.const 20) (i32.const 24))")
    };
    with_udp(&format!(
        "(drop (call $sock_bind {FD} (i32.const 352)))
        (drop (call $sock_addr_local {FD} (i32.const 256)))
        (drop (call $fd_fdstat_set_flags {FD} (i32.const 4)))
        (drop (call $sock_send_to {FD} (i32.const 64) (i32.const 1) (i32.const 0) (i32.const 256) (i32.const 20)))
        (drop {})
        {}",
        receive(1),
        receive(0)
    ))
}

#[test]
fn looking_takes_away() {
    assert_eq!(both(&peek()), (errno::OK, errno::AGAIN));
}

#[test]
fn nothing_tells_of_a_cut_datagram() {
    let body = with_udp(&format!(
        "(i32.store16 (i32.const 24) (i32.const 9))
        (i32.store (i32.const 100) (i32.const 2))
        (drop (call $sock_bind {FD} (i32.const 352)))
        (drop (call $sock_addr_local {FD} (i32.const 256)))
        (drop (call $sock_send_to {FD} (i32.const 64) (i32.const 1) (i32.const 0) (i32.const 256) (i32.const 20)))
        (drop (call $sock_recv {FD} (i32.const 96) (i32.const 1) (i32.const 0) (i32.const 20) (i32.const 24)))
        (i32.add (i32.mul (i32.load (i32.const 20)) (i32.const 100)) (i32.load16_u (i32.const 24)))"
    ));
    assert_eq!(both(&body), (201, 209));
}

#[test]
fn shutdown_ends_both_directions() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    let port = listener.local_addr().expect("it is bound").port();
    // After the end of sending the other direction is still open: nothing has come yet, which is no end.
    let body = with_tcp(&format!(
        "(i32.store16 (i32.const 264) (i32.const {port}))
        (drop (call $sock_connect {FD} (i32.const 256)))
        (drop (call $fd_fdstat_set_flags {FD} (i32.const 4)))
        (drop (call $sock_shutdown {FD} (i32.const 2)))
        (call $sock_recv {FD} (i32.const 96) (i32.const 1) (i32.const 0) (i32.const 20) (i32.const 24))"
    ));
    assert_eq!(both(&body), (errno::AGAIN, errno::OK));
    drop(listener);
}

#[test]
fn a_point_in_time_beside_a_descriptor_is_not_known() {
    // Both subscriptions at 512, the clock made absolute and past, the descriptor standard input, which is at its end.
    let body = "(block (result i32)
        (i32.store16 (i32.const 552) (i32.const 1))
        (i32.store (i32.const 576) (i32.const 0))
        (drop (call $poll_oneoff (i32.const 512) (i32.const 1024) (i32.const 2) (i32.const 16)))
        (i32.load16_u (i32.const 1032)))";
    assert_eq!(both(body), (errno::OK, errno::NOSYS));
    assert_eq!(run_body(body).code(), errno::OK);
}
