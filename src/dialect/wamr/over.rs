// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Keeps the bytes of a stream, and what a program needs for that which does not peek: only a look at the pending error
//! (`SO_ERROR`) of a connection that is over can receive bytes then. [`super::kept`] serves the other cases.

use core::ffi::{c_int, c_void};

use wasi::Subscription;

use super::{hook, recv};
use crate::abi::iovec;
use crate::descriptor::ahead;
use crate::dialect::Fd;
use crate::dialect::shared::wasip1;
use crate::errno::{Errno, Result};
use crate::memory::cursor::Cursor;
use crate::memory::scratch::with_scratch;

/// The bytes of one receive when the library receives all that there are.
pub(super) const PIECE: usize = 1 << 16;

/// Keeps a byte of a stream that is over, and all bytes behind it; returns the error at the end.
#[cold]
pub(super) fn keep_until_error(fd: Fd, byte: u8) -> Result<Option<Errno>> {
    hook::set_at_least(serve);
    // SAFETY: it is one byte.
    unsafe { keep(fd, &byte, 1) }?;
    loop {
        match fetch(fd, PIECE) {
            Ok(0) => return Ok(Some(Errno::EPIPE)),
            Ok(_) => {}
            // Another thread has taken the error.
            Err(Errno::EAGAIN) => return Ok(None),
            Err(error) => return Ok(Some(error)),
        }
    }
}

/// Keeps at most so many more bytes, and waits for them as a receive does; returns how many came. The caller has set the hook.
pub(super) fn fetch(fd: Fd, most: usize) -> Result<usize> {
    with_scratch::<u8, _>(most, |bytes| {
        let at = bytes.as_mut_ptr().cast::<u8>();
        let len = recv::receive(fd, &[iovec { iov_base: at.cast(), iov_len: most }])?.min(most);
        // SAFETY: the host has written them there.
        if len == 0 { Ok(0) } else { unsafe { keep(fd, at, len) } }
    })
}

/// Keeps `len` more bytes of a stream, and returns `len`.
///
/// # Safety
/// They lie at `at`.
unsafe fn keep(fd: Fd, at: *const u8, len: usize) -> Result<usize> {
    ahead::with_new(fd, |socket| {
        socket.kept.reserve(socket.kept.len() + len)?;
        // SAFETY: there is room for as many bytes, which lie there (the caller's promise).
        unsafe {
            socket.kept.spare().0.copy_from_nonoverlapping(at, len);
            socket.kept.add(len);
        }
        Ok(len)
    })
}

/// What [`hook`] calls. All bytes of a stream that is over are kept, and the host reports it as readable, so a receive needs no
/// more of the host's bytes, nor `poll` these.
///
/// # Safety
/// The pointers are those that the functions of [`hook`] pass.
unsafe extern "C" fn serve(what: c_int, fd: Fd, at: *const c_void, n: usize, out: *mut c_void) -> isize {
    let outcome = match what {
        hook::RECV | hook::TAKE => {
            // SAFETY: the caller's promise.
            let room: &[iovec] = unsafe { core::slice::from_raw_parts(at.cast(), n) };
            // SAFETY: the front's promise of the buffers.
            let taken = ahead::with(fd, |socket| unsafe { socket.kept.take(&mut Cursor::new(room)) });
            match taken {
                None if what == hook::TAKE => return hook::NOTHING,
                // SAFETY: the caller's promise.
                Some(taken) if what == hook::TAKE => taken.map(|len| unsafe {
                    out.cast::<hook::Taken>().write(hook::Taken::stream(len));
                    0
                }),
                taken => return recv::to_c(fd, room, taken),
            }
        }
        hook::POLL => {
            // SAFETY: the caller's promise.
            let (subscriptions, wait): (&[Subscription], _) =
                unsafe { (core::slice::from_raw_parts(at.cast(), n), &mut *out.cast::<hook::Wait<'_>>()) };
            wasip1::poll(subscriptions, wait.events).map(|count| wait.count = count).map(|()| 0)
        }
        hook::RENUMBER => {
            ahead::renumber(fd, n as Fd);
            Ok(0)
        }
        _ => {
            ahead::forget(fd);
            Ok(0)
        }
    };
    hook::to_c(outcome)
}
