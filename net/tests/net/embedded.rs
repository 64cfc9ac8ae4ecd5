// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use embedded_io::{Read, ReadReady, Write, WriteReady};
use embedded_nal::{
    AddrType, Dns, TcpClientStack, TcpError, TcpErrorKind, TcpFullStack, UdpClientStack, UdpFullStack, nb,
};
use wasock_net::{Error, Result, Stack, TcpListener, UdpSocket};

use crate::pair;

#[test]
#[cfg_attr(miri, ignore = "Miri has no ppoll")]
fn embedded_io_reads_writes_and_says_whether_it_would_wait() -> Result<()> {
    let (mut client, mut server) = pair()?;
    assert!(!server.read_ready()?);
    assert!(client.write_ready()?);
    Write::write_all(&mut client, b"hello")?;
    Write::flush(&mut client)?;
    let mut room = [0; 8];
    assert_eq!(Read::read(&mut server, &mut [])?, 0);
    assert_eq!(Read::read(&mut server, &mut room)?, 5);
    drop(client);
    assert!(server.read_ready()?);
    assert_eq!(Read::read(&mut server, &mut room)?, 0);
    // Nobody is there to be waited for.
    assert_eq!(Read::read(&mut server, &mut [])?, 0);
    let refused = Error::from_raw_os_error(libc::ECONNREFUSED);
    assert_eq!(embedded_io::Error::kind(&refused), embedded_io::ErrorKind::ConnectionRefused);
    Ok(())
}

/// A stack whose servers can be reached from here only.
fn stack() -> Stack {
    Stack::at(IpAddr::V4(Ipv4Addr::LOCALHOST))
}

#[test]
#[cfg_attr(miri, ignore = "Miri has no ppoll")]
fn a_client_of_embedded_nal_connects_talks_and_sees_the_end() -> Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let (mut stack, remote) = (stack(), listener.local_addr()?);
    let mut socket = TcpClientStack::socket(&mut stack)?;
    assert_eq!(TcpClientStack::send(&mut stack, &mut socket, b"x").map_err(kind), Err(Some(TcpErrorKind::PipeClosed)));
    nb::block!(TcpClientStack::connect(&mut stack, &mut socket, remote))?;
    assert!(TcpClientStack::connect(&mut stack, &mut socket, remote).is_err());
    let (server, _peer) = listener.accept()?;
    assert_eq!(nb::block!(TcpClientStack::send(&mut stack, &mut socket, b"hello"))?, 5);
    let mut room = [0; 8];
    assert_eq!(TcpClientStack::receive(&mut stack, &mut socket, &mut room).map_err(kind), Err(None));
    assert_eq!(server.recv(&mut room)?, 5);
    server.send_all(b"bye")?;
    assert_eq!(nb::block!(TcpClientStack::receive(&mut stack, &mut socket, &mut room))?, 3);
    drop(server);
    let end = nb::block!(TcpClientStack::receive(&mut stack, &mut socket, &mut room));
    assert_eq!(end.map_err(|error| TcpError::kind(&error)), Err(TcpErrorKind::PipeClosed));
    TcpClientStack::close(&mut stack, socket)
}

/// Of an error that waiting does not mend, the kind.
fn kind(error: nb::Error<Error>) -> Option<TcpErrorKind> {
    match error {
        nb::Error::WouldBlock => None,
        nb::Error::Other(error) => Some(TcpError::kind(&error)),
    }
}

#[test]
#[cfg_attr(miri, ignore = "Miri has no ppoll")]
fn a_client_that_is_refused_may_try_again() -> Result<()> {
    let gone = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
    let mut stack = stack();
    let mut socket = TcpClientStack::socket(&mut stack)?;
    let refused = nb::block!(TcpClientStack::connect(&mut stack, &mut socket, gone));
    assert_eq!(refused.map_err(Error::name), Err("ECONNREFUSED"));
    let listener = TcpListener::bind(gone)?;
    nb::block!(TcpClientStack::connect(&mut stack, &mut socket, listener.local_addr()?))
}

#[test]
fn a_server_of_embedded_nal_takes_connections() -> Result<()> {
    let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
    let mut stack = stack();
    let mut server = TcpClientStack::socket(&mut stack)?;
    assert!(stack.listen(&mut server).is_err());
    TcpFullStack::bind(&mut stack, &mut server, port)?;
    stack.listen(&mut server)?;
    assert_eq!(stack.accept(&mut server).map_err(kind).err(), Some(None));
    let client = wasock_net::TcpStream::connect((Ipv4Addr::LOCALHOST, port))?;
    let (mut socket, peer) = nb::block!(stack.accept(&mut server))?;
    assert_eq!(peer, client.local_addr()?);
    client.send_all(b"x")?;
    assert_eq!(nb::block!(TcpClientStack::receive(&mut stack, &mut socket, &mut [0; 4]))?, 1);
    Ok(())
}

#[test]
#[cfg_attr(miri, ignore = "Miri has no UDP")]
fn embedded_nal_has_datagrams() -> Result<()> {
    let peer = UdpSocket::bind("127.0.0.1:0")?;
    let (mut stack, remote, mut room) = (stack(), peer.local_addr()?, [0; 8]);
    let mut client = UdpClientStack::socket(&mut stack)?;
    assert!(UdpClientStack::send(&mut stack, &mut client, b"x").is_err());
    UdpClientStack::connect(&mut stack, &mut client, remote)?;
    nb::block!(UdpClientStack::send(&mut stack, &mut client, b"hello"))?;
    let (count, from) = peer.recv_from(&mut room)?;
    assert_eq!(count, 5);
    assert!(UdpClientStack::receive(&mut stack, &mut client, &mut room).is_err());
    peer.send_to(b"bye", from)?;
    assert_eq!(nb::block!(UdpClientStack::receive(&mut stack, &mut client, &mut room))?, (3, remote));

    let port = UdpSocket::bind("127.0.0.1:0")?.local_addr()?.port();
    let mut server = UdpClientStack::socket(&mut stack)?;
    UdpFullStack::bind(&mut stack, &mut server, port)?;
    peer.send_to(b"x", SocketAddr::from((Ipv4Addr::LOCALHOST, port)))?;
    let (count, from) = nb::block!(UdpClientStack::receive(&mut stack, &mut server, &mut room))?;
    assert_eq!((count, from), (1, remote));
    nb::block!(stack.send_to(&mut server, from, b"back"))?;
    nb::block!(UdpClientStack::send(&mut stack, &mut server, b"again"))?;
    assert_eq!([peer.recv(&mut room)?, peer.recv(&mut room)?], [4, 5]);
    Ok(())
}

#[test]
#[cfg_attr(miri, ignore = "Miri has no getnameinfo")]
fn embedded_nal_looks_up_names_and_addresses() {
    let mut stack = stack();
    let found = |answer: nb::Result<IpAddr, Error>| answer.ok();
    assert_eq!(found(stack.get_host_by_name("localhost", AddrType::IPv4)), Some(IpAddr::V4(Ipv4Addr::LOCALHOST)));
    assert_eq!(found(stack.get_host_by_name("192.0.2.1", AddrType::IPv6)), None);
    let mut room = [0; 64];
    let len = stack.get_host_by_address(IpAddr::V4(Ipv4Addr::LOCALHOST), &mut room);
    assert!(len.is_ok_and(|len| len > 0));
    assert!(stack.get_host_by_address(IpAddr::V4(Ipv4Addr::LOCALHOST), &mut [0; 1]).is_err());
    assert!(stack.get_host_by_address(IpAddr::V4(Ipv4Addr::LOCALHOST), &mut []).is_err());
}
