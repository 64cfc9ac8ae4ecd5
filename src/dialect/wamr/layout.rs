// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! The structures and numbers of `wasi_socket_ext.h`. Everything in host byte order.

use core::ffi::c_int;

use crate::abi::{AF_INET, AF_INET6, sockaddr_in, sockaddr_in6};
use crate::addr::{AnyAddr, DialectAddr, Image, SocketAddr};
use crate::dialect::{Family, Kind};

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
    /// The port of an IPv6 address; an IPv4 address has its own behind the octets.
    port6: u32,
}

/// Words of memory: the octets of an IPv4 address and its port, or two groups of an IPv6 address each.
#[repr(C)]
#[derive(Clone, Copy, Default)]
struct AddrIpPart {
    kind: i32,
    words: [u32; 4],
}

const _: () = {
    assert!(size_of::<Addr>() == 24 && align_of::<Addr>() == 4);
    assert!(core::mem::offset_of!(Addr, port6) == 20);
};

impl AddrIpPart {
    #[inline(always)]
    fn v4(octets: [u8; 4], port: u16) -> Self {
        Self { kind: INET4, words: [u32::from_ne_bytes(octets), port.into(), 0, 0] }
    }

    fn v6(octets: [u8; 16]) -> Self {
        let [a, b, c, d] = *octets.as_chunks::<4>().0 else { return Self::default() };
        Self { kind: INET6, words: [a, b, c, d].map(|pair| swapped(u32::from_ne_bytes(pair))) }
    }
}

/// Two groups, each from one byte order to the other.
fn swapped(groups: u32) -> u32 {
    (groups & 0x00ff_00ff) << 8 | (groups >> 8) & 0x00ff_00ff
}

impl From<SocketAddr> for Addr {
    #[inline(always)]
    fn from(addr: SocketAddr) -> Self {
        match addr {
            SocketAddr::V4 { octets, port } => Self { ip: AddrIpPart::v4(octets, port), port6: 0 },
            // Flow information and scope have no place in WAMR's structure.
            SocketAddr::V6 { octets, port, .. } => Self { ip: AddrIpPart::v6(octets), port6: port.into() },
        }
    }
}

impl From<Addr> for AnyAddr {
    #[inline]
    fn from(addr: Addr) -> Self {
        SocketAddr::from(addr).into()
    }
}

impl DialectAddr for Addr {
    #[inline]
    fn fill(&self, image: &mut Image) {
        let Self { ip: AddrIpPart { kind, words }, port6 } = self;
        let [octets, port4, ..] = words;
        let is_v4 = *kind == INET4;
        image.begin(self.domain(), *if is_v4 { port4 } else { port6 } as u16);
        if is_v4 { image.v4(*octets) } else { image.v6(words.iter().map(|word| swapped(*word)), 0, 0) }
    }

    #[inline(always)]
    fn v4(&self) -> Option<([u8; 4], u16)> {
        let [octets, port, ..] = self.ip.words;
        (self.ip.kind == INET4).then_some((octets.to_ne_bytes(), port as u16))
    }
}

impl From<Addr> for SocketAddr {
    #[inline(always)]
    fn from(Addr { ip: AddrIpPart { kind, words }, port6 }: Addr) -> Self {
        if kind == INET4 {
            let [octets, port, ..] = words;
            return Self::V4 { octets: octets.to_ne_bytes(), port: port as u16 };
        }
        let mut octets = [0; 16];
        for (four, pair) in octets.as_chunks_mut::<4>().0.iter_mut().zip(words) {
            *four = swapped(pair).to_ne_bytes();
        }
        Self::V6 { octets, port: port6 as u16, flowinfo: 0, scope: 0 }
    }
}

/// Room for the address of a peer, which the host writes where C's form has it, nearly: a word before it for the family and the
/// port, and the octets of an IPv6 address in their place.
#[repr(C)]
#[derive(Default)]
pub(super) struct PeerImage {
    head: u32,
    /// The host's kind; in C's form the octets of an IPv4 address, or flow information.
    second: u32,
    /// The host's words, the last of them the port of an IPv6 address; in C's form its scope.
    rest: [u32; 5],
}

const _: () = {
    assert!(size_of::<PeerImage>() == size_of::<sockaddr_in6>());
    assert!(size_of::<PeerImage>() == size_of::<u32>() + size_of::<Addr>());
};

impl PeerImage {
    /// Where the host writes.
    #[inline(always)]
    pub(super) fn addr(&mut self) -> *mut Addr {
        (&raw mut self.second).cast()
    }

    /// Makes C's form of what the host wrote; returns its length.
    #[inline(always)]
    pub(super) fn encode(&mut self) -> usize {
        let v6 = usize::from(self.second != INET4 as u32);
        // The usual case first.
        let port = self.rest.get(1 + 3 * v6).map_or(0, |port| *port as u16);
        self.head = (AF_INET as u32 + v6 as u32) | u32::from(port.to_be()) << 16;
        let [octets, port4, .., port6] = &mut self.rest;
        if v6 == 0 {
            self.second = *octets;
            (*octets, *port4) = (0, 0);
        } else {
            (self.second, *port6) = (0, 0);
            for word in self.rest.iter_mut().take(4) {
                *word = swapped(*word);
            }
        }
        size_of::<sockaddr_in>() + v6 * (size_of::<sockaddr_in6>() - size_of::<sockaddr_in>())
    }
}

const _: () = assert!(AF_INET6 == AF_INET + 1);

impl Addr {
    /// The address that the host wrote. It leaves the slot zero for a stream.
    #[inline(always)]
    pub(super) fn written(&self) -> Option<&Self> {
        let [octets, ..] = self.ip.words;
        (octets != 0 || self.is_more_than_octets()).then_some(self)
    }

    /// The family, as in `sa_family`.
    pub(super) fn domain(&self) -> c_int {
        if self.ip.kind == INET4 { AF_INET } else { AF_INET6 }
    }

    /// Whether it is the wildcard, whatever its port.
    pub(super) fn is_unspecified(&self) -> bool {
        let [first, rest @ ..] = self.ip.words;
        first == 0 && (self.ip.kind == INET4 || rest == [0; 3])
    }

    #[cold]
    #[inline(never)]
    fn is_more_than_octets(&self) -> bool {
        let [_octets, rest @ ..] = self.ip.words;
        rest != [0; 3] || self.port6 as u16 != 0
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
