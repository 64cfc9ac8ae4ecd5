//! What comes in: connections and datagrams of those who may, while those of all others are dropped unseen.

use std::io::IoSliceMut;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use rustix::io::retry_on_intr;
use rustix::net::{self as host, RecvAncillaryBuffer, RecvFlags, RecvMsg, ReturnFlags};

use super::{Net, Refusal, Socket, SocketOption, UnixName, length};
use crate::errno::Errno;
use crate::kind::Kind;
use crate::policy::Direction;

const RECEIVE_TIMEOUT: SocketOption = SocketOption(libc::SOL_SOCKET, libc::SO_RCVTIMEO);

/// What came in.
pub struct Received {
    /// Bytes put into the buffers.
    pub len: u32,
    /// A datagram was longer than the buffers.
    pub truncated: bool,
    /// Who sent it, where the kind of socket tells.
    pub source: Option<SocketAddr>,
    /// The same of a socket of the file system, where the sender has a name.
    pub unix: Option<UnixName>,
}

impl Net {
    /// The next connection of a peer that may connect, as a blocking socket; others are reset.
    pub fn accept(&self, listener: &Socket) -> Result<Socket, Errno> {
        match listener.admitted.take() {
            Some(admitted) => Ok(*admitted),
            None => self.accept_next(listener, self.waits),
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
            self.drop_until_admitted(socket, flags & RecvFlags::DONTWAIT)?;
        }
        let message = receive(socket, buffers, flags)?;
        Ok(Received {
            len: length(message.bytes)?,
            truncated: message.flags.contains(ReturnFlags::TRUNC),
            unix: message.address.as_ref().and_then(UnixName::told),
            source: source(message),
        })
    }

    /// Whether there is something for the guest in what has become readable; what is not for it is dropped. A connection
    /// that is will be the next to be accepted.
    pub fn has_admitted(&self, socket: &Socket) -> bool {
        match socket.kind {
            Kind::Datagram => match self.drop_until_admitted(socket, RecvFlags::DONTWAIT) {
                Ok(()) => true,
                Err(Errno::EAGAIN) => false,
                // It was the guest's to see, and the system tells it once.
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
        match self.accept_next(listener, false) {
            Ok(socket) => {
                listener.admitted.set(Some(Box::new(socket)));
                true
            }
            // Another error the guest gets from its own call.
            Err(error) => error != Errno::EAGAIN,
        }
    }

    fn accept_next(&self, listener: &Socket, wait: bool) -> Result<Socket, Errno> {
        let start = Instant::now();
        loop {
            if !wait && !listener.is_readable()? {
                return Err(Errno::EAGAIN);
            }
            let (socket, peer) = listener.accept()?;
            if peer.is_none_or(|peer| self.is_admitted(listener, Direction::Accept, peer)) {
                return Ok(socket);
            }
            // Closed at once, and with no port left behind; what the peer has sent nobody reads.
            socket.set_linger(true, 0)?;
            check_time(listener, start)?;
        }
    }

    /// Drops datagrams up to the first of a sender that may send. None of their bytes gets to the guest.
    fn drop_until_admitted(&self, socket: &Socket, wait: RecvFlags) -> Result<(), Errno> {
        let start = Instant::now();
        loop {
            let next = receive(socket, &mut [], RecvFlags::PEEK | wait)?;
            match source(next) {
                Some(sender) if !self.is_admitted(socket, Direction::Receive, sender) => {}
                _ => return Ok(()),
            }
            receive(socket, &mut [], RecvFlags::DONTWAIT)?;
            check_time(socket, start)?;
        }
    }

    fn is_admitted(&self, socket: &Socket, direction: Direction, peer: SocketAddr) -> bool {
        let admitted = self.allows(socket, direction, peer);
        if !admitted {
            self.dropped.borrow_mut().note(&self.refusal(socket, direction, peer));
        }
        admitted
    }
}

/// Who is dropped must not lengthen the wait that the guest has limited.
fn check_time(socket: &Socket, start: Instant) -> Result<(), Errno> {
    match socket.time(RECEIVE_TIMEOUT)? {
        0 => Ok(()),
        limit if start.elapsed() < Duration::from_micros(limit) => Ok(()),
        _ => Err(Errno::EAGAIN),
    }
}

fn receive(socket: &Socket, buffers: &mut [IoSliceMut<'_>], flags: RecvFlags) -> Result<RecvMsg, Errno> {
    let mut control = RecvAncillaryBuffer::default();
    Ok(retry_on_intr(|| host::recvmsg(socket, buffers, &mut control, flags))?)
}

fn source(message: RecvMsg) -> Option<SocketAddr> {
    message.address.and_then(|address| address.try_into().ok())
}
