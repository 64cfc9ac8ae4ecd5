// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Shared by the tests: the C programs, how they are compiled and run, and how two runs are compared.
//!
//! Linux is the oracle. A program of `c-tests/` is compiled natively and for wasm32-wasip1; every [`Run`]
//! (a dialect on a host) must print what Linux printed, apart from the differences that
//! `c-tests/expect/<run>.toml` lists with their reasons.

use std::path::{Path, PathBuf};

mod compile;
mod dialect;
mod directives;
mod expect;
mod folder;
mod link;
mod peer;
mod process;
mod program;
mod run;
mod rust_guest;
mod suite;
mod sysroot;

pub use compile::{guest, guest_with_threads, native, native_with_threads};
pub use dialect::{DIALECTS, Dialect, MODULES};
pub use directives::Directives;
pub use expect::{Difference, Expectations, propose};
pub use peer::{Peer, Role};
pub use process::{Observed, TIME_LIMIT, in_namespace, observe};
pub use program::Program;
pub use run::Run;
pub use rust_guest::{Module, example, native_tour, read_module, rust_guest};
pub use suite::compare_folder;
pub use sysroot::new_sysroot;

/// A failure is a text for the reader of the test's output.
pub type Result<T> = std::result::Result<T, String>;

/// A failed test of the standard harness, which prints errors by `Debug`: shows its text as it is.
pub struct Failed(String);

/// The result of a test of the standard harness.
pub type Verdict = std::result::Result<(), Failed>;

impl From<String> for Failed {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl std::fmt::Debug for Failed {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// A path below the root of the project.
#[must_use]
pub fn project(path: &str) -> PathBuf {
    let members = Path::new(env!("CARGO_MANIFEST_DIR"));
    members.parent().unwrap_or(members).join(path)
}

/// Turns an error into a text that begins with the failed operation.
pub fn trying<T, E: std::fmt::Display>(what: impl std::fmt::Display, result: std::result::Result<T, E>) -> Result<T> {
    result.map_err(|error| format!("{what}: {error}"))
}
