// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! The node argument of `getaddrinfo`, as far as it needs no host: none, a numeric address, `localhost`.

use core::ffi::c_int;

use crate::abi::*;
use crate::addr::SocketAddr;
use crate::dialect::Family;
use crate::posix::inet::read;
use crate::posix::netdb::error::GaiError;

const LOOPBACK4: SocketAddr = v4([127, 0, 0, 1]);
const LOOPBACK6: SocketAddr = v6([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1], 0);

pub(super) const fn v4(octets: [u8; 4]) -> SocketAddr {
    SocketAddr::V4 { octets, port: 0 }
}

pub(super) const fn v6(octets: [u8; 16], scope: u32) -> SocketAddr {
    SocketAddr::V6 { octets, port: 0, flowinfo: 0, scope }
}

/// This machine's own addresses, in Linux's order: to listen on every interface IPv4 comes first,
/// as its source address goes with it better, to connect to it IPv6 (RFC 6724, rules 5 and 6).
pub(super) fn own(passive: bool) -> [SocketAddr; 2] {
    if passive { [Family::V4.any(), Family::V6.any()] } else { [LOOPBACK6, LOOPBACK4] }
}

/// An IPv4 address as the IPv6 one it is mapped to.
pub(super) fn mapped([a, b, c, d]: [u8; 4]) -> SocketAddr {
    v6([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, a, b, c, d], 0)
}

/// The address that `node` is the text of, `None` when it is no numeric address.
///
/// Errors: `EAI_ADDRFAMILY` for one of the other family, `EAI_NONAME` for a scope that is no number,
/// as no host reports the names of its interfaces.
pub(super) fn numeric(node: &[u8], family: Option<Family>, flags: c_int) -> Result<Option<SocketAddr>, GaiError> {
    const OTHER_FAMILY: GaiError = GaiError::Code(EAI_ADDRFAMILY);
    if let Some((octets, [])) = read::v4(node) {
        return match family {
            None | Some(Family::V4) => Ok(Some(v4(octets))),
            Some(Family::V6) if flags & AI_V4MAPPED != 0 => Ok(Some(mapped(octets))),
            Some(Family::V6) => Err(OTHER_FAMILY),
        };
    }
    let (address, scope) = split_scope(node);
    let Some(octets) = read::v6(address) else { return Ok(None) };
    let found = match (family, octets) {
        (Some(Family::V4), [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, a, b, c, d]) => v4([a, b, c, d]),
        (Some(Family::V4), _) => return Err(OTHER_FAMILY),
        _ => v6(octets, 0),
    };
    match (scope.map(read::decimal), found) {
        (Some(None), _) => Err(GaiError::Code(EAI_NONAME)),
        (Some(Some(scope)), SocketAddr::V6 { octets, .. }) => Ok(Some(v6(octets, scope))),
        _ => Ok(Some(found)),
    }
}

fn split_scope(node: &[u8]) -> (&[u8], Option<&[u8]>) {
    let mut parts = node.splitn(2, |byte| *byte == b'%');
    (parts.next().unwrap_or_default(), parts.next())
}

/// Whether a resolver could know the name: labels of letters, digits, `-` and `_`, up to 63 each, 253 in all.
pub(super) fn is_host_name(name: &[u8]) -> bool {
    let name = without_root(name);
    let is_label = |label: &[u8]| (1..=63).contains(&label.len()) && label.iter().all(|byte| is_label_byte(*byte));
    name.first() != Some(&b'-') && name.len() <= 253 && name.split(|byte| *byte == b'.').all(is_label)
}

fn is_label_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')
}

/// The name of the loopback.
pub(super) const LOCALHOST: &[u8] = b"localhost";

/// Whether this is the address of `localhost`.
pub(super) fn is_loopback(address: &SocketAddr) -> bool {
    match *address {
        SocketAddr::V4 { octets, .. } => v4(octets) == LOOPBACK4,
        SocketAddr::V6 { octets, .. } => v6(octets, 0) == LOOPBACK6,
    }
}

