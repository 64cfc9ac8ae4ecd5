//! TCP, UDP and look-ups for Rust guests of `wasm32-wasip1`, with the names and the semantics of `std::net`.
//!
//! The crate is a thin, safe layer over the C functions that [`wasock`](https://github.com/) exports to Rust: a call here is the
//! call there. It needs neither the standard library nor an allocator.
#![no_std]

#[cfg(feature = "alloc")]
extern crate alloc;
#[cfg(any(feature = "std", test))]
extern crate std;

mod addr;
#[cfg(feature = "embedded-io")]
mod embedded_io;
#[cfg(feature = "embedded-nal")]
mod embedded_nal;
mod error;
mod fd;
mod look_up;
mod poll;
mod socket;
#[cfg(feature = "std")]
mod std_traits;
mod sys;
mod tcp;
mod to_socket_addrs;
mod udp;

#[cfg(feature = "embedded-nal")]
pub use embedded_nal::{Stack, StackTcpSocket, StackUdpSocket};
pub use error::{Error, ErrorKind, Result};
pub use fd::{OwnedFd, RawFd};
pub use look_up::{LookUp, look_up};
pub use poll::{Events, PollFd, poll};
pub use tcp::{Incoming, Shutdown, TcpListener, TcpStream};
pub use to_socket_addrs::ToSocketAddrs;
pub use udp::UdpSocket;
