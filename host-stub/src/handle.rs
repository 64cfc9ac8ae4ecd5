// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Network handles: descriptors that give a right to use the network, opened before the guest starts.

use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::sync::Arc;

use rustix::fs::MemfdFlags;

use crate::kind::Kind;
use crate::net::Socket;
use crate::policy::Rules;

/// What a descriptor gives a right to.
pub enum Right {
    /// Sockets under these rules.
    Pool(Arc<Rules>),
    /// Sockets of one kind.
    Protocol(Kind),
    /// The stream of a connection, until it is taken.
    Connection(Option<Socket>),
}

/// A descriptor that gives a right, and on which nothing is read or written.
pub struct Handle {
    /// Something for the host's own calls to look at.
    fd: OwnedFd,
    /// The WASI file type that the guest sees.
    pub filetype: u8,
    /// What it gives a right to.
    pub right: Right,
}

impl Handle {
    /// A handle that the guest sees as a file of this type.
    pub fn new(filetype: u8, right: Right) -> std::io::Result<Self> {
        let fd = rustix::fs::memfd_create("wasock-run handle", MemfdFlags::CLOEXEC)?;
        Ok(Self { fd, filetype, right })
    }
}

impl AsFd for Handle {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.fd.as_fd()
    }
}
