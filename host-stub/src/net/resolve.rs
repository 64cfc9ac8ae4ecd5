//! Names to addresses, by the host's `getaddrinfo`.

use std::net::SocketAddr;

use dns_lookup::{AddrInfo, AddrInfoHints, LookupError, getaddrinfo};

use super::{Family, Kind, Net, Refusal};

/// Most addresses that one name may have.
const MAX_RESULTS: usize = 256;

/// What is looked for.
#[derive(Clone, Copy, Default)]
pub struct Hints {
    /// One family alone.
    pub family: Option<Family>,
    /// One kind of socket alone; otherwise an address comes once for each kind.
    pub kind: Option<Kind>,
    /// The host's `AI_` flags.
    pub flags: i32,
}

/// One answer.
pub struct Resolved {
    /// Address and port.
    pub address: SocketAddr,
    /// For which kind of socket.
    pub kind: Kind,
}

/// Why there is no answer.
pub enum ResolveError {
    /// The policy does not allow the name.
    Refused(Refusal),
    /// The resolver has failed.
    Lookup(LookupError),
}

impl Net {
    /// Looks up a name or a numeric address, each of which needs its rule, and a service if there is one.
    pub fn resolve(&self, host: &str, service: Option<&str>, hints: Hints) -> Result<Vec<Resolved>, ResolveError> {
        if !self.names.allow(host) {
            return Err(ResolveError::Refused(Refusal::Name(host.to_owned())));
        }
        let found = getaddrinfo(Some(host), service, Some(hints.into())).map_err(ResolveError::Lookup)?;
        Ok(found.flatten().filter_map(resolved).take(MAX_RESULTS).collect())
    }
}

/// Only what a socket of this host can use.
fn resolved(found: AddrInfo) -> Option<Resolved> {
    let kind = match found.socktype {
        libc::SOCK_STREAM => Kind::Stream,
        libc::SOCK_DGRAM => Kind::Datagram,
        _ => return None,
    };
    Some(Resolved { address: found.sockaddr, kind })
}

impl From<Hints> for AddrInfoHints {
    fn from(hints: Hints) -> Self {
        let address = match hints.family {
            None => libc::AF_UNSPEC,
            Some(Family::Inet) => libc::AF_INET,
            Some(Family::Inet6) => libc::AF_INET6,
        };
        let socktype = match hints.kind {
            None => 0,
            Some(Kind::Stream) => libc::SOCK_STREAM,
            Some(Kind::Datagram) => libc::SOCK_DGRAM,
        };
        Self { flags: hints.flags, address, socktype, protocol: 0 }
    }
}
