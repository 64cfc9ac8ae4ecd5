// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Network handles: descriptors that grant access to the network. The host opens them before the guest starts.

use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::sync::Arc;

use rustix::fs::MemfdFlags;

use crate::kind::Kind;
use crate::net::Socket;
use crate::policy::Rules;

/// What a handle grants.
pub enum Right {
    /// Sockets under these rules.
    Pool(Arc<Rules>),
    /// Sockets of one kind.
    Protocol(Kind),
    /// The stream of a connection, until it is taken.
    Connection(Option<Socket>),
}

/// A descriptor that grants access, and cannot be read or written.
pub struct Handle {
    /// A file for the host's own calls on the descriptor.
    fd: OwnedFd,
    /// The WASI file type that the guest sees.
    pub filetype: u8,
    /// What it grants.
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
