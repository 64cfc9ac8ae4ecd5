// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Addresses of WASIX: a tag, then the port if there is one, then octets in the order in which they are written.
//!
//! A port is read in the guest's byte order and written in network order, as every Wasmer does.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, SocketAddrV6};

use crate::errno::{Answer, Errno};
use crate::kind::Family;
use crate::memory::{Memory, Record, field, set_field};

const INET4: u8 = 1;
const INET6: u8 = 2;

/// The family that a number stands for.
pub fn family(number: u32) -> Result<Family, Errno> {
    match number {
        1 => Ok(Family::Inet),
        2 => Ok(Family::Inet6),
        0 | 3 => Err(Errno::ENOTSUP),
        _ => Err(Errno::EINVAL),
    }
}

/// `__wasi_addr_port_t`: tag u8 @0, port u16 @2, octets @4; behind IPv6, flow information @20 and scope @24 as two
/// u16 each, the upper half first. 110 bytes, because a path would have its place in it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct AddrPort(pub SocketAddr);

/// The bytes of it that Wasmer reads and writes.
const WASMER: u32 = 20;

impl AddrPort {
    /// Writes only the fields that Wasmer writes: no flow information, no scope, nothing behind them.
    pub fn store_as_wasmer(self, memory: &mut Memory<'_>, place: u32) -> Answer {
        let mut whole = [0; Self::SIZE as usize];
        self.store(&mut whole)?;
        let bytes = memory.bytes_mut(place, WASMER)?;
        bytes.copy_from_slice(whole.get(..bytes.len()).ok_or(Errno::EFAULT)?);
        Ok(())
    }
}

impl Record for AddrPort {
    const SIZE: u32 = 110;
    const ALIGN: u32 = 2;
    fn load(bytes: &[u8]) -> Result<Self, Errno> {
        let port: u16 = field(bytes, 2)?;
        Ok(Self(match field(bytes, 0)? {
            INET4 => SocketAddr::new(Ipv4Addr::from(field::<[u8; 4]>(bytes, 4)?).into(), port),
            INET6 => {
                let ip = Ipv6Addr::from(field::<[u8; 16]>(bytes, 4)?);
                SocketAddrV6::new(ip, port, halves(bytes, 20)?, halves(bytes, 24)?).into()
            }
            _ => return Err(Errno::EINVAL),
        }))
    }
    fn store(&self, bytes: &mut [u8]) -> Answer {
        bytes.fill(0);
        set_field(bytes, 2, self.0.port().to_be_bytes())?;
        match self.0 {
            SocketAddr::V4(address) => {
                set_field(bytes, 0, INET4)?;
                set_field(bytes, 4, address.ip().octets())
            }
            SocketAddr::V6(address) => {
                set_field(bytes, 0, INET6)?;
                set_field(bytes, 4, address.ip().octets())?;
                set_halves(bytes, 20, address.flowinfo())?;
                set_halves(bytes, 24, address.scope_id())
            }
        }
    }
}

