// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Addresses of sockets, the same for each kind.

use crate::addr::SocketAddr;
use crate::dialect::Kind;
use crate::errno::{Errno, Result};

use super::layout::{Area, Words};
use super::network::network;
use super::socket::{Socket, State, TABLE, wildcard};

/// Binds the host's socket.
pub(super) fn bind(socket: &mut Socket, addr: &SocketAddr) -> Result<()> {
    let imports = socket.handles.imports;
    let raw = socket.handles.raw()?;
    // SAFETY: the socket and the network are the guest's.
    unsafe { Words::of(addr).call(imports.start_bind, raw, network()) }.status()?;
    loop {
        // SAFETY: the socket is the guest's; the host writes to the area.
        match Area::of(|area| unsafe { (imports.finish_bind)(raw, area) }).status() {
            Err(Errno::EAGAIN) => socket.handles.socket.pollable(imports.subscribe).block(),
            other => break other,
        }
    }?;
    socket.bound = Some(*addr);
    Ok(())
}

/// `EADDRINUSE` if another TCP socket of the program has this address and not both allow that. The host would accept both as
/// long as neither listens: it sets `SO_REUSEADDR` on every socket.
pub(super) fn must_be_free(addr: &SocketAddr, reuses_addr: bool) -> Result<()> {
    let is_taken = addr.port() != 0
        && TABLE
            .find(|other| {
                if other.bound.is_some_and(|bound| bound.port() == 0) {
                    other.bound = local(other).ok().or(other.bound);
                }
                other.kind() == Kind::Stream
                    && !(reuses_addr && other.settings.reuse_addr)
                    && other.bound.is_some_and(|bound| overlap(&bound, addr))
            })
            .is_ok();
    if is_taken { Err(Errno::EADDRINUSE) } else { Ok(()) }
}

/// Whether two addresses conflict; either may be the wildcard.
fn overlap(one: &SocketAddr, other: &SocketAddr) -> bool {
    let same_host = match (one, other) {
        (SocketAddr::V4 { octets: one, .. }, SocketAddr::V4 { octets: other, .. }) => {
            one == other || [one, other].contains(&&[0; 4])
        }
        (SocketAddr::V6 { octets: one, .. }, SocketAddr::V6 { octets: other, .. }) => {
            one == other || [one, other].contains(&&[0; 16])
        }
        _ => false,
    };
    same_host && one.port() == other.port()
}

/// Binds to any address and any port, as Linux does by itself, unless the socket is bound.
pub(super) fn bind_anywhere(socket: &mut Socket) -> Result<()> {
    if socket.bound.is_some() {
        return Ok(());
    }
    socket.bound_by_itself = true;
    bind(socket, &wildcard(socket.family))
}

/// The socket's own address.
pub(super) fn local(socket: &Socket) -> Result<SocketAddr> {
    if socket.bound.is_none() && matches!(socket.state, State::Fresh) {
        return Ok(wildcard(socket.family));
    }
    let (raw, call) = (socket.handles.raw()?, socket.handles.imports.local_address);
    // SAFETY: the socket is the guest's; the host writes to the area.
    Area::of(|area| unsafe { call(raw, area) }).address()
}

/// Whether both are the address of one socket: flow information and scope are ignored.
pub(super) fn is_same(one: &SocketAddr, other: &SocketAddr) -> bool {
    let same_host = match (one, other) {
        (SocketAddr::V4 { octets: one, .. }, SocketAddr::V4 { octets: other, .. }) => one == other,
        (SocketAddr::V6 { octets: one, .. }, SocketAddr::V6 { octets: other, .. }) => one == other,
        _ => false,
    };
    same_host && one.port() == other.port()
}

/// The address with another port.
pub(super) fn with_port(mut addr: SocketAddr, number: u16) -> SocketAddr {
    let (SocketAddr::V4 { port, .. } | SocketAddr::V6 { port, .. }) = &mut addr;
    *port = number;
    addr
}

/// Where one gets who connects to any address: to this machine, as on Linux. The host refuses such an address.
pub(super) fn reachable(addr: SocketAddr) -> SocketAddr {
    const LOOPBACK: [u8; 4] = [127, 0, 0, 1];
    const LOOPBACK6: [u8; 16] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1];
    match addr {
        SocketAddr::V4 { octets: [0, 0, 0, 0], port } => SocketAddr::V4 { octets: LOOPBACK, port },
        SocketAddr::V6 { octets, port, flowinfo, scope } if octets == [0; 16] => {
            SocketAddr::V6 { octets: LOOPBACK6, port, flowinfo, scope }
        }
        other => other,
    }
}

/// An address that nothing reads.
pub(super) const NOWHERE: SocketAddr = SocketAddr::V4 { octets: [0; 4], port: 0 };
