// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Values that convert to addresses.

use core::iter::Copied;
use core::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, SocketAddrV4, SocketAddrV6};
use core::slice;

use crate::error::{Error, Result};
use crate::look_up::{LookUp, look_up};

/// A value that converts to one address or several, as `std::net::ToSocketAddrs`: an address, a slice of addresses, an IP
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

    /// Returns the addresses.
    ///
    /// # Errors
    /// `EINVAL` for a text without a port, those of [`look_up`].
    fn to_socket_addrs(&self) -> Result<Self::Iter>;
}

/// Implements the trait for types that are one address, without a look-up.
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
    type Iter = LookUp;

    fn to_socket_addrs(&self) -> Result<LookUp> {
        look_up(self.0, self.1)
    }
}

/// `HOST:PORT`, an IPv6 address in square brackets.
impl ToSocketAddrs for str {
    type Iter = LookUp;

    fn to_socket_addrs(&self) -> Result<LookUp> {
        // With `rsplit_once` the compiler would link a panic.
        let colon = self.bytes().rposition(|byte| byte == b':').ok_or(Error::EINVAL)?;
        let (host, port) = (self.get(..colon).unwrap_or_default(), self.get(colon + 1..).unwrap_or_default());
        let in_brackets = host.strip_prefix('[').and_then(|host| host.strip_suffix(']'));
        look_up(in_brackets.unwrap_or(host), port.parse().map_err(|_no_port| Error::EINVAL)?)
    }
}

#[cfg(feature = "alloc")]
impl ToSocketAddrs for alloc::string::String {
    type Iter = LookUp;

    fn to_socket_addrs(&self) -> Result<LookUp> {
        self.as_str().to_socket_addrs()
    }
}

#[cfg(feature = "alloc")]
impl ToSocketAddrs for (alloc::string::String, u16) {
    type Iter = LookUp;

    fn to_socket_addrs(&self) -> Result<LookUp> {
        (self.0.as_str(), self.1).to_socket_addrs()
    }
}
