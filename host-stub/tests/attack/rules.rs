// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Random rules, and an implementation of their meaning that is independent of the host's.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use fastrand::Rng;
use ipnet::IpNet;

use crate::names::{self, NAMES, PATTERNS};
use crate::places::FOLDERS;

/// The addresses of the servers, and for special ones the range that a rule must lie in to match.
pub const ADDRESSES: [(&str, Option<&str>); 26] = [
    ("127.0.0.1", Some("127.0.0.0/8")),
    ("127.0.0.2", Some("127.0.0.0/8")),
    ("10.1.2.3", Some("10.0.0.0/8")),
    ("172.16.0.9", Some("172.16.0.0/12")),
    ("192.168.1.1", Some("192.168.0.0/16")),
    ("100.64.0.7", Some("100.64.0.0/10")),
    ("198.18.0.5", Some("198.18.0.0/15")),
    ("169.254.1.1", Some("169.254.0.0/16")),
    ("169.254.169.254", Some("169.254.169.254/32")),
    ("169.254.170.2", Some("169.254.170.2/32")),
    ("169.254.170.23", Some("169.254.170.23/32")),
    ("100.100.100.200", Some("100.100.100.200/32")),
    ("168.63.129.16", Some("168.63.129.16/32")),
    ("192.0.0.192", Some("192.0.0.192/32")),
    ("8.8.8.8", None),
    ("93.184.216.34", None),
    ("::1", Some("::1/128")),
    ("fd00::5", Some("fc00::/7")),
    ("fd00:ec2::254", Some("fd00:ec2::254/128")),
    ("fd00:ec2::23", Some("fd00:ec2::23/128")),
    ("fd20:ce::254", Some("fd20:ce::254/128")),
    ("2606:4700::1111", None),
    ("64:ff9b::a9fe:a9fe", Some("64:ff9b::/96")),
    ("2002:a9fe:a9fe::1", Some("2002::/16")),
    ("::ffff:0:a9fe:a9fe", Some("::ffff:0:0:0/96")),
    ("2001:0:a9fe:a9fe::1", Some("2001::/32")),
];

/// Multicast groups: one with a receiver on each port, and one that only guests join.
pub const GROUPS: [Ipv4Addr; 2] = [Ipv4Addr::new(239, 1, 2, 3), Ipv4Addr::new(239, 1, 2, 4)];
/// The range that a rule for a group must lie in.
const MULTICAST: &str = "224.0.0.0/4";

/// Ranges for rules, beside single addresses.
const RANGES: [&str; 16] = [
    "224.0.0.0/4",
    "239.1.2.4/32",
    "0.0.0.0/0",
    "::/0",
    "128.0.0.0/1",
    "127.0.0.0/8",
    "10.0.0.0/8",
    "169.254.0.0/16",
    "100.64.0.0/10",
    "160.0.0.0/4",
    "192.0.0.0/8",
    "fd00::/8",
    "2000::/3",
    "64:ff9b::/96",
    "0.0.0.0/32",
    "::/128",
];

const WHATS: [&str; 6] = ["bind", "listen", "accept", "connect", "send", "receive"];

