// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Which addresses, names and paths a guest may use. Everything is denied unless a rule allows it.
//!
//! A rule (`rule`) has directions, a protocol, addresses and ports. Addresses are compared in one form, and those that are not
//! public match only a range inside their special range (`range`). A rule for a host name (`name`) covers the addresses that
//! the host has returned for that name (`known_names`).

mod directories;
mod known_names;
mod name;
mod range;
mod rule;

use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::str::FromStr;

pub use directories::Directories;
pub use known_names::KnownNames;
pub use name::{Name, NameRules};
pub use range::AddressRange;
pub use rule::{Direction, Rule};

use crate::kind::Kind;

/// A rule that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RuleError {
    /// Neither an address nor an address with a prefix length.
    #[error("`{0}` is not an address rule; write an address or ADDRESS/BITS, such as 127.0.0.1 or 10.0.0.0/8")]
    Address(String),
    /// A range that WAMR reads as every address, and other software as a few unused ones.
    #[error(
        "`{0}` is every address to WAMR, but not to this host; write {1} for all public ones, or {2} for the wildcard"
    )]
    Zero(String, &'static str, &'static str),
    /// Not a name or a pattern of one.
    #[error("`{0}` is not a name rule; write a host name, *.example.com for all names below one, or * for all")]
    Name(String),
    /// Not a directory.
    #[error("`{0}` is not an existing directory")]
    Directory(String),
    /// Not a rule.
    #[error("`{0}` is not a rule: {1}; write 'DIRECTION[,…] tcp|udp|any ADDRESS[/BITS]|NAME[@ADDRESS/BITS] [PORTS]'")]
    Rule(String, &'static str),
}

/// The addresses that may be used: WAMR's address pool.
///
/// An entry is `ADDRESS/BITS`, or a plain address for itself alone.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AddressPool(Vec<AddressRange>);

impl FromStr for AddressPool {
    type Err = RuleError;

    /// Entries separated by commas.
    fn from_str(list: &str) -> Result<Self, RuleError> {
        list.split(',').map(|range| range.trim().parse()).collect::<Result<_, _>>().map(Self)
    }
}

/// A use that is checked: a direction, a kind of socket and an address.
#[derive(Debug, Clone, Copy)]
pub struct Use {
    /// The direction.
    pub direction: Direction,
    /// The kind of socket, which determines the protocol.
    pub kind: Kind,
    /// For bind and listen the local address, otherwise the peer's.
    pub address: SocketAddr,
}

/// Rules, of which one has to match.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rules(Vec<Rule>);

impl Rules {
    /// The rules of a preopened listener: it listens on this address and accepts every peer.
    pub fn of_listener(address: SocketAddr) -> Self {
        let mut rules = vec![Rule::accept_from_all(), Rule::only(Direction::Listen, address)];
        if address.ip() == Ipv6Addr::UNSPECIFIED {
            // A dual-stack socket listens on both wildcards.
            rules.push(Rule::only(Direction::Listen, (Ipv4Addr::UNSPECIFIED, address.port()).into()));
        }
        Self(rules)
    }

    /// The rules of a preopened connection: it connects to this address only.
    pub fn of_connection(address: SocketAddr) -> Self {
        Self(vec![Rule::only(Direction::Connect, address)])
    }

    /// Whether this use is allowed. A rule for a host name uses the names that are `known`.
    pub fn allow(&self, usage: &Use, known: &KnownNames) -> bool {
        self.0.iter().any(|rule| rule.allows(usage, known))
    }

    /// Whether this use is allowed with some port.
    pub fn allow_some_port(&self, usage: &Use, known: &KnownNames) -> bool {
        self.0.iter().any(|rule| rule.allows_some_port(usage, known))
    }

    /// Whether a rule is for this host name. Then it may be resolved.
    pub fn name(&self, name: &str) -> bool {
        self.0.iter().any(|rule| rule.names(name))
    }
}

impl From<Vec<Rule>> for Rules {
    fn from(rules: Vec<Rule>) -> Self {
        Self(rules)
    }
}

impl From<&AddressPool> for Rules {
    /// A pool has no directions, protocols and ports, so it allows all of them with its addresses. It also allows a datagram
    /// socket to take a free port, as a send does: the sender of each datagram is still checked.
    fn from(pool: &AddressPool) -> Self {
        let free_ports = if pool.0.is_empty() { Vec::new() } else { Rule::free_datagram_ports() };
        Self(pool.0.iter().map(|range| Rule::for_range(*range)).chain(free_ports).collect())
    }
}

impl FromIterator<Rules> for Rules {
    /// All rules together.
    fn from_iter<I: IntoIterator<Item = Self>>(rules: I) -> Self {
        Self(rules.into_iter().flat_map(|rules| rules.0).collect())
    }
}

#[cfg(test)]
#[path = "policy_tests.rs"]
mod tests;
