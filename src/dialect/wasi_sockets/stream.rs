// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Sends and receives on a connection.

use core::ptr;

use crate::abi::{MSG_WAITALL, iovec};
use crate::addr::SocketAddr;
use crate::descriptor::deadline::Deadline;
use crate::dialect::shared::one_buffer;
use crate::dialect::{Flags, Received};
use crate::errno::{Errno, Result};
use crate::memory::cursor::Cursor;

use super::import;
use super::layout::Area;
use super::linger;
use super::output::{self, StreamError, check_stream};
use super::realloc::{BYTES, give_back};
use super::socket::{Got, Socket, State};

/// The most bytes of one read: the host clears as much memory before it receives.
const MOST: usize = 65536;

/// Reads from the host, which waits for data if the read is blocking; returns how many bytes came. 0 means none so far; none
/// will come any more if `ended` is set.
fn read(socket: &mut Socket, at: *mut u8, len: usize, blocking: bool) -> usize {
    let got = read_once(socket, at, len, blocking);
    match socket.unnoticed.take() {
        Some(notice) if got == 0 && !socket.ended => {
            notice(socket);
            read_once(socket, at, len, blocking)
        }
        _ => got,
    }
}

fn read_once(socket: &mut Socket, at: *mut u8, len: usize, blocking: bool) -> usize {
    let stream = socket.handles.input.raw();
    let call = if blocking { import::blocking_read } else { import::read };
    // SAFETY: the stream is the guest's; the host writes to the area, and to the room what `cabi_realloc` gives it.
    let area = BYTES.lend(at, len, || Area::of(|area| unsafe { call(stream, len as u64, area) }));
    match check_stream(&area, 4) {
        Ok(()) => {
            let (list, got) = area.list_behind_tag();
            let got = got.min(len);
            if list != at && got != 0 {
                // SAFETY: the host has put the list there, and the room has as many bytes.
                unsafe {
                    ptr::copy(list, at, got);
                    give_back(list);
                }
            }
            socket.more = got == len;
            got
        }
        Err(error) => {
            ended(socket, error);
            0
        }
    }
}

#[cold]
fn ended(socket: &mut Socket, error: StreamError) {
    socket.ended = true;
    socket.more = false;
    if error == StreamError::Failed {
        socket.error = Some(Errno::ECONNRESET);
        socket.shut_write = true;
    }
}

/// Reads, and waits for data as long as the call may.
fn fetch(socket: &mut Socket, at: *mut u8, len: usize, waits: bool, deadline: &mut Deadline) -> Result<usize> {
    let waits = waits && !socket.shut_read;
    loop {
        let got = read(socket, at, len, waits && socket.limits.receive == 0);
        if got != 0 || socket.ended || !waits {
            return Ok(got);
        }
        socket.limits.wait(socket.handles.input.pollable(import::subscribe_input), deadline)?;
    }
}

/// Whether there is, or was, a connection to receive from; waits until it is made.
fn is_source(socket: &mut Socket, waits: bool, deadline: &mut Deadline) -> Result<()> {
    match socket.state {
        State::Connecting { .. } => settled(socket, waits, deadline),
        State::Listening { .. } => Err(Errno::ENOTCONN),
        State::Fresh if socket.error.is_none() && !socket.shut_read => Err(Errno::ENOTCONN),
        State::Fresh | State::Connected => Ok(()),
    }
}

/// Whether the host may deliver more data.
fn may_come(socket: &Socket) -> bool {
    !socket.ended && matches!(socket.state, State::Connected)
}

/// Finishes a connection that is being made; `EAGAIN` if the call may not wait for it.
#[cold]
pub(super) fn settled(socket: &mut Socket, waits: bool, deadline: &mut Deadline) -> Result<()> {
    while let State::Connecting { finish } = socket.state {
        match finish(socket) {
            Err(Errno::EAGAIN) if waits => {
                let subscribe = socket.protocol.imports.subscribe;
                socket.limits.wait(socket.handles.socket.pollable(subscribe), deadline)?;
            }
            other => return other,
        }
    }
    Ok(())
}

