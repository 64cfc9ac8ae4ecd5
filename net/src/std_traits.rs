// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! The traits of the standard library (feature `std`).

use std::io::{self, Read, Write};
use std::os::fd::{AsRawFd, FromRawFd, IntoRawFd, RawFd};

use crate::{Error, ErrorKind, OwnedFd, TcpListener, TcpStream, UdpSocket};

/// The error has the `errno` if there is one; otherwise it contains this error.
impl From<Error> for io::Error {
    fn from(error: Error) -> Self {
        match error.raw_os_error() {
            Some(errno) => Self::from_raw_os_error(errno),
            None => Self::new(kind(error.kind()), error),
        }
    }
}

/// The kind of an error of a look-up.
fn kind(kind: ErrorKind) -> io::ErrorKind {
    match kind {
        ErrorKind::InvalidInput => io::ErrorKind::InvalidInput,
        ErrorKind::NotFound => io::ErrorKind::NotFound,
        ErrorKind::OutOfMemory => io::ErrorKind::OutOfMemory,
        ErrorKind::Unsupported => io::ErrorKind::Unsupported,
        _ => io::ErrorKind::Other,
    }
}

impl Read for &TcpStream {
    fn read(&mut self, room: &mut [u8]) -> io::Result<usize> {
        Ok(self.recv(room)?)
    }
}

impl Write for &TcpStream {
    fn write(&mut self, data: &[u8]) -> io::Result<usize> {
        Ok(self.send(data)?)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Read for TcpStream {
    fn read(&mut self, room: &mut [u8]) -> io::Result<usize> {
        (&*self).read(room)
    }
}

impl Write for TcpStream {
    fn write(&mut self, data: &[u8]) -> io::Result<usize> {
        (&*self).write(data)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The conversions that are methods of this crate without the standard library.
macro_rules! raw {
    ($($name:ident)*) => { $(
        impl AsRawFd for $name {
            fn as_raw_fd(&self) -> RawFd {
                $name::as_raw_fd(self)
            }
        }

        impl IntoRawFd for $name {
            fn into_raw_fd(self) -> RawFd {
                $name::into_raw_fd(self)
            }
        }

        impl FromRawFd for $name {
            unsafe fn from_raw_fd(fd: RawFd) -> Self {
                // SAFETY: the caller's promise.
                unsafe { $name::from_raw_fd(fd) }
            }
        }
    )* };
}

raw!(OwnedFd TcpStream TcpListener UdpSocket);
