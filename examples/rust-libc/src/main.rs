// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Sends a line to an echo server on 127.0.0.1 and prints what comes back: `libc-client PORT`.
//!
//! The standard library of `wasm32-wasip1` cannot open a socket, and neither declares them the `libc` crate; what C
//! headers say is declared here. A descriptor is one like any other: the answer is read by `std::fs::File`.
//!
//! `make lib`, then `cargo build --release --target wasm32-wasip1` in this folder, then run it with
//! `wasock-run --addr-pool=127.0.0.1/32 libc-client.wasm PORT`. For wasmtime, `WASOCK_DIALECT=wasi-sockets
//! RUSTFLAGS='-C linker=wasm-component-ld'` before cargo makes a component: `wasmtime run -S inherit-network`.

use std::ffi::{c_int, c_void};
use std::fs::File;
use std::io::{self, BufRead, BufReader, Write};
use std::os::fd::FromRawFd;

const AF_INET: c_int = 1;
const SOCK_STREAM: c_int = 6;

/// `struct sockaddr_in`: port and address are in network byte order.
#[repr(C)]
struct SockaddrIn {
    family: u16,
    port: u16,
    address: [u8; 4],
    zero: [u8; 8],
}

unsafe extern "C" {
    safe fn socket(domain: c_int, kind: c_int, protocol: c_int) -> c_int;
    fn connect(fd: c_int, address: *const c_void, length: u32) -> c_int;
}

/// The result of a call, or errno.
fn check(result: c_int) -> io::Result<c_int> {
    if result < 0 { Err(io::Error::last_os_error()) } else { Ok(result) }
}

fn connected(port: u16) -> io::Result<File> {
    let to = SockaddrIn { family: AF_INET as u16, port: port.to_be(), address: [127, 0, 0, 1], zero: [0; 8] };
    let fd = check(socket(AF_INET, SOCK_STREAM, 0))?;
    // SAFETY: the descriptor is open, and nobody else has it.
    let file = unsafe { File::from_raw_fd(fd) };
    // SAFETY: the address comes with its size.
    check(unsafe { connect(fd, (&raw const to).cast(), size_of_val(&to) as u32) })?;
    Ok(file)
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let port = std::env::args().nth(1).ok_or("usage: libc-client PORT")?.parse()?;
    let mut peer = connected(port)?;
    peer.write_all(b"hello\n")?;
    let mut answer = String::new();
    BufReader::new(peer).read_line(&mut answer)?;
    print!("{answer}");
    Ok(())
}