/// A direction, TCP or not, and an address.
pub type Use = (&'static str, bool, SocketAddr);

/// What an arrival or a secret shows that the guest has done.
#[derive(Clone, Copy, Debug)]
pub enum Deed {
    /// It has used an address.
    Use(Use),
    /// It has received a datagram of this address that was sent to a group.
    Group(SocketAddr, Ipv4Addr),
    /// It has reached a socket of one of the folders.
    Path(usize),
    /// It has looked a name up.
    Name(usize),
}

#[derive(Clone)]
struct Rule {
    whats: Vec<&'static str>,
    tcp: bool,
    udp: bool,
    target: Target,
    ports: (u16, u16),
}

#[derive(Clone)]
enum Target {
    Range(IpNet),
    /// The addresses of the names like this that the guest has looked up.
    Name(&'static str),
}

/// All rules of a guest.
#[derive(Clone)]
pub struct Rules {
    rules: Vec<Rule>,
    /// The ranges of `--addr-pool`.
    pool: Vec<IpNet>,
    /// The patterns of `--allow-resolve`.
    resolve: Vec<&'static str>,
    /// The folders of `--allow-unix`.
    folders: Vec<usize>,
    /// The names that the guest has looked up.
    known: Vec<usize>,
}

impl Rules {
    /// Up to four rules, and sometimes a pool, names and folders.
    pub fn new(rng: &mut Rng) -> Self {
        let mut rules: Vec<_> = (0..rng.usize(..5)).map(|_| Rule::new(rng)).collect();
        if rng.u8(..4) == 0 {
            rules.extend([Rule::for_datagrams(MULTICAST), Rule::for_datagrams("0.0.0.0/0")]);
        }
        let pool = if rng.u8(..3) == 0 { (0..rng.usize(1..3)).map(|_| range(rng)).collect() } else { Vec::new() };
        let resolve = PATTERNS.into_iter().filter(|_| rng.u8(..4) == 0).collect();
        let folders = (0..FOLDERS.len()).filter(|_| rng.bool()).collect();
        Self { rules, pool, resolve, folders, known: Vec::new() }
    }

    /// Removes the pool if there are rules.
    pub fn keep_one_pool(&mut self) {
        if !self.rules.is_empty() {
            self.pool.clear();
        }
    }

    /// The values of `--allow` and `--addr-pool`.
    pub fn texts(&self) -> (Vec<String>, Option<String>) {
        let pool: Vec<String> = self.pool.iter().map(IpNet::to_string).collect();
        (self.rules.iter().map(Rule::to_string).collect(), (!pool.is_empty()).then(|| pool.join(",")))
    }

    /// The values of `--allow-resolve`.
    pub fn resolve(&self) -> &[&'static str] {
        &self.resolve
    }

    /// The folders of `--allow-unix`.
    pub fn folders(&self) -> &[usize] {
        &self.folders
    }

    /// The guest has tried to look a name up: is that allowed?
    pub fn look_up(&mut self, name: usize) -> bool {
        let may = self.allow_name(name);
        self.known.extend(may.then_some(name));
        may
    }

    fn allow_name(&self, name: usize) -> bool {
        let by_rule = self.rules.iter().filter_map(|rule| match rule.target {
            Target::Name(pattern) => Some(pattern),
            Target::Range(_) => None,
        });
        self.resolve.iter().copied().chain(by_rule).any(|pattern| names::is(pattern, NAMES[name].0))
    }

    /// Is what the guest has done allowed?
    pub fn permit(&self, deed: Deed) -> bool {
        match deed {
            Deed::Use(usage) => self.allow(usage),
            Deed::Group(from, group) => self.allow(("receive", false, from)) && self.allow_join(group),
            Deed::Path(folder) => self.folders.contains(&folder),
            Deed::Name(name) => self.allow_name(name),
        }
    }

    /// May this group be joined? Any port will do.
    pub fn allow_join(&self, group: Ipv4Addr) -> bool {
        let by_rule =
            self.rules.iter().any(|rule| rule.udp && rule.whats.contains(&"receive") && self.meets(rule, group.into()));
        by_rule || self.pool.iter().any(|range| has(*range, group.into()))
    }

    fn meets(&self, rule: &Rule, ip: IpAddr) -> bool {
        match rule.target {
            Target::Range(range) => has(range, ip),
            // A name leads to no special address.
            Target::Name(pattern) => {
                let mut known = self.known.iter().filter(|name| names::is(pattern, NAMES[**name].0));
                home(ip).is_none() && known.any(|name| names::has(*name, ip))
            }
        }
    }

    /// Is this allowed?
    pub fn allow(&self, (what, tcp, address): Use) -> bool {
        let ip = reached(what, address.ip());
        let by_rule = self.rules.iter().any(|rule| {
            let (first, last) = rule.ports;
            rule.whats.contains(&what)
                && (if tcp { rule.tcp } else { rule.udp })
                && (first..=last).contains(&address.port())
                && self.meets(rule, ip)
        });
        let is_free_port =
            what == "bind" && !tcp && address.port() == 0 && ip.is_unspecified() && !self.pool.is_empty();
        by_rule || is_free_port || self.pool.iter().any(|range| has(*range, ip))
    }

    /// The same for a local address: the IPv6 wildcard also stands for the IPv4 one.
    pub fn allow_local(&self, (what, tcp, address): Use) -> bool {
        let other = SocketAddr::new(Ipv4Addr::UNSPECIFIED.into(), address.port());
        let is_both = address.ip() == Ipv6Addr::UNSPECIFIED;
        self.allow((what, tcp, address)) && (!is_both || self.allow((what, tcp, other)))
    }
}

impl Rule {
    /// Everything with these addresses, by UDP.
    fn for_datagrams(range: &str) -> Self {
        let target = Target::Range(range.parse().expect("a range"));
        Self { whats: WHATS.into(), tcp: false, udp: true, target, ports: (0, u16::MAX) }
    }

    fn new(rng: &mut Rng) -> Self {
        let mut whats: Vec<&str> = WHATS.into_iter().filter(|_| rng.bool()).collect();
        if whats.is_empty() || rng.u8(..3) == 0 {
            whats = WHATS.into();
        }
        let (tcp, udp) = [(true, false), (false, true), (true, true)][rng.usize(..3)];
        let ports = [(0, u16::MAX), (0, u16::MAX), (80, 80), (0, 0), (79, 90)][rng.usize(..5)];
        let target = match rng.u8(..5) {
            0 => Target::Name(PATTERNS[rng.usize(..PATTERNS.len())]),
            _ => Target::Range(range(rng)),
        };
        Self { whats, tcp, udp, target, ports }
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let protocol = if self.tcp && self.udp {
            "any"
        } else if self.tcp {
            "tcp"
        } else {
            "udp"
        };
        let target = match self.target {
            Target::Range(range) => range.to_string(),
            Target::Name(pattern) => pattern.into(),
        };
        write!(f, "{} {protocol} {target} {}-{}", self.whats.join(","), self.ports.0, self.ports.1)
    }
}

fn range(rng: &mut Rng) -> IpNet {
    let text = match rng.u8(..3) {
        0 => RANGES[rng.usize(..RANGES.len())].to_owned(),
        1 => ADDRESSES[rng.usize(..ADDRESSES.len())].1.unwrap_or("8.0.0.0/8").to_owned(),
        _ => {
            let ip: IpAddr = ADDRESSES[rng.usize(..ADDRESSES.len())].0.parse().expect("an address");
            IpNet::from(ip).to_string()
        }
    };
    text.parse().expect("a range")
}

/// The address that packets reach: the IPv4 address of a mapped one, and loopback for the wildcard.
fn reached(what: &str, ip: IpAddr) -> IpAddr {
    let ip = match ip {
        IpAddr::V6(v6) => match v6.segments() {
            [0, 0, 0, 0, 0, 0xffff, high, low] => Ipv4Addr::from_bits(u32::from(high) << 16 | u32::from(low)).into(),
            _ => ip,
        },
        v4 => v4,
    };
    match (what, ip.is_unspecified()) {
        ("connect" | "send", true) if ip.is_ipv4() => Ipv4Addr::LOCALHOST.into(),
        ("connect" | "send", true) => Ipv6Addr::LOCALHOST.into(),
        _ => ip,
    }
}

fn has(range: IpNet, ip: IpAddr) -> bool {
    range.contains(&ip) && home(ip).is_none_or(|home| home.contains(&range))
}

/// The special range that an address is in.
fn home(ip: IpAddr) -> Option<IpNet> {
    let listed = ADDRESSES.iter().find(|(text, _)| text.parse() == Ok(ip)).and_then(|(_, home)| *home);
    // Other loopback addresses than those of the servers.
    let loopback = || ip.is_loopback().then_some(if ip.is_ipv4() { "127.0.0.0/8" } else { "::1/128" });
    let group = || ip.is_multicast().then_some(MULTICAST);
    listed.or_else(loopback).or_else(group).map(|home| home.parse().expect("a range"))
}
