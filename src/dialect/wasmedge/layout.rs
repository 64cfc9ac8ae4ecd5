// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! The structures and numbers of `api.hpp`. An address does not contain its port, which is passed separately.

use crate::addr::{SocketAddr, UnixAddr};
use crate::dialect::shared::wasip1::Cell;
use crate::dialect::{Family, Kind};

pub(super) const INET4: u8 = 1;
pub(super) const INET6: u8 = 2;
pub(super) const UNIX: u8 = 3;
const SOCK_DGRAM: u8 = 1;
const SOCK_STREAM: u8 = 2;

/// `__wasi_address_family_t`
pub(super) fn family(family: Family) -> u8 {
    match family {
        Family::V4 => INET4,
        Family::V6 => INET6,
    }
}

/// `__wasi_sock_type_t`
pub(super) fn kind(kind: Kind) -> u8 {
    match kind {
        Kind::Datagram => SOCK_DGRAM,
        Kind::Stream => SOCK_STREAM,
    }
}

/// The type for the number that a host returns, if it is one of the two.
pub(super) fn known_kind(number: i32) -> Option<Kind> {
    [Kind::Datagram, Kind::Stream].into_iter().find(|one| i32::from(kind(*one)) == number)
}

/// `__wasi_address_t`: where the octets are, 4 or 16 of them, or a [`Storage`] of 128.
#[repr(C)]
pub(crate) struct Address {
    buf: *const u8,
    len: usize,
}

#[cfg(target_pointer_width = "32")]
const _: () = assert!(size_of::<Address>() == 8 && align_of::<Address>() == 4);

impl Address {
    /// The octets of `addr`, where they lie, and its port. Flow information and scope have no place.
    pub(super) fn of(addr: &SocketAddr) -> (Self, i32) {
        match addr {
            SocketAddr::V4 { octets, port } => (Self { buf: octets.as_ptr(), len: octets.len() }, (*port).into()),
            SocketAddr::V6 { octets, port, .. } => (Self { buf: octets.as_ptr(), len: octets.len() }, (*port).into()),
        }
    }

    /// The storage, which has to outlive the call: an address to be read, or the room for an answer.
    pub(super) fn room(storage: &mut Storage) -> Self {
        Self { buf: (&raw mut *storage).cast(), len: size_of::<Storage>() }
    }
}

/// An address with its family, in 128 bytes: the family, then 4 or 16 octets, or a path.
#[repr(C, align(8))]
pub(crate) struct Storage {
    family: u16,
    octets: [u8; 126],
}

const _: () = assert!(size_of::<Storage>() == 128 && core::mem::offset_of!(Storage, octets) == 2);

impl Storage {
    pub(super) const EMPTY: Self = Self { family: 0, octets: [0; 126] };

    /// A path, with zeros behind it to the end.
    pub(super) fn of(addr: &UnixAddr) -> Self {
        let mut storage = Self { family: UNIX.into(), ..Self::EMPTY };
        storage.octets.iter_mut().zip(addr.path).for_each(|(to, from)| *to = from);
        storage
    }

    /// Whether there is nothing behind the family.
    pub(super) fn is_blank(&self) -> bool {
        self.octets.iter().all(|octet| *octet == 0)
    }

    /// The path that a host wrote, or no name; `None` for another family, and for an abstract name, whose length the host
    /// does not return.
    pub(super) fn path(&self) -> Option<UnixAddr> {
        let path = *self.octets.first_chunk()?;
        let is_abstract = path.starts_with(&[0]) && path != [0; _];
        (self.family == u16::from(UNIX) && !is_abstract).then_some(UnixAddr { path })
    }

    /// The address a host wrote, with this port; `None` for a family that is neither.
    pub(super) fn decode(&self, port: u16) -> Option<SocketAddr> {
        match u8::try_from(self.family) {
            Ok(INET4) => Some(SocketAddr::V4 { octets: *self.octets.first_chunk()?, port }),
            Ok(INET6) => Some(SocketAddr::V6 { octets: *self.octets.first_chunk()?, port, flowinfo: 0, scope: 0 }),
            _ => None,
        }
    }
}

