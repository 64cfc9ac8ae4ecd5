// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! `sock_addr_resolve`.

use std::fmt;

use dns_lookup::{LookupError, LookupErrorKind};

use super::NAME;
use super::address::Address;
use crate::arg::{self, CString, In, Out};
use crate::errno::{Answer, Errno};
use crate::kind::{Family, Kind};
use crate::memory::{Record, field, set_field};
use crate::net::Hints;
use crate::state::Host;

/// `__wasi_addr_info_hints_t`: type i32, family i32, enabled u8; 12 bytes.
pub struct GuestHints(Hints);

impl Record for GuestHints {
    const SIZE: u32 = 12;
    const ALIGN: u32 = 4;
    fn load(bytes: &[u8]) -> Result<Self, Errno> {
        if !field::<bool>(bytes, 8)? {
            return Ok(Self(Hints::default()));
        }
        let kind = match field::<i32>(bytes, 0)? {
            -1 => None,
            0 => Some(Kind::Datagram),
            1 => Some(Kind::Stream),
            _ => return Err(Errno::EINVAL),
        };
        let family = match field::<i32>(bytes, 4)? {
            0 => Some(Family::Inet),
            1 => Some(Family::Inet6),
            2 => None,
            _ => return Err(Errno::EINVAL),
        };
        Ok(Self(Hints { family, kind, flags: 0 }))
    }
    fn store(&self, _: &mut [u8]) -> Answer {
        Err(Errno::ENOTSUP)
    }
}

impl fmt::Display for GuestHints {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}/{:?}", self.0.family, self.0.kind)
    }
}

/// `__wasi_addr_info_t`: an address and its type i32; 28 bytes.
struct AddrInfo(Address, Kind);

impl Record for AddrInfo {
    const SIZE: u32 = 28;
    const ALIGN: u32 = 4;
    fn load(_: &[u8]) -> Result<Self, Errno> {
        Err(Errno::ENOTSUP)
    }
    fn store(&self, bytes: &mut [u8]) -> Answer {
        let kind = match self.1 {
            Kind::Datagram => 0,
            Kind::Stream => 1,
        };
        let (address, _) = bytes.split_at_mut(Address::SIZE as usize);
        self.0.store(address)?;
        set_field::<i32>(bytes, 24, kind)
    }
}

/// Writes as many answers as have room; `total` is how many there are. WAMR fails without any room.
pub fn resolve(
    host: &mut Host<'_>,
    name: CString,
    service: CString,
    hints: In<GuestHints>,
    place: arg::Address,
    room: u32,
    total: Out<u32>,
) -> Answer {
    let array = host.memory.array(place.0, room, AddrInfo::SIZE, AddrInfo::ALIGN)?;
    if room == 0 && host.state.imitates(NAME) {
        return Err(Errno::EINVAL);
    }
    let GuestHints(hints) = hints.load(&host.memory)?;
    let service = Some(service.load(&host.memory)?).filter(|service| !service.is_empty());
    let found = host.state.net.resolve(name.load(&host.memory)?, service, hints);
    let found = host.state.resolved(found, errno)?;
    let count = u32::try_from(found.len()).map_err(|_| Errno::EOVERFLOW)?;
    let answers: Vec<_> = found.iter().map(|found| AddrInfo(Address(found.address), found.kind)).collect();
    host.memory.store_all(place.0, answers.get(..room as usize).unwrap_or(&answers))?;
    total.store(&mut host.memory, count)?;
    host.may_lie([array], Ok(()))
}

/// WAMR's errors for those of `getaddrinfo`.
fn errno(error: &LookupError) -> Errno {
    match error.kind() {
        LookupErrorKind::Again => Errno::EAGAIN,
        LookupErrorKind::Fail => Errno::EFAULT,
        LookupErrorKind::Memory => Errno::ENOMEM,
        LookupErrorKind::System => Errno::EIO,
        _ => Errno::EINVAL,
    }
}
