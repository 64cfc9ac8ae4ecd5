// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! The runtimes whose faults can be imitated.

use crate::fd_table::Numbering;

/// A runtime whose faults can be imitated.
pub struct Runtime {
    /// The name on the command line.
    pub name: &'static str,
    /// How it numbers descriptors.
    pub numbering: Numbering,
    /// Whether it ends the guest that passes a buffer outside its memory.
    pub traps: bool,
}
