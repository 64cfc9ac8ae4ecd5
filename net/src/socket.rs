// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! The part that the three types of sockets share: each C function once, with Rust's types.

use core::ffi::{c_int, c_void};
use core::net::SocketAddr;
use core::time::Duration;

use crate::addr::{self, AddrOut};
use crate::error::{Checked as _, Error, Result, length};
use crate::fd::OwnedFd;
use crate::sys;

/// TCP sockets.
pub(crate) const STREAM: c_int = sys::SOCK_STREAM;
/// UDP sockets.
pub(crate) const DATAGRAM: c_int = sys::SOCK_DGRAM;

/// A socket of either kind.
pub(crate) struct Socket(pub OwnedFd);

impl Socket {
    /// A new socket of the family of `addr`.
    #[inline]
    pub fn open(addr: &SocketAddr, kind: c_int) -> Result<Self> {
        let fd = sys::socket(addr::family(addr), kind).checked()?;
        // SAFETY: the descriptor is new.
        Ok(Self(unsafe { OwnedFd::from_raw_fd(fd) }))
    }

    #[inline]
    fn fd(&self) -> c_int {
        self.0.as_raw_fd()
    }

    #[inline]
    pub fn connect(&self, addr: &SocketAddr) -> Result<()> {
        match addr {
            // SAFETY: the address is IPv4's.
            SocketAddr::V4(addr) => unsafe { sys::connect_in(self.fd(), &addr::raw_v4(addr)) },
            SocketAddr::V6(addr) => {
                let raw = addr::raw_v6(addr);
                // SAFETY: the address comes with its length.
                unsafe { sys::connect(self.fd(), (&raw const raw).cast(), size_of_val(&raw) as sys::socklen_t) }
            }
        }
        .checked()
        .map(|_zero| ())
    }

    #[inline]
    pub fn bind(&self, addr: &SocketAddr) -> Result<()> {
        match addr {
            // SAFETY: the address is IPv4's.
            SocketAddr::V4(addr) => unsafe { sys::bind_in(self.fd(), &addr::raw_v4(addr)) },
            SocketAddr::V6(addr) => {
                let raw = addr::raw_v6(addr);
                // SAFETY: the address comes with its length.
                unsafe { sys::bind(self.fd(), (&raw const raw).cast(), size_of_val(&raw) as sys::socklen_t) }
            }
        }
        .checked()
        .map(|_zero| ())
    }

    #[inline]
    pub fn listen(&self, backlog: c_int) -> Result<()> {
        sys::listen(self.fd(), backlog).checked().map(|_zero| ())
    }

    /// The next connection.
    #[inline]
    pub fn accept(&self) -> Result<Self> {
        uninterrupted(|| sys::accept_plain(self.fd()))
    }

    /// The next connection, and its peer if the host reports it.
    #[inline]
    pub fn accept_from(&self) -> Result<(Self, Option<SocketAddr>)> {
        let mut peer = AddrOut::new();
        let (addr, len) = peer.places();
        // SAFETY: the room for the address comes with its length.
        let socket = uninterrupted(|| unsafe { sys::accept(self.fd(), addr, len) })?;
        Ok((socket, peer.get()))
    }

    #[inline]
    pub fn send(&self, data: &[u8]) -> Result<usize> {
        // SAFETY: the data comes with its length.
        length(unsafe { sys::send_plain(self.fd(), data.as_ptr().cast(), data.len()) })
    }

    #[inline]
    pub fn send_to(&self, data: &[u8], addr: &SocketAddr) -> Result<usize> {
        let (fd, start, len) = (self.fd(), data.as_ptr().cast::<c_void>(), data.len());
        // SAFETY: data and address come with their lengths.
        addr::with_raw(addr, |to, to_len| length(unsafe { sys::sendto(fd, start, len, sys::SEND_FLAGS, to, to_len) }))
    }

    #[inline]
    pub fn recv(&self, room: &mut [u8]) -> Result<usize> {
        // SAFETY: the room comes with its length.
        length(unsafe { sys::recv_plain(self.fd(), room.as_mut_ptr().cast(), room.len()) })
    }

    pub fn peek(&self, room: &mut [u8]) -> Result<usize> {
        // SAFETY: the room comes with its length.
        length(unsafe { sys::recv(self.fd(), room.as_mut_ptr().cast(), room.len(), sys::MSG_PEEK) })
    }

    #[inline]
    pub fn recv_from(&self, room: &mut [u8], flags: c_int) -> Result<(usize, SocketAddr)> {
        let mut sender = AddrOut::new();
        let (addr, len) = sender.places();
        // SAFETY: both rooms come with their lengths.
        let count = unsafe { sys::recvfrom(self.fd(), room.as_mut_ptr().cast(), room.len(), flags, addr, len) };
        Ok((length(count)?, sender.get().ok_or(Error::EAFNOSUPPORT)?))
    }

    pub fn local_addr(&self) -> Result<SocketAddr> {
        let mut local = AddrOut::new();
        let (addr, len) = local.places();
        // SAFETY: the room comes with its length.
        unsafe { sys::getsockname(self.fd(), addr, len) }.checked()?;
        local.get().ok_or(Error::EAFNOSUPPORT)
    }

