// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! `resolve`.

use dns_lookup::{LookupError, LookupErrorKind};

use super::address::AddrIp;
use super::wasmer;
use crate::arg::{Address, Out, Text};
use crate::errno::{Answer, Errno};
use crate::kind::Kind;
use crate::memory::Record;
use crate::net::Hints;
use crate::state::Host;

/// Answers as many as there is room for, and says how many these are; that there are more is not told. The port is for
/// the resolver only. Each address comes once.
pub fn resolve(host: &mut Host<'_>, name: Text, _port: u16, place: Address, room: u32, count: Out<u32>) -> Answer {
    let array = host.memory.array(place.0, room, AddrIp::SIZE, AddrIp::ALIGN)?;
    let hints = Hints { kind: Some(Kind::Stream), ..Hints::default() };
    let wasmer = wasmer::is_imitated(host);
    let found = host.state.net.resolve(name.load(&host.memory)?, None, hints);
    let found = host.state.resolved(found, |error| if wasmer { Errno::EIO } else { errno(error) })?;
    let answers: Vec<_> = found.iter().map(|found| AddrIp(found.address.ip())).take(room as usize).collect();
    host.memory.store_all(place.0, &answers)?;
    count.store(&mut host.memory, answers.len() as u32)?;
    host.may_lie([array], Ok(()))
}

fn errno(error: &LookupError) -> Errno {
    match error.kind() {
        LookupErrorKind::Again => Errno::EAGAIN,
        LookupErrorKind::Memory => Errno::ENOMEM,
        LookupErrorKind::System => Errno::EIO,
        _ => Errno::ENOENT,
    }
}
