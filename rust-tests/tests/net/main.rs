// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! wasock-net in guests: each of its calls on every dialect beside Linux, what four calls cost, and crates from elsewhere
//! that talk through it to real servers.

mod cost;
mod crates;
mod guest;
mod server;
mod tour;
