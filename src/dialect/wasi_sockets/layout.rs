// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! How the canonical ABI lays out arguments and results.

use crate::addr::SocketAddr;
use crate::dialect::Family;
use crate::errno::Result;

use super::error;

/// A handle of the host, at least 1; 0 is none.
pub(super) type Raw = i32;

/// The place for the result of a call. It has room for the largest: a socket address behind its tag.
#[derive(PartialEq, Eq)]
#[repr(C, align(8))]
pub(super) struct Area([u8; 40]);

impl Area {
    /// All zeros, which read as success.
    pub const fn new() -> Self {
        Self([0; _])
    }

    /// Calls an import that writes to an area.
    #[inline]
    pub fn of(call: impl FnOnce(*mut Self)) -> Self {
        let mut area = Self::new();
        call(&mut area);
        area
    }

    pub fn u8(&self, at: usize) -> u8 {
        self.0.get(at).copied().unwrap_or_default()
    }

    pub fn u16(&self, at: usize) -> u16 {
        self.chunk(at).map_or(0, u16::from_le_bytes)
    }

    pub fn u32(&self, at: usize) -> u32 {
        self.chunk(at).map_or(0, u32::from_le_bytes)
    }

    pub fn u64(&self, at: usize) -> u64 {
        self.chunk(at).map_or(0, u64::from_le_bytes)
    }

    pub fn handle(&self, at: usize) -> Raw {
        self.u32(at).cast_signed()
    }

    fn chunk<const N: usize>(&self, at: usize) -> Option<[u8; N]> {
        self.0.get(at..)?.first_chunk().copied()
    }

    /// A pointer and a length, which lie behind a tag of a pointer's size where there is one.
    fn list(&self, at: usize) -> (*mut u8, usize) {
        const WORD: usize = size_of::<usize>();
        let word = |at| self.chunk(at).map_or(0, usize::from_le_bytes);
        (core::ptr::with_exposed_provenance_mut(word(at * WORD)), word((at + 1) * WORD))
    }

    /// `list<T>`.
    pub fn plain_list(&self) -> (*mut u8, usize) {
        self.list(0)
    }

    /// The list of `result<list<T>, E>`.
    pub fn list_behind_tag(&self) -> (*mut u8, usize) {
        self.list(1)
    }

    /// Whether a `result` is an error.
    pub fn is_error(&self) -> bool {
        self.u8(0) != 0
    }

    /// `result<T, error-code>`, whose contents lie at `at`: its errno.
    pub fn check(&self, at: usize) -> Result<()> {
        if self.is_error() { Err(error::errno(self.u8(at))) } else { Ok(()) }
    }

    /// `result<_, error-code>`
    pub fn status(&self) -> Result<()> {
        self.check(1)
    }

    /// `result<ip-socket-address, error-code>`
    pub fn address(&self) -> Result<SocketAddr> {
        self.check(4)?;
        Ok(self.address_at(4))
    }

    fn address_at(&self, at: usize) -> SocketAddr {
        let port = self.u16(at + 4);
        if self.u8(at) == V4 {
            return SocketAddr::V4 { octets: self.chunk(at + 6).unwrap_or_default(), port };
        }
        let octets = words_to_octets(self.chunk(at + 12).unwrap_or_default());
        // C holds the flow in network byte order.
        SocketAddr::V6 { octets, port, flowinfo: self.u32(at + 8).to_be(), scope: self.u32(at + 28) }
    }
}

const V4: u8 = 0;
const V6: u8 = 1;

/// `ip-address-family`
pub(super) fn family(family: Family) -> i32 {
    match family {
        Family::V4 => V4.into(),
        Family::V6 => V6.into(),
    }
}

/// Eight words of the host's memory, as octets in the order in which they are written.
pub(super) fn words_to_octets(words: [u8; 16]) -> [u8; 16] {
    let mut octets = words;
    octets.as_chunks_mut::<2>().0.iter_mut().for_each(|word| word.reverse());
    octets
}

/// A call that takes an address.
pub(super) type AddressCall =
    unsafe extern "C" fn(Raw, Raw, i32, i32, i32, i32, i32, i32, i32, i32, i32, i32, i32, i32, *mut Area);

/// `ip-socket-address` as words: the tag, then port and octets, or port, flow, eight words, scope.
pub(super) struct Words([i32; 12]);

impl Words {
    /// Of an option that is none.
    pub const NONE: Self = Self([0; _]);

    pub fn of(addr: &SocketAddr) -> Self {
        match *addr {
            SocketAddr::V4 { octets: [a, b, c, d], port } => {
                let [a, b, c, d] = [a, b, c, d].map(i32::from);
                Self([V4.into(), port.into(), a, b, c, d, 0, 0, 0, 0, 0, 0])
            }
            SocketAddr::V6 { octets, port, flowinfo, scope } => {
                let word = |at: usize| {
                    octets
                        .get(2 * at..)
                        .and_then(<[u8]>::first_chunk)
                        .map_or(0, |word| i32::from(u16::from_be_bytes(*word)))
                };
                let (flow, scope) = (u32::from_be(flowinfo).cast_signed(), scope.cast_signed());
                let [a, b, c, d, e, f, g, h] = core::array::from_fn(word);
                Self([V6.into(), port.into(), flow, a, b, c, d, e, f, g, h, scope])
            }
        }
    }

    /// Calls with the address, and with a handle or a tag before it; the status.
    ///
    /// # Safety
    /// The handle is one that the call takes.
    pub unsafe fn call(&self, call: AddressCall, this: Raw, with: Raw) -> Area {
        let [a, b, c, d, e, f, g, h, i, j, k, l] = self.0;
        // SAFETY: the caller's promise; the host writes to the area.
        Area::of(|area| unsafe { call(this, with, a, b, c, d, e, f, g, h, i, j, k, l, area) })
    }
}

/// `ip-socket-address` in memory.
#[repr(C, align(4))]
#[derive(Clone, Copy)]
pub(super) struct Address([u8; 32]);

impl Address {
    pub fn of(addr: &SocketAddr) -> Self {
        let mut bytes = [0; 32];
        let mut put = |at: usize, from: &[u8]| {
            for (to, from) in bytes.iter_mut().skip(at).zip(from) {
                *to = *from;
            }
        };
        match *addr {
            SocketAddr::V4 { octets, port } => {
                put(4, &port.to_le_bytes());
                put(6, &octets);
            }
            SocketAddr::V6 { octets, port, flowinfo, scope } => {
                put(0, &[V6]);
                put(4, &port.to_le_bytes());
                put(8, &u32::from_be(flowinfo).to_le_bytes());
                put(12, &words_to_octets(octets));
                put(28, &scope.to_le_bytes());
            }
        }
        Self(bytes)
    }

    pub fn get(&self) -> SocketAddr {
        let mut area = Area::new();
        for (to, from) in area.0.iter_mut().zip(self.0) {
            *to = from;
        }
        area.address_at(0)
    }
}

/// `incoming-datagram`
#[repr(C)]
pub(super) struct IncomingDatagram {
    pub at: *mut u8,
    pub len: usize,
    pub from: Address,
}

/// `outgoing-datagram`
#[repr(C)]
pub(super) struct OutgoingDatagram {
    pub at: *const u8,
    pub len: usize,
    pub has_address: u32,
    pub to: Address,
}

#[cfg(target_family = "wasm")]
const _: () = {
    assert!(size_of::<IncomingDatagram>() == 40 && core::mem::offset_of!(IncomingDatagram, from) == 8);
    assert!(size_of::<OutgoingDatagram>() == 44 && core::mem::offset_of!(OutgoingDatagram, to) == 12);
};
