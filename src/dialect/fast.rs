//! The fast verbs: sends, receives and settings with the usual arguments, which the headers call where the compiler knows
//! them. Each has an exact default over [`Dialect`]; a dialect writes one anew only where that saves instructions.

use core::ffi::c_int;
use core::mem::MaybeUninit;

use crate::abi::iovec;
use crate::addr::Place;
use crate::dialect::{Dialect, Fd, Flags, Received};
use crate::errno::{Errno, Result};
use crate::option::{SockOpt, Value};

/// Buffers, and how many bytes they hold together.
#[derive(Clone, Copy)]
pub(crate) struct Buffers<'a> {
    pub parts: &'a [iovec],
    /// A reference, so that it is only looked at when the host has out_len a length.
    pub whole: &'a usize,
}

impl<'a> Buffers<'a> {
    /// A single one.
    #[inline(always)]
    pub fn one(part: &'a iovec) -> Self {
        Self { parts: core::slice::from_ref(part), whole: &part.iov_len }
    }

    /// A length that the host tells of a transfer. More than the buffers hold is a lie, `EIO`: the program would go on
    /// beyond their end.
    #[inline(always)]
    pub fn within(&self, len: usize) -> Result<usize> {
        if len <= *self.whole { Ok(len) } else { Err(Errno::EIO) }
    }
}

/// A cell for the length that the host tells of a transfer.
pub(crate) type OutLen = MaybeUninit<u64>;

/// One buffer, and what the host tells: they lie in the frame of the program's own function.
#[repr(C)]
pub struct Transfer {
    pub(crate) part: iovec,
    pub(crate) out_len: OutLen,
}

/// See the [module](self).
pub(crate) trait Fast: Dialect {
    /// Sends what is not empty, without flags; never more than there is.
    #[inline(always)]
    fn send_nonempty(fd: Fd, data: Buffers<'_>, _: &mut OutLen) -> Result<usize> {
        data.within(Self::send(fd, data.parts, Flags::NONE)?)
    }
    /// The same to `addr`.
    #[inline(always)]
    fn send_nonempty_to(fd: Fd, data: Buffers<'_>, _: &mut OutLen, addr: &Self::Addr) -> Result<usize> {
        data.within(Self::send_to(fd, data.parts, Flags::NONE, addr)?)
    }
    /// Receives without flags where there is some room; never more than that.
    #[inline(always)]
    fn recv_nonempty(fd: Fd, room: Buffers<'_>, _: &mut OutLen) -> Result<usize> {
        room.within(Self::recv(fd, room.parts, Flags::NONE)?)
    }
    /// The same, and tells the sender.
    #[inline(always)]
    fn recv_nonempty_from(fd: Fd, room: Buffers<'_>, _: &mut OutLen, sender: Place) -> Result<usize> {
        let (len, from) = Self::recv_from(fd, room.parts, Flags::NONE)?;
        let len = room.within(len)?;
        sender.write(from.as_ref()).map(|()| len)
    }
    /// Receives without flags where there is some room, never more than that, and tells the sender where somebody
    /// wants to know; `truncated` is exact.
    #[inline]
    fn recv_nonempty_msg(fd: Fd, room: Buffers<'_>, sender: Option<Place>) -> Result<Received> {
        let (got, from) = match sender {
            Some(_) => Self::recv_msg(fd, room.parts, Flags::NONE)?,
            None => (Self::recv_nameless(fd, room.parts, Flags::NONE)?, None),
        };
        let len = room.within(got.len)?;
        sender.map_or(Ok(()), |sender| sender.write(from.as_ref()))?;
        Ok(Received { len, ..got })
    }
    /// Sets an option whose value is a number.
    #[inline]
    fn set_int(fd: Fd, option: SockOpt, value: c_int) -> Result<()> {
        Self::set(fd, option, Value::Int(value))
    }
}
