// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! The C libraries that the headers are laid over.

use std::path::PathBuf;
use std::process::Command;

use rust_tests::{Result, new_sysroot, project};

/// A C library: the one that the driver takes by itself, or one that it is told.
#[derive(Clone)]
pub struct Sysroot(Option<PathBuf>);

impl Sysroot {
    /// The driver's own choice, Debian's of 2022 unless another is installed; and a present-day one, which
    /// `WASOCK_NEW_SYSROOT` names or a script has laid down.
    pub fn all() -> Result<[Self; 2]> {
        Ok([Self(None), Self(Some(new_sysroot()?))])
    }

    /// The driver over this C library.
    pub fn cc(&self) -> Command {
        let mut command = Command::new(project("bin/wasock-cc"));
        if let Some(path) = &self.0 {
            command.env_remove("WASI_SDK_PATH").env("WASOCK_SYSROOT", path);
        }
        command
    }
}
