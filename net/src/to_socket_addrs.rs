//! Whatever names an address.

use core::iter::{Copied, FusedIterator};
use core::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, SocketAddrV4, SocketAddrV6};
use core::slice;

use crate::error::{Error, Result};
use crate::look_up::{LookUp, look_up};

/// Something that stands for one address or several, as `std::net::ToSocketAddrs`: an address, a slice of them, an IP
/// address or a host name with a port, or the text of either.
///
/// ```
/// # fn main() -> wasock_net::Result<()> {
/// use std::net::{Ipv4Addr, SocketAddr};
/// use wasock_net::ToSocketAddrs;
///
/// let addr = SocketAddr::from(([127, 0, 0, 1], 80));
/// assert!(addr.to_socket_addrs()?.eq([addr]));
/// assert!((Ipv4Addr::LOCALHOST, 80).to_socket_addrs()?.eq([addr]));
/// assert!("127.0.0.1:80".to_socket_addrs()?.eq([addr]));
/// assert!("localhost:80".to_socket_addrs()?.any(|found| found == addr));
/// # Ok(())
/// # }
/// ```
pub trait ToSocketAddrs {
    /// The addresses.
    type Iter: Iterator<Item = SocketAddr>;

    /// The addresses that this stands for.
    ///
    /// # Errors
    /// `EINVAL` for a text without a port, those of [`look_up`].
    fn to_socket_addrs(&self) -> Result<Self::Iter>;
}

/// The addresses that a text or a name stands for.
///
/// ```
/// use wasock_net::{SocketAddrs, ToSocketAddrs};
///
/// fn addresses(text: &str) -> wasock_net::Result<SocketAddrs> {
///     text.to_socket_addrs()
/// }
/// assert_eq!(addresses("[::1]:80").unwrap().count(), 1);
/// ```
#[derive(Debug)]
pub struct SocketAddrs(Found);

#[derive(Debug)]
enum Found {
    Number(Option<SocketAddr>),
    Name(LookUp),
}

impl Iterator for SocketAddrs {
    type Item = SocketAddr;

    #[inline]
    fn next(&mut self) -> Option<SocketAddr> {
        match &mut self.0 {
            Found::Number(addr) => addr.take(),
            Found::Name(list) => list.next(),
        }
    }
}

impl FusedIterator for SocketAddrs {}

/// Those that are one address, without a look-up.
macro_rules! one {
    ($($type:ty,)*) => { $(
        impl ToSocketAddrs for $type {
            type Iter = core::option::IntoIter<SocketAddr>;

            #[inline]
            fn to_socket_addrs(&self) -> Result<Self::Iter> {
                Ok(Some(SocketAddr::from(*self)).into_iter())
            }
        }
    )* };
}

one!(SocketAddr, SocketAddrV4, SocketAddrV6, (IpAddr, u16), (Ipv4Addr, u16), (Ipv6Addr, u16),);

impl<'a> ToSocketAddrs for &'a [SocketAddr] {
    type Iter = Copied<slice::Iter<'a, SocketAddr>>;

    #[inline]
    fn to_socket_addrs(&self) -> Result<Self::Iter> {
        Ok(self.iter().copied())
    }
}

impl<T: ToSocketAddrs + ?Sized> ToSocketAddrs for &T {
    type Iter = T::Iter;

    #[inline]
    fn to_socket_addrs(&self) -> Result<T::Iter> {
        (**self).to_socket_addrs()
    }
}

impl ToSocketAddrs for (&str, u16) {
    type Iter = SocketAddrs;

    fn to_socket_addrs(&self) -> Result<SocketAddrs> {
        let (host, port) = *self;
        Ok(SocketAddrs(match host.parse::<IpAddr>() {
            Ok(ip) => Found::Number(Some(SocketAddr::new(ip, port))),
            Err(_no_number) => Found::Name(look_up(host, port)?),
        }))
    }
}

/// `HOST:PORT`, an IPv6 address in square brackets.
impl ToSocketAddrs for str {
    type Iter = SocketAddrs;

    fn to_socket_addrs(&self) -> Result<SocketAddrs> {
        if let Ok(addr) = self.parse() {
            return Ok(SocketAddrs(Found::Number(Some(addr))));
        }
        let (host, port) = self.rsplit_once(':').ok_or(Error::EINVAL)?;
        (host, port.parse().map_err(|_no_port| Error::EINVAL)?).to_socket_addrs()
    }
}

#[cfg(feature = "alloc")]
impl ToSocketAddrs for alloc::string::String {
    type Iter = SocketAddrs;

    fn to_socket_addrs(&self) -> Result<SocketAddrs> {
        self.as_str().to_socket_addrs()
    }
}

#[cfg(feature = "alloc")]
impl ToSocketAddrs for (alloc::string::String, u16) {
    type Iter = SocketAddrs;

    fn to_socket_addrs(&self) -> Result<SocketAddrs> {
        (self.0.as_str(), self.1).to_socket_addrs()
    }
}
