// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! `SIGPIPE`: WAMR sends without `MSG_NOSIGNAL`, so a send to a connection whose peer has gone would end the runtime.
//!
//! So the library asks for the peer's address before it sends: the cheapest call that fails once the connection is over. A
//! socket that the program has shut down itself still has a peer. [`end_writing`] removes the right to write from such a
//! descriptor, so that the host refuses every later write to it.
//!
//! A peer that has sent its end can still reset the connection between the check and the send, or while a blocking send
//! waits for room. A runtime that ignores the signal needs no check: see [`is_ignored`].

use core::mem::MaybeUninit;

use wasi::wasi_snapshot_preview1 as preview1;
use wasi::{
    ERRNO_INVAL, ERRNO_NOTCONN, FDFLAGS_NONBLOCK, FILETYPE_SOCKET_DGRAM, FILETYPE_SOCKET_STREAM, Fdstat,
    RIGHTS_FD_WRITE,
};

use super::import::{Ignored, sock_addr_remote};
use super::layout::Addr;
use crate::abi::iovec;
use crate::dialect::shared::wasip1;
use crate::dialect::{Dialect, Fd, Kind};
use crate::errno::{Errno, Result, check};

use super::{Wamr, hook, over, recv};

/// Whether the runtime is started with the signal ignored. The user states that when linking.
#[inline(always)]
fn is_ignored() -> bool {
    #[cfg(feature = "c-exports")]
    {
        unsafe extern "C" {
            static wasock_sigpipe_is_ignored: u8;
        }
        // SAFETY: a constant of the glue's, or the one that replaces it.
        unsafe { wasock_sigpipe_is_ignored != 0 }
    }
    #[cfg(not(feature = "c-exports"))]
    {
        cfg!(feature = "ignored-sigpipe")
    }
}

/// Where the host may write the peer's address.
static PEER: Ignored<Addr> = Ignored::new();

/// Before a send without an address: the error of a stream that cannot send, where the host would raise the signal.
#[inline(always)]
pub(super) fn guard(fd: Fd) -> Result<()> {
    if is_ignored() {
        return Ok(());
    }
    // SAFETY: the host writes one address.
    match unsafe { sock_addr_remote(fd, PEER.at()) } {
        0 => Ok(()),
        code => without_peer(fd, code),
    }
}

/// The same before a send with an address, which a stream ignores. Datagrams raise no signal.
#[inline(always)]
pub(super) fn guard_to(fd: Fd) -> Result<()> {
    if is_ignored() || wasip1::filetype(fd) == Ok(DATAGRAM) { Ok(()) } else { guard(fd) }
}

/// The error of a descriptor without a peer.
#[cold]
#[inline(never)]
fn without_peer(fd: Fd, code: i32) -> Result<()> {
    if code == ENOTCONN { hook::refusal(fd, code, Err(Errno::EPIPE)) } else { Ok(()) }
}

/// The error of a send that the host has refused for a lack of rights: a socket was shut down; anything else is no socket.
pub(super) fn refused(fd: Fd) -> Errno {
    hook::refusal(fd, wasip1::ENOTCAPABLE, Err(Errno::ENOTSOCK)).err().unwrap_or(Errno::EIO)
}

/// The result of a send without data, which the host refuses. Linux takes it on a connected stream; the host cannot send an empty
/// datagram.
pub(super) fn empty(fd: Fd) -> Result<()> {
    let usual = match Wamr::peer(fd) {
        Err(Errno::ENOTCONN) => Err(Errno::EPIPE),
        peer => peer.map(|_any| ()),
    };
    hook::refusal(fd, EINVAL, usual)
}

/// Called before a stream may not block, or is shut down: such a program links what tells their states apart.
pub(super) fn look_closely() {
    hook::refuse_by(refuse);
}

/// Called before a datagram socket is made: such a program links what tells it from a stream.
pub(super) fn look_at_kinds() {
    hook::refuse_at_least_by(refuse_datagram);
}

