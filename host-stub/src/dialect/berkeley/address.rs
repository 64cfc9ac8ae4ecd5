// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! `addr`: 20 bytes, aligned to 2; a tag u8, then octets @2 and port @6 (IPv4), or groups @2 and port @18 (IPv6).

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use crate::errno::{Answer, Errno};
use crate::memory::{Record, field, set_field};

/// Address and port; ports and groups are numbers of the guest's byte order.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Address(pub SocketAddr);

impl Record for Address {
    const SIZE: u32 = 20;
    const ALIGN: u32 = 2;
    fn load(bytes: &[u8]) -> Result<Self, Errno> {
        let (ip, port): (IpAddr, u16) = match field::<u8>(bytes, 0)? {
            0 => (Ipv4Addr::from(field::<[u8; 4]>(bytes, 2)?).into(), field(bytes, 6)?),
            1 => {
                let mut groups = [0; 8];
                for (index, group) in groups.iter_mut().enumerate() {
                    *group = field(bytes, 2 + 2 * index)?;
                }
                (Ipv6Addr::from(groups).into(), field(bytes, 18)?)
            }
            _ => return Err(Errno::EAFNOSUPPORT),
        };
        Ok(Self(SocketAddr::new(ip, port)))
    }
    fn store(&self, bytes: &mut [u8]) -> Answer {
        bytes.fill(0);
        match self.0.ip() {
            IpAddr::V4(ip) => {
                set_field(bytes, 2, ip.octets())?;
                set_field(bytes, 6, self.0.port())
            }
            IpAddr::V6(ip) => {
                set_field(bytes, 0, 1_u8)?;
                for (index, group) in ip.segments().into_iter().enumerate() {
                    set_field(bytes, 2 + 2 * index, group)?;
                }
                set_field(bytes, 18, self.0.port())
            }
        }
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

    use super::*;

    fn bytes(text: &str) -> [u8; 20] {
        let mut bytes = [0xff; 20];
        Address(text.parse().unwrap()).store(&mut bytes).unwrap();
        assert_eq!(Address::load(&bytes), Ok(Address(text.parse().unwrap())));
        bytes
    }

    #[test]
    fn ipv4() {
        let mut wanted = [0; 20];
        wanted[2..8].copy_from_slice(&[127, 0, 0, 1, 0xeb, 0x18]);
        assert_eq!(bytes("127.0.0.1:6379"), wanted);
    }

    #[test]
    fn ipv6() {
        let mut wanted = [0; 20];
        wanted[..6].copy_from_slice(&[1, 0, 0x01, 0x20, 0xb8, 0x0d]);
        wanted[16..].copy_from_slice(&[1, 0, 80, 0]);
        assert_eq!(bytes("[2001:db8::1]:80"), wanted);
    }

    #[test]
    fn another_tag_is_refused() {
        assert_eq!(Address::load(&[2; 20]), Err(Errno::EAFNOSUPPORT));
    }
}
