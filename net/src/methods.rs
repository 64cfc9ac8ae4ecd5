// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! The methods that several of the public types have, written once.

/// The methods that [`TcpStream`](crate::TcpStream), [`TcpListener`](crate::TcpListener) and
/// [`UdpSocket`](crate::UdpSocket) have in common.
macro_rules! common {
    ($name:ident) => {
        impl $name {
            /// The address that the socket is bound to. Errors: `EOPNOTSUPP` if the host does not report it.
            pub fn local_addr(&self) -> Result<SocketAddr> {
                self.0.local_addr()
            }

            /// A second owner of the same socket. In a guest this is always `EOPNOTSUPP`: WASI preview 1 cannot duplicate
            /// a descriptor. Lend `&self` instead, which can do everything.
            pub fn try_clone(&self) -> Result<Self> {
                self.0.try_clone().map(Self)
            }

            /// Sets whether calls return [`WouldBlock`](crate::ErrorKind::WouldBlock) instead of waiting.
            pub fn set_nonblocking(&self, nonblocking: bool) -> Result<()> {
                self.0.set_nonblocking(nonblocking)
            }

            /// Returns and clears the pending error of the socket.
            pub fn take_error(&self) -> Result<Option<Error>> {
                self.0.take_error()
            }

            /// Sets `IP_TTL`, how many hops a packet may take.
            pub fn set_ttl(&self, ttl: u32) -> Result<()> {
                let ttl = core::ffi::c_int::try_from(ttl).map_err(|_| Error::EINVAL)?;
                self.0.set(sys::IPPROTO_IP, sys::IP_TTL, &ttl)
            }

            /// The value of [`set_ttl`](Self::set_ttl), or the host's default.
            pub fn ttl(&self) -> Result<u32> {
                self.0.get_int(sys::IPPROTO_IP, sys::IP_TTL).map(|ttl| ttl as u32)
            }

            /// The number of the descriptor; this socket keeps it.
            #[must_use]
            pub const fn as_raw_fd(&self) -> RawFd {
                self.0.0.as_raw_fd()
            }

            /// The number of the descriptor; from now on the caller owns it.
            #[must_use = "nobody closes the descriptor any more"]
            pub fn into_raw_fd(self) -> RawFd {
                self.0.0.into_raw_fd()
            }

            /// The socket with this descriptor.
            ///
            /// # Safety
            /// No other code owns or closes the descriptor.
            #[must_use]
            pub unsafe fn from_raw_fd(fd: RawFd) -> Self {
                // SAFETY: the caller's promise.
                Self(Socket(unsafe { OwnedFd::from_raw_fd(fd) }))
            }
        }

        impl From<OwnedFd> for $name {
            fn from(fd: OwnedFd) -> Self {
                Self(Socket(fd))
            }
        }

        impl From<$name> for OwnedFd {
            fn from(socket: $name) -> Self {
                socket.0.0
            }
        }

        impl AsRef<OwnedFd> for $name {
            fn as_ref(&self) -> &OwnedFd {
                &self.0.0
            }
        }

        impl core::fmt::Debug for $name {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.debug_struct(stringify!($name)).field("fd", &self.as_raw_fd()).finish()
            }
        }
    };
}

/// How long the calls of a socket that has data may wait.
macro_rules! time_limits {
    ($name:ident) => {
        impl $name {
            /// Sets how long a receive waits before it returns `EAGAIN`; `None` waits for ever. Errors: `EINVAL` for a time of zero,
            /// `ENOPROTOOPT` if the host has no timeouts.
            pub fn set_read_timeout(&self, timeout: Option<Duration>) -> Result<()> {
                self.0.set_timeout(sys::SO_RCVTIMEO, timeout)
            }

            /// Sets how long a send waits before it returns `EAGAIN`; as [`set_read_timeout`](Self::set_read_timeout).
            pub fn set_write_timeout(&self, timeout: Option<Duration>) -> Result<()> {
                self.0.set_timeout(sys::SO_SNDTIMEO, timeout)
            }

            /// The value of [`set_read_timeout`](Self::set_read_timeout).
            pub fn read_timeout(&self) -> Result<Option<Duration>> {
                self.0.timeout(sys::SO_RCVTIMEO)
            }

            /// The value of [`set_write_timeout`](Self::set_write_timeout).
            pub fn write_timeout(&self) -> Result<Option<Duration>> {
                self.0.timeout(sys::SO_SNDTIMEO)
            }
        }
    };
}

pub(crate) use {common, time_limits};
