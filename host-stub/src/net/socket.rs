//! One socket of the host.

use std::net::SocketAddr;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use rustix::io::retry_on_intr;
use rustix::net::{self as host, AddressFamily, SocketFlags, SocketType};

use crate::errno::Errno;
use crate::policy::AddressPool;

/// Address family.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Family {
    /// IPv4.
    Inet,
    /// IPv6.
    Inet6,
}

/// Kind of socket.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// TCP.
    Stream,
    /// UDP.
    Datagram,
}

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
    /// IPv4 or IPv6.
    pub family: Family,
    /// The pool it comes from, where that is narrower than all that the guest may use.
    pub pool: Option<Arc<AddressPool>>,
    /// What the system does not keep.
    pub past: Arc<Past>,
}

/// What became of a stream: the system forgets it when the connection is gone.
#[derive(Default)]
pub struct Past {
    /// It has been connected, or has tried to.
    pub connected: AtomicBool,
    /// The attempt has failed.
    pub failed: AtomicBool,
}

impl Socket {
    /// A new blocking socket.
    pub fn open(family: Family, kind: Kind) -> Result<Self, Errno> {
        let domain = match family {
            Family::Inet => AddressFamily::INET,
            Family::Inet6 => AddressFamily::INET6,
        };
        let ty = match kind {
            Kind::Stream => SocketType::STREAM,
            Kind::Datagram => SocketType::DGRAM,
        };
        let fd = host::socket_with(domain, ty, SocketFlags::CLOEXEC, None)?;
        Ok(Self { fd, kind, family, pool: None, past: Arc::default() })
    }

    /// A second descriptor of the same socket.
    pub fn try_clone(&self) -> Result<Self, Errno> {
        let (pool, past) = (self.pool.clone(), Arc::clone(&self.past));
        Ok(Self { fd: self.fd.try_clone()?, kind: self.kind, family: self.family, pool, past })
    }

    /// The next connection, as a blocking socket. Connections that were given up before are passed over.
    pub fn accept(&self) -> Result<Self, Errno> {
        let fd = retry_on_intr(|| host::accept_with(&self.fd, SocketFlags::CLOEXEC))?;
        let past = Past { connected: true.into(), ..Past::default() };
        Ok(Self { fd, kind: self.kind, family: self.family, pool: self.pool.clone(), past: past.into() })
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

    /// Makes calls on it return rather than wait, or wait again.
    pub fn set_nonblocking(&self, on: bool) -> Result<(), Errno> {
        Ok(rustix::io::ioctl_fionbio(&self.fd, on)?)
    }
}

impl AsFd for Socket {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.fd.as_fd()
    }
}
