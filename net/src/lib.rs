// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! TCP, UDP, look-ups and [`poll()`] for Rust guests of `wasm32-wasip1`, with the names and the semantics of `std::net`.
//!
//! The crate is a thin, safe layer over the C functions that the crate `wasock` exports to Rust. It needs neither the
//! standard library nor an allocator, links no panic, and imports from the host what the program calls, and nothing else.
//! Exactly one feature names the runtime; the README lists the features, the differences from `std::net`, and the limits.
//!
//! For any target but `wasm32` the crate calls the C library of Linux, so that documentation and tests run natively.
//!
//! ```
//! # fn main() -> wasock_net::Result<()> {
//! use wasock_net::{TcpListener, TcpStream};
//!
//! let listener = TcpListener::bind("127.0.0.1:0")?;
//! let client = TcpStream::connect(listener.local_addr()?)?;
//! client.send_all(b"hello")?;
//! let (server, _peer) = listener.accept()?;
//! assert_eq!(server.recv(&mut [0; 16])?, 5);
//! # Ok(())
//! # }
//! ```
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
mod methods;
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

/// Compiles and runs the program of the README.
#[cfg(all(doctest, feature = "std"))]
#[doc = include_str!("../README.md")]
struct Readme;
