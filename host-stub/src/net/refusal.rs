// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Why a call on the network failed.

use std::net::SocketAddr;
use std::path::PathBuf;

use super::UnixName;
use crate::errno::Errno;
use crate::kind::Kind;
use crate::policy::{AddressRange, Direction};

/// A call that the host's system or the policy refused.
pub enum Refusal {
    /// The system's error.
    Host(Errno),
    /// No rule allows this use of the address.
    Address {
        /// The use.
        direction: Direction,
        /// The kind of socket.
        kind: Kind,
        /// The address that the guest passed, or the peer's.
        address: SocketAddr,
        /// The host name that the host has resolved to this address.
        name: Option<String>,
    },
    /// No rule allows the name.
    Name(String),
    /// No directory is allowed, so `AF_UNIX` is not supported.
    Unix,
    /// The path does not lead into an allowed directory.
    Path(UnixName),
    /// A rename or link would bring a socket into an allowed directory.
    Moved(PathBuf),
}

impl Refusal {
    /// The guest's errno: `EACCES` for everything that the policy refuses, except a family without any rule.
    pub fn errno(&self) -> Errno {
        match self {
            Self::Host(errno) => *errno,
            Self::Unix => Errno::ENOSYS,
            Self::Address { .. } | Self::Name(_) | Self::Path(_) | Self::Moved(_) => Errno::EACCES,
        }
    }

    /// The line for the user: the refused call, and the flag that would allow it.
    pub fn line(&self) -> Option<String> {
        match self {
            Self::Host(_) => None,
            Self::Address { direction, kind, address, name } => {
                Some(format!("wasock-run: {}", address_line(*direction, *kind, *address, name.as_deref())))
            }
            Self::Unix => Some(
                "wasock-run: a socket of AF_UNIX refused: no directory is allowed for it; \
                 allow one with --allow-unix=DIRECTORY"
                    .into(),
            ),
            Self::Path(name) => Some(format!(
                "wasock-run: the path {name} refused: it leads to no allowed directory; \
                 allow the one it is in with --allow-unix=DIRECTORY"
            )),
            Self::Moved(path) => Some(format!(
                "wasock-run: rename or link to {path:?} refused: it would bring AF_UNIX sockets into a directory of \
                 --allow-unix; allow the directory they come from as well"
            )),
            Self::Name(name) => {
                let flag =
                    if is_host_name(name) { format!("; allow it with --allow-resolve={name}") } else { String::new() };
                Some(format!("wasock-run: resolve of {name:?} refused: no rule for the name{flag}"))
            }
        }
    }
}

/// Whether the text is a host name or address, so that it is safe in a shell and in a list of rules.
fn is_host_name(name: &str) -> bool {
    !name.is_empty() && !name.starts_with('-') && name.chars().all(|c| c.is_ascii_alphanumeric() || "-._:".contains(c))
}

fn address_line(direction: Direction, kind: Kind, address: SocketAddr, name: Option<&str>) -> String {
    let preposition = match direction {
        Direction::Listen => "on",
        Direction::Accept | Direction::Receive => "from",
        Direction::Bind | Direction::Connect | Direction::Send => "to",
    };
    let protocol = match kind {
        Kind::Stream => "tcp",
        Kind::Datagram => "udp",
    };
    /// The first port that Linux gives to clients.
    const EPHEMERAL: u16 = 32768;
    let port = match direction {
        // A client has another port each time.
        Direction::Accept => "any".to_owned(),
        Direction::Receive if address.port() >= EPHEMERAL => "any".to_owned(),
        _ => address.port().to_string(),
    };
    let (verb, range) = (direction.name(), AddressRange::only(direction.reaches(address.ip())));
    let of_name = name.map(|name| format!(" ({})", name.escape_default())).unwrap_or_default();
    let target = name.filter(|name| is_host_name(name)).map(|name| format!("{name}@")).unwrap_or_default();
    let others = match (direction, kind) {
        (Direction::Bind, Kind::Datagram) => {
            "; allow its peers with --allow='receive udp ADDRESS/BITS' or --addr-pool=ADDRESS/BITS"
        }
        (Direction::Bind | Direction::Listen, Kind::Stream) => {
            "; allow its peers with --allow='accept tcp ADDRESS/BITS' or --addr-pool=ADDRESS/BITS"
        }
        _ => "",
    };
    let others = if address.ip().is_unspecified() { others } else { "" };
    format!(
        "{verb} {preposition} {address}{of_name} refused: no rule allows it; \
         allow it with --allow='{verb} {protocol} {target}{range} {port}' or --addr-pool={range}{others}"
    )
}

impl<E: Into<Errno>> From<E> for Refusal {
    fn from(error: E) -> Self {
        Self::Host(error.into())
    }
}
