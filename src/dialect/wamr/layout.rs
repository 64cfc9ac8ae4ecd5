// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! The structures and numbers of `wasi_socket_ext.h`. Everything in host byte order.

use core::ffi::c_int;
use core::mem::MaybeUninit;

use crate::abi::{AF_INET, AF_INET6, sockaddr_in, sockaddr_in6};
use crate::addr::{AnyAddr, DialectAddr, Image, SocketAddr, UNSPECIFIED};
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

/// An IPv4 address in the place of an [`Addr`], of which the host does not read the rest.
#[repr(C)]
pub(super) struct AddrV4 {
    kind: i32,
    octets: [u8; 4],
    port: u16,
    rest: MaybeUninit<[u16; 7]>,
}

const _: () = assert!(size_of::<AddrV4>() == size_of::<Addr>() && align_of::<AddrV4>() == align_of::<Addr>());

impl AddrV4 {
    /// Where the host reads.
    #[inline(always)]
    pub(super) fn addr(&self) -> *const Addr {
        (&raw const *self).cast()
    }
}

impl From<SocketAddr> for AddrV4 {
    /// Of an address of IPv4: the fast verbs have no other.
    #[inline(always)]
    fn from(addr: SocketAddr) -> Self {
        let (octets, port) = match addr {
            SocketAddr::V4 { octets, port } => (octets, port),
            SocketAddr::V6 { port, .. } => ([0; 4], port),
        };
        Self { kind: INET4, octets, port, rest: MaybeUninit::uninit() }
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

/// Room for the address of a peer. The host writes it where C's form of an IPv4 address has the octets in their place.
#[repr(C)]
pub(super) struct PeerImage {
    /// The host's kind, the octets of an IPv4 address and its port; in C's form the family and the port, and the octets. Zero
    /// until the host writes: an address of no family.
    short: [u32; 4],
    /// The end of the groups of an IPv6 address, and its port; in C's form the scope is last.
    rest: [MaybeUninit<u32>; 3],
}

const _: () = {
    assert!(size_of::<PeerImage>() == size_of::<sockaddr_in6>() && align_of::<PeerImage>() == align_of::<Addr>());
    assert!(size_of::<PeerImage>() > size_of::<Addr>());
    assert!(core::mem::offset_of!(PeerImage, rest) == UNSPECIFIED);
};

impl PeerImage {
    #[inline(always)]
    pub(super) fn new() -> Self {
        Self { short: [0; 4], rest: [MaybeUninit::uninit(); 3] }
    }

    /// Where the host writes.
    #[inline(always)]
    pub(super) fn addr(&mut self) -> *mut Addr {
        (&raw mut *self).cast()
    }

    /// Makes C's form of what the host wrote; returns its length.
    ///
    /// # Safety
    /// The host has written an address.
    #[inline(always)]
    pub(super) unsafe fn encode(&mut self) -> usize {
        let words = (&raw mut *self).cast::<u32>();
        let (family, port, len);
        // SAFETY: within the image. The host has written its kind, and behind that four octets and a port, or eight groups and a
        // port.
        unsafe {
            if words.read() == INET4 as u32 {
                (family, port, len) = (AF_INET, words.add(2).cast::<u16>().read(), size_of::<sockaddr_in>());
                words.add(2).cast::<u64>().write_unaligned(0);
            } else {
                (family, port, len) = (AF_INET6, words.add(5).cast::<u16>().read(), size_of::<sockaddr_in6>());
                let mut word = words.add(4);
                while word != words {
                    word.add(1).write(swapped(word.read()));
                    word = word.sub(1);
                }
                // No scope, nor flow information.
                words.add(6).write(0);
                words.add(1).write(0);
            }
            words.write(family as u32 | u32::from(port.to_be()) << 16);
        }
        len
    }
}

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
