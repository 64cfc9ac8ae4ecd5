// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Detects truncation where the host does not report it: the host is offered one byte more than the program has room for.

use core::mem::MaybeUninit;

use crate::abi::{IOV_MAX, iovec};
use crate::dialect::Received;
use crate::errno::{Errno, Result};

/// Receives a datagram with a probe byte behind `room`: a datagram that reaches the probe has been truncated. `call`
/// returns the length, and a value that is passed on.
pub(crate) fn receive<T>(room: &[iovec], call: impl FnOnce(&[iovec]) -> Result<(usize, T)>) -> Result<(Received, T)> {
    const FEW: usize = 16;
    if room.len() < FEW { receive_in::<FEW, T>(room, call) } else { receive_in::<IOV_MAX, T>(room, call) }
}

/// The same if the length of the room is known, and only the length is returned.
#[inline]
pub(crate) fn receive_len(
    room: &[iovec],
    total: usize,
    call: impl FnOnce(&[iovec]) -> Result<usize>,
) -> Result<Received> {
    const FEW: usize = 16;
    let len = if room.len() < FEW { with_probe::<FEW, _>(room, call) } else { with_probe::<IOV_MAX, _>(room, call) }?;
    Ok(Received { len: len.min(total), truncated: len > total })
}

/// [`receive`] with `N` iovecs on the stack, that of the probe included.
fn receive_in<const N: usize, T>(
    room: &[iovec],
    call: impl FnOnce(&[iovec]) -> Result<(usize, T)>,
) -> Result<(Received, T)> {
    let (len, more) = with_probe::<N, _>(room, call)?;
    let total: usize = room.iter().map(|part| part.iov_len).sum();
    Ok((Received { len: len.min(total), truncated: len > total }, more))
}

/// Not inlined, because the larger one takes much of the stack.
#[inline(never)]
fn with_probe<const N: usize, R>(room: &[iovec], call: impl FnOnce(&[iovec]) -> Result<R>) -> Result<R> {
    let mut probe = 0u8;
    let mut iovs = [const { MaybeUninit::<iovec>::uninit() }; N];
    let mut n = 0;
    for (to, from) in iovs.iter_mut().zip(room) {
        to.write(*from);
        n += 1;
    }
    // `IOV_MAX` buffers and the probe are more than a host takes.
    let last = iovs.get_mut(n).ok_or(Errno::EMSGSIZE)?;
    last.write(iovec { iov_base: (&raw mut probe).cast(), iov_len: 1 });
    // SAFETY: the first `n + 1` were written.
    call(unsafe { core::slice::from_raw_parts(iovs.as_ptr().cast(), n + 1) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_reaches_the_spare_byte_is_truncated() {
        let mut bytes = [0u8; 4];
        let room = [iovec { iov_base: bytes.as_mut_ptr().cast(), iov_len: 4 }];
        for (len, truncated) in [(3, false), (4, false), (5, true)] {
            let got = receive(&room, |iovs| {
                assert_eq!((iovs.len(), iovs[1].iov_len), (2, 1));
                Ok((len, ()))
            });
            assert_eq!(got, Ok((Received { len: len.min(4), truncated }, ())));
        }
    }

    #[test]
    fn no_buffer_may_be_left_out() {
        let room = [iovec { iov_base: core::ptr::null_mut(), iov_len: 0 }; IOV_MAX];
        assert_eq!(receive(&room, |_| Ok((0, ()))), Err(Errno::EMSGSIZE));
        assert!(receive(&room[1..], |iovs| Ok((0, assert_eq!(iovs.len(), IOV_MAX)))).is_ok());
    }
}
