// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! The POSIX sockets API for `wasm32-wasip1`, over the socket imports of one runtime.
//!
//! A C program links the archive and finds `socket`, `connect` and the others under their usual names. A `no_std` Rust
//! guest depends on this crate with the feature of its runtime, and calls the same functions. Only the functions that it
//! calls are linked, and only their imports. The crate `wasock-net` has safe types over them.
//!
//! ```no_run
//! use wasock::abi::{AF_INET, SOCK_STREAM, in_addr, sockaddr_in};
//! use wasock::{connect, recv, send, socket};
//!
//! /// Sends a line to the echo server at 127.0.0.1:7. Returns the length of its answer; without one, errno has the reason.
//! fn talk(answer: &mut [u8]) -> Option<usize> {
//!     let address = sockaddr_in {
//!         sin_family: AF_INET as u16,
//!         sin_port: 7u16.to_be(),
//!         sin_addr: in_addr { s_addr: u32::from_ne_bytes([127, 0, 0, 1]) },
//!         sin_zero: [0; 8],
//!     };
//!     let fd = socket(AF_INET, SOCK_STREAM, 0);
//!     // SAFETY: every pointer comes with the size of what it points to.
//!     let count = unsafe {
//!         if connect(fd, (&raw const address).cast(), size_of_val(&address) as u32) == 0
//!             && send(fd, b"hello\n".as_ptr().cast(), 6, 0) == 6
//!         {
//!             recv(fd, answer.as_mut_ptr().cast(), answer.len(), 0)
//!         } else {
//!             -1
//!         }
//!     };
//!     usize::try_from(count).ok()
//! }
//! ```
//!
//! How a call goes:
//!
//! ```text
//! C caller ─► posix ─► addr, option ─► trait Dialect ─► dialect::<runtime> ─► host import
//!             front    decoded once     the seam         one runtime's ABI      sock_*
//!                ▲                                            │
//!                └──── Result<T, Errno>, made −1/errno once ◄──┘
//! ```
#![no_std]
#![warn(missing_docs)]

pub mod abi;
mod addr;
mod descriptor;
mod dialect;
pub mod errno;
mod host;
#[cfg(target_family = "wasm")]
mod mark;
mod memory;
mod option;
#[cfg(feature = "panic-handler")]
mod panic;
mod posix;

pub use posix::*;

#[cfg(test)]
extern crate std;
