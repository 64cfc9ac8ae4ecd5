// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! The client of `stream.c` by Rust's standard library, which for `wasm32-wasip2` is the way of wasi-libc:
//! `stream KIND COUNT PORT` prints the nanoseconds of COUNT round trips.

use std::io::{ErrorKind, Read, Result, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::os::fd::AsRawFd;
use std::time::Instant;

const BULK: usize = 65536;
const MANY: usize = 1000;
const POLLIN: i16 = 1;

#[repr(C)]
struct PollFd {
    fd: i32,
    events: i16,
    revents: i16,
}

unsafe extern "C" {
    fn poll(fds: *mut PollFd, len: usize, limit: i32) -> i32;
}

fn connected(port: u16) -> Result<TcpStream> {
    TcpStream::connect((Ipv4Addr::LOCALHOST, port))
}

fn client(len: usize, count: u32, port: u16) -> Result<u128> {
    let mut stream = connected(port)?;
    let mut bytes = vec![0; BULK];
    let mut round_trip = || -> Result<()> {
        stream.write_all(&bytes[..len])?;
        let mut done = 0;
        while done < len {
            done += stream.read(&mut bytes)?;
        }
        Ok(())
    };
    (0..count / 10).try_for_each(|_| round_trip())?;
    let start = Instant::now();
    (0..count).try_for_each(|_| round_trip())?;
    Ok(start.elapsed().as_nanos())
}

fn polling_client(len: usize, limit: i32, count: u32, port: u16) -> Result<u128> {
    let mut streams: Vec<TcpStream> = (0..len).map(|_| connected(port)).collect::<Result<_>>()?;
    streams.iter().try_for_each(|stream| stream.set_nonblocking(true))?;
    let mut fds: Vec<_> =
        streams.iter().map(|stream| PollFd { fd: stream.as_raw_fd(), events: POLLIN, revents: 0 }).collect();
    let mut bytes = vec![0; BULK];
    let mut polled = |at: usize| -> Result<()> {
        streams[at].write_all(&[0])?;
        loop {
            let mut done = false;
            // SAFETY: there are so many entries.
            assert!(unsafe { poll(fds.as_mut_ptr(), fds.len(), limit) } > 0);
            for (fd, stream) in fds.iter().zip(&mut streams) {
                if fd.revents != 0 {
                    match stream.read(&mut bytes) {
                        Ok(1) => done = true,
                        // wasi-libc's poll tells of readiness that is none.
                        Err(error) if error.kind() == ErrorKind::WouldBlock => {}
                        other => panic!("{other:?}"),
                    }
                }
            }
            if done {
                return Ok(());
            }
        }
    };
    let count = count as usize;
    (0..count / 10).try_for_each(|at| polled(at % len))?;
    let start = Instant::now();
    (count / 10..count + count / 10).try_for_each(|at| polled(at % len))?;
    Ok(start.elapsed().as_nanos())
}

fn main() -> Result<()> {
    let args: Vec<String> = std::env::args().collect();
    let (count, port) = (args[2].parse().unwrap(), args[3].parse().unwrap());
    let nanos = match &*args[1] {
        "ping" => client(1, count, port),
        "bulk" => client(BULK, count, port),
        "poll" => polling_client(1, -1, count, port),
        "timed" => polling_client(1, 10_000, count, port),
        "many" => polling_client(MANY, -1, count, port),
        kind => panic!("{kind}"),
    };
    println!("{}", nanos?);
    Ok(())
}
