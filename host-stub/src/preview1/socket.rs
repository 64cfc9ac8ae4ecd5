// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! The four socket functions of preview 1, which dialects share or replace.

use rustix::net::RecvFlags;

use crate::arg::{Iovecs, Out};
use crate::errno::{Answer, Errno};
use crate::import::Module;
use crate::net::Shutdown;
use crate::preview1::fdstat::flags::NONBLOCK;
use crate::state::Host;

/// `ri_flags` bits.
const PEEK: u16 = 1;
const WAITALL: u16 = 2;
/// `ro_flags` bit: the datagram was longer than the buffers.
const DATA_TRUNCATED: u16 = 1;

pub fn add(module: &mut Module<'_>) {
    module.add("sock_accept", "fd flags fd", accept);
    module.add("sock_recv", "fd iovs ri_flags len ro_flags", receive);
    module.add("sock_send", "fd iovs si_flags len", send);
    module.add("sock_shutdown", "fd how", shutdown);
}

/// The next connection; the only flag is `NONBLOCK`, for the new descriptor.
pub fn accept(host: &mut Host<'_>, fd: u32, flags: u16, accepted: Out<u32>) -> Answer {
    if flags & !NONBLOCK != 0 {
        return Err(Errno::EINVAL);
    }
    let socket = host.accept(fd)?;
    socket.set_nonblocking(flags & NONBLOCK != 0)?;
    let number = host.insert(socket)?;
    accepted.store(&mut host.memory, number)
}

/// Receives; `ro_flags` reports a datagram that did not fit.
pub fn receive(host: &mut Host<'_>, fd: u32, iovs: Iovecs, flags: u16, len: Out<u32>, ro_flags: Out<u16>) -> Answer {
    let buffers = host.buffers(iovs)?;
    let received = host.receive(fd, &buffers, receive_flags(flags)?)?;
    ro_flags.store(&mut host.memory, if received.truncated { DATA_TRUNCATED } else { 0 })?;
    len.store(&mut host.memory, received.len)
}

/// Sends; there are no flags.
pub fn send(host: &mut Host<'_>, fd: u32, iovs: Iovecs, flags: u16, len: Out<u32>) -> Answer {
    no_flags(flags)?;
    let buffers = host.buffers(iovs)?;
    let sent = host.send(fd, &buffers, None)?;
    len.store(&mut host.memory, sent)
}

/// Shuts down the directions of `how`: 1 receiving, 2 sending, 3 both.
pub fn shutdown(host: &mut Host<'_>, fd: u32, how: u8) -> Answer {
    let socket = host.socket(fd)?;
    match how {
        1 => socket.shutdown(Shutdown::Read),
        2 => socket.shutdown(Shutdown::Write),
        3 => socket.shutdown(Shutdown::Both),
        _ => Err(Errno::EINVAL),
    }
}

/// The host's flags for `ri_flags`; `EINVAL` for an unknown one.
pub fn receive_flags(flags: u16) -> Result<RecvFlags, Errno> {
    if flags & !(PEEK | WAITALL) != 0 {
        return Err(Errno::EINVAL);
    }
    let peek = if flags & PEEK != 0 { RecvFlags::PEEK } else { RecvFlags::empty() };
    let wait_all = if flags & WAITALL != 0 { RecvFlags::WAITALL } else { RecvFlags::empty() };
    Ok(peek | wait_all)
}

/// `si_flags` has no bits.
pub fn no_flags(flags: u16) -> Answer {
    if flags == 0 { Ok(()) } else { Err(Errno::EINVAL) }
}
