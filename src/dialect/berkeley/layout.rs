// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! The structures and numbers of `typenames.witx`, all in the guest's byte order.

use crate::addr::SocketAddr;
use crate::dialect::{Family, Kind};

const IP4: u8 = 0;
const IP6: u8 = 1;

/// `address_family`
pub(super) fn family(family: Family) -> i32 {
    match family {
        Family::V4 => 0,
        Family::V6 => 1,
    }
}

/// `sock_type`
pub(super) fn kind(kind: Kind) -> i32 {
    match kind {
        Kind::Datagram => 0,
        Kind::Stream => 1,
    }
}

/// `addr`, a tagged union: four octets and a port, or eight groups and a port.
#[repr(C, align(2))]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Addr {
    tag: u8,
    _pad: u8,
    octets: [u8; 18],
}

const _: () = assert!(size_of::<Addr>() == 20 && core::mem::offset_of!(Addr, octets) == 2);

impl From<&SocketAddr> for Addr {
    fn from(addr: &SocketAddr) -> Self {
        let mut to = Self::default();
        match *addr {
            SocketAddr::V4 { octets: [a, b, c, d], port } => {
                let [low, high] = port.to_le_bytes();
                to.octets.iter_mut().zip([a, b, c, d, low, high]).for_each(|(to, from)| *to = from);
            }
            // Flow information and scope have no place in the structure.
            SocketAddr::V6 { octets, port, .. } => {
                to.tag = IP6;
                let groups = swapped(octets).into_iter().chain(port.to_le_bytes());
                to.octets.iter_mut().zip(groups).for_each(|(to, from)| *to = from);
            }
        }
        to
    }
}

/// Eight groups in the other byte order.
fn swapped(mut octets: [u8; 16]) -> [u8; 16] {
    octets.as_chunks_mut::<2>().0.iter_mut().for_each(|pair| pair.reverse());
    octets
}

impl Addr {
    /// The address in `bytes`, if they hold a whole one.
    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        let [tag, _pad, octets @ ..] = *bytes.first_chunk::<20>()?;
        Some(Self { tag, _pad: 0, octets })
    }

    /// The address the host wrote, unless it left the tag as [`Self::NONE`] has it.
    pub(super) fn decode(&self) -> Option<SocketAddr> {
        let [a, b, c, d, low, high, ..] = self.octets;
        match self.tag {
            IP4 => Some(SocketAddr::V4 { octets: [a, b, c, d], port: u16::from_le_bytes([low, high]) }),
            IP6 => {
                let (groups, port) = (self.octets.first_chunk()?, self.octets.last_chunk()?);
                let octets = swapped(*groups);
                Some(SocketAddr::V6 { octets, port: u16::from_le_bytes(*port), flowinfo: 0, scope: 0 })
            }
            _ => None,
        }
    }

    /// A place for an address that the host may not write: its tag is no family.
    pub(super) const NONE: Self = Self { tag: u8::MAX, _pad: 0, octets: [0; 18] };
}

#[cfg(test)]
mod tests {
    use super::*;

    const V4: SocketAddr = SocketAddr::V4 { octets: [127, 0, 0, 1], port: 0x1234 };
    const V6: SocketAddr = SocketAddr::V6 {
        octets: [0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1],
        port: 80,
        flowinfo: 0,
        scope: 0,
    };

    #[test]
    fn ipv4_is_octets_and_a_port() {
        let addr = Addr::from(&V4);
        assert_eq!((addr.tag, &addr.octets[..6]), (0, &[127, 0, 0, 1, 0x34, 0x12][..]));
        assert_eq!(addr.decode(), Some(V4));
    }

    #[test]
    fn ipv6_is_little_endian_groups_and_a_port() {
        let addr = Addr::from(&V6);
        assert_eq!((addr.tag, &addr.octets[..4]), (1, &[0x01, 0x20, 0xb8, 0x0d][..]));
        assert_eq!(addr.octets[14..], [1, 0, 80, 0]);
        assert_eq!(addr.decode(), Some(V6));
    }

    #[test]
    fn only_whole_records_are_read() {
        let mut bytes = [0; 21];
        bytes[2..8].copy_from_slice(&[127, 0, 0, 1, 0x34, 0x12]);
        assert_eq!(Addr::read(&bytes).and_then(|addr| addr.decode()), Some(V4));
        assert_eq!(Addr::read(&bytes[..19]), None);
        assert_eq!(Addr::NONE.decode(), None);
    }
}
