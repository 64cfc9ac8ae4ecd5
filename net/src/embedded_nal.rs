// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! The network stack of the crate `embedded-nal` (feature `embedded-nal`): its sockets never wait.

mod tcp;
mod udp;

use core::net::{IpAddr, Ipv4Addr, SocketAddr};

use embedded_nal::{AddrType, Dns, TcpError, TcpErrorKind, nb};
pub use tcp::StackTcpSocket;
pub use udp::StackUdpSocket;

use crate::look_up::{look_up, name_of};
use crate::{Error, ErrorKind};

/// The host's network for crates that are written against `embedded-nal`: clients and servers of TCP and UDP, and look-ups.
///
/// Sockets never wait. A look-up does, because no runtime has a look-up that does not wait.
///
/// ```
/// # fn main() -> wasock_net::Result<()> {
/// use embedded_nal::{TcpClientStack, nb};
/// use wasock_net::{Stack, TcpListener};
///
/// let listener = TcpListener::bind("127.0.0.1:0")?;
/// let remote = listener.local_addr()?;
///
/// let mut stack = Stack::new();
/// let mut socket = TcpClientStack::socket(&mut stack)?;
/// nb::block!(TcpClientStack::connect(&mut stack, &mut socket, remote))?;
/// nb::block!(TcpClientStack::send(&mut stack, &mut socket, b"hello"))?;
/// TcpClientStack::close(&mut stack, socket)?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Stack {
    local: IpAddr,
}

impl Stack {
    /// A stack whose servers listen on every IPv4 address of the host.
    #[must_use]
    pub const fn new() -> Self {
        Self::at(IpAddr::V4(Ipv4Addr::UNSPECIFIED))
    }

    /// A stack whose servers listen on this address. `bind` has a port only.
    #[must_use]
    pub const fn at(local: IpAddr) -> Self {
        Self { local }
    }

    fn port(&self, port: u16) -> SocketAddr {
        SocketAddr::new(self.local, port)
    }
}

impl Default for Stack {
    fn default() -> Self {
        Self::new()
    }
}

impl TcpError for Error {
    fn kind(&self) -> TcpErrorKind {
        match Self::kind(*self) {
            ErrorKind::BrokenPipe
            | ErrorKind::ConnectionAborted
            | ErrorKind::ConnectionReset
            | ErrorKind::NotConnected => TcpErrorKind::PipeClosed,
            _ => TcpErrorKind::Other,
        }
    }
}

/// The error in `nb`'s form: "would block", or another.
fn later(error: Error) -> nb::Error<Error> {
    if error.kind() == ErrorKind::WouldBlock { nb::Error::WouldBlock } else { nb::Error::Other(error) }
}

impl Dns for Stack {
    type Error = Error;

    fn get_host_by_name(&mut self, host: &str, family: AddrType) -> nb::Result<IpAddr, Error> {
        let is_wanted = |ip: &IpAddr| match family {
            AddrType::IPv4 => ip.is_ipv4(),
            AddrType::IPv6 => ip.is_ipv6(),
            AddrType::Either => true,
        };
        let found = look_up(host, 0).map(|addrs| addrs.map(|addr| addr.ip()).find(is_wanted));
        found.and_then(|ip| ip.ok_or(Error::NO_DATA)).map_err(nb::Error::Other)
    }

    fn get_host_by_address(&mut self, ip: IpAddr, room: &mut [u8]) -> nb::Result<usize, Error> {
        name_of(&SocketAddr::new(ip, 0), room).map_err(nb::Error::Other)
    }
}
