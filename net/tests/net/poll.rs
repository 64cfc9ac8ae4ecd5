// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
use std::time::{Duration, Instant};

use wasock_net::{Events, OwnedFd, PollFd, Result, TcpListener, TcpStream, poll};

use crate::pair;

#[test]
#[cfg_attr(miri, ignore = "Miri has no ppoll")]
fn each_socket_has_its_own_events() -> Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let (client, server) = pair()?;
    let all = || {
        [
            PollFd::new(&listener, Events::READABLE),
            PollFd::new(&client, Events::READABLE),
            PollFd::new(&server, Events::READABLE | Events::WRITABLE),
        ]
    };
    let mut sockets = all();
    assert_eq!(poll(&mut sockets, None)?, 1);
    assert_eq!(sockets.map(|socket| socket.happened()), [Events::empty(), Events::empty(), Events::WRITABLE]);
    server.send_all(b"x")?;
    let _waiting = TcpStream::connect(listener.local_addr()?)?;
    let mut sockets = all();
    assert_eq!(poll(&mut sockets, Some(Duration::from_secs(5)))?, 3);
    assert_eq!(sockets.map(|socket| socket.happened()), [Events::READABLE, Events::READABLE, Events::WRITABLE]);
    Ok(())
}

#[test]
#[cfg_attr(miri, ignore = "Miri has no ppoll")]
fn a_wait_ends_with_its_time() -> Result<()> {
    let (client, _server) = pair()?;
    let (begin, time) = (Instant::now(), Duration::from_millis(30));
    assert_eq!(poll(&mut [PollFd::new(&client, Events::READABLE)], Some(time))?, 0);
    assert!(begin.elapsed() >= time);
    assert_eq!(poll(&mut [], Some(Duration::ZERO))?, 0);
    Ok(())
}

#[test]
#[cfg_attr(miri, ignore = "Miri has no ppoll")]
fn a_closed_descriptor_is_invalid_and_a_negative_one_is_left_out() -> Result<()> {
    let mut sockets = [PollFd::of(1_000_000, Events::READABLE), PollFd::of(-1, Events::READABLE)];
    assert_eq!(poll(&mut sockets, None)?, 1);
    assert_eq!(sockets.map(|socket| socket.happened()), [Events::INVALID, Events::empty()]);
    Ok(())
}

#[test]
#[cfg_attr(miri, ignore = "Miri has no ppoll")]
fn a_peer_that_goes_hangs_up() -> Result<()> {
    let (client, server) = pair()?;
    drop(server);
    let mut sockets = [PollFd::new(&client, Events::READABLE)];
    assert_eq!(poll(&mut sockets, Some(Duration::from_secs(5)))?, 1);
    let [client] = sockets;
    assert!(client.happened().contains(Events::READABLE));
    Ok(())
}

#[test]
#[cfg_attr(miri, ignore = "Miri has no ppoll")]
fn what_owns_a_descriptor_can_be_waited_for() -> Result<()> {
    let (client, _server) = pair()?;
    let owner = OwnedFd::from(client);
    assert_eq!(poll(&mut [PollFd::new(&owner, Events::WRITABLE)], None)?, 1);
    Ok(())
}

#[test]
fn events_print_their_names() {
    assert_eq!(format!("{:?}", Events::READABLE | Events::HANG_UP), "{READABLE, HANG_UP}");
    assert_eq!(format!("{:?}", Events::default()), "{}");
}
