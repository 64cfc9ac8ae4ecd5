// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! `poll` says what is so, whatever the host says.

use super::*;

#[test]
fn nothing_is_not_ready_although_the_host_says_so() {
    let _host = fake::host();
    let fd = connected();
    steps([data(b"x")]);
    assert_eq!(recv(fd, 1, 0), Ok(b"x".to_vec()));
    assert!(fake::with(|world| world.socket(0).sticky));
    assert_eq!(poll(&[(fd, EVENTTYPE_FD_READ)], Some(100)), (vec![], 100));
    fake::with(|world| world.socket(0).sticky = true);
    assert_eq!(poll(&[(fd, EVENTTYPE_FD_READ)], Some(0)).0, []);
    WasiSockets::close(fd);
}

#[test]
fn what_is_there_is_found_although_the_host_says_nothing_yet() {
    let _host = fake::host();
    let fd = connected();
    steps([data(b"x")]);
    fake::with(|world| world.socket(0).lag = 3);
    assert_eq!(poll(&[(fd, EVENTTYPE_FD_READ)], Some(0)).0, [(fd, READ, 0)]);
    assert_eq!(fake::calls(), ["read"]);
    WasiSockets::close(fd);
}

#[test]
fn what_is_ready_is_there_without_a_wait() {
    let _host = fake::host();
    let fd = connected();
    steps([Step::Later, data(b"abc")]);
    assert_eq!(poll(&[(fd, EVENTTYPE_FD_READ)], None).0, [(fd, READ, 0)]);
    fake::calls();
    assert_eq!(poll(&[(fd, EVENTTYPE_FD_READ)], None).0, [(fd, READ, 0)]);
    assert_eq!(recv(fd, 100, MSG_DONTWAIT), Ok(b"abc".to_vec()));
    assert_eq!(fake::calls(), [""; 0]);
    WasiSockets::close(fd);
}

#[test]
fn the_look_at_one_side_does_not_hide_the_other() {
    let _host = fake::host();
    let fd = connected();
    steps([data(b"abc")]);
    let both = [(fd, EVENTTYPE_FD_READ), (fd, EVENTTYPE_FD_WRITE)];
    assert_eq!(poll(&both, None).0, [(fd, READ, 0), (fd, WRITE, 0)]);
    let other_way = [(fd, EVENTTYPE_FD_WRITE), (fd, EVENTTYPE_FD_READ)];
    assert_eq!(recv(fd, 100, 0), Ok(b"abc".to_vec()));
    steps([data(b"def")]);
    assert_eq!(send(fd, b"x", 0), Ok(1));
    assert_eq!(poll(&other_way, Some(0)).0, [(fd, WRITE, 0), (fd, READ, 0)]);
    WasiSockets::close(fd);
}

#[test]
fn a_reset_shows_whatever_is_waited_for() {
    for side in [EVENTTYPE_FD_READ, EVENTTYPE_FD_WRITE] {
        let _host = fake::host();
        let fd = connected();
        steps([Step::Failed]);
        assert_eq!(poll(&[(fd, side)], None).0, [(fd, side.raw(), BROKEN)]);
        assert_eq!(WasiSockets::take_error(fd), Ok(Some(Errno::ECONNRESET)));
        assert_eq!(poll(&[(fd, side)], None).0, [(fd, side.raw(), HUNG_UP)]);
        WasiSockets::close(fd);
    }
}

#[test]
fn an_end_is_no_hang_up_until_both_have_ended() {
    let _host = fake::host();
    let fd = connected();
    steps([Step::End]);
    assert_eq!(poll(&[(fd, EVENTTYPE_FD_READ)], None).0, [(fd, READ, 0)]);
    assert_eq!(WasiSockets::shutdown(fd, How::Write), Ok(()));
    let both = [(fd, EVENTTYPE_FD_READ), (fd, EVENTTYPE_FD_WRITE)];
    assert_eq!(poll(&both, None).0, [(fd, READ, HUNG_UP), (fd, WRITE, HUNG_UP)]);
    WasiSockets::close(fd);
}

#[test]
fn a_full_socket_is_not_writable() {
    let _host = fake::host();
    let fd = connected();
    fake::with(|world| world.socket(0).room = 1);
    assert_eq!(poll(&[(fd, EVENTTYPE_FD_WRITE)], Some(0)).0, [(fd, WRITE, 0)]);
    assert_eq!(send(fd, b"ab", MSG_DONTWAIT), Ok(1));
    assert_eq!(poll(&[(fd, EVENTTYPE_FD_WRITE)], Some(0)).0, []);
    assert_eq!(poll(&[(fd, EVENTTYPE_FD_WRITE)], None).0, [(fd, WRITE, 0)]);
    WasiSockets::close(fd);
}

#[test]
fn many_sockets_are_one_call() {
    let _host = fake::host();
    let fds: Vec<_> = (0..40).map(|_| connected()).collect();
    fake::with(|world| world.socket(7).steps.push_back(data(b"x")));
    fake::with(|world| world.socket(9).sticky = true);
    let wishes: Vec<_> = fds.iter().map(|fd| (*fd, EVENTTYPE_FD_READ)).collect();
    assert_eq!(poll(&wishes, Some(1000)).0, [(fds[7], READ, 0)]);
    let calls = fake::calls();
    assert_eq!(calls.iter().filter(|call| **call == "poll").count(), 1);
    fds.into_iter().for_each(WasiSockets::close);
}

#[test]
fn a_closed_number_is_told_beside_others() {
    let _host = fake::host();
    let (fd, gone) = (connected(), tcp());
    WasiSockets::close(gone);
    assert_eq!(WasiSockets::pollable(gone), Ok(Pollable::Now(POLLNVAL)));
    let found = poll(&[(fd, EVENTTYPE_FD_READ), (gone, EVENTTYPE_FD_READ)], None).0;
    assert_eq!(found, [(gone, READ, BROKEN)]);
    WasiSockets::close(fd);
}

#[test]
fn a_listener_that_is_ready_has_a_connection() {
    let _host = fake::host();
    let fd = tcp();
    assert_eq!(WasiSockets::listen(fd, 5), Ok(()));
    assert_eq!(WasiSockets::set_nonblocking(fd, true), Ok(()));
    fake::with(|world| world.socket(0).sticky = true);
    assert_eq!(poll(&[(fd, EVENTTYPE_FD_READ)], Some(0)).0, []);
    fake::with(|world| world.socket(0).backlog = 1);
    assert_eq!(poll(&[(fd, EVENTTYPE_FD_READ)], None).0, [(fd, READ, 0)]);
    fake::with(|world| world.socket(0).backlog = 0);
    let connection = WasiSockets::accept(fd, false).expect("poll says so");
    assert_eq!(WasiSockets::accept(fd, false), Err(Errno::EAGAIN));
    WasiSockets::close(connection);
    WasiSockets::close(fd);
}
