// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! `wasi_ephemeral_addr.resolve`.

use dns_lookup::{LookupError, LookupErrorKind};

use super::address::Address;
use super::pool;
use crate::arg::{Buffer, Out, Text};
use crate::errno::{Answer, Errno};
use crate::kind::Kind;
use crate::memory::Record;
use crate::net::Hints;
use crate::state::Host;

/// Writes the addresses that the pool allows, one record after the other, as many as have room. If room is left, the guest
/// knows that it has all. `EACCES` if no address of the name is in the pool.
pub fn resolve(host: &mut Host<'_>, pool_fd: u32, name: Text, port: u16, answers: Buffer, used: Out<u32>) -> Answer {
    let pool = pool(host, pool_fd)?;
    let hints = Hints { family: None, kind: Some(Kind::Stream), flags: 0 };
    let found = host.state.net.resolve(name.load(&host.memory)?, None, hints);
    let found = host.state.resolved(found, errno)?;
    let net = &host.state.net;
    let allowed = found.iter().map(|found| found.address).filter(|found| net.can_reach(&pool, *found));
    let with_port = |mut address: std::net::SocketAddr| {
        address.set_port(port);
        Address(address)
    };
    let records: Vec<_> = allowed.map(with_port).collect();
    if records.is_empty() {
        return Err(Errno::EACCES);
    }
    let room = (answers.len / Address::SIZE) as usize;
    let fitting = records.get(..room).unwrap_or(&records);
    host.memory.store_all(answers.ptr, fitting)?;
    used.store(&mut host.memory, fitting.len() as u32 * Address::SIZE)?;
    let array = host.memory.array(answers.ptr, answers.len, 1, 1)?;
    host.may_lie([array], Ok(()))
}

/// The errors nearest to those of `getaddrinfo`; the witx specifies none.
fn errno(error: &LookupError) -> Errno {
    match error.kind() {
        LookupErrorKind::Again => Errno::EAGAIN,
        LookupErrorKind::Fail => Errno::EIO,
        LookupErrorKind::Memory => Errno::ENOMEM,
        LookupErrorKind::System => Errno::EIO,
        _ => Errno::ENOENT,
    }
}
