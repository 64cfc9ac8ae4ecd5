// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! The structures and numbers of `api_wasix.h`. Octets are in the order in which they are written, numbers in the guest's
//! byte order, except ports: see [`super::port`].

use core::ffi::c_int;
use core::mem::MaybeUninit;

use crate::abi::{AF_INET, AF_INET6};
use crate::addr::{AnyAddr, DialectAddr, Image, SocketAddr};
use crate::dialect::{Family, Kind};

const INET4: u8 = 1;
const INET6: u8 = 2;

/// What a limit is for, by the number of its option.
pub(super) const RECV: i32 = 19;
pub(super) const SEND: i32 = 20;
pub(super) const CONNECT: i32 = 21;
/// The only limit of a listener.
pub(super) const ACCEPT: i32 = 22;

/// `__wasi_address_family_t`
pub(super) fn family(family: Family) -> i32 {
    match family {
        Family::V4 => i32::from(INET4),
        Family::V6 => i32::from(INET6),
    }
}

/// `__wasi_sock_type_t`, and the `__wasi_sock_proto_t` that belongs to it.
pub(super) fn kind_and_protocol(kind: Kind) -> (i32, i32) {
    const STREAM: i32 = 1;
    const DGRAM: i32 = 2;
    const TCP: i32 = 6;
    const UDP: i32 = 17;
    match kind {
        Kind::Stream => (STREAM, TCP),
        Kind::Datagram => (DGRAM, UDP),
    }
}

/// `__wasi_addr_port_t`: a family, then the port and octets. The port of an address that a host has written may stand in
/// another byte order, see [`super::port`]; everywhere else it is in the guest's.
#[repr(C, align(2))]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Addr {
    family: u8,
    _pad: u8,
    port: [u8; 2],
    octets: [u8; 16],
    /// Upper and lower half, as the scope.
    flowinfo: [[u8; 2]; 2],
    scope: [[u8; 2]; 2],
}

/// The place of an address, large enough for a UNIX path, though hosts read and write the first 20 bytes only.
#[repr(C)]
pub(super) struct Place {
    pub addr: Addr,
    _path: MaybeUninit<[u8; 82]>,
}

const _: () = {
    use core::mem::offset_of;
    assert!(size_of::<Place>() == 110 && align_of::<Place>() == 2);
    assert!(offset_of!(Addr, port) == 2 && offset_of!(Addr, octets) == 4);
    assert!(offset_of!(Addr, flowinfo) == 20 && offset_of!(Addr, scope) == 24);
};

impl Place {
    /// A place for a host to write to.
    pub(super) const EMPTY: Self = Self::of(&Addr::EMPTY);

    /// An address for a host to read.
    #[inline(always)]
    pub(super) const fn of(addr: &Addr) -> Self {
        Self { addr: *addr, _path: MaybeUninit::uninit() }
    }

    /// The address that the host has written, `port` reading its port; `None` when it left the place empty.
    pub(super) fn decode(&self, port: impl FnOnce([u8; 2]) -> u16) -> Option<Addr> {
        self.addr.family().map(|_known| Addr { port: port(self.addr.port).to_le_bytes(), ..self.addr })
    }
}

impl Addr {
    const EMPTY: Self =
        Self { family: 0, _pad: 0, port: [0; 2], octets: [0; 16], flowinfo: [[0; 2]; 2], scope: [[0; 2]; 2] };

    /// The family; `None` if there is no address.
    pub(super) fn family(&self) -> Option<Family> {
        match self.family {
            INET4 => Some(Family::V4),
            INET6 => Some(Family::V6),
            _ => None,
        }
    }

    /// The same, as in `sa_family`.
    pub(super) fn domain(&self) -> c_int {
        if self.family == INET4 { AF_INET } else { AF_INET6 }
    }

    /// Whether the address has port 0, whatever the order of its bytes: then it is nobody's.
    pub(super) fn is_nobody(&self) -> bool {
        self.port == [0; 2]
    }

    /// The two bytes of the port.
    pub(super) fn raw_port(&self) -> [u8; 2] {
        self.port
    }

    fn port(&self) -> u16 {
        u16::from_le_bytes(self.port)
    }
}

