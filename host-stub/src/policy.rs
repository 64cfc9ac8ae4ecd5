//! Who may reach what. Everything is denied unless a rule allows it.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

use ipnet::IpNet;

/// A rule that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RuleError {
    /// Neither an address nor an address with a prefix length.
    #[error("`{0}` is no address rule; write an address or ADDRESS/BITS, such as 127.0.0.1 or 10.0.0.0/8")]
    Address(String),
    /// Not a name or a pattern of one.
    #[error("`{0}` is no name rule; write a host name, *.example.com for all names below one, or * for all")]
    Name(String),
}

/// The addresses that may be used: WAMR's address pool.
///
/// An entry is `ADDRESS/BITS`, or a plain address for itself alone. Only the prefix counts: `0.0.0.0/0` is every IPv4
/// address, `0.0.0.0/32` the wildcard alone. IPv4-mapped IPv6 addresses are IPv4 addresses here.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AddressPool(Vec<IpNet>);

impl AddressPool {
    /// May this address be bound?
    pub fn allows_local(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        self.0.iter().any(|net| net.contains(&address))
    }

    /// May this address be sent to? The unspecified address reaches the loopback one, so that one is asked for.
    pub fn allows_remote(&self, address: IpAddr) -> bool {
        self.allows_local(destination(address))
    }
}

impl FromIterator<AddressPool> for AddressPool {
    /// All addresses of all pools.
    fn from_iter<I: IntoIterator<Item = Self>>(pools: I) -> Self {
        Self(pools.into_iter().flat_map(|pool| pool.0).collect())
    }
}

/// Where a packet to this address goes.
pub fn destination(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(Ipv4Addr::UNSPECIFIED) => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(Ipv6Addr::UNSPECIFIED) => Ipv6Addr::LOCALHOST.into(),
        other => other,
    }
}

/// The flag's value that would allow exactly this address.
pub fn rule_for(address: IpAddr) -> IpNet {
    IpNet::from(address.to_canonical())
}

impl FromStr for AddressPool {
    type Err = RuleError;

    /// Entries separated by commas.
    fn from_str(list: &str) -> Result<Self, RuleError> {
        let rule = |text: &str| {
            let net = text.parse().or_else(|_| text.parse().map(|address: IpAddr| IpNet::from(address)));
            net.map(canonical).map_err(|_| RuleError::Address(text.into()))
        };
        list.split(',').map(str::trim).map(rule).collect::<Result<_, _>>().map(Self)
    }
}

/// A rule over IPv4-mapped addresses is one over IPv4 addresses.
fn canonical(net: IpNet) -> IpNet {
    let (IpAddr::V4(address), Some(bits)) = (net.addr().to_canonical(), net.prefix_len().checked_sub(96)) else {
        return net;
    };
    ipnet::Ipv4Net::new(address, bits).map_or(net, IpNet::V4)
}

/// The names that may be resolved.
///
/// A rule is a name, `*.suffix` for the names below it (not for the suffix itself), or `*`. Case does not count.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NameRules(Vec<String>);

impl NameRules {
    /// May this name, or this numeric address, be resolved?
    pub fn allow(&self, name: &str) -> bool {
        let name = name.strip_suffix('.').unwrap_or(name).to_ascii_lowercase();
        self.0.iter().any(|rule| match rule.strip_prefix('*') {
            Some(suffix) => name.len() > suffix.len() && name.ends_with(suffix),
            None => *rule == name,
        })
    }
}

impl FromStr for NameRules {
    type Err = RuleError;

    /// Rules separated by commas.
    fn from_str(list: &str) -> Result<Self, RuleError> {
        let rule = |text: &str| {
            let name = text.strip_prefix('*').unwrap_or(text);
            let whole_labels = name.len() == text.len() || name.is_empty() || name.starts_with('.') && name.len() > 1;
            let plain = !text.is_empty() && !name.contains(|c: char| c == '*' || c.is_whitespace());
            (plain && whole_labels).then(|| text.to_ascii_lowercase()).ok_or_else(|| RuleError::Name(text.into()))
        };
        list.split(',').map(str::trim).map(rule).collect::<Result<_, _>>().map(Self)
    }
}

#[cfg(test)]
#[path = "policy_tests.rs"]
mod tests;
