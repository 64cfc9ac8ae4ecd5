// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! The traits of the crate `embedded-io` (feature `embedded-io`): those that wait, and those that report whether a call would.

use core::time::Duration;

use embedded_io::{ErrorType, Read, ReadReady, Write, WriteReady};

use crate::poll::{Events, PollFd, poll};
use crate::{Error, ErrorKind, Result, TcpStream};

impl embedded_io::Error for Error {
    fn kind(&self) -> embedded_io::ErrorKind {
        match Self::kind(*self) {
            ErrorKind::AddrInUse => embedded_io::ErrorKind::AddrInUse,
            ErrorKind::AddrNotAvailable => embedded_io::ErrorKind::AddrNotAvailable,
            ErrorKind::BrokenPipe => embedded_io::ErrorKind::BrokenPipe,
            ErrorKind::ConnectionAborted => embedded_io::ErrorKind::ConnectionAborted,
            ErrorKind::ConnectionRefused => embedded_io::ErrorKind::ConnectionRefused,
            ErrorKind::ConnectionReset => embedded_io::ErrorKind::ConnectionReset,
            ErrorKind::Interrupted => embedded_io::ErrorKind::Interrupted,
            ErrorKind::InvalidInput => embedded_io::ErrorKind::InvalidInput,
            ErrorKind::NotConnected => embedded_io::ErrorKind::NotConnected,
            ErrorKind::NotFound => embedded_io::ErrorKind::NotFound,
            ErrorKind::OutOfMemory => embedded_io::ErrorKind::OutOfMemory,
            ErrorKind::PermissionDenied => embedded_io::ErrorKind::PermissionDenied,
            ErrorKind::TimedOut => embedded_io::ErrorKind::TimedOut,
            ErrorKind::Unsupported => embedded_io::ErrorKind::Unsupported,
            _ => embedded_io::ErrorKind::Other,
        }
    }
}

impl ErrorType for TcpStream {
    type Error = Error;
}

impl ErrorType for &TcpStream {
    type Error = Error;
}

impl Read for &TcpStream {
    /// As the trait requires, a read into an empty buffer returns at once; `recv` waits, as on Linux.
    fn read(&mut self, room: &mut [u8]) -> Result<usize> {
        if room.is_empty() { Ok(0) } else { self.recv(room) }
    }
}

impl Write for &TcpStream {
    fn write(&mut self, data: &[u8]) -> Result<usize> {
        match self.send(data)? {
            // The trait promises that something was written.
            0 if !data.is_empty() => Err(Error::EIO),
            count => Ok(count),
        }
    }

    fn flush(&mut self) -> Result<()> {
        Ok(())
    }
}

impl ReadReady for &TcpStream {
    fn read_ready(&mut self) -> Result<bool> {
        is_ready(self, Events::READABLE)
    }
}

impl WriteReady for &TcpStream {
    fn write_ready(&mut self) -> Result<bool> {
        is_ready(self, Events::WRITABLE)
    }
}

/// Whether the call would return at once, also with an error.
fn is_ready(stream: &TcpStream, events: Events) -> Result<bool> {
    poll(&mut [PollFd::new(stream, events)], Some(Duration::ZERO)).map(|ready| ready != 0)
}

impl Read for TcpStream {
    fn read(&mut self, room: &mut [u8]) -> Result<usize> {
        Read::read(&mut &*self, room)
    }
}

impl Write for TcpStream {
    fn write(&mut self, data: &[u8]) -> Result<usize> {
        Write::write(&mut &*self, data)
    }

    fn flush(&mut self) -> Result<()> {
        Ok(())
    }
}

impl ReadReady for TcpStream {
    fn read_ready(&mut self) -> Result<bool> {
        is_ready(self, Events::READABLE)
    }
}

impl WriteReady for TcpStream {
    fn write_ready(&mut self) -> Result<bool> {
        is_ready(self, Events::WRITABLE)
    }
}
