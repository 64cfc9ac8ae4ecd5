//! Why something on the network was not done.

use std::net::SocketAddr;

use super::UnixName;
use crate::errno::Errno;
use crate::kind::Kind;
use crate::policy::{AddressRange, Direction};

/// Refused, by the host's system or by the policy.
pub enum Refusal {
    /// The system's error.
    Host(Errno),
    /// No rule allows what was to be done with the address.
    Address {
        /// What was tried.
        direction: Direction,
        /// By which kind of socket.
        kind: Kind,
        /// The address as the guest gave it, or as the other side has it.
        address: SocketAddr,
        /// A name that the guest has been told the address for.
        name: Option<String>,
    },
    /// No rule allows the name.
    Name(String),
    /// No directory is allowed, so there are no sockets of the file system.
    Unix,
    /// The path does not lead into an allowed directory.
    Path(UnixName),
}

impl Refusal {
    /// What the guest is told: `EACCES` for all that the policy refuses, but for a family that it leaves out.
    pub fn errno(&self) -> Errno {
        match self {
            Self::Host(errno) => *errno,
            Self::Unix => Errno::ENOSYS,
            Self::Address { .. } | Self::Name(_) | Self::Path(_) => Errno::EACCES,
        }
    }

    /// What the one who set the policy is told: what was refused and the flag that would allow it.
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
            Self::Name(name) => Some(format!(
                "wasock-run: resolve of {name:?} refused: no rule for the name; allow it with --allow-resolve={}",
                name.escape_default()
            )),
        }
    }
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
    let port = match direction {
        // The other side's port is of its own choice.
        Direction::Accept => "any".to_owned(),
        _ => address.port().to_string(),
    };
    let (verb, range) = (direction.name(), AddressRange::only(direction.reaches(address.ip())));
    let of_name = name.map(|name| format!(" ({})", name.escape_default())).unwrap_or_default();
    let target = name.map(|name| format!("{}@", name.escape_default())).unwrap_or_default();
    format!(
        "{verb} {preposition} {address}{of_name} refused: no rule allows it; \
         allow it with --allow='{verb} {protocol} {target}{range} {port}' or --addr-pool={range}"
    )
}

impl<E: Into<Errno>> From<E> for Refusal {
    fn from(error: E) -> Self {
        Self::Host(error.into())
    }
}

/// What others have tried and nobody has been told yet. They must not fill the log at will.
#[derive(Default)]
pub struct Dropped {
    lines: Vec<String>,
    told: u32,
}

impl Dropped {
    /// Most lines of one run.
    const MAX: u32 = 100;

    /// Keeps the line for the log.
    pub fn note(&mut self, refusal: &Refusal) {
        self.told = self.told.saturating_add(1);
        match self.told.cmp(&Self::MAX) {
            std::cmp::Ordering::Less => self.lines.extend(refusal.line()),
            std::cmp::Ordering::Equal => {
                self.lines.push("wasock-run: what else others try and may not is no longer told".into());
            }
            std::cmp::Ordering::Greater => {}
        }
    }

    /// The lines, once.
    pub fn take(&mut self) -> Vec<String> {
        std::mem::take(&mut self.lines)
    }
}
