// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
use std::net::Ipv4Addr;
use std::time::Duration;

use wasock_net::{Error, ErrorKind, Result, UdpSocket};

#[test]
#[cfg_attr(miri, ignore = "Miri has no UDP")]
fn datagrams_keep_their_bounds_and_tell_who_sent_them() -> Result<()> {
    let (one, other) = (UdpSocket::bind("127.0.0.1:0")?, UdpSocket::bind("127.0.0.1:0")?);
    let (to, from) = (other.local_addr()?, one.local_addr()?);
    for data in [&b"first"[..], b"", b"third"] {
        assert_eq!(one.send_to(data, to)?, data.len());
    }
    let mut room = [0; 4];
    assert_eq!(other.peek_from(&mut room)?, (4, from));
    assert_eq!(other.peek(&mut room)?, 4);
    assert_eq!(other.recv_from(&mut room)?, (4, from));
    assert_eq!(other.recv_from(&mut room)?, (0, from));
    assert_eq!(other.recv(&mut room)?, 4);
    assert_eq!(&room, b"thir");
    Ok(())
}

#[test]
#[cfg_attr(miri, ignore = "Miri has no UDP")]
fn a_connected_socket_has_one_peer() -> Result<()> {
    let (one, other) = (UdpSocket::bind("127.0.0.1:0")?, UdpSocket::bind("127.0.0.1:0")?);
    assert_eq!(one.peer_addr().err().map(Error::kind), Some(ErrorKind::NotConnected));
    assert!(one.send(b"x").is_err());
    one.connect(other.local_addr()?)?;
    assert_eq!(one.peer_addr()?, other.local_addr()?);
    one.send(b"x")?;
    assert_eq!(other.recv(&mut [0; 4])?, 1);
    Ok(())
}

#[test]
#[cfg_attr(miri, ignore = "Miri has no UDP")]
fn options_are_as_they_were_set() -> Result<()> {
    let socket = UdpSocket::bind("127.0.0.1:0")?;
    assert!(!socket.broadcast()?);
    socket.set_broadcast(true)?;
    assert!(socket.broadcast()?);
    socket.set_multicast_ttl_v4(3)?;
    assert_eq!(socket.multicast_ttl_v4()?, 3);
    socket.set_multicast_loop_v4(false)?;
    assert!(!socket.multicast_loop_v4()?);
    let six = UdpSocket::bind("[::1]:0")?;
    six.set_multicast_loop_v6(false)?;
    assert!(!six.multicast_loop_v6()?);
    // No group, and one that was never joined.
    let (no_group, group, any) = (Ipv4Addr::LOCALHOST, Ipv4Addr::new(224, 0, 0, 251), Ipv4Addr::UNSPECIFIED);
    assert_eq!(socket.join_multicast_v4(&no_group, &any).err().map(Error::kind), Some(ErrorKind::InvalidInput));
    assert_eq!(socket.leave_multicast_v4(&group, &any).err().map(Error::name), Some("EADDRNOTAVAIL"));
    Ok(())
}

#[test]
#[cfg_attr(miri, ignore = "Miri has no UDP")]
fn a_receive_ends_with_its_timeout() -> Result<()> {
    let socket = UdpSocket::bind("127.0.0.1:0")?;
    socket.set_read_timeout(Some(Duration::from_millis(20)))?;
    assert_eq!(socket.recv_from(&mut [0; 4]).err().map(Error::kind), Some(ErrorKind::WouldBlock));
    socket.set_read_timeout(None)?;
    socket.set_nonblocking(true)?;
    assert_eq!(socket.recv(&mut [0; 4]).err().map(Error::kind), Some(ErrorKind::WouldBlock));
    Ok(())
}
