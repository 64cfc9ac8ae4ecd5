// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! `MSG_PEEK` and `FIONREAD`, which WAMR lacks: the library receives the data and keeps it until the program takes it.
//!
//! A receive, `read`, `poll` and `close` have to use the kept data, but only in a program that peeks. So they call [`serve`]
//! through a pointer that the first peek sets ([`hook`]). A program that never peeks links only the test of that pointer.

use core::ffi::{c_int, c_void};
use core::mem::MaybeUninit;

use wasi::{ERRNO_SUCCESS, EVENTTYPE_CLOCK, EVENTTYPE_FD_READ, Event, EventFdReadwrite, Subscription};

use super::hook::Taken;
use super::import::{check, sock_recv_from, sock_set_linger};
use super::layout::Addr;
use super::over::{self, PIECE};
use super::{hook, recv};
use crate::abi::iovec;
use crate::addr::SocketAddr;
use crate::descriptor::ahead;
use crate::dialect::shared::wasip1;
use crate::dialect::{Fd, Kind, Received};
use crate::errno::{Errno, Result};
use crate::memory::cursor::Cursor;
use crate::memory::scratch::with_scratch;

/// Peeks: copies the data that a receive would return, and keeps them.
#[cold]
pub(super) fn peek(fd: Fd, room: &[iovec]) -> Result<Taken> {
    /// A peek at a few bytes keeps more of them, for the receives that follow.
    const USUAL: usize = 4096;
    let total: usize = room.iter().map(|part| part.iov_len).sum();
    match wasip1::kind(fd)? {
        Kind::Stream if total == 0 => recv::take(fd, room).map(Taken::stream),
        Kind::Stream => {
            let kept = ahead::with(fd, |socket| socket.kept.len()).unwrap_or(0);
            if kept == 0
                && let Some(end) = end(fd)
            {
                return end;
            }
            if kept == 0 || kept < total && comes(fd)? {
                fetch(fd, total.max(USUAL) - kept)?;
            }
            let copy = |socket: &mut ahead::Ahead| {
                // SAFETY: the front's promise of the buffers.
                unsafe { Cursor::new(room).put(socket.kept.bytes()) }
            };
            ahead::with(fd, copy).unwrap_or(Ok(0)).map(Taken::stream)
        }
        Kind::Datagram => {
            if !has_datagram(fd)
                && let Some(end) = end(fd)
            {
                return end;
            }
            fetch_datagram(fd)?;
            ahead::with(fd, |socket| datagram(socket, room)).unwrap_or(Err(Errno::EAGAIN))
        }
    }
}

/// Ends reading, until the socket is closed.
pub(super) fn end_reading(fd: Fd) -> Result<()> {
    hook::set(serve);
    ahead::with_new(fd, |socket| {
        socket.is_ended = true;
        Ok(())
    })
}

/// Whether reading has been ended.
pub(super) fn is_ended(fd: Fd) -> bool {
    ahead::with(fd, |socket| socket.is_ended) == Some(true)
}

/// The result of a receive where reading has been ended and the host has nothing more: the end, which a datagram socket
/// reports in place of a wait only. `None` for a receive from the host.
fn end(fd: Fd) -> Option<Result<Taken>> {
    if !is_ended(fd) || wasip1::readable(fd) != Ok(false) {
        return None;
    }
    let waits = || Ok(wasip1::kind(fd)? == Kind::Stream || !wasip1::nonblocking(fd)?);
    Some(waits().and_then(|waits| if waits { Ok(Taken::default()) } else { Err(Errno::EAGAIN) }))
}

/// Whether the peer has ended its half, as far as a look behind few bytes shows. More would make room for the peer to send.
pub(super) fn ends(fd: Fd) -> Result<bool> {
    const FEW: usize = 4096;
    Ok(comes(fd)? && (fetch(fd, FEW)? == 0 || comes(fd)? && fetch(fd, 1)? == 0))
}

