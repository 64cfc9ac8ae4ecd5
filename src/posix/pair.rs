// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! `socketpair`.

use core::ffi::c_int;

use crate::abi::{AF_INET, AF_INET6, AF_UNIX, SOCK_NONBLOCK};
use crate::addr::{AnyAddr, SocketAddr};
use crate::dialect::{Dialect, Family, Fd, Kind};
use crate::errno::{Errno, OrMinusOne, Result};
use crate::host::Host;
use crate::memory;
use crate::posix::socket;

/// Two sockets connected to each other: `AF_UNIX` with `SOCK_STREAM` or `SOCK_DGRAM`.
///
/// Where the host has no pairs, the two are connected over the loopback interface, which the host's
/// rules have to allow; their addresses are then IPv4, and datagrams may be lost when the room for
/// them is full. Errors: `EAFNOSUPPORT`, `EOPNOTSUPP` (a family without pairs, as on Linux),
/// `EPROTONOSUPPORT`, `EACCES`, and those of [`socket::socket`].
/// <https://pubs.opengroup.org/onlinepubs/9799919799/functions/socketpair.html>
///
/// # Safety
/// `fds` points to two writable `int`s.
#[cfg_attr(feature = "c-exports", unsafe(no_mangle))]
pub unsafe extern "C" fn socketpair(domain: c_int, kind: c_int, protocol: c_int, fds: *mut [c_int; 2]) -> c_int {
    let pair = memory::check(fds, size_of::<[c_int; 2]>()).and_then(|()| create(domain, kind, protocol));
    // SAFETY: the caller's promise.
    pair.and_then(|pair| unsafe { memory::write(fds, pair) }).or_minus_one()
}

fn create(domain: c_int, kind: c_int, protocol: c_int) -> Result<[Fd; 2]> {
    let (kind, flags) = socket::split(kind)?;
    let kind = match domain {
        AF_UNIX => socket::kind(kind)?,
        AF_INET | AF_INET6 => return Err(socket::inet_kind(kind, protocol).err().unwrap_or(Errno::EOPNOTSUPP)),
        _ => return Err(Errno::EAFNOSUPPORT),
    };
    socket::check_unix_protocol(protocol)?;
    let pair = match Host::pair(kind) {
        Err(Errno::EOPNOTSUPP) => connect_over_loopback(kind)?,
        other => other?,
    };
    if flags & SOCK_NONBLOCK != 0 {
        let both = Host::set_nonblocking(pair[0], true).and_then(|()| Host::set_nonblocking(pair[1], true));
        both.inspect_err(|_| pair.into_iter().for_each(Host::close))?;
    }
    Ok(pair)
}

/// The loopback interface, any port.
const LOOPBACK: SocketAddr = SocketAddr::V4 { octets: [127, 0, 0, 1], port: 0 };

fn connect_over_loopback(kind: Kind) -> Result<[Fd; 2]> {
    let (first, second) = (bound(kind)?, Host::open(Family::V4, kind));
    let second = second.inspect_err(|_| Host::close(first))?;
    match kind {
        Kind::Stream => stream(first, second),
        Kind::Datagram => datagram(first, second),
    }
    .inspect_err(|_| [first, second].into_iter().for_each(Host::close))
}

fn bound(kind: Kind) -> Result<Fd> {
    let fd = Host::open(Family::V4, kind)?;
    Host::bind(fd, &LOOPBACK.for_host()).inspect_err(|_| Host::close(fd))?;
    Ok(fd)
}

/// Two datagram sockets that hear only each other.
fn datagram(first: Fd, second: Fd) -> Result<[Fd; 2]> {
    Host::bind(second, &LOOPBACK.for_host())?;
    Host::connect(first, &Host::local(second)?)?;
    Host::connect(second, &Host::local(first)?)?;
    Ok([first, second])
}

/// A connection to a listener that is closed again; who else has connected meanwhile is turned away.
fn stream(listener: Fd, client: Fd) -> Result<[Fd; 2]> {
    Host::listen(listener, 1)?;
    Host::connect(client, &Host::local(listener)?)?;
    let own = AnyAddr::of(Host::local(client)?);
    loop {
        let server = Host::accept(listener, false)?;
        if Host::peer(server).map(AnyAddr::of) == Ok(own) {
            Host::close(listener);
            return Ok([client, server]);
        }
        Host::close(server);
    }
}