/// Receives; `MSG_WAITALL` waits until the room is full.
pub(super) fn receive(socket: &mut Socket, room: &[iovec], flags: Flags) -> Result<Got> {
    let (waits, all) = (socket.waits(flags), flags.has(MSG_WAITALL));
    let mut deadline = socket.receive_deadline();
    let mut cursor = Cursor::new(room);
    // SAFETY: the buffers are C's to be written to.
    let mut done = unsafe { socket.kept.take(&mut cursor) }?;
    let mut goes_on = done == 0 || all || socket.more;
    if done == 0 {
        is_source(socket, waits, &mut deadline)?;
    }
    while goes_on && let Some((at, len)) = cursor.piece()? {
        let len = len.min(MOST);
        // Receive what is there without waiting for more.
        let waits = waits && (done == 0 || all);
        let got = if may_come(socket) { fetch(socket, at, len, waits, &mut deadline) } else { Ok(0) };
        match got {
            Ok(0) | Err(_) if done != 0 => break,
            Ok(0) => return nothing(socket),
            Ok(got) => {
                done += got;
                cursor.advance(got);
                goes_on = all || got == len;
            }
            Err(error) => return Err(error),
        }
    }
    if done == 0 {
        // Without room the call waits or fails as one with room does.
        return peek(socket, room, flags);
    }
    Ok(Got { received: Received { len: done, truncated: false }, from: None })
}

/// The result if nothing came: an error, the end, or `EAGAIN`.
#[cold]
fn nothing(socket: &mut Socket) -> Result<Got> {
    socket.check_error()?;
    if socket.ended || socket.shut_read { Ok(Got::default()) } else { Err(Errno::EAGAIN) }
}

/// Reads without waiting until `want` bytes are kept. Does nothing without a connection.
pub(super) fn look(socket: &mut Socket, want: usize) -> Result<()> {
    while socket.kept.len() < want && may_come(socket) {
        socket.kept.reserve(want)?;
        let (at, room) = socket.kept.spare();
        let got = read(socket, at, room, false);
        // SAFETY: so many bytes were read into the spare room.
        unsafe { socket.kept.add(got) };
        if got < room {
            break;
        }
    }
    Ok(())
}

/// Peeks: copies the data and keeps them.
#[cold]
pub(super) fn peek(socket: &mut Socket, room: &[iovec], flags: Flags) -> Result<Got> {
    let waits = socket.waits(flags);
    let mut deadline = socket.receive_deadline();
    let whole = one_buffer::total(room).max(1);
    let least = if flags.has(MSG_WAITALL) { whole } else { 1 };
    is_source(socket, waits, &mut deadline)?;
    loop {
        look(socket, whole)?;
        let is_over = socket.kept.len() >= least || !may_come(socket) || socket.shut_read || !waits;
        if is_over && socket.kept.is_empty() {
            return nothing(socket);
        }
        if is_over {
            break;
        }
        let pollable = socket.handles.input.pollable(import::subscribe_input);
        match socket.limits.wait(pollable, &mut deadline) {
            Err(_) if !socket.kept.is_empty() => break,
            other => other?,
        }
    }
    // SAFETY: the buffers are C's to be written to.
    let len = unsafe { Cursor::new(room).put(socket.kept.bytes()) }?;
    Ok(Got { received: Received { len, truncated: false }, from: None })
}

