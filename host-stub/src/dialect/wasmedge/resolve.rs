// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! `sock_getaddrinfo`: it writes the answers to nodes that the guest has linked before.

use std::fmt;
use std::net::SocketAddr;

use dns_lookup::{LookupError, LookupErrorKind};

use super::WASI_GO;
use crate::arg::{Buffer, In, Out};
use crate::errno::{Answer, Errno};
use crate::kind::{Family, Kind};
use crate::memory::{Memory, Record, field, set_field};
use crate::net::{Hints, NAME_MAX, Resolved};
use crate::state::Host;

const ADDRFAMILY: Errno = Errno::own(77);
const AGAIN: Errno = Errno::own(78);
const BADFLAG: Errno = Errno::own(79);
const FAIL: Errno = Errno::own(80);
const FAMILY: Errno = Errno::own(81);
const MEMORY: Errno = Errno::own(82);
const NODATA: Errno = Errno::own(83);
const NONAME: Errno = Errno::own(84);
const SERVICE: Errno = Errno::own(85);
const SOCKTYPE: Errno = Errno::own(86);
const SYSTEM: Errno = Errno::own(87);

/// `__wasi_addrinfo_t`: flags u16, family u8 @2, type u8 @3, protocol u8 @4, address length u32 @8, address @12,
/// canonical name @16 and its length @20, next @24; 28 bytes.
pub struct AddrInfo(Hints);

impl Record for AddrInfo {
    const SIZE: u32 = 28;
    const ALIGN: u32 = 4;
    fn load(bytes: &[u8]) -> Result<Self, Errno> {
        let flags = flags(field(bytes, 0)?)?;
        let family = match field::<u8>(bytes, 2)? {
            0 => None,
            1 => Some(Family::Inet),
            2 => Some(Family::Inet6),
            _ => return Err(FAMILY),
        };
        let kind = match (field::<u8>(bytes, 3)?, field::<u8>(bytes, 4)?) {
            (0, 0) => None,
            (0 | 1, 2) | (1, 0) => Some(Kind::Datagram),
            (0 | 2, 1) | (2, 0) => Some(Kind::Stream),
            (1 | 2, 1 | 2) => return Err(SOCKTYPE),
            _ => return Err(Errno::ENOSYS),
        };
        Ok(Self(Hints { family, kind, flags }))
    }
    fn store(&self, _: &mut [u8]) -> Answer {
        Err(Errno::ENOTSUP)
    }
}

impl fmt::Display for AddrInfo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}/{:?}/{:#x}", self.0.family, self.0.kind, self.0.flags)
    }
}

/// The host's flags, from the lowest bit of WasmEdge's on. Canonical names are not served.
fn flags(bits: u16) -> Result<i32, Errno> {
    use libc::{AI_ADDRCONFIG, AI_ALL, AI_NUMERICHOST, AI_NUMERICSERV, AI_PASSIVE, AI_V4MAPPED};
    let hosts = [AI_PASSIVE, 0, AI_NUMERICHOST, AI_NUMERICSERV, AI_V4MAPPED, AI_ALL, AI_ADDRCONFIG];
    if bits & 2 != 0 {
        return Err(Errno::ENOTSUP);
    }
    if bits >> hosts.len() != 0 {
        return Err(BADFLAG);
    }
    Ok(hosts.iter().enumerate().filter(|(bit, _)| bits >> bit & 1 != 0).fold(0, |all, (_, flag)| all | flag))
}

/// The place of one answer.
struct Node {
    info: u32,
    address: u32,
    data: u32,
    data_len: u32,
}

/// `__wasi_sockaddr_t`: family u8, length of the data u32 @4, the data @8.
const SOCKADDR: u32 = 12;

/// The list of `max` nodes from `first` on. Each must lie inside memory before the host resolves anything.
fn nodes(memory: &Memory<'_>, first: u32, max: u32) -> Result<Vec<Node>, Errno> {
    let mut next = first;
    let mut nodes = Vec::new();
    for _ in 0..max {
        let at = memory.array(next, 1, AddrInfo::SIZE, AddrInfo::ALIGN)?;
        let info = memory.0.get(at).ok_or(Errno::EFAULT)?;
        let address: u32 = field(info, 12)?;
        let sockaddr = memory.array(address, 1, SOCKADDR, 4)?;
        let sockaddr = memory.0.get(sockaddr).ok_or(Errno::EFAULT)?;
        let (data_len, data) = (field(sockaddr, 4)?, field(sockaddr, 8)?);
        memory.bytes(data, data_len)?;
        nodes.push(Node { info: next, address, data, data_len });
        next = field(info, 24)?;
    }
    Ok(nodes)
}

