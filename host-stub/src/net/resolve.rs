// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Look-ups of host names, by the host's `getaddrinfo`.

use std::net::SocketAddr;
use std::sync::mpsc;

use dns_lookup::{AddrInfo, AddrInfoHints, LookupError, getaddrinfo};

use super::{Net, Refusal, Socket};
use crate::errno::Errno;
use crate::kind::{Family, Kind};

/// The longest host name (`NI_MAXHOST`).
pub const NAME_MAX: usize = 1025;

/// The parameters of a look-up.
#[derive(Clone, Copy, Default)]
pub struct Hints {
    /// Only addresses of this family.
    pub family: Option<Family>,
    /// Only addresses for this kind of socket; otherwise each address comes once for each kind.
    pub kind: Option<Kind>,
    /// The host's `AI_` flags.
    pub flags: i32,
}

/// One answer.
#[derive(Clone, Copy)]
pub struct Resolved {
    /// Address and port.
    pub address: SocketAddr,
    /// The kind of socket.
    pub kind: Kind,
}

/// Why a look-up failed.
pub enum ResolveError {
    /// The policy does not allow the name.
    Refused(Refusal),
    /// The resolver has failed.
    Lookup(LookupError),
}

impl Net {
    /// Looks up a host name or a numeric address, each of which needs a rule, and a service if there is one. The host remembers
    /// the addresses of a name: a rule for the name covers them from now on.
    pub fn resolve(&self, host: &str, service: Option<&str>, hints: Hints) -> Result<Vec<Resolved>, ResolveError> {
        if !self.names.allow(host) && !self.rules.name(host) {
            return Err(ResolveError::Refused(Refusal::Name(host.to_owned())));
        }
        let found = self.look_up(host, service, hints).map_err(ResolveError::Lookup)?;
        if !is_numeric(host) {
            let mut known = self.known.borrow_mut();
            found.iter().for_each(|found| known.remember(host, found.address.ip()));
        }
        Ok(found)
    }

    /// Connects to the first of a name's addresses that is allowed and accepts. Each address is checked as if the guest had
    /// passed it, and the connection goes to the checked address: the name is not resolved again.
    pub fn connect_by_name(&self, socket: &Socket, name: &str, port: u16) -> Result<(), Refusal> {
        let hints = Hints { family: Some(socket.family), kind: Some(socket.kind), flags: 0 };
        let found = self.resolve(name, None, hints).map_err(|error| match error {
            ResolveError::Refused(refusal) => refusal,
            ResolveError::Lookup(_) => Refusal::Host(Errno::EHOSTUNREACH),
        })?;
        let mut failed = None;
        for found in found {
            match self.connect(socket, SocketAddr::new(found.address.ip(), port)) {
                Err(Refusal::Address { .. }) if failed.is_some() => {}
                Err(Refusal::Host(error)) if error != Errno::EINPROGRESS => failed = Some(Refusal::Host(error)),
                Err(refusal @ Refusal::Address { .. }) => failed = Some(refusal),
                outcome => return outcome,
            }
        }
        Err(failed.unwrap_or(Refusal::Host(Errno::EHOSTUNREACH)))
    }

    /// Looks up in a thread of its own, because a resolver may never return. Such a thread is left behind.
    fn look_up(&self, host: &str, service: Option<&str>, hints: Hints) -> Result<Vec<Resolved>, LookupError> {
        if let Some(names) = self.resolver {
            return names.resolve(hints, self.limits.results());
        }
        let (host, service) = (host.to_owned(), service.map(str::to_owned));
        let (max, (sender, receiver)) = (self.limits.results(), mpsc::sync_channel(1));
        let look_up = move || {
            let found = getaddrinfo(Some(&host), service.as_deref(), Some(hints.into()));
            // The caller may have stopped waiting.
            let _ = sender.send(found.map(|found| found.flatten().filter_map(resolved).take(max).collect()));
        };
        // If no thread can be started, the channel is closed at once, which is "try again" too.
        let _ = std::thread::Builder::new().spawn(look_up);
        receiver.recv_timeout(self.limits.lookup()).unwrap_or_else(|_| Err(LookupError::new(libc::EAI_AGAIN)))
    }
}

/// A numeric address in any of the forms that the system reads is no name: a rule for names says nothing of it.
fn is_numeric(host: &str) -> bool {
    let hints = AddrInfoHints { flags: libc::AI_NUMERICHOST, ..AddrInfoHints::default() };
    getaddrinfo(Some(host), None, Some(hints)).is_ok()
}

/// Only addresses that a socket of this host can use.
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
            Some(Family::Unix) => libc::AF_UNIX,
        };
        let socktype = match hints.kind {
            None => 0,
            Some(Kind::Stream) => libc::SOCK_STREAM,
            Some(Kind::Datagram) => libc::SOCK_DGRAM,
        };
        Self { flags: hints.flags, address, socktype, protocol: 0 }
    }
}
