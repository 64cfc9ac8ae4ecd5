// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Listening sockets.

use core::ffi::c_int;

use crate::dialect::{Fd, Flags};
use crate::errno::{Errno, Result};

use super::handle::Handles;
use super::import;
use super::layout::Area;
use super::linger;
use super::name;
use super::socket::{Socket, State, TABLE, with};
use super::tcp::TCP;

/// Makes the socket listen.
pub(super) fn listen(socket: &mut Socket, backlog: c_int) -> Result<()> {
    match socket.state {
        // Some hosts cannot change the hint later.
        State::Listening { .. } => {
            return match set_backlog(socket, backlog) {
                Err(Errno::EOPNOTSUPP) => Ok(()),
                result => result,
            };
        }
        State::Connecting { .. } | State::Connected => return Err(Errno::EINVAL),
        // A connection failed, and `connect` has not reported it yet.
        State::Fresh if socket.unsaid => return Err(Errno::EINVAL),
        State::Fresh => name::bind_anywhere(socket)?,
    }
    set_backlog(socket, backlog)?;
    let raw = socket.handles.raw()?;
    // SAFETY: the socket is the guest's; the host writes to the area.
    Area::of(|area| unsafe { import::tcp_start_listen(raw, area) }).status()?;
    loop {
        // SAFETY: as above.
        match Area::of(|area| unsafe { import::tcp_finish_listen(raw, area) }).status() {
            Err(Errno::EAGAIN) => socket.handles.socket.pollable(import::subscribe_tcp).block(),
            other => break other,
        }
    }?;
    (socket.shut_read, socket.shut_write) = (false, false);
    socket.state = State::Listening { look };
    Ok(())
}

/// A hint to the host, which refuses 0. A negative number counts as a large one, as on Linux.
fn set_backlog(socket: &Socket, backlog: c_int) -> Result<()> {
    let backlog = u64::from(backlog.cast_unsigned().max(1));
    let raw = socket.handles.raw()?;
    // SAFETY: the socket is the guest's; the host writes to the area.
    Area::of(|area| unsafe { import::tcp_set_backlog(raw, backlog, area) }).status()
}

/// The next connection; `EAGAIN` if there is none.
fn next(socket: &mut Socket) -> Result<Handles> {
    if let Some(next) = socket.next.take() {
        return Ok(next);
    }
    let raw = socket.handles.socket.raw();
    // SAFETY: the socket is the guest's; the host writes to the area.
    let area = Area::of(|area| unsafe { import::tcp_accept(raw, area) });
    area.check(4)?;
    let mut handles = Handles::of(&TCP.imports, area.handle(4));
    handles.set_streams(area.handle(8), area.handle(12));
    Ok(handles)
}

/// Keeps the next connection for `accept`, if there is one.
fn look(socket: &mut Socket) -> Result<()> {
    socket.next = Some(next(socket)?);
    Ok(())
}

/// Waits until the host has noticed what a new connection is ready for. wasmtime hears of it from another thread, of both
/// directions at once, and there is room to send for sure.
fn notice(connection: &mut Socket) {
    if !connection.handles.output.is_none() {
        connection.handles.output.pollable(import::subscribe_output).block();
    }
}

/// The next connection, with the options of the listener.
pub(super) fn accept(fd: Fd, nonblocking: bool) -> Result<Fd> {
    let connection = with(fd, |socket| {
        match socket.state {
            _ if socket.protocol.datagram.is_some() => return Err(Errno::EOPNOTSUPP),
            State::Listening { .. } => {}
            _ => return Err(Errno::EINVAL),
        }
        let mut deadline = socket.receive_deadline();
        let handles = loop {
            match next(socket) {
                Err(Errno::EAGAIN) if socket.waits(Flags::NONE) => {
                    let pollable = socket.handles.socket.pollable(import::subscribe_tcp);
                    socket.limits.wait(pollable, &mut deadline)?;
                }
                other => break other?,
            }
        };
        let mut connection = Socket::of(&TCP, socket.family, handles);
        (connection.limits, connection.settings) = (socket.limits, socket.settings);
        (connection.nonblocking, connection.state) = (nonblocking, State::Connected);
        connection.unnoticed = Some(notice);
        Ok(connection)
    })?;
    linger::sweep();
    TABLE.place(connection)
}
