//! Why something on the network was not done.

use std::net::{IpAddr, SocketAddr};

use crate::errno::Errno;
use crate::policy::rule_for;

/// Refused, by the host's system or by the policy.
pub enum Refusal {
    /// The system's error.
    Host(Errno),
    /// The address is not in the pool.
    Address {
        /// What was tried, to be read before the address.
        operation: &'static str,
        /// The address as the guest gave it.
        address: SocketAddr,
        /// The address that no rule allows.
        missing: IpAddr,
    },
    /// No rule allows the name.
    Name(String),
}

impl Refusal {
    /// What the guest is told: `EACCES` for all that the policy refuses.
    pub fn errno(&self) -> Errno {
        match self {
            Self::Host(errno) => *errno,
            Self::Address { .. } | Self::Name(_) => Errno::EACCES,
        }
    }

    /// What the one who set the policy is told: what was refused and the flag that would allow it.
    pub fn line(&self) -> Option<String> {
        match self {
            Self::Host(_) => None,
            Self::Address { operation, address, missing } => Some(format!(
                "wasock-run: {operation} {address} refused: not in the address pool; allow it with --addr-pool={}",
                rule_for(*missing)
            )),
            Self::Name(name) => Some(format!(
                "wasock-run: resolve of {name:?} refused: no rule for the name; allow it with --allow-resolve={}",
                name.escape_default()
            )),
        }
    }
}

impl<E: Into<Errno>> From<E> for Refusal {
    fn from(error: E) -> Self {
        Self::Host(error.into())
    }
}
