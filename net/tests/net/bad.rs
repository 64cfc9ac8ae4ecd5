// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Whatever is wrong with an argument, the answer is an error, never a panic.

use std::net::SocketAddr;

use wasock_net::{Error, ErrorKind, OwnedFd, Result, TcpListener, TcpStream, UdpSocket};

use crate::pair;

#[test]
fn a_closed_descriptor_is_ebadf() {
    // SAFETY: nobody has a descriptor of this number.
    let stream = unsafe { TcpStream::from_raw_fd(1_000_000) };
    let ebadf = |error: Option<Error>| assert_eq!(error.map(Error::name), Some("EBADF"));
    ebadf(stream.recv(&mut [0; 4]).err());
    ebadf(stream.recv(&mut []).err());
    ebadf(stream.send(b"").err());
    ebadf(stream.send_all(b"x").err());
    ebadf(stream.local_addr().err());
    ebadf(stream.peer_addr().err());
    ebadf(stream.set_nonblocking(true).err());
    ebadf(stream.take_error().err());
    ebadf(stream.nodelay().err());
    ebadf(stream.try_clone().err());
    let _number = stream.into_raw_fd();
    // SAFETY: as above.
    let listener = unsafe { TcpListener::from_raw_fd(-1) };
    ebadf(listener.accept().err());
    ebadf(listener.incoming().next().and_then(|next| next.err()));
}

#[test]
#[cfg_attr(miri, ignore = "Miri has no UDP")]
fn a_descriptor_of_another_kind_is_an_error() -> Result<()> {
    let listener = TcpListener::from(OwnedFd::from(UdpSocket::bind("127.0.0.1:0")?));
    assert_eq!(listener.accept().err().map(Error::kind), Some(ErrorKind::Unsupported));
    Ok(())
}

#[test]
#[cfg_attr(miri, ignore = "Miri has no UDP")]
fn an_address_of_the_wrong_family_is_an_error() -> Result<()> {
    let socket = UdpSocket::bind("127.0.0.1:0")?;
    assert_eq!(socket.send_to(b"x", "[::1]:7").err().map(Error::name), Some("EAFNOSUPPORT"));
    assert_eq!(socket.connect("[::1]:7").err().map(Error::name), Some("EAFNOSUPPORT"));
    Ok(())
}

#[test]
#[cfg_attr(miri, ignore = "Miri has no UDP")]
fn no_address_is_an_error() -> Result<()> {
    let none: &[SocketAddr] = &[];
    assert_eq!(TcpStream::connect(none).err().map(Error::kind), Some(ErrorKind::InvalidInput));
    assert_eq!(TcpListener::bind(none).err().map(Error::kind), Some(ErrorKind::InvalidInput));
    assert_eq!(
        UdpSocket::bind("127.0.0.1:0")?.send_to(b"x", none).err().map(Error::kind),
        Some(ErrorKind::InvalidInput)
    );
    Ok(())
}

#[test]
#[cfg_attr(miri, ignore = "Miri has no UDP")]
fn a_datagram_that_is_too_long_is_an_error() -> Result<()> {
    let socket = UdpSocket::bind("127.0.0.1:0")?;
    let to = socket.local_addr()?;
    assert_eq!(socket.send_to(&[0; 70_000], to).err().map(Error::name), Some("EMSGSIZE"));
    Ok(())
}

#[test]
fn a_peer_that_has_gone_is_an_error_not_a_signal() -> Result<()> {
    let (client, server) = pair()?;
    drop(server);
    let sent = (0..100).map(|_| client.send_all(&[0; 10_000])).find(Result::is_err);
    let kind = sent.and_then(Result::err).map(Error::kind);
    assert!(matches!(kind, Some(ErrorKind::BrokenPipe | ErrorKind::ConnectionReset)), "{kind:?}");
    Ok(())
}

#[test]
fn errors_say_what_has_happened() {
    let refused = Error::from_raw_os_error(libc::ECONNREFUSED);
    assert_eq!(refused.to_string(), "the peer refused the connection (ECONNREFUSED)");
    assert_eq!(format!("{refused:?}"), "Error(ECONNREFUSED)");
    assert_eq!(refused.raw_os_error(), Some(libc::ECONNREFUSED));
    let unknown = Error::from_raw_os_error(9999);
    assert_eq!(unknown.to_string(), "the call failed (unknown error 9999)");
    assert_eq!(unknown.kind(), ErrorKind::Other);
    assert_eq!(Error::from_raw_os_error(0).name(), "EIO");
    assert_eq!(Error::from_raw_os_error(-2).name(), "EIO");
}