/// See [`hook::Refuse`].
extern "C" fn refuse(fd: Fd, code: i32, usual: i32) -> i32 {
    let stat = stat(fd);
    match (stat as u8, code) {
        (STREAM, EINVAL) if wasip1::hung_up(fd) != Ok(true) => 0,
        // A stream that has not hung up listens or connects.
        (STREAM, ENOTCONN) if stat >> 16 & NONBLOCK != 0 && !wasip1::is_over(fd) => Errno::EAGAIN.get(),
        (STREAM, _) | (DATAGRAM, wasip1::ENOTCAPABLE) => Errno::EPIPE.get(),
        _ => refuse_datagram(fd, code, usual),
    }
}

/// The same where all streams block, and none is shut down.
extern "C" fn refuse_datagram(fd: Fd, code: i32, usual: i32) -> i32 {
    match (stat(fd) as u8, code) {
        (DATAGRAM, EINVAL) => Errno::EOPNOTSUPP.get(),
        // It reports its own error when it is written to.
        (DATAGRAM, ENOTCONN) => 0,
        _ => usual,
    }
}

const EINVAL: i32 = ERRNO_INVAL.raw() as i32;
const ENOTCONN: i32 = ERRNO_NOTCONN.raw() as i32;
const DATAGRAM: u8 = FILETYPE_SOCKET_DGRAM.raw();
const STREAM: u8 = FILETYPE_SOCKET_STREAM.raw();
const NONBLOCK: u32 = FDFLAGS_NONBLOCK as u32;

/// The first word of a descriptor's `fdstat`: its file type, and in the upper half its flags. 0 where it is not open.
#[inline(never)]
fn stat(fd: Fd) -> u32 {
    const { assert!(core::mem::offset_of!(Fdstat, fs_filetype) == 0 && core::mem::offset_of!(Fdstat, fs_flags) == 2) };
    let mut stat = MaybeUninit::<Fdstat>::uninit();
    let word = stat.as_mut_ptr().cast::<u32>();
    // SAFETY: the host writes one fdstat, which is what the pointer has room for; its first word is set in any case.
    unsafe {
        word.write(0);
        let _untouched_if_it_fails = preview1::fd_fdstat_get(fd, word as usize as i32);
        word.read()
    }
}

/// Removes the right to write from a socket that the program has shut down. No other call on it needs that right.
pub(super) fn end_writing(fd: Fd) -> Result<()> {
    look_closely();
    let stat = wasip1::fdstat(fd)?;
    let base = stat.fs_rights_base & !RIGHTS_FD_WRITE;
    // SAFETY: the import takes numbers only.
    check(unsafe { preview1::fd_fdstat_set_rights(fd, base as i64, stat.fs_rights_inheriting as i64) })
}

/// Whether the program has ended writing.
pub(super) fn has_ended_writing(fd: Fd) -> Result<bool> {
    Ok(wasip1::fdstat(fd)?.fs_rights_base & RIGHTS_FD_WRITE == 0)
}

/// The pending error. Only a receive can fetch it, because a send may raise the signal. The receive is made once the
/// connection is over, so that it never waits. As on Linux, data that came before are kept.
pub(super) fn take_error(fd: Fd) -> Result<Option<Errno>> {
    let kind = wasip1::kind(fd)?;
    if !wasip1::has_error(fd)? {
        return Ok(None);
    }
    let mut byte = 0u8;
    let room = [iovec { iov_base: (&raw mut byte).cast(), iov_len: 1 }];
    match (recv::receive(fd, &room), kind) {
        (Err(error), _) => Ok(Some(error)),
        (Ok(0), Kind::Stream) => Ok(Some(Errno::EPIPE)),
        (Ok(_), Kind::Stream) => over::keep_until_error(fd, byte),
        // The host returns the error before data, unless another thread has taken it.
        (Ok(_), Kind::Datagram) => Ok(None),
    }
}