/// The bytes that wait to be received: all of a stream, the next datagram.
pub(super) fn available(fd: Fd) -> Result<usize> {
    match wasip1::kind(fd)? {
        Kind::Stream => {
            while comes(fd)? && fetch(fd, PIECE)? != 0 {}
            Ok(ahead::with(fd, |socket| socket.kept.len()).unwrap_or(0))
        }
        Kind::Datagram => {
            let first = || ahead::with(fd, |socket| socket.datagrams.first().map_or(0, |first| first.bytes().len()));
            if first().is_none() && comes(fd)? {
                fetch_datagram(fd)?;
            }
            Ok(first().unwrap_or(0))
        }
    }
}

/// Whether a receive would return at once and without an error.
fn comes(fd: Fd) -> Result<bool> {
    Ok(wasip1::readable(fd)? && !wasip1::has_error(fd)?)
}

/// Keeps at most so many more bytes of a stream, and waits for them as a receive does; returns how many came.
fn fetch(fd: Fd, most: usize) -> Result<usize> {
    hook::set(serve);
    over::fetch(fd, most)
}

/// Keeps the next datagram, unless one is kept already.
fn fetch_datagram(fd: Fd) -> Result<()> {
    /// More than any has.
    const LONGEST: usize = 1 << 16;
    if has_datagram(fd) {
        return Ok(());
    }
    hook::set(serve);
    with_scratch::<u8, _>(LONGEST, |bytes| {
        let at = bytes.as_mut_ptr().cast::<u8>();
        let (room, mut len, mut from) = (iovec { iov_base: at.cast(), iov_len: LONGEST }, 0, Addr::default());
        // SAFETY: the host writes to the scratch memory, one address and one length.
        check(unsafe { sock_recv_from(fd, &room, 1, 0, &mut from, &mut len) })?;
        let (len, from) = ((len as usize).min(LONGEST), from.written().copied().map(SocketAddr::from));
        // SAFETY: the host has written them there.
        ahead::with_new(fd, |socket| unsafe {
            socket.datagrams.keep(|_, _| Ok(Some((at.cast_const(), len, from)))).map(|_kept| ())
        })
    })
}

fn has_datagram(fd: Fd) -> bool {
    ahead::with(fd, |socket| socket.datagrams.first().is_some()) == Some(true)
}

/// The first datagram, copied to the buffers.
fn datagram(socket: &mut ahead::Ahead, room: &[iovec]) -> Result<Taken> {
    let first = socket.datagrams.first().ok_or(Errno::EAGAIN)?;
    // SAFETY: the front's promise of the buffers.
    let len = unsafe { Cursor::new(room).put(first.bytes()) }?;
    let truncated = len < first.bytes().len();
    Ok(Taken { got: Received { len, truncated }, from: first.from.map(Addr::from) })
}

/// Receives from the kept data, and on a stream then from the host; `None` if nothing is kept.
fn take(fd: Fd, room: &[iovec]) -> Option<Result<Taken>> {
    let mut rest = Cursor::new(room);
    let taken = ahead::with(fd, |socket| {
        if socket.kept.is_empty() {
            socket.datagrams.first()?;
            let taken = datagram(socket, room);
            socket.datagrams.skip();
            return Some(taken.map(|taken| (taken, false)));
        }
        // SAFETY: the front's promise of the buffers.
        let len = unsafe { socket.kept.take(&mut rest) };
        Some(len.map(|len| (Taken::stream(len), socket.kept.is_empty())))
    })?;
    let Some(taken) = taken else { return end(fd) };
    Some(taken.map(|(mut taken, may_be_more)| {
        if may_be_more && let Ok(Some((at, len))) = rest.piece() {
            let more = [iovec { iov_base: at.cast(), iov_len: len }];
            // An error comes with the next receive.
            let comes = comes(fd).unwrap_or(false);
            taken.got.len += if comes { recv::receive(fd, &more).map_or(0, |got| got.min(len)) } else { 0 };
        }
        taken
    }))
}

