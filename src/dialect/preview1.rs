// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Preview 1 alone: no import beyond `wasi_snapshot_preview1`'s own.
//!
//! Source: the preview 1 witx, and what its hosts do with it: wasmtime up to 46 (`--tcplisten`,
//! `preopened_socket`), wazero (`sock.Config`), uvwasi (`preopen_sockets`), toywasm, enarx.
//!
//! The hidden authority: the sockets that the host has opened before the program starts, descriptors
//! of file type `socket_stream` from 3 on. The program gets them in order: `listen` takes the next
//! that listens, `connect` the next that is connected. The user who starts the program chooses the
//! addresses; the address that the program passes is ignored.
//!
//! Limits, and what is done about them:
//! - To distinguish them, the library sends no bytes: a connected socket succeeds, a listening one fails. A
//!   connection that has failed already is taken for a listening socket.
//! - Without a socket left, `listen` and `connect` fail with `EACCES`. There is no UDP.
//! - The host reports no address: `getsockname` returns the bound one if it has a port, `accept` has none (`AF_UNSPEC`),
//!   else `EOPNOTSUPP`.
//! - wasmtime's listening sockets never block, so `accept` waits by poll. Its `poll_oneoff` reports all descriptors as ready
//!   when one is, so each is then polled alone.
//! - There are no options and no look-ups. `MSG_PEEK` is the host's: some fill the first buffer only.

use core::ffi::c_int;
use core::sync::atomic::{AtomicU64, Ordering::Relaxed};

use wasi::FILETYPE_SOCKET_STREAM;

use crate::abi::{MSG_PEEK, iovec};
use crate::addr::SocketAddr;
use crate::dialect::deferred::{DeferredRuntime, HostFd, Stage};
use crate::dialect::shared::wasip1;
use crate::dialect::{Family, Fd, How, Kind};
use crate::errno::{Errno, Result};

/// The dialect of hosts that only open sockets beforehand.
pub(crate) struct Preview1;

/// The sockets that are not in use yet, bit 0 being descriptor [`FIRST`].
static LEFT: AtomicU64 = AtomicU64::new(UNCOUNTED);
/// The value before the first search. So the number of sockets is one less than the number of bits.
const UNCOUNTED: u64 = u64::MAX;
const MOST: u32 = u64::BITS - 1;
const STREAM: u8 = FILETYPE_SOCKET_STREAM.raw();
/// The first descriptor that is not a standard one.
const FIRST: Fd = 3;

/// Looks for the host's sockets once, and early, so that it does not find those that the program gets by
/// `accept`. The first number without a descriptor ends the search.
fn count() {
    if LEFT.load(Relaxed) != UNCOUNTED {
        return;
    }
    let mut sockets = 0;
    for bit in 0..MOST {
        match wasip1::filetype(FIRST + bit as Fd) {
            Err(Errno::EBADF) => break,
            Ok(STREAM) => sockets |= 1 << bit,
            _ => {}
        }
    }
    // A thread that was faster may have taken some already.
    let _first = LEFT.compare_exchange(UNCOUNTED, sockets, Relaxed, Relaxed);
}

/// The next socket that listens, or the next that is connected.
fn take(connected: bool) -> Result<Fd> {
    for bit in 0..MOST {
        let (mask, fd) = (1 << bit, FIRST + bit as Fd);
        // Another thread may take it meanwhile.
        if LEFT.load(Relaxed) & mask != 0 && is_connected(fd) == connected && LEFT.fetch_and(!mask, Relaxed) & mask != 0
        {
            return Ok(fd);
        }
    }
    Err(Errno::EACCES)
}

/// Sends no bytes, which has no effect.
fn is_connected(fd: Fd) -> bool {
    let mut byte = 0u8;
    wasip1::sock_send(fd, &[iovec { iov_base: (&raw mut byte).cast(), iov_len: 0 }]).is_ok()
}

impl DeferredRuntime for Preview1 {
    const RECV_FLAGS: c_int = MSG_PEEK;
    const POLLABLE: bool = true;
    const SPURIOUS_READINESS: bool = true;
    const PEER_IS_KNOWN: bool = false;

    fn supports(_: Family, kind: Kind) -> Result<()> {
        count();
        if kind == Kind::Stream { Ok(()) } else { Err(Errno::EPROTONOSUPPORT) }
    }

    /// Whether there is a socket for the address shows when it listens.
    fn bind(_: &mut Stage, _: &SocketAddr) -> Result<()> {
        Ok(())
    }

    fn connect(socket: &mut Stage, _: &SocketAddr) -> Result<()> {
        take(true).map(|fd| socket.data = HostFd::new(fd))
    }

    fn listen(socket: &mut Stage, _: c_int) -> Result<()> {
        take(false).map(|fd| socket.control = HostFd::new(fd))
    }

    fn accept(control: Fd, _: Option<Family>, nonblocking: bool) -> Result<Fd> {
        wasip1::sock_accept(control, nonblocking)
    }

    fn shutdown(data: Fd, how: How) -> Result<()> {
        wasip1::sock_shutdown(data, how)
    }
}