/// Writes as many answers as there are nodes, and does not report that there are more.
pub fn resolve(
    host: &mut Host<'_>,
    node: Buffer,
    service: Buffer,
    hints: In<AddrInfo>,
    first: In<u32>,
    max: u32,
    count: Out<u32>,
) -> Answer {
    let wasi_go = host.state.imitates(WASI_GO);
    let (name, service) = (text(&host.memory, node)?, text(&host.memory, service)?);
    if name.is_empty() && service.is_empty() || wasi_go && max == 1 {
        return Err(if wasi_go { Errno::EINVAL } else { NONAME });
    }
    if max == 0 {
        return Err(MEMORY);
    }
    let AddrInfo(hints) = hints.load(&host.memory)?;
    // The list may be circular.
    let max = max.min(host.state.net.limits.results() as u32);
    let nodes = nodes(&host.memory, first.load(&host.memory)?, max)?;
    if name.is_empty() {
        // Without a name the answer is the wildcard or the loopback address, which needs no look-up and no rule.
        return Err(Errno::ENOTSUP);
    }
    let service = Some(service.as_str()).filter(|service| !service.is_empty());
    let found = host.state.net.resolve(&name, service, hints);
    let found = host.state.resolved(found, |error| if wasi_go { Errno::ECANCELED } else { errno(error) })?;
    let store = if wasi_go { Node::store_as_wasi_go } else { Node::store };
    nodes.iter().zip(&found).try_for_each(|(node, found)| store(node, &mut host.memory, found))?;
    count.store(&mut host.memory, nodes.len().min(found.len()) as u32)?;
    let places: Vec<_> =
        nodes.iter().map(|node| host.memory.range(node.info, AddrInfo::SIZE.into())).collect::<Result<_, _>>()?;
    host.may_lie(places, Ok(()))
}

/// A text that may end in NUL.
fn text(memory: &Memory<'_>, text: Buffer) -> Result<String, Errno> {
    let bytes = memory.bytes(text.ptr, text.len)?;
    let bytes = bytes.split(|byte| *byte == 0).next().unwrap_or_default();
    if bytes.len() > NAME_MAX {
        return Err(NONAME);
    }
    String::from_utf8(bytes.to_vec()).map_err(|_| Errno::EILSEQ)
}

impl Node {
    /// Fills the node and the records that it points to. The data are the host's `sockaddr` behind its family.
    fn store(&self, memory: &mut Memory<'_>, found: &Resolved) -> Answer {
        let (family, address_len, data): (u8, u32, Vec<u8>) = match found.address {
            SocketAddr::V4(address) => {
                (1, 16, [&address.port().to_be_bytes()[..], &address.ip().octets(), &[0; 8]].concat())
            }
            SocketAddr::V6(address) => {
                let (flow, scope) = (address.flowinfo().to_le_bytes(), address.scope_id().to_le_bytes());
                (2, 28, [&address.port().to_be_bytes()[..], &flow, &address.ip().octets(), &scope].concat())
            }
        };
        let (kind, protocol) = match found.kind {
            Kind::Datagram => (1, 2),
            Kind::Stream => (2, 1),
        };
        let info = memory.bytes_mut(self.info, AddrInfo::SIZE)?;
        set_field::<u8>(info, 2, family)?;
        set_field::<u8>(info, 3, kind)?;
        set_field::<u8>(info, 4, protocol)?;
        set_field(info, 8, address_len)?;
        set_field::<u32>(info, 20, 0)?;
        self.store_data(memory, family, &data)?;
        set_field(memory.bytes_mut(self.address, SOCKADDR)?, 4, data.len() as u32)
    }

    /// wasi-go writes the octets of either family behind the port, and leaves most other fields unchanged.
    fn store_as_wasi_go(&self, memory: &mut Memory<'_>, found: &Resolved) -> Answer {
        let port = found.address.port().to_be_bytes();
        let (family, data) = match found.address {
            SocketAddr::V4(address) => (1, [&port[..], &address.ip().octets()].concat()),
            SocketAddr::V6(address) => (2, [&port[..], &address.ip().octets()].concat()),
        };
        let info = memory.bytes_mut(self.info, AddrInfo::SIZE)?;
        set_field::<u32>(info, 8, 16)?;
        set_field::<u32>(info, 20, 0)?;
        self.store_data(memory, family, &data)
    }

    /// WasmEdge would write beyond the end of a buffer that is too small.
    fn store_data(&self, memory: &mut Memory<'_>, family: u8, data: &[u8]) -> Answer {
        if data.len() > self.data_len as usize {
            return Err(Errno::EFAULT);
        }
        memory.bytes_mut(self.data, data.len() as u32)?.copy_from_slice(data);
        set_field(memory.bytes_mut(self.address, SOCKADDR)?, 0, family)
    }
}

fn errno(error: &LookupError) -> Errno {
    /// The only code of Linux that the library does not translate.
    const EAI_ADDRFAMILY: i32 = -9;
    match error.kind() {
        LookupErrorKind::Again => AGAIN,
        LookupErrorKind::Badflags => BADFLAG,
        LookupErrorKind::Fail => FAIL,
        LookupErrorKind::Family => FAMILY,
        LookupErrorKind::Memory => MEMORY,
        LookupErrorKind::NoData => NODATA,
        LookupErrorKind::NoName => NONAME,
        LookupErrorKind::Service => SERVICE,
        LookupErrorKind::Socktype => SOCKTYPE,
        LookupErrorKind::Unknown if error.error_num() == EAI_ADDRFAMILY => ADDRFAMILY,
        _ => SYSTEM,
    }
}

#[cfg(test)]
#[path = "resolve_tests.rs"]
mod tests;
