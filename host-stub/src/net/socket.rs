// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! One socket of the host.

use std::cell::Cell;
use std::net::SocketAddr;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::retry_on_intr;
use rustix::net::{self as host, AddressFamily, SocketFlags, SocketType};

use crate::errno::Errno;
use crate::kind::{Family, Kind};
use crate::policy::Rules;

/// The directions that `shutdown` ends.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Shutdown {
    /// Receiving.
    Read,
    /// Sending.
    Write,
    /// Both.
    Both,
}

/// An open socket; dropping it closes it.
pub struct Socket {
    fd: OwnedFd,
    /// Stream or datagram.
    pub kind: Kind,
    /// IPv4, IPv6 or the file system.
    pub family: Family,
    /// The socket's own rules, if it has others than the guest.
    pub rules: Option<Arc<Rules>>,
    /// State that the system does not keep.
    pub past: Arc<Past>,
    /// Whether the guest still has the right to write to it.
    pub may_write: Cell<bool>,
    /// On a listener, the next connection to be accepted, if the host has accepted it to check its peer.
    pub(super) admitted: Cell<Option<Box<Self>>>,
    /// An error that the system has returned and the guest has not seen yet.
    pub(super) error: Cell<Option<Errno>>,
}

/// The history of a stream, which the system does not keep after the connection.
#[derive(Default)]
pub struct Past {
    /// It was connected, or has tried to connect.
    pub connected: AtomicBool,
    /// The attempt has failed.
    pub failed: AtomicBool,
    /// It was bound to port 0, so that the kernel chose the port.
    pub took_free_port: AtomicBool,
    /// The peer on the network whose connection was accepted. The kernel forgets it if the peer resets the connection.
    pub accepted_from: Option<SocketAddr>,
}

impl Socket {
    /// A new blocking socket.
    pub fn open(family: Family, kind: Kind) -> Result<Self, Errno> {
        let domain = match family {
            Family::Inet => AddressFamily::INET,
            Family::Inet6 => AddressFamily::INET6,
            Family::Unix => AddressFamily::UNIX,
        };
        let ty = match kind {
            Kind::Stream => SocketType::STREAM,
            Kind::Datagram => SocketType::DGRAM,
        };
        let fd = host::socket_with(domain, ty, SocketFlags::CLOEXEC, None)?;
        Ok(Self::new(fd, kind, family, None, Arc::default()))
    }

    fn new(fd: OwnedFd, kind: Kind, family: Family, rules: Option<Arc<Rules>>, past: Arc<Past>) -> Self {
        Self {
            fd,
            kind,
            family,
            rules,
            past,
            may_write: Cell::new(true),
            admitted: Cell::default(),
            error: Cell::default(),
        }
    }

    /// A second descriptor of the same socket.
    pub fn try_clone(&self) -> Result<Self, Errno> {
        let (rules, past) = (self.rules.clone(), Arc::clone(&self.past));
        Ok(Self::new(self.fd.try_clone()?, self.kind, self.family, rules, past))
    }

    /// The next connection, as a blocking socket, and its peer on the network; without a check.
    pub(super) fn accept(&self) -> Result<(Self, Option<SocketAddr>), Errno> {
        let (fd, peer) = retry_on_intr(|| host::acceptfrom_with(&self.fd, SocketFlags::CLOEXEC))?;
        let peer = peer.and_then(|peer| peer.try_into().ok());
        if peer.is_none() && self.family != Family::Unix {
            return Err(Errno::ECONNABORTED);
        }
        let past = Past { connected: true.into(), accepted_from: peer, ..Past::default() };
        Ok((Self::new(fd, self.kind, self.family, self.rules.clone(), past.into()), peer))
    }

    /// Whether the host has already accepted the next connection.
    pub fn has_admitted(&self) -> bool {
        let admitted = self.admitted.take();
        let some = admitted.is_some();
        self.admitted.set(admitted);
        some
    }

    /// Waits for one of these events or an error, up to the limit; returns what happened.
    pub fn wait_for(&self, events: PollFlags, limit: Option<Duration>) -> Result<PollFlags, Errno> {
        let limit = limit.and_then(|limit| Timespec::try_from(limit).ok());
        let mut fds = [PollFd::new(self, events)];
        retry_on_intr(|| poll(&mut fds, limit.as_ref()))?;
        Ok(fds[0].revents())
    }

    /// Whether `shutdown` has ended receiving.
    pub(super) fn is_shut(&self) -> Result<bool, Errno> {
        Ok(self.wait_for(PollFlags::RDHUP, Some(Duration::ZERO))?.contains(PollFlags::RDHUP))
    }

    /// Ends one direction or both.
    pub fn shutdown(&self, how: Shutdown) -> Result<(), Errno> {
        let how = match how {
            Shutdown::Read => host::Shutdown::Read,
            Shutdown::Write => host::Shutdown::Write,
            Shutdown::Both => host::Shutdown::Both,
        };
        Ok(host::shutdown(&self.fd, how)?)
    }

    /// The address it is bound to; the wildcard and port 0 before.
    pub fn local(&self) -> Result<SocketAddr, Errno> {
        host::getsockname(&self.fd)?.try_into().map_err(|_| Errno::EAFNOSUPPORT)
    }

    /// The peer whose connection was accepted.
    pub fn accepted_from(&self) -> Option<SocketAddr> {
        self.past.accepted_from
    }

    /// The address it is connected to; `ENOTCONN` without one.
    pub fn peer(&self) -> Result<SocketAddr, Errno> {
        let peer = host::getpeername(&self.fd)?.ok_or(Errno::ENOTCONN)?;
        peer.try_into().map_err(|_| Errno::EAFNOSUPPORT)
    }

    /// Whether calls do not wait.
    pub fn is_nonblocking(&self) -> Result<bool, Errno> {
        Ok(rustix::fs::fcntl_getfl(self)?.contains(rustix::fs::OFlags::NONBLOCK))
    }

    /// Makes the socket non-blocking or blocking.
    pub fn set_nonblocking(&self, on: bool) -> Result<(), Errno> {
        Ok(rustix::io::ioctl_fionbio(&self.fd, on)?)
    }
}

/// A connection that the guest has not accepted is reset, as one in the system's own queue.
impl Drop for Socket {
    fn drop(&mut self) {
        if let Some(admitted) = self.admitted.take() {
            // If this fails, the peer is gone already.
            let _ = admitted.set_linger(true, 0);
        }
    }
}

impl AsFd for Socket {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.fd.as_fd()
    }
}
