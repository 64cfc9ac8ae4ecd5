// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! A present-day C library with threads, beside the one that the driver uses by default.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use crate::{Result, project, trying};

/// The directory in `WASOCK_NEW_SYSROOT`, or the one that the script `new-sysroot` beside this file makes.
///
/// # Errors
/// It is not there, or cannot be made.
pub fn new_sysroot() -> Result<PathBuf> {
    static PATH: OnceLock<Result<PathBuf>> = OnceLock::new();
    PATH.get_or_init(find_or_make).clone()
}

const TARGETS: [&str; 2] = ["wasm32-wasip1", "wasm32-wasip1-threads"];

fn find_or_make() -> Result<PathBuf> {
    let named = std::env::var_os("WASOCK_NEW_SYSROOT").map(PathBuf::from);
    let path = named.clone().unwrap_or_else(|| project("build/new-sysroot"));
    let lacking = TARGETS.into_iter().find(|target| !path.join("include").join(target).join("stdio.h").exists());
    match (lacking, named) {
        (None, _) => Ok(path),
        (Some(target), Some(_)) => {
            Err(format!("WASOCK_NEW_SYSROOT: no include/{target}/stdio.h in {}", path.display()))
        }
        (Some(_), None) => make(&path).map(|()| path),
    }
}

fn make(path: &Path) -> Result<()> {
    let script = project("rust-tests/src/new-sysroot");
    let output = trying(script.display(), Command::new(&script).arg(path).output())?;
    if output.status.success() {
        return Ok(());
    }
    Err(format!("{}:\n{}", script.display(), String::from_utf8_lossy(&output.stderr)))
}
