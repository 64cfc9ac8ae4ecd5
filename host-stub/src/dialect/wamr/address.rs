// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! `__wasi_addr_t`: 24 bytes, aligned to 4. Ports and the groups of IPv6 are numbers of the guest's byte order.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, SocketAddrV6};

use crate::errno::Errno;
use crate::memory::{Record, field, set_field};

const IPV4: i32 = 0;
const IPV6: i32 = 1;

/// Address and port: kind i32, then octets @4 and port @8 (IPv4), or groups @4 and port @20 (IPv6).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Address(pub SocketAddr);

impl Address {
    /// The value for "no address".
    pub const NONE: Self = Self(SocketAddr::V6(SocketAddrV6::new(Ipv6Addr::UNSPECIFIED, 0, 0, 0)));
}

impl Record for Address {
    const SIZE: u32 = 24;
    const ALIGN: u32 = 4;
    fn load(bytes: &[u8]) -> Result<Self, Errno> {
        let ip = load_ip(bytes)?;
        let port: u16 = field(bytes, if ip.is_ipv4() { 8 } else { 20 })?;
        Ok(Self(SocketAddr::new(ip, port)))
    }
    fn store(&self, bytes: &mut [u8]) -> Result<(), Errno> {
        bytes.fill(0);
        store_ip(bytes, self.0.ip())?;
        set_field(bytes, if self.0.is_ipv4() { 8 } else { 20 }, self.0.port())
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// `__wasi_addr_ip_t`: the same without a port, 20 bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Ip(pub IpAddr);

impl Record for Ip {
    const SIZE: u32 = 20;
    const ALIGN: u32 = 4;
    fn load(bytes: &[u8]) -> Result<Self, Errno> {
        load_ip(bytes).map(Self)
    }
    fn store(&self, bytes: &mut [u8]) -> Result<(), Errno> {
        bytes.fill(0);
        store_ip(bytes, self.0)
    }
}

impl fmt::Display for Ip {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

fn load_ip(bytes: &[u8]) -> Result<IpAddr, Errno> {
    match field(bytes, 0)? {
        IPV4 => Ok(Ipv4Addr::from(field::<[u8; 4]>(bytes, 4)?).into()),
        IPV6 => {
            let mut groups = [0; 8];
            for (offset, group) in (4..).step_by(2).zip(&mut groups) {
                *group = field(bytes, offset)?;
            }
            Ok(Ipv6Addr::from(groups).into())
        }
        _ => Err(Errno::EPROTONOSUPPORT),
    }
}

fn store_ip(bytes: &mut [u8], ip: IpAddr) -> Result<(), Errno> {
    match ip {
        IpAddr::V4(ip) => {
            set_field(bytes, 0, IPV4)?;
            set_field(bytes, 4, ip.octets())
        }
        IpAddr::V6(ip) => {
            set_field(bytes, 0, IPV6)?;
            let mut groups = (4..).step_by(2).zip(ip.segments());
            groups.try_for_each(|(offset, group)| set_field(bytes, offset, group))
        }
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

    use super::*;

    fn address(text: &str) -> Address {
        Address(text.parse().unwrap())
    }

    #[test]
    fn ipv4_has_octets_in_order_and_a_little_endian_port() {
        let mut bytes = [0xff; 24];
        address("127.0.0.1:6379").store(&mut bytes).unwrap();
        let mut wanted = [0; 24];
        wanted[4..10].copy_from_slice(&[127, 0, 0, 1, 0xeb, 0x18]);
        assert_eq!(bytes, wanted);
        assert_eq!(Address::load(&bytes), Ok(address("127.0.0.1:6379")));
    }

    #[test]
    fn ipv6_has_little_endian_groups() {
        let mut bytes = [0xff; 24];
        address("[2001:db8::1]:80").store(&mut bytes).unwrap();
        let mut wanted = [0; 24];
        wanted[0] = 1;
        wanted[4..8].copy_from_slice(&[0x01, 0x20, 0xb8, 0x0d]);
        wanted[18..22].copy_from_slice(&[1, 0, 80, 0]);
        assert_eq!(bytes, wanted);
        assert_eq!(Address::load(&bytes), Ok(address("[2001:db8::1]:80")));
    }

    #[test]
    fn another_kind_is_refused() {
        let mut bytes = [0; 24];
        bytes[0] = 2;
        assert_eq!(Address::load(&bytes), Err(Errno::EPROTONOSUPPORT));
        bytes[..4].fill(0xff);
        assert_eq!(Ip::load(&bytes[..20]), Err(Errno::EPROTONOSUPPORT));
    }

    #[test]
    fn an_address_without_a_port_is_the_same_but_shorter() {
        let mut bytes = [0; 20];
        Ip("::1".parse().unwrap()).store(&mut bytes).unwrap();
        assert_eq!((bytes[0], bytes[18]), (1, 1));
        assert_eq!(Ip::load(&bytes), Ok(Ip("::1".parse().unwrap())));
    }
}
