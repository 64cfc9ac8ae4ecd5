// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! WASI preview 1, snapshot 1, over all descriptors: the functions that wasi-libc calls.

mod directory;
pub mod fd;
pub mod fdstat;
pub mod filestat;
mod path;
pub mod poll;
mod process;
pub mod socket;

use crate::import::{Imports, PREVIEW1};

/// Adds preview 1.
pub fn add(imports: &mut Imports) {
    let mut module = imports.module(PREVIEW1);
    process::add(&mut module);
    fd::add(&mut module);
    fdstat::add(&mut module);
    filestat::add(&mut module);
    directory::add(&mut module);
    path::add(&mut module);
    poll::add(&mut module);
    socket::add(&mut module);
}
