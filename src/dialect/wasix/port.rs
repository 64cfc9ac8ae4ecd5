// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! The byte order of ports.
//!
//! Hosts read a port in the guest's byte order, all of them. They write it in network order, but for those
//! that follow `api_wasix.h`, and nothing says which a host does. So when a host has written the first port,
//! a datagram socket is bound to one that is known, and asked for its address. It costs one socket for a
//! moment, once a program, and nothing for a program that never asks for a port.
//! A throw-away socket it is because no socket of the program's own will do: what it was bound or connected
//! to would have to be kept beside it.

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

/// How the host writes. Threads that ask at once find out the same.
static ORDER: AtomicU8 = AtomicU8::new(UNKNOWN);

/// A port that the host wrote.
pub(super) fn read(bytes: [u8; 2]) -> u16 {
    // Of two equal bytes it does not matter which is first.
    let is_guest = matches!(bytes, [first, second] if first != second) && order() == GUEST;
    if is_guest { u16::from_le_bytes(bytes) } else { u16::from_be_bytes(bytes) }
}

fn order() -> u8 {
    let known = ORDER.load(Ordering::Relaxed);
    if known != UNKNOWN {
        return known;
    }
    // Where no socket can be had it is as nearly everywhere.
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

/// Binds to a port whose bytes differ, above those that systems give away by themselves.
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
