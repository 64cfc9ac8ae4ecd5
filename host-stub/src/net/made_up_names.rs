// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! A resolver for tests: it fails, or returns up to thousands of addresses.

use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::str::FromStr;

use dns_lookup::LookupError;

use super::{Hints, Resolved};
use crate::kind::{Family, Kind};

/// The answer to every look-up, in place of the system's resolver.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Names {
    /// So many addresses, of both families in turn.
    Records(u16),
    /// This failure of `getaddrinfo`.
    Fail(i32),
}

impl FromStr for Names {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        match text {
            "again" => Ok(Self::Fail(libc::EAI_AGAIN)),
            "none" => Ok(Self::Fail(libc::EAI_NONAME)),
            "fail" => Ok(Self::Fail(libc::EAI_FAIL)),
            "memory" => Ok(Self::Fail(libc::EAI_MEMORY)),
            count => count.parse().map(Self::Records).map_err(drop),
        }
    }
}

impl Names {
    /// The answer to every look-up, of no more than `max` addresses.
    pub fn resolve(self, hints: Hints, max: usize) -> Result<Vec<Resolved>, LookupError> {
        match self {
            Self::Fail(code) => Err(LookupError::new(code)),
            Self::Records(count) => {
                let fits = |at: &u16| hints.family.is_none_or(|family| family == family_of(*at));
                let kind = hints.kind.unwrap_or(Kind::Stream);
                Ok((0..count).filter(fits).take(max).map(|at| Resolved { address: record(at), kind }).collect())
            }
        }
    }
}

fn family_of(at: u16) -> Family {
    if at.is_multiple_of(2) { Family::Inet } else { Family::Inet6 }
}

/// The address with this number in its last octets: of the loopback range for IPv4, of the documentation range for IPv6.
fn record(at: u16) -> SocketAddr {
    let [high, low] = at.to_be_bytes();
    match family_of(at) {
        Family::Inet => (Ipv4Addr::new(127, 1, high, low), 0).into(),
        Family::Inet6 | Family::Unix => (Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, at), 0).into(),
    }
}
