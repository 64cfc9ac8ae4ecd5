// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! A client of four calls by the C names: connect, send, receive, close.
#![no_std]
#![no_main]

use core::ffi::c_int;

use wasock::abi::{AF_INET, SOCK_STREAM, in_addr, sockaddr_in};
use wasock::{connect, recv, send, socket};

#[cfg(any(feature = "ueno", feature = "sock-connect", feature = "preview1", feature = "wasi-sockets"))]
use wasock::close;
#[cfg(not(any(feature = "ueno", feature = "sock-connect", feature = "preview1", feature = "wasi-sockets")))]
unsafe extern "C" {
    safe fn close(fd: c_int) -> c_int;
}
use net_guests as _;

fn talk(fd: c_int) -> Option<isize> {
    let address = sockaddr_in {
        sin_family: AF_INET as u16,
        sin_port: 7u16.to_be(),
        sin_addr: in_addr { s_addr: u32::from_ne_bytes([127, 0, 0, 1]) },
        sin_zero: [0; 8],
    };
    let mut answer = [0; 64];
    // SAFETY: every pointer comes with the size of what it points to.
    unsafe {
        if connect(fd, (&raw const address).cast(), size_of_val(&address) as u32) != 0
            || send(fd, b"hello\n".as_ptr().cast(), 6, 0) < 0
        {
            return None;
        }
        let count = recv(fd, answer.as_mut_ptr().cast(), answer.len(), 0);
        (count >= 0).then_some(count)
    }
}

#[unsafe(export_name = "__main_void")]
extern "C" fn main() -> c_int {
    let fd = socket(AF_INET, SOCK_STREAM, 0);
    if fd < 0 {
        return -1;
    }
    let count = talk(fd);
    close(fd);
    count.map_or(-1, |count| count as c_int)
}