impl From<SocketAddr> for Addr {
    #[inline(always)]
    fn from(addr: SocketAddr) -> Self {
        match addr {
            SocketAddr::V4 { octets: [a, b, c, d], port } => Self {
                family: INET4,
                port: port.to_le_bytes(),
                octets: [a, b, c, d, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
                ..Self::EMPTY
            },
            SocketAddr::V6 { octets, port, flowinfo, scope } => Self {
                family: INET6,
                _pad: 0,
                port: port.to_le_bytes(),
                octets,
                flowinfo: halves(flowinfo),
                scope: halves(scope),
            },
        }
    }
}

impl From<Addr> for SocketAddr {
    fn from(addr: Addr) -> Self {
        let Addr { octets, flowinfo, scope, .. } = addr;
        let [a, b, c, d, ..] = octets;
        match addr.family {
            INET4 => Self::V4 { octets: [a, b, c, d], port: addr.port() },
            _ => Self::V6 { octets, port: addr.port(), flowinfo: joined(flowinfo), scope: joined(scope) },
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
        image.begin(self.domain(), self.port());
        let mut words = self.octets.as_chunks::<4>().0.iter().map(|word| u32::from_ne_bytes(*word));
        if self.family == INET4 {
            image.v4(words.next().unwrap_or_default());
        } else {
            image.v6(words, joined(self.flowinfo), joined(self.scope));
        }
    }

    #[inline(always)]
    fn v4(&self) -> Option<([u8; 4], u16)> {
        let [a, b, c, d, ..] = self.octets;
        (self.family == INET4).then(|| ([a, b, c, d], self.port()))
    }
}

fn halves(number: u32) -> [[u8; 2]; 2] {
    let [a, b, c, d] = number.to_le_bytes();
    [[c, d], [a, b]]
}

fn joined([[c, d], [a, b]]: [[u8; 2]; 2]) -> u32 {
    u32::from_le_bytes([a, b, c, d])
}

/// Bytes of a `__wasi_addr_ip_t`: a family, then octets.
pub(super) const ANSWER: usize = 18;

/// The address in an answer of `resolve`, its port 0.
pub(super) fn answer(record: &[u8]) -> Option<SocketAddr> {
    let [family, _pad, octets @ ..] = *record.first_chunk::<ANSWER>()?;
    let [a, b, c, d, ..] = octets;
    match family {
        INET4 => Some(SocketAddr::V4 { octets: [a, b, c, d], port: 0 }),
        INET6 => Some(SocketAddr::V6 { octets, port: 0, flowinfo: 0, scope: 0 }),
        _ => None,
    }
}

/// `__wasi_option_timestamp_t`: a time in nanoseconds, or none.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Time {
    some: u8,
    nanoseconds: u64,
}

const _: () = assert!(size_of::<Time>() == 16 && core::mem::offset_of!(Time, nanoseconds) == 8);

impl Time {
    pub(super) const NONE: Self = Self { some: 0, nanoseconds: 0 };

    pub(super) const fn new(nanoseconds: u64) -> Self {
        Self { some: 1, nanoseconds }
    }

    pub(super) fn get(self) -> Option<u64> {
        (self.some != 0).then_some(self.nanoseconds)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ipv4_has_its_port_first_in_the_guests_byte_order() {
        let addr = Addr::from(SocketAddr::V4 { octets: [127, 0, 0, 1], port: 0x1234 });
        assert_eq!((addr.family, addr.port, addr.octets[..5].to_vec()), (1, [0x34, 0x12], [127, 0, 0, 1, 0].to_vec()));
    }

    #[test]
    fn ipv6_has_octets_and_numbers_in_halves() {
        let mut octets = [0; 16];
        octets[0] = 0xfe;
        let v6 = SocketAddr::V6 { octets, port: 0x5678, flowinfo: 0x0102_0304, scope: 0x0506_0708 };
        let addr = Addr::from(v6);
        assert_eq!((addr.family, addr.port, addr.octets), (2, [0x78, 0x56], octets));
        assert_eq!((addr.flowinfo, addr.scope), ([[2, 1], [4, 3]], [[6, 5], [8, 7]]));
        assert_eq!(SocketAddr::from(addr), v6);
        assert_eq!(Place::of(&addr).decode(u16::from_le_bytes), Some(addr));
    }

    #[test]
    fn an_empty_place_is_no_address() {
        assert_eq!(Place::EMPTY.decode(u16::from_be_bytes), None);
        assert!(Addr::EMPTY.is_nobody());
    }

    #[test]
    fn an_answer_is_a_family_and_octets() {
        let mut record = [0u8; ANSWER];
        assert_eq!(answer(&record), None);
        record[..6].copy_from_slice(&[1, 0, 127, 0, 0, 1]);
        assert_eq!(answer(&record), Some(SocketAddr::V4 { octets: [127, 0, 0, 1], port: 0 }));
        assert_eq!(answer(&record[..17]), None);
    }

    #[test]
    fn a_time_may_be_none() {
        assert_eq!((Time::NONE.get(), Time::new(0).get(), Time::new(7).get()), (None, Some(0), Some(7)));
    }
}
