//! The structures and numbers of `wasi_socket_ext.h`. Everything in host byte order.

use crate::abi::sockaddr;
use crate::addr::{Address, Name, SocketAddr};
use crate::dialect::{Family, Kind};
use crate::errno::Result;

const INET4: i32 = 0;
const INET6: i32 = 1;
const INET_UNSPEC: i32 = 2;
const SOCKET_DGRAM: i32 = 0;
const SOCKET_STREAM: i32 = 1;

/// `__wasi_address_family_t`
pub(super) fn family(family: Family) -> i32 {
    match family {
        Family::V4 => INET4,
        Family::V6 => INET6,
    }
}

/// `__wasi_sock_type_t`
pub(super) fn kind(kind: Kind) -> i32 {
    match kind {
        Kind::Datagram => SOCKET_DGRAM,
        Kind::Stream => SOCKET_STREAM,
    }
}

/// `__wasi_addr_t`: a kind, then four octets and a port, or eight groups and a port.
#[repr(C)]
#[derive(Clone, Copy, Default)]
pub(crate) struct Addr {
    ip: AddrIpPart,
    /// The port of an IPv6 address; an IPv4 address has its own in the third group.
    port6: u16,
    _pad: u16,
}

#[repr(C)]
#[derive(Clone, Copy, Default)]
struct AddrIpPart {
    kind: i32,
    groups: [u16; 8],
}

const _: () = {
    assert!(size_of::<Addr>() == 24 && align_of::<Addr>() == 4);
    assert!(core::mem::offset_of!(Addr, port6) == 20);
};

/// Where the port of an IPv4 address lies among the groups.
const PORT4: usize = 2;

impl AddrIpPart {
    fn v4([a, b, c, d]: [u8; 4], port: u16) -> Self {
        let octets = [u16::from_le_bytes([a, b]), u16::from_le_bytes([c, d])];
        Self { kind: INET4, groups: [octets[0], octets[1], port, 0, 0, 0, 0, 0] }
    }

    fn v6(octets: [u8; 16]) -> Self {
        Self { kind: INET6, groups: swap_groups(octets) }
    }
}

/// Sixteen octets as eight groups in host byte order.
fn swap_groups(octets: [u8; 16]) -> [u16; 8] {
    let mut groups = [0; 8];
    for (group, pair) in groups.iter_mut().zip(octets.as_chunks::<2>().0) {
        *group = u16::from_be_bytes(*pair);
    }
    groups
}

impl From<SocketAddr> for Addr {
    #[inline]
    fn from(addr: SocketAddr) -> Self {
        match addr {
            SocketAddr::V4 { octets, port } => Self { ip: AddrIpPart::v4(octets, port), port6: 0, _pad: 0 },
            // Flow information and scope have no place in WAMR's structure.
            SocketAddr::V6 { octets, port, .. } => Self { ip: AddrIpPart::v6(octets), port6: port, _pad: 0 },
        }
    }
}

impl From<Addr> for Name {
    #[inline]
    fn from(addr: Addr) -> Self {
        SocketAddr::from(addr).into()
    }
}

impl Address for Addr {
    #[inline]
    unsafe fn encode(self, ptr: *mut sockaddr, room: usize) -> Result<usize> {
        // SAFETY: the caller's promise.
        unsafe { SocketAddr::from(self).encode(ptr, room) }
    }
}

impl From<Addr> for SocketAddr {
    #[inline]
    fn from(Addr { ip: AddrIpPart { kind, groups }, port6, .. }: Addr) -> Self {
        let [first, second, ..] = groups;
        if kind == INET4 {
            let ([a, b], [c, d]) = (first.to_le_bytes(), second.to_le_bytes());
            return Self::V4 { octets: [a, b, c, d], port: groups[PORT4] };
        }
        let mut octets = [0; 16];
        for (pair, group) in octets.as_chunks_mut::<2>().0.iter_mut().zip(groups) {
            *pair = group.to_be_bytes();
        }
        Self::V6 { octets, port: port6, flowinfo: 0, scope: 0 }
    }
}

impl Addr {
    /// The address the host wrote, unless it left the slot zero, as it does for a stream.
    pub(super) fn known(self) -> Option<Self> {
        (self.port6 != 0 || self.ip.groups != [0; 8]).then_some(self)
    }
}

/// `__wasi_addr_ip_t`
#[repr(C)]
pub(super) struct AddrIp(AddrIpPart);

const _: () = assert!(size_of::<AddrIp>() == 20);

impl AddrIp {
    pub(super) fn v4(octets: [u8; 4]) -> Self {
        Self(AddrIpPart::v4(octets, 0))
    }

    pub(super) fn v6(octets: [u8; 16]) -> Self {
        Self(AddrIpPart::v6(octets))
    }
}

/// `__wasi_addr_info_t`
#[repr(C)]
#[derive(Clone, Copy)]
pub(super) struct AddrInfo {
    pub addr: Addr,
    kind: i32,
}

const _: () = assert!(size_of::<AddrInfo>() == 28);

impl AddrInfo {
    /// The record in `bytes`, if they hold a whole one.
    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        if bytes.len() < size_of::<Self>() {
            return None;
        }
        // SAFETY: the bytes hold one record, any bytes make a valid one, no alignment is assumed.
        Some(unsafe { bytes.as_ptr().cast::<Self>().read_unaligned() })
    }
}

/// `__wasi_addr_info_hints_t`
#[repr(C)]
pub(super) struct Hints {
    kind: i32,
    family: i32,
    enabled: u8,
}

const _: () = assert!(size_of::<Hints>() == 12);

impl Hints {
    /// Stream addresses only, so that each address comes once; of one family or of both.
    pub(super) fn streams(family: Option<Family>) -> Self {
        let family = family.map_or(INET_UNSPEC, self::family);
        Self { kind: SOCKET_STREAM, family, enabled: 1 }
    }
}
