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

/// Which directions end.
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
    /// The rules it is under, where these are others than those of the guest.
    pub rules: Option<Arc<Rules>>,
    /// What the system does not keep.
    pub past: Arc<Past>,
    /// The guest has not given up the right to write to it.
    pub may_write: Cell<bool>,
    /// On a listener, the next connection to be accepted, if it had to be seen who it is of.
    pub(super) admitted: Cell<Option<Box<Self>>>,
    /// An error that the system has told, and the guest does not know of.
    pub(super) error: Cell<Option<Errno>>,
}

/// What became of a stream: the system forgets it when the connection is gone.
#[derive(Default)]
pub struct Past {
    /// It has been connected, or has tried to.
    pub connected: AtomicBool,
    /// The attempt has failed.
    pub failed: AtomicBool,
    /// It was bound to port 0, so that the kernel chose the port.
    pub took_free_port: AtomicBool,
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

    /// The next connection, as a blocking socket, and whose it is on the network; asks no policy.
    pub(super) fn accept(&self) -> Result<(Self, Option<SocketAddr>), Errno> {
        let (fd, peer) = retry_on_intr(|| host::acceptfrom_with(&self.fd, SocketFlags::CLOEXEC))?;
        let peer = peer.and_then(|peer| peer.try_into().ok());
        if peer.is_none() && self.family != Family::Unix {
            return Err(Errno::ECONNABORTED);
        }
        let past = Past { connected: true.into(), ..Past::default() };
        Ok((Self::new(fd, self.kind, self.family, self.rules.clone(), past.into()), peer))
    }

    /// Is the next connection to be accepted here already, and not with the system?
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

    /// Was receiving ended by `shutdown`?
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

    /// The address it is connected to; `ENOTCONN` without one.
    pub fn peer(&self) -> Result<SocketAddr, Errno> {
        let peer = host::getpeername(&self.fd)?.ok_or(Errno::ENOTCONN)?;
        peer.try_into().map_err(|_| Errno::EAFNOSUPPORT)
    }

    /// Whether calls do not wait.
    pub fn is_nonblocking(&self) -> Result<bool, Errno> {
        Ok(rustix::fs::fcntl_getfl(self)?.contains(rustix::fs::OFlags::NONBLOCK))
    }

    /// Makes calls on it return rather than wait, or wait again.
    pub fn set_nonblocking(&self, on: bool) -> Result<(), Errno> {
        Ok(rustix::io::ioctl_fionbio(&self.fd, on)?)
    }
}

/// A connection that the guest has not accepted ends as on the system's own queue: by a reset.
impl Drop for Socket {
    fn drop(&mut self) {
        if let Some(admitted) = self.admitted.take() {
            // The peer is gone already if it fails.
            let _ = admitted.set_linger(true, 0);
        }
    }
}

impl AsFd for Socket {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.fd.as_fd()
    }
}
