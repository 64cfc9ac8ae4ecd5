//! Names of hosts, services, protocols and networks: `<netdb.h>`.
//!
//! The host is asked for one thing only, the addresses of a name that is neither numeric nor
//! `localhost`. Everything else is in the guest, and each function links only what it needs.

mod error;
mod getaddrinfo;
mod list;
mod node;
mod service;
mod services;
mod table;

pub use error::gai_strerror;
pub use getaddrinfo::{freeaddrinfo, getaddrinfo};
