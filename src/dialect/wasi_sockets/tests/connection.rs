// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Connecting, sending and receiving.

use super::*;
use crate::dialect::wasi_sockets::import::{INVALID_STATE, REFUSED, UNREACHABLE};

#[test]
fn a_client_makes_few_calls() {
    let _host = fake::host();
    let fd = tcp();
    assert_eq!(WasiSockets::connect(fd, &PEER), Ok(()));
    let made = ["create_tcp_socket", "tcp_start_connect", "subscribe_tcp", "block", "tcp_finish_connect"];
    assert_eq!(fake::calls().into_iter().filter(|call| *call != "instance_network").collect::<Vec<_>>(), made);
    assert_eq!(send(fd, b"hello", 0), Ok(5));
    assert_eq!(fake::calls(), ["blocking_write_and_flush"]);
    steps([Step::Later, data(b"world")]);
    assert_eq!(recv(fd, 100, 0), Ok(b"world".to_vec()));
    assert_eq!(fake::calls(), ["blocking_read"]);
    WasiSockets::close(fd);
    assert_eq!(fake::calls(), ["drop_input", "drop_output", "drop_pollable", "drop_tcp"]);
}

#[test]
fn connecting_without_waiting_says_all_that_linux_says() {
    let _host = fake::host();
    let fd = tcp();
    assert_eq!(WasiSockets::set_nonblocking(fd, true), Ok(()));
    assert_eq!(WasiSockets::connect(fd, &PEER), Err(Errno::EINPROGRESS));
    // The host begins when it is asked.
    assert_eq!(fake::calls().last(), Some(&"tcp_finish_connect"));
    assert_eq!(WasiSockets::connect(fd, &PEER), Err(Errno::EALREADY));
    assert_eq!(recv(fd, 1, 0), Err(Errno::EAGAIN));
    assert_eq!(poll(&[(fd, EVENTTYPE_FD_WRITE)], None).0, [(fd, WRITE, 0)]);
    assert_eq!(WasiSockets::connect(fd, &PEER), Ok(()));
    assert_eq!(WasiSockets::connect(fd, &PEER), Err(Errno::EISCONN));
    WasiSockets::close(fd);
}

#[test]
fn a_socket_that_was_refused_connects_again() {
    let _host = fake::host();
    fake::with(|world| world.next_refuses = Some(REFUSED));
    let fd = tcp();
    assert_eq!(WasiSockets::connect(fd, &PEER), Err(Errno::ECONNREFUSED));
    assert_eq!(recv(fd, 1, 0), Err(Errno::ENOTCONN));
    assert_eq!(send(fd, b"x", 0), Err(Errno::EPIPE));
    fake::with(|world| world.socket(0).refuses = None);
    assert_eq!(WasiSockets::connect(fd, &PEER), Ok(()));
    assert_eq!(send(fd, b"x", 0), Ok(1));
    WasiSockets::close(fd);
}

#[test]
fn a_refusal_is_told_once() {
    let _host = fake::host();
    fake::with(|world| world.next_refuses = Some(REFUSED));
    let fd = tcp();
    assert_eq!(WasiSockets::set_nonblocking(fd, true), Ok(()));
    assert_eq!(WasiSockets::connect(fd, &PEER), Err(Errno::EINPROGRESS));
    assert_eq!(poll(&[(fd, EVENTTYPE_FD_WRITE)], None).0, [(fd, WRITE, BROKEN)]);
    assert_eq!(WasiSockets::take_error(fd), Ok(Some(Errno::ECONNREFUSED)));
    assert_eq!(WasiSockets::take_error(fd), Ok(None));
    assert_eq!(WasiSockets::connect(fd, &PEER), Err(Errno::ECONNABORTED));
    WasiSockets::close(fd);
}

#[test]
fn nothing_listens_on_port_0() {
    let _host = fake::host();
    let (fd, nowhere) = (tcp(), SocketAddr::V4 { octets: [127, 0, 0, 1], port: 0 });
    assert_eq!(WasiSockets::connect(fd, &nowhere), Err(Errno::ECONNREFUSED));
    assert!(!fake::calls().contains(&"tcp_start_connect"));
    assert_eq!(WasiSockets::set_nonblocking(fd, true), Ok(()));
    assert_eq!(WasiSockets::connect(fd, &nowhere), Err(Errno::EINPROGRESS));
    assert_eq!(poll(&[(fd, EVENTTYPE_FD_WRITE)], None).0, [(fd, WRITE, BROKEN)]);
    assert_eq!(WasiSockets::take_error(fd), Ok(Some(Errno::ECONNREFUSED)));
    WasiSockets::close(fd);
}

