// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Sends a line to an echo server on 127.0.0.1 and prints what comes back: `client PORT`.
//!
//! `cargo build --release --target wasm32-wasip1`, then run it with
//! `wasock-run --addr-pool=127.0.0.1/32 client.wasm PORT`, or with `iwasm` in its place.
#![no_std]
#![no_main]

use core::fmt::Write;
use core::net::Ipv4Addr;

use net_no_std::{Args, stdout};
use wasock_net::{Error, Result, TcpStream};

net_no_std::main!(run);

fn run(args: Args) -> Result<()> {
    let port = args.port().ok_or(Error::from_raw_os_error(libc::EINVAL))?;
    let peer = TcpStream::connect((Ipv4Addr::LOCALHOST, port))?;
    peer.send_all(b"hello\n")?;
    let mut answer = [0; 64];
    let count = peer.recv(&mut answer)?;
    let text = answer.get(..count).and_then(|answer| str::from_utf8(answer).ok());
    let _printed = stdout().write_str(text.unwrap_or("no text\n"));
    Ok(())
}
