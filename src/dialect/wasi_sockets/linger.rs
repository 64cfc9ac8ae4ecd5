// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Closed connections whose last bytes the host still sends.
//!
//! Dropping an output stream waits until the system has taken all its bytes (wasmtime), for ever if the peer does not read. On
//! Linux `close` does not wait. So the handles stay here until they can be dropped at once. The end of the program waits for
//! them, because the host then discards all bytes that it has not sent, unless the peer is the program itself, which reads no
//! more.

use core::ffi::c_int;
use core::sync::atomic::{AtomicBool, Ordering::Relaxed};

use crate::descriptor::table::Table;
use crate::dialect::Kind;

use super::handle::Handles;
use super::import;
use super::layout::Area;
use super::output;
use super::socket::{Socket, TABLE};

/// The most such connections; one more makes `close` wait.
static LINGERING: Table<Handles, 0, 256> = Table::new();
/// Whether there may be any.
static SOME: AtomicBool = AtomicBool::new(false);

unsafe extern "C" {
    safe fn atexit(work: extern "C" fn()) -> c_int;
}

/// Drops all handles of a closed connection, now or later.
pub(super) fn release(socket: Socket) {
    sweep();
    if is_sending(&socket.handles) {
        keep(socket.handles);
    }
}

/// Whether the host is busy with what was sent. What the system has no room for now, but has taken, does not count.
fn is_sending(handles: &Handles) -> bool {
    if !is_full(handles) {
        return false;
    }
    output::end(handles.socket.raw());
    is_full(handles)
}

fn is_full(handles: &Handles) -> bool {
    output::permit(handles.output.raw()) == Ok(0)
}

#[cold]
fn keep(handles: Handles) {
    let _waits = LINGERING.place(handles);
    if !SOME.swap(true, Relaxed) {
        extern "C" fn end() {
            LINGERING.drain(|handles| !is_within(handles));
        }
        atexit(end);
    }
}

/// Whether the peer is a socket of this program.
fn is_within(handles: &Handles) -> bool {
    // SAFETY: the socket is the guest's; the host writes to the area.
    let peer = Area::of(|area| unsafe { import::tcp_remote_address(handles.socket.raw(), area) });
    let is_peer = |socket: &mut Socket| {
        let (raw, call) = (socket.handles.socket.raw(), socket.handles.imports.local_address);
        // SAFETY: as above.
        socket.kind() == Kind::Stream && raw != 0 && Area::of(|area| unsafe { call(raw, area) }) == peer
    };
    !peer.is_error() && TABLE.find(is_peer).is_ok()
}

/// Drops the handles of connections whose bytes have been sent meanwhile.
pub(super) fn sweep() {
    if SOME.load(Relaxed) {
        LINGERING.drain(|handles| !is_full(handles));
    }
}