#[test]
fn without_a_way_to_the_peer_nothing_begins() {
    let _host = fake::host();
    fake::with(|world| world.next_refuses = Some(UNREACHABLE));
    let fd = tcp();
    assert_eq!(WasiSockets::set_nonblocking(fd, true), Ok(()));
    assert_eq!(WasiSockets::connect(fd, &PEER), Err(Errno::ENETUNREACH));
    assert_eq!(WasiSockets::take_error(fd), Ok(None));
    assert_eq!(recv(fd, 1, 0), Err(Errno::ENOTCONN));
    WasiSockets::close(fd);
}

#[test]
fn what_the_host_refuses_at_once_leaves_the_socket_of_use() {
    let _host = fake::host();
    fake::with(|world| world.next_refuses = Some(INVALID_STATE));
    let fd = tcp();
    assert_eq!(WasiSockets::connect(fd, &PEER), Err(Errno::EINVAL));
    fake::with(|world| world.socket(0).refuses = None);
    assert_eq!(WasiSockets::connect(fd, &PEER), Ok(()));
    WasiSockets::close(fd);
}

#[test]
fn any_address_is_this_machine() {
    let _host = fake::host();
    let fd = tcp();
    assert_eq!(WasiSockets::connect(fd, &SocketAddr::V4 { octets: [0; 4], port: 80 }), Ok(()));
    WasiSockets::close(fd);
}

#[test]
fn a_list_that_lies_elsewhere_is_received_all_the_same() {
    let _host = fake::host();
    let fd = connected();
    fake::with(|world| world.ignores_room = true);
    steps([data(b"elsewhere")]);
    assert_eq!(recv(fd, 4, 0), Ok(b"else".to_vec()));
    assert_eq!(poll(&[(fd, EVENTTYPE_FD_READ)], Some(0)).0, [(fd, READ, 0)]);
    assert_eq!(recv(fd, 100, 0), Ok(b"where".to_vec()));
    WasiSockets::close(fd);
}

#[test]
fn several_buffers_are_filled_one_after_the_other() {
    let _host = fake::host();
    let fd = connected();
    steps([data(b"abcdefgh")]);
    let (mut first, mut second) = ([0; 3], [0; 10]);
    let room = [
        iovec { iov_base: first.as_mut_ptr().cast(), iov_len: 3 },
        iovec { iov_base: second.as_mut_ptr().cast(), iov_len: 10 },
    ];
    assert_eq!(WasiSockets::recv(fd, &room, Flags::NONE), Ok(8));
    assert_eq!((&first, &second[..5]), (b"abc", &b"defgh"[..]));
    WasiSockets::close(fd);
}

#[test]
fn waitall_waits_for_all_and_gives_what_there_is_at_the_end() {
    let _host = fake::host();
    let fd = connected();
    steps([data(b"ab"), Step::Later, data(b"cd"), Step::Later, data(b"ef"), Step::Later, Step::End]);
    assert_eq!(recv(fd, 5, MSG_WAITALL), Ok(b"abcde".to_vec()));
    assert_eq!(recv(fd, 5, MSG_WAITALL), Ok(b"f".to_vec()));
    assert_eq!(recv(fd, 5, MSG_WAITALL), Ok(vec![]));
    WasiSockets::close(fd);
}

#[test]
fn a_time_limit_is_one_for_the_whole_call() {
    let _host = fake::host();
    let fd = connected();
    assert_eq!(WasiSockets::set(fd, SockOpt::RecvTimeout, Value::Time(5)), Ok(()));
    fake::with(|world| world.delay = 2000);
    steps([Step::Later, data(b"a"), Step::Later, data(b"b"), Step::Later, data(b"c"), Step::Later, data(b"d")]);
    assert_eq!(recv(fd, 4, MSG_WAITALL), Ok(b"ab".to_vec()));
    assert_eq!(fake::with(|world| world.now), 5000);
    WasiSockets::close(fd);
}

#[test]
fn a_time_limit_that_is_over_is_eagain() {
    let _host = fake::host();
    let fd = connected();
    assert_eq!(WasiSockets::set(fd, SockOpt::RecvTimeout, Value::Time(5)), Ok(()));
    assert_eq!(recv(fd, 4, 0), Err(Errno::EAGAIN));
    WasiSockets::close(fd);
}