/// An address in the guest's memory.
pub(super) type Pointer = u32;

/// `__wasi_addrinfo_t`
#[repr(C)]
#[derive(Clone, Copy, Default)]
pub(super) struct AddrInfo {
    pub flags: u16,
    pub family: u8,
    pub kind: u8,
    pub protocol: u32,
    pub addr_len: u32,
    pub addr: Pointer,
    pub canonical: Pointer,
    pub canonical_len: u32,
    pub next: Pointer,
}

/// The cell for the sender's port. WasmEdge stores two bytes there, in network order, where wasi-go
/// and wazy store four in host order: the upper half tells which.
pub(super) struct PortCell(pub Cell);

impl PortCell {
    /// No port, and an upper half that no port has.
    const UNTOUCHED: Cell = 0xffff_0000;

    pub(super) const fn new() -> Self {
        Self(Self::UNTOUCHED)
    }

    pub(super) fn port(&self) -> u16 {
        let (port, upper) = (self.0 as u16, (self.0 >> 16) as u16);
        if upper == 0 { port } else { u16::from_be(port) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn storage(family: u16, octets: &[u8]) -> Storage {
        let mut storage = Storage { family, octets: [0xee; 126] };
        storage.octets[..octets.len()].copy_from_slice(octets);
        storage
    }

    #[test]
    fn an_answer_is_a_family_and_octets() {
        let v4 = SocketAddr::V4 { octets: [127, 0, 0, 1], port: 6379 };
        assert_eq!(storage(1, &[127, 0, 0, 1]).decode(6379), Some(v4));
        let octets = [0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1];
        let v6 = SocketAddr::V6 { octets, port: 80, flowinfo: 0, scope: 0 };
        assert_eq!(storage(2, &octets).decode(80), Some(v6));
        assert_eq!(storage(0, &[]).decode(80), None);
        assert_eq!(storage(0x101, &[127, 0, 0, 1]).decode(80), None);
    }

    #[test]
    fn a_path_has_its_family_in_front() {
        let mut path = [0; 108];
        path[..2].copy_from_slice(b"/a");
        let sent = Storage::of(&UnixAddr { path });
        assert_eq!((sent.family, &sent.octets[..3]), (3, &b"/a\0"[..]));
        assert_eq!(sent.path(), Some(UnixAddr { path }));
        assert_eq!(storage(1, &path).path(), None);
        assert_eq!(storage(3, &[0; 108]).path(), Some(UnixAddr { path: [0; 108] }));
        let mut name = [0; 108];
        name[1] = b'a';
        assert_eq!(storage(3, &name).path(), None);
    }

    #[test]
    fn a_port_comes_in_two_bytes_or_in_four() {
        assert_eq!(PortCell(0xffff_0000 | Cell::from(6379u16.to_be())).port(), 6379);
        assert_eq!(PortCell(6379).port(), 6379);
        assert_eq!(PortCell::new().port(), 0);
        assert_eq!(PortCell(0xffff_ffff).port(), u16::MAX);
    }

    #[test]
    fn what_goes_out_is_the_octets_themselves() {
        let addr = SocketAddr::V6 { octets: [7; 16], port: 9, flowinfo: 1, scope: 2 };
        let (address, port) = Address::of(&addr);
        assert_eq!((address.len, port), (16, 9));
        let SocketAddr::V6 { octets, .. } = &addr else { return };
        assert_eq!(address.buf, octets.as_ptr());
    }

    #[test]
    fn types_have_their_numbers() {
        assert_eq!((known_kind(1), known_kind(2)), (Some(Kind::Datagram), Some(Kind::Stream)));
        assert_eq!((known_kind(0), known_kind(6)), (None, None));
    }
}