impl fmt::Display for AddrPort {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

fn halves(bytes: &[u8], offset: usize) -> Result<u32, Errno> {
    let (upper, lower): (u16, u16) = (field(bytes, offset)?, field(bytes, offset + 2)?);
    Ok(u32::from(upper) << 16 | u32::from(lower))
}

fn set_halves(bytes: &mut [u8], offset: usize, number: u32) -> Answer {
    set_field(bytes, offset, (number >> 16) as u16)?;
    set_field(bytes, offset + 2, number as u16)
}

/// `__wasi_addr_ip_t`, an answer of `resolve`: tag u8 @0, octets @2; 18 bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct AddrIp(pub IpAddr);

impl Record for AddrIp {
    const SIZE: u32 = 18;
    const ALIGN: u32 = 2;
    fn load(_: &[u8]) -> Result<Self, Errno> {
        Err(Errno::ENOTSUP)
    }
    fn store(&self, bytes: &mut [u8]) -> Answer {
        bytes.fill(0);
        match self.0 {
            IpAddr::V4(ip) => {
                set_field(bytes, 0, INET4)?;
                set_field(bytes, 2, ip.octets())
            }
            IpAddr::V6(ip) => {
                set_field(bytes, 0, INET6)?;
                set_field(bytes, 2, ip.octets())
            }
        }
    }
}

/// Declares an address without a tag: nothing but its octets, and for IPv6 flow information and scope behind them.
macro_rules! bare {
    ($($(#[$doc:meta])* $name:ident $ip:ident $octets:literal $size:literal)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        pub struct $name(pub $ip);
        impl Record for $name {
            const SIZE: u32 = $size;
            const ALIGN: u32 = 1;
            fn load(bytes: &[u8]) -> Result<Self, Errno> {
                Ok(Self($ip::from(field::<[u8; $octets]>(bytes, 0)?)))
            }
            fn store(&self, _: &mut [u8]) -> Answer {
                Err(Errno::ENOTSUP)
            }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    )*};
}
bare! {
    /// `__wasi_addr_ip4_t`.
    Ip4 Ipv4Addr 4 4
    /// `__wasi_addr_ip6_t`.
    Ip6 Ipv6Addr 16 24
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

    use super::*;

    fn address(text: &str) -> AddrPort {
        AddrPort(text.parse().unwrap())
    }

    #[test]
    fn a_port_is_read_one_way_and_written_the_other() {
        let mut bytes = [0xff; 110];
        address("127.0.0.1:6379").store(&mut bytes).unwrap();
        let mut wanted = [0; 110];
        wanted[..8].copy_from_slice(&[1, 0, 0x18, 0xeb, 127, 0, 0, 1]);
        assert_eq!(bytes, wanted);
        bytes[2..4].copy_from_slice(&[0xeb, 0x18]);
        assert_eq!(AddrPort::load(&bytes), Ok(address("127.0.0.1:6379")));
    }

    #[test]
    fn ipv6_has_octets_then_flow_and_scope_in_halves() {
        let whole = SocketAddr::V6(SocketAddrV6::new("fe80::1".parse().unwrap(), 0x0101, 0x0002_0003, 0x0004_0005));
        let mut bytes = [0xff; 110];
        AddrPort(whole).store(&mut bytes).unwrap();
        assert_eq!((bytes[0], &bytes[2..6], bytes[19]), (2, &[1, 1, 0xfe, 0x80][..], 1));
        assert_eq!(bytes[20..28], [2, 0, 3, 0, 4, 0, 5, 0]);
        assert_eq!(AddrPort::load(&bytes), Ok(AddrPort(whole)));
    }

    #[test]
    fn a_path_is_no_address_here() {
        for tag in [0, 3, 4] {
            let mut bytes = [0; 110];
            bytes[0] = tag;
            assert_eq!(AddrPort::load(&bytes), Err(Errno::EINVAL));
        }
    }

    #[test]
    fn wasmer_writes_the_first_twenty_bytes() {
        let mut bytes = [0xff; 128];
        let mut memory = Memory(&mut bytes);
        address("[::1]:257").store_as_wasmer(&mut memory, 2).unwrap();
        assert_eq!((bytes[2], bytes[21], bytes[22]), (2, 1, 0xff));
    }

    #[test]
    fn answers_have_their_octets_behind_the_tag() {
        let mut bytes = [0xff; 18];
        AddrIp("10.0.0.9".parse().unwrap()).store(&mut bytes).unwrap();
        assert_eq!((bytes[0], &bytes[2..7]), (1, &[10, 0, 0, 9, 0][..]));
        AddrIp("::2".parse().unwrap()).store(&mut bytes).unwrap();
        assert_eq!((bytes[0], bytes[2], bytes[17]), (2, 0, 2));
    }
}
