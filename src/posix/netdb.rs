// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Names of hosts, services, protocols and networks: `<netdb.h>`.
//!
//! The library asks the host only for the addresses of a host name that is neither numeric nor
//! `localhost`. Everything else is in the guest, and each function links only what it needs.

mod arena;
mod error;
mod found;
mod getaddrinfo;
mod getnameinfo;
mod h_errno;
mod hostent;
mod list;
mod netent;
mod node;
mod protoent;
mod servent;
mod service;
mod services;
mod statics;
mod table;
#[cfg(test)]
mod tests;

pub use error::gai_strerror;
pub use getaddrinfo::{freeaddrinfo, getaddrinfo};
pub use getnameinfo::getnameinfo;
pub use h_errno::{__h_errno_location, herror, hstrerror};
pub use hostent::{
    endhostent, gethostbyaddr, gethostbyaddr_r, gethostbyname, gethostbyname_r, gethostbyname2, gethostbyname2_r,
    gethostent, sethostent,
};
pub use netent::{endnetent, getnetbyaddr, getnetbyname, getnetent, setnetent};
pub use protoent::{endprotoent, getprotobyname, getprotobynumber, getprotoent, setprotoent};
pub use servent::{endservent, getservbyname, getservbyname_r, getservbyport, getservbyport_r, getservent, setservent};
