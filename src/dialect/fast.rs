// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! The fast verbs: sends, receives and settings with the usual arguments, which the headers call where the compiler knows
//! them. Each has an exact default over [`Dialect`]; a dialect writes one anew only where that saves instructions.

use core::ffi::c_int;
use core::mem::MaybeUninit;

use crate::abi::iovec;
use crate::addr::{AddrOut, InetAddr};
use crate::dialect::shared::advice;
use crate::dialect::{Dialect, Fd, Flags, Received};
use crate::errno::{Errno, OrMinusOne, Result};
use crate::option::{SockOpt, Value};

/// Buffers, and how many bytes they hold together.
#[derive(Clone, Copy)]
pub(crate) struct Buffers<'a> {
    pub iovs: &'a [iovec],
    /// All lengths together. A reference, so that it is read only after the host has reported a length.
    pub total: &'a usize,
}

impl<'a> Buffers<'a> {
    /// A single one.
    #[inline(always)]
    pub fn one(iov: &'a iovec) -> Self {
        Self { iovs: core::slice::from_ref(iov), total: &iov.iov_len }
    }

    /// A length that the host has reported. `EIO` for more than the buffers hold: the program would read or write
    /// beyond their end.
    #[inline(always)]
    pub fn checked_len(&self, len: usize) -> Result<usize> {
        if len <= *self.total { Ok(len) } else { Err(Errno::EIO) }
    }
}

/// A cell for the length that the host reports of a transfer.
pub(crate) type OutLen = MaybeUninit<u64>;

/// One buffer, and the cell for its length. The inline function in `__wasock_fast.h` allocates both, so that the function
/// that it calls needs no stack frame.
#[repr(C)]
pub struct Transfer {
    pub(crate) iov: iovec,
    pub(crate) out_len: OutLen,
}

/// See the [module](self).
pub(crate) trait Fast: Dialect + Sized {
    /// Binds to an IPv4 address.
    #[inline(always)]
    fn bind_v4(fd: Fd, addr: InetAddr) -> Result<()> {
        Self::bind(fd, &addr.read())
    }
    /// Connects to an IPv4 address.
    #[inline(always)]
    fn connect_v4(fd: Fd, addr: InetAddr) -> Result<()> {
        Self::connect(fd, &addr.read())
    }
    /// Takes the next connection and writes the peer's address. Most hosts no longer know the address of a peer that has reset
    /// its connection. The connection is accepted anyway, as on Linux: otherwise any client could end a server that stops when
    /// `accept` fails.
    #[inline(always)]
    fn accept_peer(fd: Fd, nonblocking: bool, peer: AddrOut) -> Result<Fd> {
        let (new, addr) = Self::accept_from(fd, nonblocking)?;
        peer.write_or_unspecified(addr.as_ref()).inspect_err(|_| Self::close(new))?;
        Ok(new)
    }
    /// Sends data that are not empty, without flags; never returns more than their length.
    #[inline(always)]
    fn send_nonempty(fd: Fd, data: Buffers<'_>, _: &mut OutLen) -> Result<usize> {
        data.checked_len(Self::send(fd, data.iovs, Flags::NONE)?)
    }
    /// The same to `addr`.
    #[inline(always)]
    fn send_nonempty_to(fd: Fd, data: Buffers<'_>, _: &mut OutLen, addr: &Self::Addr) -> Result<usize> {
        data.checked_len(Self::send_to(fd, data.iovs, Flags::NONE, addr)?)
    }
    /// Receives without flags into room that is not empty; never returns more than its length.
    #[inline(always)]
    fn recv_nonempty(fd: Fd, room: Buffers<'_>, _: &mut OutLen) -> Result<usize> {
        room.checked_len(Self::recv(fd, room.iovs, Flags::NONE)?)
    }
    /// The same for C.
    #[inline(always)]
    fn recv_some(fd: Fd, room: Buffers<'_>, out_len: &mut OutLen) -> isize {
        Self::recv_nonempty(fd, room, out_len).or_minus_one()
    }
    /// The same, and returns the sender.
    #[inline(always)]
    fn recv_nonempty_from(fd: Fd, room: Buffers<'_>, _: &mut OutLen, sender: AddrOut) -> Result<usize> {
        let (len, from) = Self::recv_from(fd, room.iovs, Flags::NONE)?;
        let len = room.checked_len(len)?;
        sender.write(from.as_ref()).map(|()| len)
    }
    /// Receives without flags into room that is not empty, never more than its length. Returns the sender if the caller
    /// wants it; `truncated` is exact.
    #[inline]
    fn recv_nonempty_msg(fd: Fd, room: Buffers<'_>, sender: Option<AddrOut>) -> Result<Received> {
        let (got, from) = match sender {
            Some(_) => Self::recv_msg(fd, room.iovs, Flags::NONE)?,
            None => (Self::recv_nameless(fd, room.iovs, Flags::NONE)?, None),
        };
        let len = room.checked_len(got.len)?;
        sender.map_or(Ok(()), |sender| sender.write(from.as_ref()))?;
        Ok(Received { len, ..got })
    }
    /// Sets `SO_RCVTIMEO` or `SO_SNDTIMEO`, in microseconds, 0 for none.
    #[inline]
    fn set_limit(fd: Fd, option: SockOpt, limit: u64) -> Result<()> {
        Self::set(fd, option, Value::Time(limit))
    }
    /// Sets an option whose value is a number; advice that the host lacks is ignored.
    #[inline]
    fn set_int(fd: Fd, option: SockOpt, value: c_int) -> Result<()> {
        Self::set(fd, option, Value::Int(value)).or_else(|error| advice::or_ignore::<Self>(fd, option, error))
    }
}
