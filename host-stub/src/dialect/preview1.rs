// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Preview 1 alone. The guest has the sockets that the command line has opened (`--tcplisten`, `--tcpconnect`).

use super::{Dialect, no_handles};
use crate::import::Imports;

pub const DIALECT: Dialect = Dialect { name: "preview1", add, handles: no_handles, runtimes: &[] };

/// The dialect has only the functions of preview 1.
fn add(_: &mut Imports) {}