    pub fn peer_addr(&self) -> Result<SocketAddr> {
        let mut peer = AddrOut::new();
        let (addr, len) = peer.places();
        // SAFETY: the room comes with its length.
        unsafe { sys::getpeername(self.fd(), addr, len) }.checked()?;
        peer.get().ok_or(Error::EAFNOSUPPORT)
    }

    pub fn shutdown(&self, how: c_int) -> Result<()> {
        sys::shutdown(self.fd(), how).checked().map(|_zero| ())
    }

    pub fn set_nonblocking(&self, on: bool) -> Result<()> {
        sys::set_nonblocking(self.fd(), on).checked().map(|_zero| ())
    }

    pub fn take_error(&self) -> Result<Option<Error>> {
        match sys::take_error(self.fd()).checked()? {
            0 => Ok(None),
            error => Ok(Some(Error::from_raw_os_error(error))),
        }
    }

    pub fn set_reuse_addr(&self) -> Result<()> {
        sys::set_reuse_addr(self.fd(), 1).checked().map(|_zero| ())
    }

    pub fn set_no_delay(&self, on: bool) -> Result<()> {
        sys::set_no_delay(self.fd(), on.into()).checked().map(|_zero| ())
    }

    pub fn set_broadcast(&self, on: bool) -> Result<()> {
        sys::set_broadcast(self.fd(), on.into()).checked().map(|_zero| ())
    }

    /// Sets an option whose structure in C is `T`.
    pub fn set<T>(&self, level: c_int, name: c_int, value: &T) -> Result<()> {
        let (value, len) = ((&raw const *value).cast(), size_of::<T>() as sys::socklen_t);
        // SAFETY: the value comes with its length.
        unsafe { sys::setsockopt(self.fd(), level, name, value, len) }.checked().map(|_zero| ())
    }

    /// Reads an option that is an `int`.
    pub fn get_int(&self, level: c_int, name: c_int) -> Result<c_int> {
        self.get(level, name, 0)
    }

    /// Reads an option into `value`, a structure of numbers.
    fn get<T>(&self, level: c_int, name: c_int, mut value: T) -> Result<T> {
        let mut len = size_of::<T>() as sys::socklen_t;
        // SAFETY: the room comes with its length; whatever bytes are stored there are a value of numbers.
        unsafe { sys::getsockopt(self.fd(), level, name, (&raw mut value).cast(), &raw mut len) }.checked()?;
        Ok(value)
    }

    /// Sets `SO_RCVTIMEO` or `SO_SNDTIMEO`; `None` waits for ever, a time of zero is `EINVAL`.
    pub fn set_timeout(&self, name: c_int, timeout: Option<Duration>) -> Result<()> {
        const SHORTEST: u32 = 1;
        const FOR_EVER: sys::timeval = sys::timeval { tv_sec: 0, tv_usec: 0 };
        let timeout = match timeout {
            None => FOR_EVER,
            Some(Duration::ZERO) => return Err(Error::EINVAL),
            Some(time) => {
                let seconds = i64::try_from(time.as_secs()).unwrap_or(i64::MAX);
                let rest = if seconds == 0 { time.subsec_micros().max(SHORTEST) } else { time.subsec_micros() };
                sys::timeval { tv_sec: seconds as _, tv_usec: rest.into() }
            }
        };
        self.set(sys::SOL_SOCKET, name, &timeout)
    }

    pub fn timeout(&self, name: c_int) -> Result<Option<Duration>> {
        let sys::timeval { tv_sec, tv_usec } =
            self.get(sys::SOL_SOCKET, name, sys::timeval { tv_sec: 0, tv_usec: 0 })?;
        let seconds = Duration::from_secs(u64::try_from(tv_sec).unwrap_or(0));
        let time = seconds.saturating_add(Duration::from_micros(u64::try_from(tv_usec).unwrap_or(0)));
        Ok(if time.is_zero() { None } else { Some(time) })
    }

    pub fn try_clone(&self) -> Result<Self> {
        self.0.try_clone().map(Self)
    }
}

/// Accepts again after a signal (`EINTR`), as `std` does.
#[inline]
fn uninterrupted(accept: impl Fn() -> c_int) -> Result<Socket> {
    loop {
        match accept().checked() {
            // SAFETY: the descriptor is new.
            Ok(fd) => return Ok(Socket(unsafe { OwnedFd::from_raw_fd(fd) })),
            Err(Error::EINTR) => {}
            Err(error) => return Err(error),
        }
    }
}

/// Calls with each address in turn until one succeeds; the error is that of the last, `EINVAL` if there is none.
#[inline]
pub(crate) fn first<T>(
    addrs: impl IntoIterator<Item = SocketAddr>,
    mut call: impl FnMut(&SocketAddr) -> Result<T>,
) -> Result<T> {
    let mut last = Error::EINVAL;
    for addr in addrs {
        match call(&addr) {
            Ok(done) => return Ok(done),
            Err(error) => last = error,
        }
    }
    Err(last)
}
