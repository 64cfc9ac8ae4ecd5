// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! One rule, and its syntax:
//!
//! ```text
//! RULE      = DIRECTIONS PROTOCOL TARGET [PORTS]
//! DIRECTIONS = any | DIRECTION,…        DIRECTION = bind listen accept connect send receive
//! PROTOCOL  = any | tcp | udp
//! TARGET    = ADDRESS[/BITS] | NAME | NAME@ADDRESS/BITS
//! PORTS     = any | PORT,… | FIRST-LAST,…
//! ```

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::ops::RangeInclusive;
use std::str::FromStr;

use super::range::destination;
use super::{AddressRange, KnownNames, Name, RuleError, Use};
use crate::kind::Kind;

/// The uses of an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// A socket is bound to it; port 0 stands for a free one.
    Bind,
    /// A socket listens on it.
    Listen,
    /// A connection from it is accepted.
    Accept,
    /// A socket connects to it; it becomes the peer of a datagram socket.
    Connect,
    /// A datagram is sent to it.
    Send,
    /// A datagram from it is received, or, if it is a multicast group, the group is joined.
    Receive,
}

use Direction::{Accept, Bind, Connect, Listen, Receive, Send};

const DIRECTIONS: [(&str, Direction); 6] = [
    ("bind", Bind),
    ("listen", Listen),
    ("accept", Accept),
    ("connect", Connect),
    ("send", Send),
    ("receive", Receive),
];

impl Direction {
    /// Its name in a rule.
    pub fn name(self) -> &'static str {
        DIRECTIONS.iter().find(|(_, direction)| *direction == self).map_or("any", |(name, _)| name)
    }

    /// The address that the packet reaches: the wildcard as a destination is this machine.
    pub fn reaches(self, address: IpAddr) -> IpAddr {
        match self {
            Connect | Send => destination(address),
            Bind | Listen | Accept | Receive => address,
        }
    }
}

/// One rule; all its parts have to match.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    directions: Vec<Direction>,
    /// TCP or UDP, or both.
    kind: Option<Kind>,
    /// The host name for which the host must have returned the address.
    name: Option<Name>,
    /// Ranges, of which one must contain the address.
    ranges: Vec<AddressRange>,
    /// Ranges of ports, of which one must contain the port.
    ports: Vec<RangeInclusive<u16>>,
}

const ANY_PORT: RangeInclusive<u16> = 0..=u16::MAX;

impl Rule {
    /// Whether the rule allows this use.
    pub fn allows(&self, usage: &Use, known: &KnownNames) -> bool {
        self.ports.iter().any(|ports| ports.contains(&usage.address.port())) && self.allows_some_port(usage, known)
    }

    /// Whether the rule allows this use with some port.
    pub fn allows_some_port(&self, usage: &Use, known: &KnownNames) -> bool {
        let address = usage.direction.reaches(usage.address.ip());
        self.directions.contains(&usage.direction)
            && self.kind.is_none_or(|only| only == usage.kind)
            && self.ranges.iter().any(|range| range.covers(address))
            && self.name.as_ref().is_none_or(|name| known.has(address, name))
    }

    /// Whether the rule is for this host name.
    pub fn names(&self, name: &str) -> bool {
        self.name.as_ref().is_some_and(|pattern| pattern.is(name))
    }

    /// Accepts connections from every address.
    pub fn accept_from_all() -> Self {
        let range = AddressRange::only(Ipv4Addr::UNSPECIFIED.into());
        Self {
            directions: vec![Accept],
            kind: Some(Kind::Stream),
            ranges: AddressRange::all(),
            ..Self::for_range(range)
        }
    }

    /// One direction, one address and one port, by TCP.
    pub fn only(direction: Direction, address: SocketAddr) -> Self {
        Self {
            directions: vec![direction],
            kind: Some(Kind::Stream),
            ports: vec![address.port()..=address.port()],
            ..Self::for_range(AddressRange::only(address.ip()))
        }
    }

    /// Everything with these addresses.
    pub fn for_range(range: AddressRange) -> Self {
        let directions = DIRECTIONS.iter().map(|(_, direction)| *direction).collect();
        Self { directions, kind: None, name: None, ranges: vec![range], ports: vec![ANY_PORT] }
    }

    /// A datagram socket may be bound to any address with a free port.
    pub fn free_datagram_ports() -> Vec<Self> {
        let wildcards = [Ipv4Addr::UNSPECIFIED.into(), Ipv6Addr::UNSPECIFIED.into()];
        let rule = |wildcard| Self {
            directions: vec![Bind],
            kind: Some(Kind::Datagram),
            ports: vec![0..=0],
            ..Self::for_range(AddressRange::only(wildcard))
        };
        wildcards.map(rule).into()
    }
}

impl FromStr for Rule {
    type Err = RuleError;

    fn from_str(text: &str) -> Result<Self, RuleError> {
        let wrong = |why| RuleError::Rule(text.into(), why);
        let words: Vec<&str> = text.split_whitespace().collect();
        let (directions, protocol, target, ports) = match *words {
            [directions, protocol, target] => (directions, protocol, target, "any"),
            [directions, protocol, target, ports] => (directions, protocol, target, ports),
            _ => return Err(wrong("it has three or four words")),
        };
        let kind = match protocol {
            "tcp" => Some(Kind::Stream),
            "udp" => Some(Kind::Datagram),
            "any" => None,
            _ => return Err(wrong("its second word is a protocol")),
        };
        let (name, ranges) = parse_target(target)?;
        Ok(Self {
            directions: parse_directions(directions).ok_or_else(|| wrong("its first word says what may be done"))?,
            kind,
            name,
            ranges,
            ports: parse_ports(ports).ok_or_else(|| wrong("its fourth word is ports"))?,
        })
    }
}

fn parse_directions(list: &str) -> Option<Vec<Direction>> {
    if list == "any" {
        return Some(DIRECTIONS.iter().map(|(_, direction)| *direction).collect());
    }
    let one = |word| DIRECTIONS.iter().find(|(name, _)| *name == word).map(|(_, direction)| *direction);
    list.split(',').map(one).collect()
}

/// The host name and the ranges of a target. A name alone allows public addresses only.
fn parse_target(target: &str) -> Result<(Option<Name>, Vec<AddressRange>), RuleError> {
    if let Some((name, range)) = target.split_once('@') {
        return Ok((Some(name.parse()?), vec![range.parse()?]));
    }
    match target.parse() {
        Ok(range) => Ok((None, vec![range])),
        // A text that looks like an address is a mistyped address, not a host name.
        Err(error @ RuleError::Address(_)) if target.contains(['/', ':']) || ends_in_number(target) => Err(error),
        Err(RuleError::Address(_)) => Ok((Some(target.parse()?), AddressRange::PUBLIC.into())),
        Err(error) => Err(error),
    }
}

fn ends_in_number(target: &str) -> bool {
    target.rsplit('.').next().is_some_and(|label| label.starts_with(|c: char| c.is_ascii_digit()))
}

fn parse_ports(list: &str) -> Option<Vec<RangeInclusive<u16>>> {
    if list == "any" {
        return Some(vec![ANY_PORT]);
    }
    let one = |word: &str| {
        let (first, last) = word.split_once('-').unwrap_or((word, word));
        let (first, last) = (first.parse().ok()?, last.parse().ok()?);
        (first <= last).then_some(first..=last)
    };
    list.split(',').map(one).collect()
}
