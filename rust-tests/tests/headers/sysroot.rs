//! The C libraries that the headers are laid over.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use rust_tests::{Result, project};

/// A C library: the one that the driver takes by itself, or one that it is told.
#[derive(Clone)]
pub struct Sysroot(Option<PathBuf>);

impl Sysroot {
    /// The driver's own choice, Debian's of 2022 unless another is installed; and a present-day one, which
    /// `WASOCK_NEW_SYSROOT` names or the script beside this file has laid down.
    pub fn all() -> Result<[Self; 2]> {
        Ok([Self(None), Self(Some(present()?))])
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

fn present() -> Result<PathBuf> {
    static PATH: OnceLock<Result<PathBuf>> = OnceLock::new();
    PATH.get_or_init(find_or_make).clone()
}

fn find_or_make() -> Result<PathBuf> {
    let named = std::env::var_os("WASOCK_NEW_SYSROOT").map(PathBuf::from);
    let path = named.clone().unwrap_or_else(|| project("build/new-sysroot"));
    if path.join("include/wasm32-wasip1/stdio.h").exists() {
        return Ok(path);
    }
    match named {
        Some(path) => Err(format!("WASOCK_NEW_SYSROOT: no include/wasm32-wasip1/stdio.h in {}", path.display())),
        None => make(&path).map(|()| path),
    }
}

fn make(path: &Path) -> Result<()> {
    super::run(Command::new(project("rust-tests/tests/headers/new-sysroot")).arg(path))
}
