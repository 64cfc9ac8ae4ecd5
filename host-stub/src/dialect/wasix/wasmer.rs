// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! What Wasmer does beside the ABI: what a socket has come to decides what can be asked of it.

use std::ops::Range;
use std::sync::atomic::Ordering::Relaxed;
use std::time::{Duration, Instant};

use rustix::event::PollFlags;

use crate::errno::{Answer, Errno};
use crate::fd_table::Numbering;
use crate::kind::Kind;
use crate::limits::first_bytes;
use crate::net::{Socket, SocketOption};
use crate::runtime::Runtime;
use crate::state::Host;

pub const RUNTIME: Runtime = Runtime { name: NAME, numbering: Numbering::Lowest, traps: false };
const NAME: &str = "wasmer";

/// How long a call waits that has no limit: 30 s there, and less here, so that a test sees it.
const DEFAULT_LIMIT: Duration = Duration::from_millis(100);
/// Bytes that one send takes of a stream's.
const SEND_MAX: usize = 64 * 1024;

/// The numbers of the options that are limits of time.
pub const RECV_TIMEOUT: u32 = 19;
pub const SEND_TIMEOUT: u32 = 20;
pub const CONNECT_TIMEOUT: u32 = 21;
pub const ACCEPT_TIMEOUT: u32 = 22;

/// Whether Wasmer is imitated.
pub fn is_imitated(host: &Host<'_>) -> bool {
    host.state.imitates(NAME)
}

/// What a socket has come to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stage {
    /// Not bound, not connected.
    Fresh,
    /// A stream that is bound.
    Bound,
    Listener,
    /// A stream that is connected, or has tried.
    Stream,
    /// A datagram socket that is bound.
    Datagram,
}

/// What the socket has come to, as the system tells.
pub fn stage(host: &Host<'_>, fd: u32) -> Result<Stage, Errno> {
    let socket = host.socket(fd)?;
    let bound = socket.local()?.port() != 0;
    Ok(match socket.kind {
        Kind::Datagram if bound => Stage::Datagram,
        Kind::Datagram => Stage::Fresh,
        Kind::Stream if socket.is_listener() => Stage::Listener,
        Kind::Stream if socket.past.connected.load(Relaxed) => Stage::Stream,
        Kind::Stream if bound => Stage::Bound,
        Kind::Stream => Stage::Fresh,
    })
}

/// What is so about the socket now, or within the time.
pub fn look(socket: &Socket, events: PollFlags, limit: Option<Duration>) -> Result<PollFlags, Errno> {
    if events.contains(PollFlags::IN) && socket.has_admitted() {
        return Ok(PollFlags::IN);
    }
    socket.wait_for(events, limit)
}

/// Whether an attempt to connect has failed; once seen it stays so.
pub fn has_failed(socket: &Socket) -> Result<bool, Errno> {
    if look(socket, PollFlags::OUT, Some(Duration::ZERO))?.contains(PollFlags::ERR) && socket.peer().is_err() {
        socket.past.failed.store(true, Relaxed);
    }
    Ok(socket.past.failed.load(Relaxed))
}

/// Flags that each stage has, to set and to get.
pub fn check_flag(host: &Host<'_>, fd: u32, option: u32, sets: bool) -> Answer {
    if !is_imitated(host) {
        return Ok(());
    }
    match (stage(host, fd)?, option) {
        (Stage::Fresh | Stage::Bound, 4) if sets => Ok(()),
        (Stage::Fresh | Stage::Bound, 1 | 2 | 3 | 5 | 12) | (Stage::Stream, 3 | 4 | 12) | (Stage::Datagram, 6..=8) => {
            Ok(())
        }
        (Stage::Listener, _) => Err(Errno::ENOTSUP),
        _ => Err(Errno::EINVAL),
    }
}

/// Sizes that each stage has.
pub fn check_size(host: &Host<'_>, fd: u32, option: u32) -> Answer {
    if !is_imitated(host) {
        return Ok(());
    }
    match (stage(host, fd)?, option) {
        (_, 15 | 16) | (Stage::Listener, 23 | 24) | (Stage::Stream, 24) => Err(Errno::ENOTSUP),
        (Stage::Fresh, 23 | 24) | (Stage::Bound, 24) => Err(Errno::EIO),
        (_, 23 | 24) => Ok(()),
        _ => Err(Errno::EINVAL),
    }
}

