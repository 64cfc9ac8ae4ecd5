// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! The same client over wasock-net.
#![no_std]
#![no_main]

use core::ffi::c_int;
use core::net::Ipv4Addr;

use net_guests as _;
use wasock_net::{Result, TcpStream};

fn talk() -> Result<usize> {
    let peer = TcpStream::connect((Ipv4Addr::LOCALHOST, 7))?;
    peer.send(b"hello\n")?;
    peer.recv(&mut [0; 64])
}

#[unsafe(export_name = "__main_void")]
extern "C" fn main() -> c_int {
    talk().map_or(-1, |count| count as c_int)
}
