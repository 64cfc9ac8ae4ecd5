// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! The addresses that the host has returned for host names: a rule for a name covers no others.

use std::collections::{BTreeMap, BTreeSet};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::name::{Name, plain};
use super::range::canonical;

/// The limit of remembered bytes, and the estimated cost of an entry beside its name.
const MAX_BYTES: usize = 16 << 20;
const OVERHEAD: usize = 128;

/// The returned addresses, with the names that they were returned for. They stay as long as the guest runs: a later answer
/// for the same name removes none, and the guest cannot use an address that was never returned.
#[derive(Debug, Default)]
pub struct KnownNames {
    names: BTreeMap<IpAddr, BTreeSet<String>>,
    bytes: usize,
}

impl KnownNames {
    /// Remembers that the host has returned this address for this name. When there are too many, all are
    /// forgotten and have to be resolved again.
    pub fn remember(&mut self, name: &str, address: IpAddr) {
        let (address, name) = (canonical(address), plain(name));
        let bytes = name.len() + OVERHEAD;
        if self.bytes + bytes > MAX_BYTES {
            *self = Self::default();
        }
        if self.names.entry(address).or_default().insert(name) {
            self.bytes += bytes;
        }
    }

    /// Whether the host has returned this address for a name that the pattern matches. The loopback addresses always belong
    /// to `localhost`, which guests resolve themselves (RFC 6761).
    pub fn has(&self, address: IpAddr, pattern: &Name) -> bool {
        let is_localhost = [IpAddr::from(Ipv4Addr::LOCALHOST), Ipv6Addr::LOCALHOST.into()].contains(&address);
        self.names(address).any(|name| pattern.is(name)) || is_localhost && pattern.to_string() == "localhost"
    }

    /// The names for which the host has returned this address.
    pub fn names(&self, address: IpAddr) -> impl Iterator<Item = &str> {
        self.names.get(&canonical(address)).into_iter().flatten().map(String::as_str)
    }
}
