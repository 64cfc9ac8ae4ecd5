// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! TCP: connections and listeners.

mod listener;
mod stream;

pub use listener::{Incoming, TcpListener};
pub use stream::{Shutdown, TcpStream};
