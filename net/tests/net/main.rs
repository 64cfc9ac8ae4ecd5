// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! The crate natively: what its functions do is what Linux does, over real sockets on loopback.

#![cfg(not(target_family = "wasm"))]

mod bad;
#[cfg(all(feature = "embedded-io", feature = "embedded-nal"))]
mod embedded;
mod look_up;
mod poll;
#[cfg(feature = "std")]
mod std_traits;
mod tcp;
mod udp;

use wasock_net::{Result, TcpListener, TcpStream};

/// A client and the server's side of its connection.
fn pair() -> Result<(TcpStream, TcpStream)> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let client = TcpStream::connect(listener.local_addr()?)?;
    let (server, _peer) = listener.accept()?;
    Ok((client, server))
}