#[test]
fn peeked_bytes_stay() {
    let _host = fake::host();
    let fd = connected();
    steps([Step::Later, data(b"abc")]);
    assert_eq!(recv(fd, 3, MSG_PEEK), Ok(b"abc".to_vec()));
    steps([data(b"defg")]);
    assert_eq!(recv(fd, 6, MSG_PEEK), Ok(b"abcdef".to_vec()));
    assert_eq!(WasiSockets::available(fd), Ok(7));
    assert_eq!(recv(fd, 100, 0), Ok(b"abcdefg".to_vec()));
    assert_eq!(recv(fd, 1, MSG_PEEK | MSG_DONTWAIT), Err(Errno::EAGAIN));
    steps([Step::Later, data(b"hi"), Step::Later, data(b"j")]);
    assert_eq!(recv(fd, 3, MSG_PEEK | MSG_WAITALL), Ok(b"hij".to_vec()));
    WasiSockets::close(fd);
}

#[test]
fn a_reset_is_told_once_and_is_the_end() {
    let _host = fake::host();
    let fd = connected();
    steps([data(b"last"), Step::Failed]);
    assert_eq!(recv(fd, 100, 0), Ok(b"last".to_vec()));
    assert_eq!(recv(fd, 100, 0), Err(Errno::ECONNRESET));
    assert_eq!(recv(fd, 100, 0), Ok(vec![]));
    assert_eq!(send(fd, b"x", 0), Err(Errno::EPIPE));
    assert_eq!(WasiSockets::take_error(fd), Ok(None));
    WasiSockets::close(fd);
}

#[test]
fn what_came_before_a_reset_is_received_first() {
    let _host = fake::host();
    let fd = connected();
    steps([data(b"ab"), Step::Failed]);
    assert_eq!(recv(fd, 4, MSG_WAITALL), Ok(b"ab".to_vec()));
    assert_eq!(WasiSockets::take_error(fd), Ok(Some(Errno::ECONNRESET)));
    WasiSockets::close(fd);
}

#[test]
fn only_what_is_permitted_is_sent() {
    let _host = fake::host();
    let fd = connected();
    fake::with(|world| world.socket(0).room = 3);
    assert_eq!(send(fd, b"hello", MSG_DONTWAIT), Ok(3));
    assert_eq!(send(fd, b"lo", MSG_DONTWAIT), Err(Errno::EAGAIN));
    let long = vec![b'x'; 5000];
    assert_eq!(send(fd, &long, 0), Ok(5000));
    assert_eq!(fake::with(|world| world.socket(0).sent.len()), 5003);
    WasiSockets::close(fd);
}

#[test]
fn small_pieces_go_out_as_one() {
    let _host = fake::host();
    let fd = connected();
    let parts =
        [&b"GET "[..], b"", b"/"].map(|part| iovec { iov_base: part.as_ptr().cast_mut().cast(), iov_len: part.len() });
    assert_eq!(WasiSockets::send(fd, &parts, Flags::NONE), Ok(5));
    assert_eq!(fake::calls(), ["blocking_write_and_flush"]);
    assert_eq!(fake::with(|world| world.socket(0).sent.clone()), b"GET /");
    WasiSockets::close(fd);
}

#[test]
fn ending_one_half_leaves_the_other() {
    let _host = fake::host();
    let fd = connected();
    assert_eq!(WasiSockets::shutdown(fd, How::Write), Ok(()));
    assert_eq!(fake::calls(), ["tcp_shutdown", "drop_output"]);
    assert_eq!(send(fd, b"x", 0), Err(Errno::EPIPE));
    assert_eq!(WasiSockets::shutdown(fd, How::Write), Ok(()));
    steps([data(b"rest")]);
    assert_eq!(recv(fd, 100, 0), Ok(b"rest".to_vec()));
    assert_eq!(WasiSockets::shutdown(fd, How::Read), Ok(()));
    // Nothing is waited for any more, and what still comes is received, as on Linux.
    assert_eq!(recv(fd, 100, 0), Ok(vec![]));
    steps([data(b"late"), Step::End]);
    assert_eq!(recv(fd, 100, 0), Ok(b"late".to_vec()));
    assert_eq!(recv(fd, 100, 0), Ok(vec![]));
    assert_eq!(WasiSockets::shutdown(fd, How::Both), Err(Errno::ENOTCONN));
    WasiSockets::close(fd);
}

#[test]
fn numbers_begin_below_those_of_select_and_the_lowest_comes_first() {
    let _host = fake::host();
    let fds = [tcp(), udp(), tcp()];
    assert_eq!(fds, [256, 257, 258]);
    WasiSockets::close(257);
    assert_eq!(tcp(), 257);
    fds.into_iter().for_each(WasiSockets::close);
    assert_eq!(send(256, b"x", 0), Err(Errno::EBADF));
}

