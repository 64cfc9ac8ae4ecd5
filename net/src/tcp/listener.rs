// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
use core::ffi::c_int;
use core::iter::FusedIterator;
use core::net::{Ipv4Addr, SocketAddr, SocketAddrV4};

use crate::error::{Error, Result};
use crate::fd::{OwnedFd, RawFd};
use crate::methods::common;
use crate::socket::{STREAM, Socket, first};
use crate::tcp::TcpStream;
use crate::{ErrorKind, ToSocketAddrs, sys};

/// A TCP socket that accepts connections.
///
/// ```
/// # fn main() -> wasock_net::Result<()> {
/// use wasock_net::{TcpListener, TcpStream};
///
/// let listener = TcpListener::bind("127.0.0.1:0")?;
/// let client = TcpStream::connect(listener.local_addr()?)?;
/// let (server, peer) = listener.accept()?;
/// assert_eq!(peer, client.local_addr()?);
/// assert_eq!(server.peer_addr()?, peer);
/// # Ok(())
/// # }
/// ```
pub struct TcpListener(Socket);

/// The backlog of `std`.
const BACKLOG: c_int = 128;

impl TcpListener {
    /// Binds to the first of the addresses that is free, with `SO_REUSEADDR` if the host has that, and listens; port 0
    /// lets the host choose.
    ///
    /// # Errors
    /// `EACCES` if the host's rules forbid the address, `EADDRINUSE`, `EADDRNOTAVAIL`, `EOPNOTSUPP` if the host
    /// cannot listen; those of the look-up; `EINVAL` without any address.
    pub fn bind<A: ToSocketAddrs>(addr: A) -> Result<Self> {
        first(addr.to_socket_addrs()?, |addr| {
            let socket = Socket::open(addr, STREAM)?;
            match socket.set_reuse_addr() {
                Err(error) if error.kind() != ErrorKind::Unsupported => return Err(error),
                _ => {}
            }
            socket.bind(addr)?;
            socket.listen(BACKLOG)?;
            Ok(Self(socket))
        })
    }

    /// Waits for the next connection, and returns it with the address of its peer: `0.0.0.0:0` on a host that does not
    /// report addresses (dialects `ueno` and `preview1`).
    ///
    /// # Errors
    /// `ECONNABORTED` if the peer has gone already, `EMFILE`, `EAGAIN` if the socket is non-blocking.
    pub fn accept(&self) -> Result<(TcpStream, SocketAddr)> {
        const UNKNOWN: SocketAddr = SocketAddr::V4(SocketAddrV4::new(Ipv4Addr::UNSPECIFIED, 0));
        let (socket, peer) = self.0.accept_from()?;
        Ok((TcpStream(socket), peer.unwrap_or(UNKNOWN)))
    }

    /// Iterates over the incoming connections; the iterator never ends. It does not ask the host for the peers'
    /// addresses.
    #[must_use]
    pub fn incoming(&self) -> Incoming<'_> {
        Incoming { listener: self }
    }
}

common!(TcpListener);

/// An iterator over the incoming connections of a [`TcpListener`].
///
/// ```
/// # fn main() -> wasock_net::Result<()> {
/// use wasock_net::{TcpListener, TcpStream};
///
/// let listener = TcpListener::bind("127.0.0.1:0")?;
/// let _client = TcpStream::connect(listener.local_addr()?)?;
/// for stream in listener.incoming().take(1) {
///     stream?.send_all(b"hello")?;
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct Incoming<'a> {
    listener: &'a TcpListener,
}

impl Iterator for Incoming<'_> {
    type Item = Result<TcpStream>;

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        Some(self.listener.0.accept().map(TcpStream))
    }
}

impl FusedIterator for Incoming<'_> {}
