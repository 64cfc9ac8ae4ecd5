// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! The standard library's own `TcpStream` around a descriptor of `wasock-net`: sends a line to an echo server on 127.0.0.1
//! and prints what comes back: `std-net PORT`. The README of `wasock-net` says with which runtimes that works.

use std::error::Error;
use std::io::{Read, Write};
use std::net::{Ipv4Addr, Shutdown};
use std::os::fd::FromRawFd;

fn main() -> Result<(), Box<dyn Error>> {
    let port: u16 = std::env::args().nth(1).ok_or("usage: std-net PORT")?.parse()?;
    let connected = wasock_net::TcpStream::connect((Ipv4Addr::LOCALHOST, port))?;
    // SAFETY: the descriptor has been given up.
    let mut peer = unsafe { std::net::TcpStream::from_raw_fd(connected.into_raw_fd()) };
    peer.write_all(b"hello\n")?;
    let mut answer = [0; 6];
    peer.read_exact(&mut answer)?;
    println!("read and write: {}", str::from_utf8(&answer)?.trim_end());
    println!("set_nonblocking: {:?}", peer.set_nonblocking(true).is_ok());
    println!("nothing yet: {:?}", peer.read(&mut answer).map_err(|error| error.kind()));
    println!("shutdown: {:?}", peer.shutdown(Shutdown::Both).is_ok());
    println!("peer_addr: {:?}", peer.peer_addr().map_err(|error| error.kind()));
    Ok(())
}