#[test]
fn a_listener_gives_what_it_has_to_its_connections() {
    let _host = fake::host();
    let fd = tcp();
    assert_eq!(WasiSockets::accept(fd, false), Err(Errno::EINVAL));
    assert_eq!(WasiSockets::listen(fd, 0), Ok(()));
    assert_eq!(WasiSockets::set(fd, SockOpt::RecvTimeout, Value::Time(3)), Ok(()));
    assert_eq!(WasiSockets::accept(fd, false), Err(Errno::EAGAIN));
    fake::with(|world| world.socket(0).backlog = 2);
    let connection = WasiSockets::accept(fd, true).expect("somebody waits");
    assert_eq!(WasiSockets::get(connection, SockOpt::RecvTimeout), Ok(Value::Time(3)));
    assert_eq!(WasiSockets::nonblocking(connection), Ok(true));
    assert_eq!(recv(connection, 1, 0), Err(Errno::EAGAIN));
    // What `poll` has found goes with the listener.
    assert_eq!(poll(&[(fd, EVENTTYPE_FD_READ)], Some(0)).0, [(fd, READ, 0)]);
    WasiSockets::close(connection);
    WasiSockets::close(fd);
}

/// A listener and a connection that does not block. The host has not noticed yet that it takes and has data.
fn accepted() -> (Fd, Fd) {
    let listener = tcp();
    assert_eq!(WasiSockets::listen(listener, 5), Ok(()));
    fake::with(|world| world.socket(0).backlog = 1);
    let connection = WasiSockets::accept(listener, true).expect("somebody waits");
    fake::with(|world| {
        world.socket(1).room = 0;
        world.socket(1).steps.extend([Step::Later, data(b"x")]);
    });
    (listener, connection)
}

#[test]
fn a_new_connection_is_ready_at_once_though_the_host_notices_late() {
    type Calls = fn(Fd);
    let sends: Calls = |fd| assert_eq!(send(fd, b"y", 0), Ok(1));
    let receives: Calls = |fd| assert_eq!(recv(fd, 1, 0), Ok(b"x".to_vec()));
    let polls: Calls = |fd| {
        let both = [(fd, EVENTTYPE_FD_READ), (fd, EVENTTYPE_FD_WRITE)];
        assert_eq!(poll(&both, Some(0)).0, [(fd, READ, 0), (fd, WRITE, 0)]);
    };
    for (first, second) in [(sends, receives), (receives, sends), (polls, sends)] {
        let _host = fake::host();
        let (listener, connection) = accepted();
        first(connection);
        second(connection);
        WasiSockets::close(connection);
        WasiSockets::close(listener);
    }
}

#[test]
fn a_connection_that_was_used_does_not_wait() {
    let _host = fake::host();
    let (listener, connection) = accepted();
    assert_eq!(recv(connection, 1, 0), Ok(b"x".to_vec()));
    assert_eq!(recv(connection, 1, 0), Err(Errno::EAGAIN));
    fake::with(|world| world.socket(1).room = 0);
    assert_eq!(send(connection, b"y", 0), Err(Errno::EAGAIN));
    WasiSockets::close(connection);
    WasiSockets::close(listener);
}

/// A socket that does not block, whose peer does not read.
fn full() -> Fd {
    let fd = connected();
    assert_eq!(WasiSockets::set_nonblocking(fd, true), Ok(()));
    fake::with(|world| world.socket(0).room = 1);
    assert_eq!(send(fd, b"ab", 0), Ok(1));
    fd
}

#[test]
fn closing_does_not_wait_for_a_peer_that_does_not_read() {
    let _host = fake::host();
    let fd = full();
    fake::with(|world| world.socket(0).sending = true);
    WasiSockets::close(fd);
    assert!(!fake::with(|world| world.waited));
    // It is given back when the peer has read.
    fake::with(|world| world.socket(0).sending = false);
    let other = tcp();
    assert!(fake::calls().contains(&"drop_output"));
    WasiSockets::close(other);
    assert!(!fake::with(|world| world.waited));
}

#[test]
fn what_the_system_has_taken_is_not_waited_for() {
    let _host = fake::host();
    let fd = full();
    WasiSockets::close(fd);
    assert!(fake::calls().ends_with(&["drop_output", "drop_pollable", "drop_tcp"]));
    assert!(!fake::with(|world| world.waited));
}

#[test]
fn ending_one_half_does_not_wait_either() {
    let _host = fake::host();
    let fd = full();
    fake::with(|world| world.socket(0).sending = true);
    assert_eq!(WasiSockets::shutdown(fd, How::Write), Ok(()));
    assert_eq!(send(fd, b"x", 0), Err(Errno::EPIPE));
    assert!(!fake::with(|world| world.waited));
    assert_eq!(WasiSockets::set_nonblocking(fd, false), Ok(()));
    WasiSockets::close(fd);
    assert!(!fake::with(|world| world.waited));
    fake::with(|world| world.socket(0).sending = false);
    WasiSockets::close(tcp());
}
