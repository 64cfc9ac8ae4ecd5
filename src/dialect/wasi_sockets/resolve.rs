// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Names: `wasi:sockets/ip-name-lookup`.

use core::ffi::CStr;

use crate::addr::SocketAddr;
use crate::dialect::{Family, ResolveError};
use crate::errno::Errno;

use super::handle::Pollable;
use super::import;
use super::layout::{Area, Raw, words_to_octets};
use super::network::network;

/// The bytes of an answer: the tag of the family, and its octets as the host has them.
pub(super) const RECORD: usize = 17;

/// The addresses of a host name, which the host returns one after the other.
struct Answers(Raw);

impl Drop for Answers {
    fn drop(&mut self) {
        // SAFETY: the stream is the guest's, and its pollable is gone.
        unsafe { import::drop_resolve(self.0) };
    }
}

impl Answers {
    fn of(host: &CStr) -> Result<Self, ResolveError> {
        // The host traps if the text is not UTF-8.
        let name = host.to_bytes();
        if !name.is_ascii() {
            return Err(ResolveError::NoName);
        }
        // SAFETY: the network is the guest's; the host reads the name and writes to the area.
        let area = Area::of(|area| unsafe { import::resolve_addresses(network(), name.as_ptr(), name.len(), area) });
        if area.is_error() { Err(why(area.u8(4))) } else { Ok(Self(area.handle(4))) }
    }

    /// The next address as an answer; waits for it.
    fn next(&self) -> Result<Option<[u8; RECORD]>, ResolveError> {
        const WOULD_BLOCK: u8 = 8;
        loop {
            // SAFETY: the stream is the guest's; the host writes to the area.
            let area = Area::of(|area| unsafe { import::resolve_next(self.0, area) });
            if !area.is_error() {
                return Ok(
                    (area.u8(2) != 0).then(|| core::array::from_fn(|at| area.u8(if at == 0 { 4 } else { at + 5 })))
                );
            }
            match area.u8(2) {
                // SAFETY: the stream is the guest's.
                WOULD_BLOCK => Pollable::of(unsafe { import::subscribe_resolve(self.0) }).block(),
                code => return Err(why(code)),
            }
        }
    }
}

/// An `error-code` of a look-up.
fn why(code: u8) -> ResolveError {
    match code {
        3 | 18 => ResolveError::NoName,
        4 => ResolveError::Memory,
        1 => ResolveError::System(Errno::EACCES),
        8 | 19 => ResolveError::Again,
        _ => ResolveError::Fail,
    }
}

/// Looks up the addresses of a host name and writes as many as have room; returns how many there are.
pub(super) fn resolve(host: &CStr, family: Option<Family>, answers: &mut [u8]) -> Result<usize, ResolveError> {
    let found = Answers::of(host)?;
    let (mut count, mut others) = (0, false);
    let mut rooms = answers.chunks_exact_mut(RECORD);
    while let Some(record) = found.next()? {
        if family.is_some_and(|family| super::layout::family(family) != i32::from(record[0])) {
            others = true;
            continue;
        }
        if let Some(room) = rooms.next() {
            room.copy_from_slice(&record);
        }
        count += 1;
    }
    if count == 0 { Err(if others { ResolveError::NoFamily } else { ResolveError::NoName }) } else { Ok(count) }
}

/// The address in an answer, its port 0.
pub(super) fn answer(record: &[u8]) -> Option<SocketAddr> {
    let (tag, octets) = record.split_first()?;
    match tag {
        0 => Some(SocketAddr::V4 { octets: *octets.first_chunk()?, port: 0 }),
        1 => Some(SocketAddr::V6 { octets: words_to_octets(*octets.first_chunk()?), port: 0, flowinfo: 0, scope: 0 }),
        _ => None,
    }
}
