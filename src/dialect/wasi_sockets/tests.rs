// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! The dialect over a host that behaves as badly as it may.

use std::vec;
use std::vec::Vec;

use wasi::{EVENTTYPE_CLOCK, EVENTTYPE_FD_READ, EVENTTYPE_FD_WRITE, Eventtype, Subscription};

use super::import::{self as fake, PEER, Step};
use super::*;
use crate::dialect::shared::wasip1;

fn tcp() -> Fd {
    WasiSockets::open(Family::V4, Kind::Stream).expect("there is room")
}

fn udp() -> Fd {
    WasiSockets::open(Family::V4, Kind::Datagram).expect("there is room")
}

/// A connection; the host's side of it.
fn connected() -> Fd {
    let fd = tcp();
    assert_eq!(WasiSockets::connect(fd, &PEER), Ok(()));
    fake::calls();
    fd
}

fn steps(steps: impl IntoIterator<Item = Step>) {
    fake::with(|world| world.socket(0).steps.extend(steps));
}

fn data(bytes: &[u8]) -> Step {
    Step::Data(bytes.to_vec())
}

fn recv(fd: Fd, len: usize, flags: c_int) -> Result<Vec<u8>> {
    let mut room = vec![0; len];
    let part = [iovec { iov_base: room.as_mut_ptr().cast(), iov_len: len }];
    let got = WasiSockets::recv(fd, &part, Flags(flags))?;
    room.truncate(got);
    Ok(room)
}

fn send(fd: Fd, bytes: &[u8], flags: c_int) -> Result<usize> {
    let part = [iovec { iov_base: bytes.as_ptr().cast_mut().cast(), iov_len: bytes.len() }];
    WasiSockets::send(fd, &part, Flags(flags))
}

/// The events of a poll, and the nanoseconds that it took.
fn poll(wishes: &[(Fd, Eventtype)], timeout: Option<u64>) -> (Vec<(Fd, u8, u16)>, u64) {
    let start = fake::with(|world| world.now);
    let wanted = wishes.iter().map(|(fd, tag)| wasip1::readiness(*fd, *tag, *fd as u64));
    let mut subscriptions: Vec<Subscription> = wanted.chain(timeout.map(|time| wasip1::timer(time, 0))).collect();
    let mut events: Vec<_> = subscriptions.iter().map(|_| MaybeUninit::<Event>::uninit()).collect();
    let count = WasiSockets::poll(&mut subscriptions, &mut events).expect("it can be waited for");
    let found = events.iter().take(count).map(|event| {
        // SAFETY: so many are written.
        let event = unsafe { event.assume_init_ref() };
        let flags = if event.error == wasi::ERRNO_SUCCESS { event.fd_readwrite.flags } else { 0xff };
        (event.userdata as Fd, event.type_.raw(), flags)
    });
    let found = found.filter(|(_, tag, _)| *tag != EVENTTYPE_CLOCK.raw()).collect();
    (found, fake::with(|world| world.now) - start)
}

const READ: u8 = EVENTTYPE_FD_READ.raw();
const WRITE: u8 = EVENTTYPE_FD_WRITE.raw();
const BROKEN: u16 = 0xff;
const HUNG_UP: u16 = 1;

mod connection;
mod datagrams;
mod options;
mod readiness;

/// Natively there is no preview 1, no clock, and no descriptor of the host's.
macro_rules! no_descriptors {
    ($($name:ident($($type:ty),*);)*) => { $(
        #[unsafe(no_mangle)]
        extern "C" fn $name($(_: $type),*) -> i32 {
            Errno::EBADF.get()
        }
    )* };
}

no_descriptors! {
    clock_time_get(i32, i64, i32);
    fd_close(Fd);
    fd_fdstat_get(Fd, i32);
    fd_fdstat_set_flags(Fd, i32);
    poll_oneoff(i32, i32, i32, i32);
}
