// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Sends a line to an echo server on 127.0.0.1 and prints what comes back: `no-std-client PORT`.
//!
//! `cargo build --release --target wasm32-wasip1`, then run it with
//! `wasock-run --addr-pool=127.0.0.1/32 no-std-client.wasm PORT`, or with `iwasm` in its place.
//!
//! As a component, for wasmtime: `RUSTFLAGS='-C linker=wasm-component-ld' cargo build --release --target wasm32-wasip1
//! --no-default-features --features wasi-sockets`, then `wasmtime run -S inherit-network no-std-client.wasm PORT`.
#![no_std]
#![no_main]

use core::ffi::{CStr, c_char, c_int, c_void};
use core::panic::PanicInfo;

use wasock::abi::{AF_INET, SOCK_STREAM, in_addr, sockaddr_in};
use wasock::{connect, recv, send, socket};

unsafe extern "C" {
    // The C library of the target has them.
    fn atoi(text: *const c_char) -> c_int;
    fn write(fd: c_int, data: *const c_void, len: usize) -> isize;
}

/// The address `127.0.0.1:port`; both are in network byte order.
fn loopback(port: u16) -> sockaddr_in {
    sockaddr_in {
        sin_family: AF_INET as u16,
        sin_port: port.to_be(),
        sin_addr: in_addr { s_addr: u32::from_ne_bytes([127, 0, 0, 1]) },
        sin_zero: [0; 8],
    }
}

/// Writes to standard output.
fn print(text: &[u8]) {
    // SAFETY: the slice is valid for its length.
    unsafe { write(1, text.as_ptr().cast(), text.len()) };
}

/// One question, one answer; `None` when a call has failed, and errno says why.
fn talk(port: u16, line: &CStr) -> Option<([u8; 64], usize)> {
    let address = loopback(port);
    let mut answer = [0; 64];
    let fd = socket(AF_INET, SOCK_STREAM, 0);
    // SAFETY: every pointer comes with the size of what it points to.
    unsafe {
        if connect(fd, (&raw const address).cast(), size_of_val(&address) as u32) != 0
            || send(fd, line.as_ptr().cast(), line.count_bytes(), 0) < 0
        {
            return None;
        }
        let count = recv(fd, answer.as_mut_ptr().cast(), answer.len(), 0);
        usize::try_from(count).ok().map(|count| (answer, count))
    }
}

/// `main(argc, argv)`, by the name that clang gives it and the C library calls.
#[unsafe(export_name = "__main_argc_argv")]
extern "C" fn main(argc: c_int, argv: *const *const c_char) -> c_int {
    if argc != 2 {
        print(b"usage: no-std-client PORT\n");
        return 2;
    }
    // SAFETY: there is one argument, a text that ends with NUL.
    let port = unsafe { atoi(*argv.add(1)) } as u16;
    match talk(port, c"hello\n") {
        Some((answer, count)) => print(&answer[..count]),
        None => return 1,
    }
    0
}

#[panic_handler]
fn panicked(_: &PanicInfo) -> ! {
    core::arch::wasm32::unreachable()
}
