// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! The handles of a socket. Each has one owner.

use crate::errno::{Errno, Result};

use super::import::{self, Get, Release, Subscribe};
use super::layout::{AddressCall, Raw};

/// A pollable.
pub(super) struct Pollable(Raw);

impl Pollable {
    /// A pollable that the host has just made.
    pub fn of(pollable: Raw) -> Self {
        Self(pollable)
    }

    pub fn raw(&self) -> Raw {
        self.0
    }

    /// Waits until it is ready.
    pub fn block(&self) {
        // SAFETY: the pollable is the guest's.
        unsafe { import::block(self.0) };
    }
}

impl Drop for Pollable {
    fn drop(&mut self) {
        // SAFETY: the pollable is the guest's, and has no children.
        unsafe { import::drop_pollable(self.0) };
    }
}

/// A handle, and its pollable, which is made for the first wait.
#[derive(Default)]
pub(super) struct Watched {
    handle: Raw,
    pollable: Option<Pollable>,
}

impl Watched {
    pub fn of(handle: Raw) -> Self {
        Self { handle, pollable: None }
    }

    pub fn raw(&self) -> Raw {
        self.handle
    }

    pub fn is_none(&self) -> bool {
        self.handle == 0
    }

    /// The pollable, which is made when it is first needed.
    pub fn pollable(&mut self, subscribe: Subscribe) -> &Pollable {
        let handle = self.handle;
        // SAFETY: the handle is the guest's.
        self.pollable.get_or_insert_with(|| Pollable::of(unsafe { subscribe(handle) }))
    }

    /// Drops the pollable, then the handle.
    fn release(&mut self, release: Release) {
        self.pollable = None;
        if self.handle != 0 {
            // SAFETY: the handle is the guest's, and its pollable is gone.
            unsafe { release(self.handle) };
            self.handle = 0;
        }
    }
}

/// The imports that every socket of a kind may need. Only the function that makes one refers to them, so that a program
/// without such sockets does not import them.
pub(super) struct Imports {
    pub release_input: Release,
    pub release_output: Release,
    pub release_socket: Release,
    pub subscribe: Subscribe,
    pub start_bind: AddressCall,
    pub finish_bind: Get,
    pub local_address: Get,
}

/// All handles of a socket. The host traps if a handle is dropped before its children: pollables must go before the handle
/// that they watch, streams before their socket.
pub(super) struct Handles {
    pub imports: &'static Imports,
    pub socket: Watched,
    pub input: Watched,
    pub output: Watched,
}

impl Handles {
    pub fn of(imports: &'static Imports, socket: Raw) -> Self {
        Self { imports, socket: Watched::of(socket), input: Watched::default(), output: Watched::default() }
    }

    /// The socket, for a call. `ENOBUFS` if the host had no replacement for one that could not be used again.
    pub fn raw(&self) -> Result<Raw> {
        if self.socket.is_none() { Err(Errno::ENOBUFS) } else { Ok(self.socket.raw()) }
    }

    /// Drops the output stream.
    pub fn release_output(&mut self) {
        self.output.release(self.imports.release_output);
    }

    /// Drops both streams.
    pub fn release_streams(&mut self) {
        self.input.release(self.imports.release_input);
        self.release_output();
    }

    /// Takes these streams.
    pub fn set_streams(&mut self, input: Raw, output: Raw) {
        (self.input, self.output) = (Watched::of(input), Watched::of(output));
    }
}

impl Drop for Handles {
    fn drop(&mut self) {
        self.release_streams();
        self.socket.release(self.imports.release_socket);
    }
}
