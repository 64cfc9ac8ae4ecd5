// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Host names: `sock_getaddrinfo`, which writes to a list of nodes that the guest has linked before.

use core::ffi::CStr;

use super::import::sock_getaddrinfo;
use super::layout::{self, AddrInfo, INET4, INET6, Pointer};
use crate::addr::SocketAddr;
use crate::dialect::shared::wasip1::Cell;
use crate::dialect::{Family, Kind, ResolveError};
use crate::errno::{Errno, check};

/// `__wasi_sockaddr_t`
#[repr(C)]
#[derive(Clone, Copy)]
struct Sockaddr {
    family: u8,
    data_len: u32,
    data: Pointer,
}

/// The contents of a host's `sockaddr_in6` behind its family.
const DATA: usize = 26;

/// An answer: the node of the list, and what it points to.
#[repr(C)]
#[derive(Clone, Copy)]
struct Node {
    info: AddrInfo,
    addr: Sockaddr,
    data: [u8; DATA],
}

const _: () = {
    assert!(size_of::<AddrInfo>() == 28 && size_of::<Sockaddr>() == 12);
    assert!(core::mem::offset_of!(AddrInfo, addr_len) == 8 && core::mem::offset_of!(Sockaddr, data_len) == 4);
};

/// The bytes of a node, with the padding that aligns the next one.
pub(super) const RECORD: usize = size_of::<Node>();

/// Looks up the addresses of a name, each once, for streams, as many as there are nodes for. If all nodes are filled there may
/// be more addresses, which the host does not report; then the function reports twice as many.
pub(super) fn resolve(host: &CStr, family: Option<Family>, answers: &mut [u8]) -> Result<usize, ResolveError> {
    let room = link(answers);
    let first = address(answers);
    let hints =
        AddrInfo { family: family.map_or(0, layout::family), kind: layout::kind(Kind::Stream), ..AddrInfo::default() };
    let mut count: Cell = 0;
    // SAFETY: the host reads the name and the hints, and writes to `room` nodes and what they point to.
    let code = unsafe {
        sock_getaddrinfo(host.as_ptr(), host.count_bytes(), c"".as_ptr(), 0, &hints, &first, room, &mut count)
    };
    match check(code).map(|()| count as usize) {
        // If the host's C library has positive numbers for failures, WasmEdge takes one for success.
        Ok(0) => Err(ResolveError::NoName),
        Ok(count) if count >= room => Ok(2 * room),
        Ok(count) => Ok(count),
        Err(error) => Err(resolve_error(error)),
    }
}

/// Makes a list of nodes in `answers`, which is aligned for them; returns how many.
fn link(answers: &mut [u8]) -> usize {
    let nodes = answers.as_mut_ptr().cast::<Node>();
    let room = answers.len() / RECORD;
    for at in 0..room {
        // SAFETY: `at` is below the number of nodes that fit; the store assumes no alignment.
        unsafe {
            let node = nodes.add(at);
            let next = if at + 1 < room { node.add(1) as usize as Pointer } else { 0 };
            let addr = &raw const (*node).addr as usize as Pointer;
            let data = &raw const (*node).data as usize as Pointer;
            node.write_unaligned(Node {
                info: AddrInfo { addr, next, ..AddrInfo::default() },
                addr: Sockaddr { family: 0, data_len: DATA as u32, data },
                data: [0; DATA],
            });
        }
    }
    room
}

fn address(answers: &mut [u8]) -> Pointer {
    answers.as_mut_ptr() as usize as Pointer
}

/// The address in a node, its port 0.
pub(super) fn answer(record: &[u8]) -> Option<SocketAddr> {
    if record.len() < RECORD {
        return None;
    }
    // SAFETY: the bytes hold a whole node, any bytes make a valid one, no alignment is assumed.
    let Node { info, addr, data } = unsafe { record.as_ptr().cast::<Node>().read_unaligned() };
    match addr.family {
        INET4 => Some(SocketAddr::V4 { octets: *data.get(2..)?.first_chunk()?, port: 0 }),
        INET6 if info.addr_len < SOCKADDR_IN6 => {
            Some(SocketAddr::V6 { octets: *data.get(2..)?.first_chunk()?, port: 0, flowinfo: 0, scope: 0 })
        }
        INET6 => Some(SocketAddr::V6 {
            octets: *data.get(6..)?.first_chunk()?,
            port: 0,
            flowinfo: 0,
            scope: u32::from_le_bytes(*data.get(22..)?.first_chunk()?),
        }),
        _ => None,
    }
}

/// WasmEdge copies a `sockaddr_in6` and gives its size; wasi-go and wazy give another, and leave out
/// the flow information before the octets.
const SOCKADDR_IN6: u32 = 28;

/// WasmEdge's own numbers are beyond those of WASI.
fn resolve_error(error: Errno) -> ResolveError {
    const AIADDRFAMILY: i32 = 77;
    const AIAGAIN: i32 = 78;
    const AIBADFLAG: i32 = 79;
    const AIMEMORY: i32 = 82;
    const AINODATA: i32 = 83;
    const AINONAME: i32 = 84;
    const AISYSTEM: i32 = 87;
    /// wasi-go returns this for every failure.
    const ECANCELED: i32 = 11;
    match error.get() {
        AIADDRFAMILY => ResolveError::NoFamily,
        AIAGAIN => ResolveError::Again,
        AIMEMORY => ResolveError::Memory,
        AINODATA => ResolveError::NoData,
        AINONAME => ResolveError::NoName,
        // The host's errno is lost.
        AISYSTEM => ResolveError::System(Errno::EIO),
        // The other codes are about arguments, which are right here, or name no cause.
        AIBADFLAG..AISYSTEM | ECANCELED => ResolveError::Fail,
        _ => ResolveError::System(error),
    }
}

#[cfg(test)]
mod tests;