/// Sends to the peer; a stream ignores the address.
pub(super) fn send(socket: &mut Socket, data: &[iovec], flags: Flags, _: Option<&SocketAddr>) -> Result<usize> {
    let waits = socket.waits(flags);
    let mut deadline = socket.send_deadline();
    must_take(socket, waits, &mut deadline)?;
    // Send a few small pieces as one, so that each does not become a packet.
    if one_buffer::single(data).is_none() && one_buffer::is_few(data) {
        return one_buffer::gathered_few(data, |buffer| {
            put(socket, buffer.at.cast(), buffer.len, waits, &mut deadline)
        });
    }
    let (mut done, mut cursor) = (0, Cursor::new(data));
    while let Some((at, len)) = cursor.piece()? {
        match put(socket, at, len, waits, &mut deadline) {
            Ok(sent) => {
                done += sent;
                cursor.advance(len);
                if sent < len {
                    break;
                }
            }
            Err(_) if done != 0 => break,
            Err(error) => return Err(error),
        }
    }
    Ok(done)
}

/// Whether there is a connection to send to; waits until it is made.
fn must_take(socket: &mut Socket, waits: bool, deadline: &mut Deadline) -> Result<()> {
    if let State::Connecting { .. } = socket.state {
        settled(socket, waits, deadline)?;
    }
    socket.check_error()?;
    if matches!(socket.state, State::Connected) && !socket.shut_write { Ok(()) } else { Err(Errno::EPIPE) }
}

/// Sends one piece, all of it if the call may wait; returns how much. `EAGAIN` if nothing could be sent.
fn put(socket: &mut Socket, at: *const u8, len: usize, waits: bool, deadline: &mut Deadline) -> Result<usize> {
    /// The most bytes of one call that waits. The host traps for more.
    const BLOCKING_MOST: usize = 4096;
    socket.writable = false;
    let stream = socket.handles.output.raw();
    if waits && len <= BLOCKING_MOST && socket.limits.send == 0 {
        // SAFETY: the stream is the guest's; the host reads the bytes, which lie inside memory, and writes to the area.
        let area = Area::of(|area| unsafe { import::blocking_write_and_flush(stream, at, len, area) });
        check_stream(&area, 4).map_err(|error| broken(socket, error))?;
        (socket.unsent, socket.unnoticed) = (None, None);
        return Ok(len);
    }
    let mut done = 0;
    while done < len {
        let sent = match permit(socket) {
            Ok(0) if !waits => break,
            Ok(0) => match socket.limits.wait(socket.handles.output.pollable(import::subscribe_output), deadline) {
                Ok(()) => continue,
                Err(_over) => break,
            },
            Ok(permit) => write(socket, at.wrapping_add(done), permit.min(len - done)),
            Err(error) => Err(error),
        };
        match sent {
            Ok(sent) => done += sent,
            Err(error) if done == 0 => return Err(error),
            Err(error) => {
                if error != Errno::EPIPE {
                    socket.error = Some(error);
                }
                break;
            }
        }
    }
    if done == 0 && len != 0 { Err(Errno::EAGAIN) } else { Ok(done) }
}

/// How many bytes the host takes now.
pub(super) fn permit(socket: &mut Socket) -> Result<usize> {
    let mut permit = output::permit(socket.handles.output.raw());
    if let Some(notice) = socket.unnoticed.take()
        && permit == Ok(0)
    {
        notice(socket);
        permit = output::permit(socket.handles.output.raw());
    }
    socket.unsent = (permit == Ok(0)).then_some(linger::release);
    permit.map_err(|error| broken(socket, error))
}

/// Writes as many bytes as the host has just permitted.
fn write(socket: &mut Socket, at: *const u8, len: usize) -> Result<usize> {
    let stream = socket.handles.output.raw();
    socket.unsent = Some(linger::release);
    // SAFETY: the stream is the guest's; the host reads the bytes, which lie inside memory, and writes to the area.
    let area = Area::of(|area| unsafe { import::write(stream, at, len, area) });
    check_stream(&area, 4).map_err(|error| broken(socket, error)).map(|()| len)
}

#[cold]
fn broken(socket: &mut Socket, error: StreamError) -> Errno {
    socket.shut_write = true;
    match error {
        StreamError::Closed => Errno::EPIPE,
        StreamError::Failed => Errno::ECONNRESET,
    }
}
