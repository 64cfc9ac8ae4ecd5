// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Closed connections whose last bytes the host still sends.
//!
//! Dropping an output stream waits until the system has taken all its bytes (wasmtime), for ever if the peer does not read. On
//! Linux `close` does not wait. So the handles stay here until they can be dropped at once. The end of the program waits for
//! them, because the host then discards all bytes that it has not sent.

use core::ffi::c_int;
use core::sync::atomic::{AtomicBool, Ordering::Relaxed};

use crate::descriptor::table::Table;

use super::handle::Handles;
use super::output;
use super::socket::Socket;

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
            LINGERING.drain(|_handles| true);
        }
        atexit(end);
    }
}

/// Drops the handles of connections whose bytes have been sent meanwhile.
pub(super) fn sweep() {
    if SOME.load(Relaxed) {
        LINGERING.drain(|handles| !is_full(handles));
    }
}