/// Whether a size is accepted and forgotten, as those of buffers are.
pub fn takes_size_for_nothing(host: &Host<'_>, fd: u32, option: u32) -> Result<bool, Errno> {
    let buffer_of_stream = matches!(option, 15 | 16) && host.socket(fd)?.kind == Kind::Stream;
    if is_imitated(host) && !buffer_of_stream {
        check_size(host, fd, option)?;
    }
    Ok(is_imitated(host) && buffer_of_stream)
}

/// Which sockets have time limits, by their stage. Datagram sockets have none, and no socket lingers.
pub fn check_time(host: &Host<'_>, fd: u32, option: u32) -> Answer {
    if !is_imitated(host) {
        return Ok(());
    }
    match (stage(host, fd)?, option) {
        (Stage::Fresh | Stage::Bound, RECV_TIMEOUT | SEND_TIMEOUT | CONNECT_TIMEOUT | ACCEPT_TIMEOUT)
        | (Stage::Stream, RECV_TIMEOUT | SEND_TIMEOUT)
        | (Stage::Listener, ACCEPT_TIMEOUT) => Ok(()),
        (Stage::Datagram, RECV_TIMEOUT | SEND_TIMEOUT | CONNECT_TIMEOUT | ACCEPT_TIMEOUT) => Err(Errno::ENOTSUP),
        _ => Err(Errno::EINVAL),
    }
}

/// Lets a blocking call wait no longer than its limit, or the one there is without.
pub fn wait(host: &Host<'_>, fd: u32, events: PollFlags) -> Answer {
    let socket = host.socket(fd)?;
    if !is_imitated(host) || !host.state.net.waits || socket.is_nonblocking()? {
        return Ok(());
    }
    let limit = if events == PollFlags::IN { libc::SO_RCVTIMEO } else { libc::SO_SNDTIMEO };
    let limit = match socket.time(SocketOption(libc::SOL_SOCKET, limit))? {
        0 => DEFAULT_LIMIT,
        micros => Duration::from_micros(micros),
    };
    let start = Instant::now();
    loop {
        let left = limit.saturating_sub(start.elapsed());
        if look(socket, events, Some(left))?.is_empty() {
            return Err(Errno::ETIMEDOUT);
        }
        // Peers that are dropped do not end the wait.
        if events != PollFlags::IN || host.state.net.has_admitted(socket) {
            return Ok(());
        }
        if left.is_zero() {
            return Err(Errno::ETIMEDOUT);
        }
    }
}

/// Starts to connect and says that all went well, whatever has come of it when the wait is over.
pub fn connect(host: &mut Host<'_>, fd: u32, address: std::net::SocketAddr) -> Answer {
    match stage(host, fd)? {
        Stage::Listener | Stage::Stream => return Err(Errno::ENOTSUP),
        Stage::Fresh | Stage::Bound | Stage::Datagram => {}
    }
    let waits = !host.socket(fd)?.is_nonblocking()?;
    host.socket(fd)?.set_nonblocking(true)?;
    let result = host.network(fd, |net, socket| net.connect(socket, address));
    host.socket(fd)?.set_nonblocking(!waits)?;
    if matches!(result, Ok(()) | Err(Errno::EINPROGRESS)) {
        host.socket(fd)?.past.connected.store(true, Relaxed);
    }
    match result {
        Err(Errno::EINPROGRESS) if waits => wait(host, fd, PollFlags::OUT),
        Err(Errno::EINPROGRESS) => Ok(()),
        Err(Errno::EADDRNOTAVAIL) => Err(Errno::ECONNREFUSED),
        other => other,
    }
}

/// The first bytes of the buffers, as many as one send takes of a stream's.
pub fn few(buffers: &[Range<usize>]) -> Vec<Range<usize>> {
    first_bytes(buffers, SEND_MAX)
}

/// What cannot receive at all says so by two numbers.
pub fn check_receive(host: &Host<'_>, fd: u32) -> Answer {
    match stage(host, fd)? {
        Stage::Fresh => Err(Errno::ENOTCONN),
        Stage::Bound | Stage::Listener => Err(Errno::ENOTSUP),
        Stage::Stream | Stage::Datagram => Ok(()),
    }
}

/// The same for a send without an address.
pub fn check_send(host: &Host<'_>, fd: u32) -> Answer {
    match stage(host, fd)? {
        Stage::Fresh => Err(Errno::ENOTCONN),
        Stage::Bound | Stage::Listener => Err(Errno::ENOTSUP),
        Stage::Datagram => host.socket(fd)?.peer().map(drop).map_err(|_| Errno::ENOTCONN),
        Stage::Stream => Ok(()),
    }
}
