// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Addresses, in the one form in which they are compared, and ranges of them.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

use ipnet::{IpNet, Ipv4Net, Ipv6Net};

use super::RuleError;

/// Addresses with a common prefix: `ADDRESS/BITS`, or a plain address.
///
/// An address that is not public (loopback, private, link-local, multicast, …) is in it only if the range lies inside that
/// special range: 10.0.0.1 is in `10.0.0.0/8` and not in `0.0.0.0/0`. An address where clouds serve credentials is only in a
/// range of that single address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AddressRange(IpNet);

const fn v4(a: u8, b: u8, c: u8, d: u8, bits: u8) -> IpNet {
    IpNet::V4(Ipv4Net::new_assert(Ipv4Addr::new(a, b, c, d), bits))
}

const fn v6(first: u16, second: u16, third: u16, last: u16, bits: u8) -> IpNet {
    v6_of([first, second, third, 0, 0, 0, 0, last], bits)
}

const fn v6_of([a, b, c, d, e, f, g, h]: [u16; 8], bits: u8) -> IpNet {
    IpNet::V6(Ipv6Net::new_assert(Ipv6Addr::new(a, b, c, d, e, f, g, h), bits))
}

/// The special ranges. Only a rule inside such a range can allow its addresses.
const SPECIAL: [IpNet; 35] = [
    // This machine.
    v4(127, 0, 0, 0, 8),
    v6(0, 0, 0, 1, 128),
    // Private networks, and those shared by a provider's customers.
    v4(10, 0, 0, 0, 8),
    v4(172, 16, 0, 0, 12),
    v4(192, 168, 0, 0, 16),
    v4(100, 64, 0, 0, 10),
    v4(192, 0, 0, 0, 24),
    v4(198, 18, 0, 0, 15),
    v6(0xfc00, 0, 0, 0, 7),
    v6(0xfec0, 0, 0, 0, 10),
    // The link.
    v4(169, 254, 0, 0, 16),
    v6(0xfe80, 0, 0, 0, 10),
    // Cloud services that return credentials: AWS and most others.
    v4(169, 254, 169, 254, 32),
    v6(0xfd00, 0xec2, 0, 0x254, 128),
    // AWS containers: ECS, EKS.
    v4(169, 254, 170, 2, 32),
    v4(169, 254, 170, 23, 32),
    v6(0xfd00, 0xec2, 0, 0x23, 128),
    // Google, OpenStack, and Oracle of both generations.
    v6(0xfd20, 0xce, 0, 0x254, 128),
    v6_of([0xfe80, 0, 0, 0, 0, 0, 0xa9fe, 0xa9fe], 128),
    v6_of([0xfd00, 0xc1, 0, 0, 0, 0, 0xa9fe, 0xa9fe], 128),
    v4(192, 0, 0, 192, 32),
    // Alibaba, Azure, Tencent, Scaleway.
    v4(100, 100, 100, 200, 32),
    v4(168, 63, 129, 16, 32),
    v4(169, 254, 0, 23, 32),
    v4(169, 254, 42, 42, 32),
    v6(0xfd00, 0x42, 0, 0x42, 128),
    // Multicast, and reserved addresses with the broadcast address.
    v4(224, 0, 0, 0, 4),
    v4(240, 0, 0, 0, 4),
    v6(0xff00, 0, 0, 0, 8),
    // "This network"; the wildcard itself is exempt.
    v4(0, 0, 0, 0, 8),
    // IPv4 behind a translator or a tunnel: SIIT, NAT64 of both kinds, 6to4, Teredo.
    v6_of([0, 0, 0, 0, 0xffff, 0, 0, 0], 96),
    v6(0x64, 0xff9b, 0, 0, 96),
    v6(0x64, 0xff9b, 1, 0, 48),
    v6(0x2002, 0, 0, 0, 16),
    v6(0x2001, 0, 0, 0, 32),
];

impl AddressRange {
    /// Every public address of each family.
    pub const PUBLIC: [Self; 2] = [Self(v4(0, 0, 0, 0, 0)), Self(v6(0, 0, 0, 0, 0))];

    /// Every address.
    pub fn all() -> Vec<Self> {
        Self::PUBLIC.into_iter().chain(SPECIAL.map(Self)).collect()
    }

    /// This address alone.
    pub fn only(address: IpAddr) -> Self {
        Self(canonical(address).into())
    }

    /// Whether the address is in the range, and the range lies inside the special range of the address if it has one.
    pub fn covers(&self, address: IpAddr) -> bool {
        let address = canonical(address);
        let named = |special: &IpNet| !special.contains(&address) || special.contains(&self.0);
        self.0.contains(&address) && (address.is_unspecified() || SPECIAL.iter().all(named))
    }
}

impl fmt::Display for AddressRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for AddressRange {
    type Err = RuleError;

    fn from_str(text: &str) -> Result<Self, RuleError> {
        let net = text.parse().or_else(|_| text.parse().map(|address: IpAddr| IpNet::from(address)));
        match net.map_err(|_| RuleError::Address(text.into()))? {
            IpNet::V4(net) if net.addr().is_unspecified() && !matches!(net.prefix_len(), 0 | 32) => {
                Err(RuleError::Zero(text.into(), "0.0.0.0/0", "0.0.0.0/32"))
            }
            IpNet::V6(net) if net.addr().is_unspecified() && !matches!(net.prefix_len(), 0 | 128) => {
                Err(RuleError::Zero(text.into(), "::/0", "::/128"))
            }
            net => Ok(Self(canonical_net(net))),
        }
    }
}

/// A range of IPv6 addresses that embed IPv4 addresses becomes a range of IPv4 addresses.
fn canonical_net(net: IpNet) -> IpNet {
    let (IpAddr::V4(address), Some(bits)) = (canonical(net.addr()), net.prefix_len().checked_sub(96)) else {
        return net;
    };
    Ipv4Net::new(address, bits).map_or(net, IpNet::V4)
}

/// The IPv4 address of an IPv6 one that is mapped (`::ffff:10.0.0.1`) or compatible (`::10.0.0.1`); others as they are.
pub fn canonical(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(Ipv6Addr::UNSPECIFIED | Ipv6Addr::LOCALHOST) => address,
        IpAddr::V6(v6) => match v6.segments() {
            [0, 0, 0, 0, 0, 0, upper, lower] => Ipv4Addr::from_bits(u32::from(upper) << 16 | u32::from(lower)).into(),
            _ => address,
        },
        v4 => v4,
    }
}

/// Where a packet to this address goes: to this machine if the address is the wildcard.
pub fn destination(address: IpAddr) -> IpAddr {
    match canonical(address) {
        IpAddr::V4(Ipv4Addr::UNSPECIFIED) => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(Ipv6Addr::UNSPECIFIED) => Ipv6Addr::LOCALHOST.into(),
        other => other,
    }
}
