// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! The byte order of ports.
//!
//! All hosts read a port in the guest's byte order. Most write it in network order; those that follow `api_wasix.h`
//! write it in the guest's, and no call reports which. So when a host has written the first port, the library
//! binds a datagram socket of its own to a known port and reads its address back. That costs one socket for a
//! moment, once in a program, and nothing if the program never reads a port.
//! The program's own sockets do not serve for this: the library would have to keep their addresses.

use core::sync::atomic::{AtomicU8, Ordering};

use super::layout::Place;
use super::{import, socket};
use crate::addr::SocketAddr;
use crate::dialect::shared::wasip1;
use crate::dialect::{Family, Fd, Kind};
use crate::errno::{Errno, Result, check};

const UNKNOWN: u8 = 0;
const NETWORK: u8 = 1;
const GUEST: u8 = 2;

/// The order in which the host writes. Threads that test it at the same time get the same result.
static ORDER: AtomicU8 = AtomicU8::new(UNKNOWN);

/// A port that the host wrote.
pub(super) fn read(bytes: [u8; 2]) -> u16 {
    // With two equal bytes the order does not matter.
    let is_guest = matches!(bytes, [first, second] if first != second) && order() == GUEST;
    if is_guest { u16::from_le_bytes(bytes) } else { u16::from_be_bytes(bytes) }
}

fn order() -> u8 {
    let known = ORDER.load(Ordering::Relaxed);
    if known != UNKNOWN {
        return known;
    }
    // If the host refuses a socket, assume the order that nearly all hosts have.
    let found = find_out().unwrap_or(NETWORK);
    ORDER.store(found, Ordering::Relaxed);
    found
}

#[cold]
fn find_out() -> Result<u8> {
    let fd = socket::open(Family::V4, Kind::Datagram)?;
    let found = ask(fd);
    wasip1::close(fd);
    found
}

/// Binds to a port whose bytes differ, above those that systems assign by themselves.
fn ask(fd: Fd) -> Result<u8> {
    const FIRST: u16 = 0xf1a0;
    const LAST: u16 = 0xf1af;
    let mut port = FIRST;
    while let Err(error) = socket::bind(fd, &SocketAddr::V4 { octets: [127, 0, 0, 1], port }.into()) {
        if error != Errno::EADDRINUSE || port == LAST {
            return Err(error);
        }
        port += 1;
    }
    let mut place = Place::EMPTY;
    // SAFETY: the host writes one address.
    check(unsafe { import::sock_addr_local(fd, &mut place) })?;
    Ok(if place.addr.raw_port() == port.to_le_bytes() { GUEST } else { NETWORK })
}
