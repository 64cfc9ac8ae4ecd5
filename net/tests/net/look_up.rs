// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, SocketAddrV4, SocketAddrV6};

use wasock_net::{Error, ErrorKind, Result, ToSocketAddrs, look_up};

/// The addresses that something stands for.
fn of(addrs: impl ToSocketAddrs) -> Result<Vec<SocketAddr>> {
    addrs.to_socket_addrs().map(Iterator::collect)
}

#[test]
fn all_that_names_an_address_is_one() -> Result<()> {
    let (four, six) = (Ipv4Addr::new(192, 0, 2, 1), Ipv6Addr::LOCALHOST);
    let (v4, v6) = (SocketAddrV4::new(four, 7), SocketAddrV6::new(six, 7, 0, 0));
    let [one, other] = [SocketAddr::V4(v4), SocketAddr::V6(v6)];
    assert_eq!(of(one)?, [one]);
    assert_eq!(of(v4)?, [one]);
    assert_eq!(of(v6)?, [other]);
    assert_eq!(of((four, 7))?, [one]);
    assert_eq!(of((six, 7))?, [other]);
    assert_eq!(of((IpAddr::V6(six), 7))?, [other]);
    assert_eq!(of(&[one, other][..])?, [one, other]);
    assert_eq!(of("192.0.2.1:7")?, [one]);
    assert_eq!(of("[::1]:7")?, [other]);
    assert_eq!(of(("::1", 7))?, [other]);
    #[cfg(feature = "alloc")]
    assert_eq!([of(String::from("192.0.2.1:7"))?, of((String::from("192.0.2.1"), 7))?], [[one], [one]]);
    assert!(of("localhost:7")?.iter().all(|addr| addr.port() == 7 && addr.ip().is_loopback()));
    Ok(())
}

#[test]
fn what_names_no_address_is_an_error() {
    let error = |text: &str| of(text).err();
    for text in ["", "localhost", "localhost:", "localhost:http", "localhost:65536", "127.0.0.1", "[::1]"] {
        assert_eq!(error(text).map(Error::kind), Some(ErrorKind::InvalidInput), "{text}");
    }
    for text in ["lo\0calhost:7", "\0:7"] {
        assert_eq!(error(text).map(Error::name), Some("EINVAL"), "{text:?}");
    }
    assert_eq!(look_up(&"a".repeat(256), 7).err().map(Error::kind), Some(ErrorKind::NotFound));
    // It may stand for port 1 of the host `:`.
    assert_ne!(error("::1").map(Error::kind), Some(ErrorKind::InvalidInput));
    // Miri has an error number for it.
    if cfg!(not(miri)) {
        assert_eq!(look_up("", 7).err().and_then(|error| error.raw_os_error()), None);
    }
    assert_eq!(of(&[][..] as &[SocketAddr]), Ok(vec![]));
}