/// A wait: sockets with kept data are readable. If there are any, the host is polled without waiting.
fn poll(subscriptions: &[Subscription], events: &mut [MaybeUninit<Event>]) -> Result<usize> {
    let is_kept = |one: &&Subscription| {
        // SAFETY: a subscription that is not to a clock is to a descriptor.
        let fd = || unsafe { one.u.u.fd_read.file_descriptor }.cast_signed();
        one.u.tag == EVENTTYPE_FD_READ.raw() && ahead::with(fd(), |_any| ()).is_some()
    };
    if !subscriptions.iter().any(|one| is_kept(&one)) {
        return wasip1::poll(subscriptions, events);
    }
    let now = wasip1::timer(0, 0);
    let others = || subscriptions.iter().filter(|one| one.u.tag != EVENTTYPE_CLOCK.raw());
    let mut count = with_scratch(subscriptions.len() + 1, |copy: &mut [MaybeUninit<Subscription>]| {
        let mut n = 0;
        for (to, from) in copy.iter_mut().zip([&now].into_iter().chain(others())) {
            to.write(*from);
            n += 1;
        }
        // SAFETY: the first `n` were written.
        wasip1::poll(unsafe { core::slice::from_raw_parts(copy.as_ptr().cast(), n) }, events)
    })?;
    for one in subscriptions.iter().filter(is_kept) {
        let is_told = events.iter().take(count).any(|event| {
            // SAFETY: the host has written these events, any bytes of which are valid.
            let event = unsafe { event.assume_init_ref() };
            event.type_ == EVENTTYPE_FD_READ && event.userdata == one.userdata
        });
        if !is_told && let Some(event) = events.get_mut(count) {
            let fd_readwrite = EventFdReadwrite { nbytes: 0, flags: 0 };
            event.write(Event { userdata: one.userdata, error: ERRNO_SUCCESS, type_: EVENTTYPE_FD_READ, fd_readwrite });
            count += 1;
        }
    }
    Ok(count)
}

/// What is kept goes with the descriptor, which is still open. A connection is reset for data that nobody has received; as the
/// host has no more of them, it is told to.
fn forget(fd: Fd) {
    if ahead::with(fd, |socket| socket.kept.is_empty()) == Some(false) {
        // SAFETY: the import takes numbers only. Where it fails, the connection ends in order.
        let _in_order = unsafe { sock_set_linger(fd, 1, 0) };
    }
    ahead::forget(fd);
}

/// What [`hook`] calls.
///
/// # Safety
/// The pointers are those that the functions of [`hook`] pass.
unsafe extern "C" fn serve(what: c_int, fd: Fd, at: *const c_void, n: usize, out: *mut c_void) -> isize {
    let outcome = match what {
        hook::RECV => {
            // SAFETY: the caller's promise.
            let room = unsafe { core::slice::from_raw_parts(at.cast(), n) };
            return recv::to_c(fd, room, take(fd, room).map(|taken| taken.map(|taken| taken.got.len)));
        }
        hook::TAKE => {
            // SAFETY: the caller's promise.
            let room = unsafe { core::slice::from_raw_parts(at.cast(), n) };
            match take(fd, room) {
                None => return hook::NOTHING,
                // SAFETY: the caller's promise.
                Some(taken) => taken.map(|taken| unsafe { out.cast::<Taken>().write(taken) }).map(|()| 0),
            }
        }
        hook::POLL => {
            // SAFETY: the caller's promise.
            let (subscriptions, wait) =
                unsafe { (core::slice::from_raw_parts(at.cast(), n), &mut *out.cast::<hook::Wait<'_>>()) };
            poll(subscriptions, wait.events).map(|count| wait.count = count).map(|()| 0)
        }
        hook::RENUMBER => {
            ahead::renumber(fd, n as Fd);
            Ok(0)
        }
        _ => {
            forget(fd);
            Ok(0)
        }
    };
    hook::to_c(outcome)
}
