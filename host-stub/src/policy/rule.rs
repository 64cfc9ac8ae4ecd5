// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! One rule, and how it is written:
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

/// What is done with an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// A socket takes it as its own; port 0 stands for a free one.
    Bind,
    /// Connections to it are waited for.
    Listen,
    /// A connection from it is taken.
    Accept,
    /// A connection to it is made; a datagram socket takes it as its peer.
    Connect,
    /// A datagram goes to it.
    Send,
    /// A datagram from it is taken, or, if it is a group's, the group is joined.
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

    /// The address that is reached: what is sent to the wildcard comes to this machine.
    pub fn reaches(self, address: IpAddr) -> IpAddr {
        match self {
            Connect | Send => destination(address),
            Bind | Listen | Accept | Receive => address,
        }
    }
}

/// One rule; everything in it has to match.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    directions: Vec<Direction>,
    /// TCP or UDP, or both.
    kind: Option<Kind>,
    /// A name that the address must have been told for.
    name: Option<Name>,
    /// One of them must cover the address.
    ranges: Vec<AddressRange>,
    /// One of them must have the port.
    ports: Vec<RangeInclusive<u16>>,
}

const ANY_PORT: RangeInclusive<u16> = 0..=u16::MAX;

impl Rule {
    /// Is this allowed?
    pub fn allows(&self, usage: &Use, known: &KnownNames) -> bool {
        self.ports.iter().any(|ports| ports.contains(&usage.address.port())) && self.allows_some_port(usage, known)
    }

    /// Is this allowed, if with another port?
    pub fn allows_some_port(&self, usage: &Use, known: &KnownNames) -> bool {
        let address = usage.direction.reaches(usage.address.ip());
        self.directions.contains(&usage.direction)
            && self.kind.is_none_or(|only| only == usage.kind)
            && self.ranges.iter().any(|range| range.covers(address))
            && self.name.as_ref().is_none_or(|name| known.has(address, name))
    }

    /// Is it a rule for this name?
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

/// A name alone reaches public addresses only, whatever it resolves to.
fn parse_target(target: &str) -> Result<(Option<Name>, Vec<AddressRange>), RuleError> {
    if let Some((name, range)) = target.split_once('@') {
        return Ok((Some(name.parse()?), vec![range.parse()?]));
    }
    match target.parse() {
        Ok(range) => Ok((None, vec![range])),
        // What looks like an address was meant to be one.
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
