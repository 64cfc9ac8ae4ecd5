//! WASI preview 1, over all descriptors: what wasi-libc calls, of snapshot 1.

mod directory;
mod fd;
pub mod fdstat;
pub mod filestat;
mod path;
pub mod poll;
mod process;
pub mod socket;

pub use directory::Directory;

use crate::import::Imports;

/// The import module of all functions here, and of most dialects.
pub const MODULE: &str = "wasi_snapshot_preview1";

/// Adds preview 1.
pub fn add(imports: &mut Imports) {
    let mut module = imports.module(MODULE);
    process::add(&mut module);
    fd::add(&mut module);
    fdstat::add(&mut module);
    filestat::add(&mut module);
    directory::add(&mut module);
    path::add(&mut module);
    poll::add(&mut module);
    socket::add(&mut module);
}
