// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! What the guest has been told of names, because a rule for a name covers no other addresses.

use std::collections::{BTreeMap, BTreeSet};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::name::{Name, plain};
use super::range::canonical;

/// The limit of remembered bytes, and the estimated cost of an entry beside its name.
const MAX_BYTES: usize = 16 << 20;
const OVERHEAD: usize = 128;

/// The addresses that have been told, with the names they were told for. They stay as long as the guest runs: what a
/// name resolves to later takes nothing away, and nothing that was not told can be used.
#[derive(Debug, Default)]
pub struct KnownNames {
    names: BTreeMap<IpAddr, BTreeSet<String>>,
    bytes: usize,
}

impl KnownNames {
    /// Keeps in mind that the guest has been told this address for this name. When there are too many, all are
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

    /// The names that the address has been told for.
    pub fn names(&self, address: IpAddr) -> impl Iterator<Item = &str> {
        self.names.get(&canonical(address)).into_iter().flatten().map(String::as_str)
    }
}
