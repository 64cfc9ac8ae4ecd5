//! Random rules, and an implementation of their meaning that is independent of the host's.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use fastrand::Rng;
use ipnet::IpNet;

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

/// Ranges for rules, beside single addresses.
const RANGES: [&str; 14] = [
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

#[derive(Clone)]
struct Rule {
    whats: Vec<&'static str>,
    tcp: bool,
    udp: bool,
    range: IpNet,
    ports: (u16, u16),
}

/// All rules of a guest.
#[derive(Clone)]
pub struct Rules {
    rules: Vec<Rule>,
    /// The ranges of `--addr-pool`.
    pool: Vec<IpNet>,
}

impl Rules {
    /// Up to four rules, and sometimes a pool.
    pub fn new(rng: &mut Rng) -> Self {
        let rules = (0..rng.usize(..5)).map(|_| Rule::new(rng)).collect();
        let pool = if rng.u8(..3) == 0 { (0..rng.usize(1..3)).map(|_| range(rng)).collect() } else { Vec::new() };
        Self { rules, pool }
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

    /// Is this allowed?
    pub fn allow(&self, (what, tcp, address): Use) -> bool {
        let ip = reached(what, address.ip());
        let by_rule = self.rules.iter().any(|rule| {
            let (first, last) = rule.ports;
            rule.whats.contains(&what)
                && (if tcp { rule.tcp } else { rule.udp })
                && (first..=last).contains(&address.port())
                && has(rule.range, ip)
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
    fn new(rng: &mut Rng) -> Self {
        let mut whats: Vec<&str> = WHATS.into_iter().filter(|_| rng.bool()).collect();
        if whats.is_empty() || rng.u8(..3) == 0 {
            whats = WHATS.into();
        }
        let (tcp, udp) = [(true, false), (false, true), (true, true)][rng.usize(..3)];
        let ports = [(0, u16::MAX), (0, u16::MAX), (80, 80), (0, 0), (79, 90)][rng.usize(..5)];
        Self { whats, tcp, udp, range: range(rng), ports }
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
        write!(f, "{} {protocol} {} {}-{}", self.whats.join(","), self.range, self.ports.0, self.ports.1)
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
    let home = ADDRESSES.iter().find(|(text, _)| text.parse() == Ok(ip)).and_then(|(_, home)| *home);
    // Other loopback addresses than those of the servers.
    let home = home.or_else(|| ip.is_loopback().then_some(if ip.is_ipv4() { "127.0.0.0/8" } else { "::1/128" }));
    let home: Option<IpNet> = home.map(|home| home.parse().expect("a range"));
    range.contains(&ip) && home.is_none_or(|home| home.contains(&range))
}
