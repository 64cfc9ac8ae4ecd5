// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Datagrams from the host: to the program's buffer, or kept.

use core::mem::MaybeUninit;

use crate::addr::SocketAddr;
use crate::descriptor::kept::Datagrams;
use crate::errno::Result;

use super::import;
use super::layout::{Area, IncomingDatagram};
use super::name;
use super::realloc::{BYTES, RECORDS, give_back};
use super::socket::Socket;

/// A datagram at the place where the host has put it.
pub(super) struct Incoming {
    pub at: *mut u8,
    pub len: usize,
    pub from: SocketAddr,
}

/// The next datagram from the host, if there is one now. Its bytes are in the room, or on the heap if it is longer.
pub(super) fn next(socket: &Socket, at: *mut u8, room: usize) -> Result<Option<Incoming>> {
    let stream = socket.handles.input.raw();
    let mut record = MaybeUninit::<IncomingDatagram>::uninit();
    let record_at = record.as_mut_ptr().cast::<u8>();
    let area = RECORDS.lend(record_at, size_of::<IncomingDatagram>(), || {
        BYTES.lend(at, room, || {
            // SAFETY: the stream is the guest's; the host writes to the area, and to what `cabi_realloc` gives it.
            Area::of(|area| unsafe { import::receive(stream, 1, area) })
        })
    });
    area.check(4)?;
    let (list, count) = area.list_behind_tag();
    if count == 0 {
        return Ok(None);
    }
    // SAFETY: the host has put one record there.
    let IncomingDatagram { at, len, from } = unsafe { list.cast::<IncomingDatagram>().read_unaligned() };
    if list != record_at {
        // SAFETY: it did not take the room that was lent, and is read.
        unsafe { give_back(list) };
    }
    Ok(Some(Incoming { at, len, from: from.get() }))
}

/// Keeps the next datagram, or the next from the given sender; returns whether there was one.
pub(super) fn keep(socket: &mut Socket, from: Option<&SocketAddr>) -> Result<bool> {
    let mut datagrams = core::mem::replace(&mut socket.datagrams, Datagrams::NONE);
    let mut elsewhere = core::ptr::null_mut();
    // SAFETY: the bytes lie where `next` says.
    let kept = unsafe {
        datagrams.keep(|at, room| {
            while let Some(incoming) = next(socket, at, room)? {
                let is_elsewhere = incoming.at != at && incoming.len != 0;
                if from.is_none_or(|from| name::is_same(from, &incoming.from)) {
                    elsewhere = if is_elsewhere { incoming.at } else { elsewhere };
                    return Ok(Some((incoming.at.cast_const(), incoming.len, Some(incoming.from))));
                }
                if is_elsewhere {
                    give_back(incoming.at);
                }
            }
            Ok(None)
        })
    };
    socket.datagrams = datagrams;
    if !elsewhere.is_null() {
        // SAFETY: the host has put them on the heap, and they are copied.
        unsafe { give_back(elsewhere) };
    }
    kept
}

/// Keeps the datagrams that the host has received, because it may lose them with the streams.
pub(super) fn keep_all(socket: &mut Socket, from: Option<&SocketAddr>) {
    /// More than a system keeps of the smallest datagrams by default.
    const MANY: usize = 1024;
    for _ in 0..MANY {
        if socket.handles.input.is_none() {
            break;
        }
        match keep(socket, from) {
            Ok(true) => {}
            Ok(false) => break,
            // The next receive reports that.
            Err(error) => {
                socket.error = Some(error);
                break;
            }
        }
    }
}
