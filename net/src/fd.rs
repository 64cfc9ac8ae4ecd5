// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! The owner of a descriptor.

use core::ffi::c_int;
use core::fmt;

use crate::error::{Error, Result};
use crate::sys;

/// The number of a descriptor.
pub type RawFd = c_int;

/// A descriptor that is closed when this is dropped.
///
/// It is like `std::os::fd::OwnedFd`, but a socket whose number is the library's own, not the host's, is closed as well.
///
/// ```
/// # fn main() -> wasock_net::Result<()> {
/// use wasock_net::{OwnedFd, UdpSocket};
///
/// let socket = UdpSocket::bind("127.0.0.1:0")?;
/// let descriptor = OwnedFd::from(socket);
/// assert!(descriptor.as_raw_fd() >= 0);
/// let same_socket = UdpSocket::from(descriptor);
/// # drop(same_socket);
/// # Ok(())
/// # }
/// ```
pub struct OwnedFd {
    fd: RawFd,
}

impl OwnedFd {
    /// The owner of `fd`. If no descriptor with this number is open, calls fail with `EBADF`; that is not undefined behaviour.
    ///
    /// # Safety
    /// No other code owns or closes the descriptor.
    #[inline]
    #[must_use]
    pub unsafe fn from_raw_fd(fd: RawFd) -> Self {
        Self { fd }
    }

    /// The number; this owner keeps the descriptor.
    #[inline]
    #[must_use]
    pub const fn as_raw_fd(&self) -> RawFd {
        self.fd
    }

    /// The number; from now on the caller owns the descriptor.
    #[inline]
    #[must_use = "nobody closes the descriptor any more"]
    pub fn into_raw_fd(self) -> RawFd {
        core::mem::ManuallyDrop::new(self).fd
    }

    /// A second descriptor of the same socket. In a guest this always fails: WASI preview 1 cannot make one.
    ///
    /// # Errors
    /// `EOPNOTSUPP` in a guest, natively those of `fcntl`.
    pub fn try_clone(&self) -> Result<Self> {
        sys::duplicate(self.fd).map(|fd| Self { fd }).map_err(Error::from_raw_os_error)
    }
}

impl Drop for OwnedFd {
    #[inline]
    fn drop(&mut self) {
        // A failure cannot be reported here; the descriptor is closed in any case.
        let _ignored = sys::close(self.fd);
    }
}

impl fmt::Debug for OwnedFd {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OwnedFd").field("fd", &self.fd).finish()
    }
}

impl AsRef<OwnedFd> for OwnedFd {
    fn as_ref(&self) -> &OwnedFd {
        self
    }
}
