// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
use std::net::{Ipv4Addr, SocketAddr};
use std::time::{Duration, Instant};

use wasock_net::{Error, ErrorKind, Result, Shutdown, TcpListener, TcpStream, look_up};

use crate::pair;

#[test]
#[cfg_attr(miri, ignore = "Miri can miss the end of a stream that comes with its last data, and waits for ever")]
fn data_goes_both_ways_and_ends() -> Result<()> {
    let (client, server) = pair()?;
    client.send_all(&[7; 1000])?;
    let mut room = [0; 600];
    assert_eq!(server.peek(&mut room)?, 600);
    assert_eq!(server.recv(&mut room)?, 600);
    assert_eq!(server.recv(&mut room)?, 400);
    assert_eq!(server.send(b"bye")?, 3);
    server.shutdown(Shutdown::Write)?;
    assert_eq!(client.recv(&mut room)?, 3);
    assert_eq!(client.recv(&mut room)?, 0);
    Ok(())
}

#[test]
fn both_sides_know_the_addresses() -> Result<()> {
    let (client, server) = pair()?;
    assert_eq!(client.local_addr()?, server.peer_addr()?);
    assert_eq!(client.peer_addr()?, server.local_addr()?);
    Ok(())
}

#[test]
fn ipv6_works_as_ipv4_does() -> Result<()> {
    let listener = TcpListener::bind("[::1]:0")?;
    let client = TcpStream::connect(listener.local_addr()?)?;
    let (server, peer) = listener.accept()?;
    assert_eq!(peer, client.local_addr()?);
    assert!(peer.is_ipv6());
    server.send_all(b"x")?;
    assert_eq!(client.recv(&mut [0; 8])?, 1);
    Ok(())
}

#[test]
fn the_first_address_that_accepts_is_taken() -> Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let (good, refused) = (listener.local_addr()?, free_port()?);
    let client = TcpStream::connect(&[refused, good][..])?;
    assert_eq!(client.peer_addr()?, good);
    assert_eq!(TcpStream::connect(refused).err().map(Error::kind), Some(ErrorKind::ConnectionRefused));
    let by_name = TcpStream::connect(("localhost", good.port()))?;
    assert_eq!(by_name.peer_addr()?.port(), good.port());
    assert!(look_up("localhost", 1)?.count() > 0);
    Ok(())
}

#[test]
#[cfg_attr(miri, ignore = "Miri does not read the option of a timeout")]
fn timeouts_are_as_they_were_set() -> Result<()> {
    let (client, _server) = pair()?;
    assert_eq!(client.read_timeout()?, None);
    let short = Duration::from_millis(50);
    client.set_read_timeout(Some(short))?;
    client.set_write_timeout(Some(Duration::new(2, 500_000_000)))?;
    assert!(client.read_timeout()?.is_some_and(|time| time >= short));
    assert_eq!(client.write_timeout()?, Some(Duration::new(2, 500_000_000)));
    let begin = Instant::now();
    assert_eq!(client.recv(&mut [0; 8]).err().map(Error::kind), Some(ErrorKind::WouldBlock));
    assert!(begin.elapsed() >= short);
    client.set_read_timeout(None)?;
    assert_eq!(client.read_timeout()?, None);
    // No time at all is refused, a very short one is not taken for it.
    assert_eq!(client.set_read_timeout(Some(Duration::ZERO)).err().map(Error::kind), Some(ErrorKind::InvalidInput));
    client.set_read_timeout(Some(Duration::from_nanos(1)))?;
    assert!(client.read_timeout()?.is_some());
    client.set_read_timeout(Some(Duration::MAX))
}

#[test]
fn options_are_as_they_were_set() -> Result<()> {
    let (client, _server) = pair()?;
    assert!(!client.nodelay()?);
    client.set_nodelay(true)?;
    assert!(client.nodelay()?);
    client.set_ttl(17)?;
    assert_eq!(client.ttl()?, 17);
    assert_eq!(client.set_ttl(u32::MAX).err().map(Error::kind), Some(ErrorKind::InvalidInput));
    assert_eq!(client.take_error()?, None);
    Ok(())
}

#[test]
fn a_socket_that_may_not_wait_does_not() -> Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    listener.set_nonblocking(true)?;
    assert_eq!(listener.accept().err().map(Error::kind), Some(ErrorKind::WouldBlock));
    assert!(listener.incoming().next().is_some_and(|next| next.is_err()));
    let (client, _server) = pair()?;
    client.set_nonblocking(true)?;
    assert_eq!(client.recv(&mut [0; 8]).err().map(Error::kind), Some(ErrorKind::WouldBlock));
    Ok(())
}

#[test]
#[cfg_attr(miri, ignore = "Miri has no ppoll")]
fn connect_timeout_connects_is_refused_and_gives_up() -> Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?;
    let client = TcpStream::connect_timeout(&address, Duration::from_secs(5))?;
    let (server, _peer) = listener.accept()?;
    server.send_all(b"x")?;
    // It waits again.
    assert_eq!(client.recv(&mut [0; 8])?, 1);
    let refused = TcpStream::connect_timeout(&free_port()?, Duration::from_secs(5));
    assert_eq!(refused.err().map(Error::kind), Some(ErrorKind::ConnectionRefused));
    let none = TcpStream::connect_timeout(&address, Duration::ZERO);
    assert_eq!(none.err().map(Error::kind), Some(ErrorKind::InvalidInput));
    Ok(())
}

#[test]
fn a_clone_is_the_same_socket() -> Result<()> {
    let (client, server) = pair()?;
    let clone = client.try_clone()?;
    drop(client);
    clone.send_all(b"x")?;
    assert_eq!(server.recv(&mut [0; 8])?, 1);
    drop(clone);
    assert_eq!(server.recv(&mut [0; 8])?, 0);
    Ok(())
}

#[test]
fn an_address_in_use_is_an_error() -> Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let second = TcpListener::bind(listener.local_addr()?);
    assert_eq!(second.err().map(Error::kind), Some(ErrorKind::AddrInUse));
    Ok(())
}

/// An address that nobody listens at.
fn free_port() -> Result<SocketAddr> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()
}
