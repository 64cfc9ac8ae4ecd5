// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
use core::net::SocketAddr;
use core::time::Duration;

use crate::error::{Error, Result};
use crate::fd::{OwnedFd, RawFd};
use crate::methods::{common, time_limits};
use crate::poll::{Events, PollFd, poll};
use crate::socket::{STREAM, Socket, first};
use crate::{ToSocketAddrs, sys};

/// A TCP connection, closed when it is dropped.
///
/// The methods are those of `std::net::TcpStream`. Data goes through [`send`](Self::send) and [`recv`](Self::recv), or
/// with the feature `std` through `Read` and `Write`, with `embedded-io` through that crate's.
///
/// ```
/// # fn main() -> wasock_net::Result<()> {
/// use wasock_net::{TcpListener, TcpStream};
///
/// let listener = TcpListener::bind("127.0.0.1:0")?;
/// let client = TcpStream::connect(listener.local_addr()?)?;
/// client.send_all(b"hello")?;
/// drop(client);
///
/// let (server, _peer) = listener.accept()?;
/// let mut room = [0; 16];
/// let count = server.recv(&mut room)?;
/// assert_eq!(room.get(..count), Some(&b"hello"[..]));
/// assert_eq!(server.recv(&mut room)?, 0);
/// # Ok(())
/// # }
/// ```
pub struct TcpStream(pub(super) Socket);

/// The direction that [`TcpStream::shutdown`] closes.
///
/// ```
/// # fn main() -> wasock_net::Result<()> {
/// use wasock_net::{Shutdown, TcpListener, TcpStream};
///
/// let listener = TcpListener::bind("127.0.0.1:0")?;
/// let client = TcpStream::connect(listener.local_addr()?)?;
/// client.shutdown(Shutdown::Write)?;
/// let (server, _peer) = listener.accept()?;
/// assert_eq!(server.recv(&mut [0; 16])?, 0);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shutdown {
    /// Nothing is received any more.
    Read,
    /// Nothing is sent any more: the peer reads the end of the stream.
    Write,
    /// Both directions.
    Both,
}

impl TcpStream {
    /// Connects to the first of the addresses that accepts; the error is that of the last.
    ///
    /// # Errors
    /// Those of the look-up, of `socket` and of `connect`: `EACCES` if the host's rules forbid the address,
    /// `ECONNREFUSED`, `ETIMEDOUT`, `EAFNOSUPPORT` if the host has no IPv6; `EINVAL` without any address.
    #[inline]
    pub fn connect<A: ToSocketAddrs>(addr: A) -> Result<Self> {
        first(addr.to_socket_addrs()?, |addr| {
            let socket = Socket::open(addr, STREAM)?;
            socket.connect(addr)?;
            Ok(Self(socket))
        })
    }

    /// Connects, but waits for at most `timeout`.
    ///
    /// # Errors
    /// `ETIMEDOUT` after the timeout, `EINVAL` for a timeout of zero, `EOPNOTSUPP` if the host's sockets always
    /// block, and those of [`connect`](Self::connect).
    pub fn connect_timeout(addr: &SocketAddr, timeout: Duration) -> Result<Self> {
        if timeout.is_zero() {
            return Err(Error::EINVAL);
        }
        let stream = Self::connect_nonblocking(addr)?;
        if !stream.is_connected_within(Some(timeout))? {
            return Err(Error::ETIMEDOUT);
        }
        stream.set_nonblocking(false)?;
        Ok(stream)
    }

    /// A non-blocking socket that connects or is connected already.
    pub(crate) fn connect_nonblocking(addr: &SocketAddr) -> Result<Self> {
        let socket = Socket::open(addr, STREAM)?;
        socket.set_nonblocking(true)?;
        match socket.connect(addr) {
            Ok(()) | Err(Error::EINPROGRESS) => Ok(Self(socket)),
            Err(error) => Err(error),
        }
    }

    /// Waits at most this time for a connection that is being made; returns whether it is made, or its error.
    pub(crate) fn is_connected_within(&self, time: Option<Duration>) -> Result<bool> {
        if poll(&mut [PollFd::new(self, Events::WRITABLE)], time)? == 0 {
            return Ok(false);
        }
        match self.take_error()? {
            None => Ok(true),
            Some(error) => Err(error),
        }
    }

    /// Sends some of the data; returns how much. Errors: `EPIPE`, `ECONNRESET`, and `EAGAIN` if the socket is
    /// non-blocking or the write timeout is over.
    #[inline]
    pub fn send(&self, data: &[u8]) -> Result<usize> {
        self.0.send(data)
    }

    /// Sends all of the data. Errors: those of [`send`](Self::send); some of the data may have been sent then.
    pub fn send_all(&self, mut data: &[u8]) -> Result<()> {
        while !data.is_empty() {
            match self.send(data) {
                Ok(0) => return Err(Error::EIO),
                // The host lies if it reports more bytes than it was given.
                Ok(count) => data = data.get(count..).ok_or(Error::EIO)?,
                Err(Error::EINTR) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// Waits for data and receives at least one byte; 0 is the end of the stream.
    #[inline]
    pub fn recv(&self, room: &mut [u8]) -> Result<usize> {
        self.0.recv(room)
    }

    /// Peeks: the next receive returns the data again. Errors: `EOPNOTSUPP` if the host does not support it.
    pub fn peek(&self, room: &mut [u8]) -> Result<usize> {
        self.0.peek(room)
    }

    /// The peer's address. Errors: `ENOTCONN`, `EOPNOTSUPP` if the host does not report it.
    pub fn peer_addr(&self) -> Result<SocketAddr> {
        self.0.peer_addr()
    }

    /// Closes one direction, or both. Errors: `ENOTCONN`, `EOPNOTSUPP` if the host can only close both.
    pub fn shutdown(&self, how: Shutdown) -> Result<()> {
        self.0.shutdown(match how {
            Shutdown::Read => sys::SHUT_RD,
            Shutdown::Write => sys::SHUT_WR,
            Shutdown::Both => sys::SHUT_RDWR,
        })
    }

    /// Sets whether small pieces of data are sent at once (`TCP_NODELAY`).
    pub fn set_nodelay(&self, nodelay: bool) -> Result<()> {
        self.0.set_no_delay(nodelay)
    }

    /// The value of [`set_nodelay`](Self::set_nodelay).
    pub fn nodelay(&self) -> Result<bool> {
        self.0.get_int(sys::IPPROTO_TCP, sys::TCP_NODELAY).map(|on| on != 0)
    }
}

common!(TcpStream);
time_limits!(TcpStream);
