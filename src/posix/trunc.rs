// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! `MSG_TRUNC` in a receive: returns the whole length of a datagram; discards data of a stream.

use core::mem::MaybeUninit;

use crate::abi::iovec;
use crate::dialect::{Dialect, Fd, Kind};
use crate::errno::Result;
use crate::host::Host;
use crate::memory::scratch;

/// Longer than any datagram.
pub(super) const LONGEST: usize = 1 << 16;

/// Receives a datagram into the caller's room, and the rest into memory behind it, so that `call` returns the whole length.
/// Data of a stream does not reach the room.
#[cold]
pub(super) fn receive<T>(fd: Fd, room: &[iovec], call: impl FnOnce(&[iovec]) -> Result<T>) -> Result<T> {
    if Host::kind(fd)? == Kind::Datagram {
        return with_spare(LONGEST, room, call);
    }
    with_spare(room.iter().map(|iov| iov.iov_len).sum(), &[], call)
}

/// Calls with `len` bytes behind the room.
fn with_spare<T>(len: usize, room: &[iovec], call: impl FnOnce(&[iovec]) -> Result<T>) -> Result<T> {
    scratch::with_scratch::<u8, _>(len, |spare| {
        scratch::with_scratch(room.len() + 1, |iovs: &mut [MaybeUninit<iovec>]| {
            let spare = iovec { iov_base: spare.as_mut_ptr().cast(), iov_len: spare.len() };
            for (to, from) in iovs.iter_mut().zip(room.iter().chain([&spare])) {
                to.write(*from);
            }
            // SAFETY: as many were written as there is room for.
            call(unsafe { core::slice::from_raw_parts(iovs.as_ptr().cast(), iovs.len()) })
        })
    })
}
