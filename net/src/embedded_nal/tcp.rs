// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
use core::net::SocketAddr;
use core::time::Duration;

use embedded_nal::{TcpClientStack, TcpFullStack, nb};

use super::{Stack, later};
use crate::{Error, Result, TcpListener, TcpStream};

/// A TCP socket of [`Stack`]. Its first use opens it, because only then is the family of its address known.
///
/// ```
/// # fn main() -> wasock_net::Result<()> {
/// use embedded_nal::{TcpClientStack, TcpFullStack, nb};
/// use wasock_net::{Stack, StackTcpSocket};
///
/// let mut stack = Stack::new();
/// let mut server: StackTcpSocket = TcpClientStack::socket(&mut stack)?;
/// TcpFullStack::bind(&mut stack, &mut server, 0)?;
/// TcpFullStack::listen(&mut stack, &mut server)?;
/// assert!(matches!(TcpFullStack::accept(&mut stack, &mut server), Err(nb::Error::WouldBlock)));
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Default)]
pub struct StackTcpSocket(State);

#[derive(Debug, Default)]
enum State {
    #[default]
    New,
    Bound(SocketAddr),
    Listening(TcpListener),
    Connecting(TcpStream),
    Connected(TcpStream),
}

impl StackTcpSocket {
    fn stream(&self) -> Result<&TcpStream> {
        match &self.0 {
            State::Connected(stream) => Ok(stream),
            _ => Err(Error::ENOTCONN),
        }
    }
}

impl TcpClientStack for Stack {
    type TcpSocket = StackTcpSocket;
    type Error = Error;

    fn socket(&mut self) -> Result<StackTcpSocket> {
        Ok(StackTcpSocket::default())
    }

    /// Begins to connect, or checks whether the connection is made; after an error it begins again.
    fn connect(&mut self, socket: &mut StackTcpSocket, remote: SocketAddr) -> nb::Result<(), Error> {
        let stream = match core::mem::take(&mut socket.0) {
            State::New => TcpStream::connect_nonblocking(&remote).map_err(nb::Error::Other)?,
            State::Connecting(stream) => stream,
            other => {
                socket.0 = other;
                return Err(nb::Error::Other(Error::EISCONN));
            }
        };
        if stream.is_connected_within(Some(Duration::ZERO)).map_err(nb::Error::Other)? {
            socket.0 = State::Connected(stream);
            Ok(())
        } else {
            socket.0 = State::Connecting(stream);
            Err(nb::Error::WouldBlock)
        }
    }

    fn send(&mut self, socket: &mut StackTcpSocket, data: &[u8]) -> nb::Result<usize, Error> {
        socket.stream().and_then(|stream| stream.send(data)).map_err(later)
    }

    /// The end of the stream is an error, as the trait requires: `EPIPE`.
    fn receive(&mut self, socket: &mut StackTcpSocket, room: &mut [u8]) -> nb::Result<usize, Error> {
        if room.is_empty() {
            return Ok(0);
        }
        match socket.stream().and_then(|stream| stream.recv(room)) {
            Ok(0) => Err(nb::Error::Other(Error::EPIPE)),
            received => received.map_err(later),
        }
    }

    fn close(&mut self, _socket: StackTcpSocket) -> Result<()> {
        Ok(())
    }
}

impl TcpFullStack for Stack {
    fn bind(&mut self, socket: &mut StackTcpSocket, port: u16) -> Result<()> {
        match socket.0 {
            State::New => {
                socket.0 = State::Bound(self.port(port));
                Ok(())
            }
            _ => Err(Error::EINVAL),
        }
    }

    /// Binds to the port of `bind`, and reports here if it is in use.
    fn listen(&mut self, socket: &mut StackTcpSocket) -> Result<()> {
        let State::Bound(local) = socket.0 else { return Err(Error::EINVAL) };
        let listener = TcpListener::bind(local)?;
        listener.set_nonblocking(true)?;
        socket.0 = State::Listening(listener);
        Ok(())
    }

    fn accept(&mut self, socket: &mut StackTcpSocket) -> nb::Result<(StackTcpSocket, SocketAddr), Error> {
        let State::Listening(listener) = &socket.0 else { return Err(nb::Error::Other(Error::EINVAL)) };
        let (stream, peer) = listener.accept().map_err(later)?;
        stream.set_nonblocking(true).map_err(nb::Error::Other)?;
        Ok((StackTcpSocket(State::Connected(stream)), peer))
    }
}