/// Whether the name is `localhost` or below it, which never leaves the machine (RFC 6761, 6.3).
pub(super) fn is_localhost(name: &[u8]) -> bool {
    let last = without_root(name).rsplit(|byte| *byte == b'.').next();
    last.is_some_and(|label| label.eq_ignore_ascii_case(LOCALHOST))
}

fn without_root(name: &[u8]) -> &[u8] {
    name.strip_suffix(b".").unwrap_or(name)
}

/// Which of a name's addresses the caller wants.
#[derive(Clone, Copy)]
pub(super) struct Wanted {
    pub family: Option<Family>,
    /// Whether IPv4 addresses are listed as IPv6 ones.
    pub mapped: bool,
}

impl Wanted {
    /// The address as it is listed, if it is wanted.
    pub fn pick(self, address: SocketAddr) -> Option<SocketAddr> {
        match (self.family, address) {
            (Some(Family::V6), SocketAddr::V4 { octets, .. }) => self.mapped.then(|| mapped(octets)),
            (Some(Family::V4), SocketAddr::V6 { .. }) => None,
            _ => Some(address),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::string::ToString;

    const V4: Option<Family> = Some(Family::V4);
    const V6: Option<Family> = Some(Family::V6);

    #[test]
    fn numeric_addresses() {
        assert_eq!(numeric(b"127.1", None, 0), Ok(Some(LOOPBACK4)));
        assert_eq!(numeric(b"::1", None, 0), Ok(Some(LOOPBACK6)));
        assert_eq!(numeric(b"fe80::1%3", V6, 0).map(|found| found.is_some()), Ok(true));
        for text in ["", "1.2.3.4 ", "1.2.3.4.", "127.0.0.1%1", "[::1]", "::1 ", "host", "1::2::3"] {
            assert_eq!(numeric(text.as_bytes(), None, 0), Ok(None), "{text}");
        }
    }

    #[test]
    fn of_the_other_family() {
        assert_eq!(numeric(b"1.2.3.4", V6, 0), Err(GaiError::Code(EAI_ADDRFAMILY)));
        assert_eq!(numeric(b"::1", V4, 0), Err(GaiError::Code(EAI_ADDRFAMILY)));
        assert_eq!(numeric(b"1.2.3.4", V6, AI_V4MAPPED), Ok(Some(mapped([1, 2, 3, 4]))));
        assert_eq!(numeric(b"::ffff:1.2.3.4", V4, 0), Ok(Some(v4([1, 2, 3, 4]))));
    }

    #[test]
    fn a_scope_is_a_number() {
        assert_eq!(numeric(b"fe80::1%4294967295", None, 0).map(|found| found.is_some()), Ok(true));
        for text in ["fe80::1%", "fe80::1%lo", "fe80::1%1x", "fe80::1%4294967296", "fe80::1%1%1"] {
            assert_eq!(numeric(text.as_bytes(), None, 0), Err(GaiError::Code(EAI_NONAME)), "{text}");
        }
    }

    #[test]
    fn names() {
        for name in ["a", "a.b.", "_a", "a-.b", "a.-b", "1.2.3.4.", &"a".repeat(63)] {
            assert!(is_host_name(name.as_bytes()), "{name}");
        }
        let long = ["a".repeat(63), "b".repeat(63), "c".repeat(63), "d".repeat(62)].join(".");
        for name in ["", "a b", ".a", "a..", "-a", "\u{fc}", "a%1", &"a".repeat(64), &long] {
            assert!(!is_host_name(name.as_bytes()), "{name}");
        }
        assert!(is_host_name(long[..253].to_string().as_bytes()));
    }

    #[test]
    fn localhost() {
        for name in ["localhost", "LocalHost", "localhost.", "a.localhost", "a.b.localhost."] {
            assert!(is_localhost(name.as_bytes()), "{name}");
        }
        for name in ["", "localhost.a", "alocalhost", "localhos"] {
            assert!(!is_localhost(name.as_bytes()), "{name}");
        }
    }
}
