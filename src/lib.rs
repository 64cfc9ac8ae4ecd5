//! The POSIX sockets API for `wasm32-wasip1`, over the socket imports of one runtime.
//!
//! ```text
//! C caller ─► posix ─► addr, option ─► trait Dialect ─► dialect::<runtime> ─► host import
//!             front    decoded once     the seam         one runtime's ABI      sock_*
//!                ▲                                            │
//!                └──── Result<T, Errno>, made −1/errno once ◄──┘
//! ```
//!
//! A C program links the archive and finds `socket`, `connect`, … under their usual names.
//! A `no_std` Rust guest depends on this crate with the feature of its runtime and calls the
//! same names from the crate root; only what it calls is linked, and imported.
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
