// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
use core::net::SocketAddr;

use embedded_nal::{UdpClientStack, UdpFullStack, nb};

use super::{Stack, later};
use crate::{Error, Result, UdpSocket};

/// A UDP socket of [`Stack`]. Its first use opens it, because only then is the family of its address known.
///
/// ```
/// # fn main() -> wasock_net::Result<()> {
/// use embedded_nal::{UdpClientStack, UdpFullStack, nb};
/// use wasock_net::{Stack, StackUdpSocket};
///
/// let mut stack = Stack::new();
/// let mut server: StackUdpSocket = UdpClientStack::socket(&mut stack)?;
/// UdpFullStack::bind(&mut stack, &mut server, 0)?;
/// let nothing = UdpClientStack::receive(&mut stack, &mut server, &mut [0; 16]);
/// assert!(matches!(nothing, Err(nb::Error::WouldBlock)));
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Default)]
pub struct StackUdpSocket {
    socket: Option<UdpSocket>,
    remote: Remote,
}

/// The destination of `send`.
#[derive(Debug, Default)]
enum Remote {
    #[default]
    None,
    /// The address of `connect`.
    Connected,
    /// The address of the last `send_to`.
    Last(SocketAddr),
}

impl StackUdpSocket {
    fn socket(&self) -> Result<&UdpSocket> {
        self.socket.as_ref().ok_or(Error::ENOTCONN)
    }

    /// The socket; if there is none, a new non-blocking one of the family of `remote`.
    fn socket_for(&mut self, remote: &SocketAddr) -> Result<&UdpSocket> {
        let socket = match self.socket.take() {
            Some(socket) => socket,
            None => {
                let socket = UdpSocket::open(remote)?;
                socket.set_nonblocking(true)?;
                socket
            }
        };
        Ok(self.socket.insert(socket))
    }
}

impl UdpClientStack for Stack {
    type UdpSocket = StackUdpSocket;
    type Error = Error;

    fn socket(&mut self) -> Result<StackUdpSocket> {
        Ok(StackUdpSocket::default())
    }

    fn connect(&mut self, socket: &mut StackUdpSocket, remote: SocketAddr) -> Result<()> {
        socket.socket_for(&remote)?.connect(remote)?;
        socket.remote = Remote::Connected;
        Ok(())
    }

    fn send(&mut self, socket: &mut StackUdpSocket, data: &[u8]) -> nb::Result<(), Error> {
        match socket.remote {
            Remote::None => Err(nb::Error::Other(Error::EDESTADDRREQ)),
            Remote::Connected => sent(socket.socket().and_then(|socket| socket.send(data))),
            Remote::Last(remote) => self.send_to(socket, remote, data),
        }
    }

    fn receive(&mut self, socket: &mut StackUdpSocket, room: &mut [u8]) -> nb::Result<(usize, SocketAddr), Error> {
        socket.socket().and_then(|socket| socket.recv_from(room)).map_err(later)
    }

    fn close(&mut self, _socket: StackUdpSocket) -> Result<()> {
        Ok(())
    }
}

impl UdpFullStack for Stack {
    fn bind(&mut self, socket: &mut StackUdpSocket, port: u16) -> Result<()> {
        if socket.socket.is_some() {
            return Err(Error::EINVAL);
        }
        let bound = UdpSocket::bind(self.port(port))?;
        bound.set_nonblocking(true)?;
        socket.socket = Some(bound);
        Ok(())
    }

    fn send_to(&mut self, socket: &mut StackUdpSocket, remote: SocketAddr, data: &[u8]) -> nb::Result<(), Error> {
        socket.remote = Remote::Last(remote);
        sent(socket.socket_for(&remote).and_then(|socket| socket.send_to(data, remote)))
    }
}

/// A datagram is sent whole.
fn sent(sent: Result<usize>) -> nb::Result<(), Error> {
    sent.map(|_len| ()).map_err(later)
}
