// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
#![expect(clippy::single_range_in_vec_init, reason = "one buffer is a range of memory")]

use std::net::{TcpListener, TcpStream};
use std::os::fd::{AsFd, BorrowedFd};

use super::*;
use crate::kind::Family;
use crate::net::Names;

fn faults(text: &str) -> Faults {
    Faults::new(text.parse().unwrap())
}

/// A connection, and its other end.
fn pair() -> (Socket, TcpStream) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let client = Socket::open(Family::Inet, Kind::Stream).unwrap();
    rustix::net::connect(&client, &listener.local_addr().unwrap()).unwrap();
    (client, listener.accept().unwrap().0)
}

#[test]
fn a_specification_is_read() {
    let spec: FaultSpec = "seed=7,short=500,again=1000,names=4000".parse().unwrap();
    assert_eq!((spec.seed, spec.short, spec.again, spec.eintr), (7, 500, 1000, 0));
    assert_eq!(spec.names, Some(Names::Records(4000)));
    assert_eq!("names=again".parse::<FaultSpec>().unwrap().names, Some(Names::Fail(libc::EAI_AGAIN)));
}

#[test]
fn what_is_none_is_refused() {
    for text in ["", "short", "short=", "short=1001", "short=-1", "wrong=1", "seed=1,,", "names=many", "seed=x"] {
        assert!(text.parse::<FaultSpec>().is_err(), "{text}");
    }
}

#[test]
fn a_stream_is_shortened_and_never_to_nothing() {
    let (stream, _peer) = pair();
    let mut faults = faults("short=1000");
    for _ in 0..1000 {
        let left: usize = faults.send(&stream, vec![0..10, 20..20, 30..35]).unwrap().iter().map(Range::len).sum();
        assert!((1..15).contains(&left), "{left}");
    }
    assert_eq!(faults.send(&stream, vec![5..6]).unwrap(), [5..6]);
    let datagram = Socket::open(Family::Inet, Kind::Datagram).unwrap();
    assert_eq!(faults.send(&datagram, vec![0..10]).unwrap(), [0..10]);
    assert_eq!(faults.line(), "wasock-run: faults: short 1000");
}

#[test]
fn eagain_comes_to_who_does_not_wait() {
    let (stream, _peer) = pair();
    let mut faults = faults("again=1000");
    assert_eq!(faults.send(&stream, vec![0..1]), Ok(vec![0..1]));
    stream.set_nonblocking(true).unwrap();
    assert_eq!(faults.send(&stream, vec![0..1]), Err(Errno::EAGAIN));
}

#[test]
fn only_what_waits_is_interrupted() {
    let mut faults = faults("eintr=1000");
    let mut before = |function| {
        faults.enter(function, false);
        faults.before_call()
    };
    assert_eq!(before("sock_accept_v2"), Err(Errno::EINTR));
    assert_eq!(before("sock_open"), Ok(()));
    assert_eq!(faults.poll(), Err(Errno::EINTR));
}

#[test]
fn a_reset_is_one_to_both_ends() {
    let (stream, peer) = pair();
    let mut faults = faults("reset=1000");
    assert!(faults.receive(&stream, vec![0..1], RecvFlags::empty()).is_ok());
    let receive = |socket: BorrowedFd<'_>| {
        let received = rustix::net::recv(socket, &mut [0; 1][..], RecvFlags::empty());
        received.map(|(_, len)| len)
    };
    assert_eq!(receive(stream.as_fd()), Err(rustix::io::Errno::CONNRESET));
    assert_eq!(receive(stream.as_fd()), Ok(0));
    assert_eq!(rustix::net::send(&stream, b"x", rustix::net::SendFlags::NOSIGNAL), Err(rustix::io::Errno::PIPE));
    assert_eq!(receive(peer.as_fd()), Err(rustix::io::Errno::CONNRESET));
}

#[test]
fn a_liar_answers_differently_each_time() {
    let mut faults = faults("lies=1000");
    let mut made_up = || {
        let mut place = [1, 0, 0, 0, 5];
        faults.make_up(&mut place);
        place
    };
    assert!((0..8).map(|_| made_up()).collect::<std::collections::HashSet<_>>().len() > 2);
}

#[test]
fn a_resolver_knows_as_many_as_it_is_told() {
    let hints = |family| crate::net::Hints { family, ..Default::default() };
    let count = |family| Names::Records(4001).resolve(hints(family), 5000).map(|found| found.len()).ok();
    assert_eq!(
        (count(None), count(Some(Family::Inet)), count(Some(Family::Inet6))),
        (Some(4001), Some(2001), Some(2000))
    );
    assert!(Names::Fail(libc::EAI_AGAIN).resolve(hints(None), 1).is_err());
}
