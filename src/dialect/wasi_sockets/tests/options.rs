// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Options and addresses that are bound.

use super::*;

const PORT: SocketAddr = SocketAddr::V4 { octets: [127, 0, 0, 1], port: 4001 };

fn set(fd: Fd, option: SockOpt, value: c_int) -> Result<()> {
    WasiSockets::set(fd, option, Value::Int(value))
}

fn get(fd: Fd, option: SockOpt) -> Result<Value> {
    WasiSockets::get(fd, option)
}

#[test]
fn a_socket_that_takes_the_place_of_another_is_set_alike() {
    let _host = fake::host();
    let fd = udp();
    assert_eq!(set(fd, SockOpt::IpTtl, 5), Ok(()));
    assert_eq!(WasiSockets::connect(fd, &PEER), Ok(()));
    fake::calls();
    assert_eq!(WasiSockets::disconnect(fd), Ok(()));
    assert!(fake::calls().contains(&"udp_set_hop_limit"));
    WasiSockets::close(fd);

    fake::with(|world| world.next_refuses = Some(fake::REFUSED));
    let fd = tcp();
    assert_eq!(set(fd, SockOpt::KeepAlive, 1), Ok(()));
    assert_eq!(WasiSockets::bind(fd, &PORT), Ok(()));
    fake::calls();
    assert_eq!(WasiSockets::connect(fd, &PEER), Err(Errno::ECONNREFUSED));
    let calls = fake::calls();
    assert!(["tcp_set_keep_alive", "tcp_start_bind"].iter().all(|call| calls.contains(call)), "{calls:?}");
    WasiSockets::close(fd);
}

#[test]
fn what_the_host_lacks_has_one_value() {
    let _host = fake::host();
    let fd = tcp();
    for option in [SockOpt::Broadcast, SockOpt::ReusePort, SockOpt::OobInline] {
        assert_eq!(get(fd, option), Ok(Value::Int(0)));
        assert_eq!(set(fd, option, 0), Ok(()));
        assert_eq!(set(fd, option, 1), Err(Errno::ENOPROTOOPT));
    }
    assert_eq!(WasiSockets::set(fd, SockOpt::Linger, Value::Linger { on: false, seconds: 3 }), Ok(()));
    let on = WasiSockets::set(fd, SockOpt::Linger, Value::Linger { on: true, seconds: 3 });
    assert_eq!(on, Err(Errno::ENOPROTOOPT));
    assert_eq!(set(fd, SockOpt::TcpKeepIdle, 0), Err(Errno::EINVAL));
    assert_eq!(get(fd, SockOpt::RecvBuf), Ok(Value::Int(14)));
    WasiSockets::close(fd);
}

#[test]
fn an_address_is_for_one_socket_unless_both_allow_another() {
    let _host = fake::host();
    let (first, second) = (tcp(), tcp());
    assert_eq!(WasiSockets::bind(first, &PORT), Ok(()));
    assert_eq!(WasiSockets::bind(second, &PORT), Err(Errno::EADDRINUSE));
    let any = SocketAddr::V4 { octets: [0; 4], port: 4001 };
    assert_eq!(WasiSockets::bind(second, &any), Err(Errno::EADDRINUSE));
    assert_eq!(set(second, SockOpt::ReuseAddr, 1), Ok(()));
    assert_eq!(WasiSockets::bind(second, &PORT), Err(Errno::EADDRINUSE));
    assert_eq!(set(first, SockOpt::ReuseAddr, 1), Ok(()));
    assert_eq!(WasiSockets::bind(second, &PORT), Ok(()));
    assert_eq!(WasiSockets::bind(second, &PORT), Err(Errno::EINVAL));
    [first, second].into_iter().for_each(WasiSockets::close);
}

#[test]
fn names_are_those_of_the_family() {
    let _host = fake::host();
    let v6 = SocketAddr::V6 {
        octets: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16],
        port: 0,
        flowinfo: 0,
        scope: 0,
    };
    let v4 = SocketAddr::V4 { octets: [1, 2, 3, 4], port: 0 };
    fake::with(|world| world.names = vec![v4, v6]);
    let mut room = [0; 2 * WasiSockets::RECORD];
    assert_eq!(WasiSockets::resolve(c"a", None, &mut room), Ok(2));
    let found = room.as_chunks::<{ WasiSockets::RECORD }>().0.iter().map(|record| WasiSockets::answer(record));
    assert_eq!(found.collect::<Vec<_>>(), [Some(v6), Some(v4)]);
    fake::with(|world| world.names = vec![v4, v6]);
    assert_eq!(WasiSockets::resolve(c"a", Some(Family::V4), &mut room), Ok(1));
    fake::with(|world| world.names = vec![v6]);
    assert_eq!(WasiSockets::resolve(c"a", Some(Family::V4), &mut room), Err(ResolveError::NoFamily));
    assert_eq!(WasiSockets::resolve(c"\xff", None, &mut room), Err(ResolveError::NoName));
}
