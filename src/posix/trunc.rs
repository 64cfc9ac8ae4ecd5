//! `MSG_TRUNC` of a receive: how long a datagram is, or so much of a stream thrown away.

use core::mem::MaybeUninit;

use crate::abi::iovec;
use crate::dialect::{Dialect, Fd, Kind};
use crate::errno::Result;
use crate::host::Host;
use crate::memory::scratch;

/// More than any datagram has.
pub(super) const LONGEST: usize = 1 << 16;

/// Receives a datagram into the room and what does not fit into memory behind it, so that `call` learns its whole length;
/// of a stream nothing goes to the room.
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
