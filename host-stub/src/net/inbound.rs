// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Incoming connections and datagrams. The guest gets those of allowed peers; all others are dropped.

use std::io::IoSliceMut;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use rustix::event::PollFlags;
use rustix::io::retry_on_intr;
use rustix::net::{self as host, RecvAncillaryBuffer, RecvFlags, RecvMsg, ReturnFlags};

use super::{Net, Refusal, Socket, SocketOption, UnixName, length};
use crate::errno::Errno;
use crate::kind::Kind;
use crate::policy::Direction;

const RECEIVE_TIMEOUT: SocketOption = SocketOption(libc::SOL_SOCKET, libc::SO_RCVTIMEO);

/// The result of a receive.
pub struct Received {
    /// Bytes put into the buffers.
    pub len: u32,
    /// Whether a datagram was longer than the buffers.
    pub truncated: bool,
    /// The sender, if the kind of socket has one.
    pub source: Option<SocketAddr>,
    /// The sender on a socket of `AF_UNIX`, if it has a name.
    pub unix: Option<UnixName>,
}

impl Net {
    /// The next connection of an allowed peer, as a blocking socket; those of others are reset.
    pub fn accept(&self, listener: &Socket) -> Result<Socket, Errno> {
        match listener.admitted.take() {
            Some(admitted) => Ok(*admitted),
            None => self.accept_next(listener, self.patience(listener)?),
        }
    }

    /// Receives into the buffers.
    pub fn receive(
        &self,
        socket: &Socket,
        buffers: &mut [IoSliceMut<'_>],
        mut flags: RecvFlags,
    ) -> Result<Received, Refusal> {
        if !self.waits {
            flags |= RecvFlags::DONTWAIT;
        }
        if let Some(error) = socket.error.take() {
            return Err(error.into());
        }
        if socket.kind == Kind::Datagram {
            let waits = !flags.contains(RecvFlags::DONTWAIT);
            let patience = if waits { self.patience(socket)? } else { Patience::none() };
            if !self.drop_until_admitted(socket, patience)? {
                return Ok(Received { len: 0, truncated: false, source: None, unix: None });
            }
        }
        let message = receive(socket, buffers, flags)?;
        Ok(Received {
            len: length(message.bytes)?,
            truncated: message.flags.contains(ReturnFlags::TRUNC),
            unix: message.address.as_ref().and_then(UnixName::told),
            source: source(message),
        })
    }

    /// Whether a readable socket has data or a connection for the guest; those of other peers are dropped. A connection for the
    /// guest is kept and is the next to be accepted.
    pub fn has_admitted(&self, socket: &Socket) -> bool {
        match socket.kind {
            Kind::Datagram => match self.drop_until_admitted(socket, Patience::none()) {
                Ok(_) => true,
                // After `shutdown` the socket is readable on Linux.
                Err(Errno::EAGAIN) => socket.is_shut().unwrap_or(true),
                // The guest must see this error, which the system returns only once.
                Err(error) => {
                    socket.error.set(Some(error));
                    true
                }
            },
            Kind::Stream if socket.is_listener() => self.admit_next(socket),
            Kind::Stream => true,
        }
    }

    fn admit_next(&self, listener: &Socket) -> bool {
        if listener.has_admitted() {
            return true;
        }
        match self.accept_next(listener, Patience::none()) {
            Ok(socket) => {
                listener.admitted.set(Some(Box::new(socket)));
                true
            }
            // The guest gets any other error from its own call.
            Err(error) => error != Errno::EAGAIN,
        }
    }

    fn accept_next(&self, listener: &Socket, mut patience: Patience) -> Result<Socket, Errno> {
        if !listener.is_listener() {
            // The kernel reports the reason.
            return listener.accept().map(|(socket, _)| socket);
        }
        loop {
            patience.wait(listener)?;
            let (socket, peer) = listener.accept()?;
            if peer.is_none_or(|peer| self.is_admitted(listener, Direction::Accept, peer)) {
                return Ok(socket);
            }
            // Close it at once, leaving no port behind. The data that the peer has sent is dropped.
            socket.set_linger(true, 0)?;
        }
    }

    /// Drops datagrams up to the first of an allowed sender; false after `shutdown` without such a datagram. No byte of a
    /// dropped datagram reaches the guest.
    fn drop_until_admitted(&self, socket: &Socket, mut patience: Patience) -> Result<bool, Errno> {
        loop {
            let found = patience.wait(socket)?;
            match receive(socket, &mut [], RecvFlags::PEEK | RecvFlags::DONTWAIT) {
                Ok(next) => match source(next) {
                    Some(sender) if !self.is_admitted(socket, Direction::Receive, sender) => {}
                    _ => return Ok(true),
                },
                Err(Errno::EAGAIN) if patience.waits && found.contains(PollFlags::RDHUP) => return Ok(false),
                // The kernel discarded the datagram, as for a wrong checksum.
                Err(Errno::EAGAIN) if patience.waits => continue,
                Err(error) => return Err(error),
            }
            receive(socket, &mut [], RecvFlags::DONTWAIT)?;
        }
    }

    /// The wait of a call on this socket: none with `O_NONBLOCK`, otherwise up to `SO_RCVTIMEO`.
    fn patience(&self, socket: &Socket) -> Result<Patience, Errno> {
        if !self.waits || socket.is_nonblocking()? {
            return Ok(Patience::none());
        }
        let limit = Some(socket.time(RECEIVE_TIMEOUT)?).filter(|limit| *limit > 0).map(Duration::from_micros);
        Ok(Patience { waits: true, until: limit.map(|limit| Instant::now() + limit), drops: 0 })
    }

    fn is_admitted(&self, socket: &Socket, direction: Direction, peer: SocketAddr) -> bool {
        let admitted = self.allows(socket, direction, peer);
        if !admitted {
            self.journal.dropped(direction.name(), peer.ip(), || self.refusal(socket, direction, peer).line());
        }
        admitted
    }
}

/// How long a call waits for an allowed peer. Dropped peers do not extend the wait.
struct Patience {
    waits: bool,
    until: Option<Instant>,
    /// The number of waits so far.
    drops: u32,
}

impl Patience {
    /// The number of datagrams or connections that one look may drop; the caller's clock has to be checked in between.
    const MAX_DROPS: u32 = 64;

    /// For a call that does not wait.
    fn none() -> Self {
        Self { waits: false, until: None, drops: 0 }
    }

    /// Waits for the next datagram or connection of any peer; `EAGAIN` without one or after the time limit.
    fn wait(&mut self, socket: &Socket) -> Result<PollFlags, Errno> {
        let left = self.until.map(|until| until.saturating_duration_since(Instant::now()));
        let is_over =
            if self.waits { self.drops > 0 && left == Some(Duration::ZERO) } else { self.drops > Self::MAX_DROPS };
        self.drops = self.drops.saturating_add(1);
        let found =
            socket.wait_for(PollFlags::IN | PollFlags::RDHUP, if self.waits { left } else { Some(Duration::ZERO) })?;
        if is_over || found.is_empty() { Err(Errno::EAGAIN) } else { Ok(found) }
    }
}

fn receive(socket: &Socket, buffers: &mut [IoSliceMut<'_>], flags: RecvFlags) -> Result<RecvMsg, Errno> {
    let mut control = RecvAncillaryBuffer::default();
    Ok(retry_on_intr(|| host::recvmsg(socket, buffers, &mut control, flags))?)
}

fn source(message: RecvMsg) -> Option<SocketAddr> {
    message.address.and_then(|address| address.try_into().ok())
}
