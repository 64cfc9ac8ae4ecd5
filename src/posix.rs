// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! The front: the functions of POSIX, each reading its arguments, calling one verb of the dialect,
//! and returning as C expects.

mod dontwait;
mod fast;
#[cfg(own_fcntl)]
mod fcntl;
#[cfg(own_status)]
mod file;
mod flags;
mod hostname;
mod identity;
mod in_force;
pub(crate) mod inet;
mod ioctl;
mod iov;
#[cfg(feature = "c-exports")]
mod libc_names;
mod mmsg;
mod name;
mod net_if;
mod netdb;
mod network_handle;
mod pair;
mod poll;
mod precedence;
#[cfg(own_read)]
mod read;
mod recv;
mod select;
mod send;
mod socket;
mod sockopt;
mod trunc;
mod waitall;
#[cfg(own_write)]
mod write;

pub use fast::*;
#[cfg(own_fcntl)]
pub use fcntl::wasock_fcntl;
#[cfg(own_status)]
pub use file::{__wasilibc_tell, fstat, isatty, lseek};
pub use hostname::gethostname;
pub use identity::{wasock_dialect, wasock_version};
pub use inet::{
    inet_addr, inet_aton, inet_lnaof, inet_makeaddr, inet_netof, inet_network, inet_ntoa, inet_ntop, inet_pton,
};
pub use ioctl::{sockatmark, wasock_ioctl};
pub use mmsg::{recvmmsg, sendmmsg};
pub use name::{getpeername, getsockname};
pub use net_if::{freeifaddrs, getifaddrs, if_freenameindex, if_indextoname, if_nameindex, if_nametoindex};
pub use netdb::*;
pub use network_handle::wasock_set_network_handle;
pub use pair::socketpair;
pub use poll::{poll, ppoll};
#[cfg(own_read)]
pub use read::{__wasilibc_fd_renumber, close, read, readv};
pub use recv::{recv, recvfrom, recvmsg};
pub use select::{pselect, select};
pub use send::{send, sendmsg, sendto};
pub use socket::{accept, accept4, bind, connect, listen, shutdown, socket};
pub use sockopt::{getsockopt, setsockopt};
#[cfg(own_write)]
pub use write::{write, writev};

#[cfg(test)]
mod fuzz;
#[cfg(test)]
mod tests;
