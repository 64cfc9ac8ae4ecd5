//! Compiles a C source, natively and as a guest, warnings being errors.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::{Result, new_sysroot, project, trying};

const FLAGS: [&str; 5] = ["-std=c11", "-D_GNU_SOURCE", "-Wall", "-Wextra", "-Werror"];

/// Compiles for this machine with the system's compiler.
///
/// # Errors
/// What the compiler says.
pub fn native(source: &Path, output: &Path) -> Result<PathBuf> {
    compile(Command::new("cc").args(FLAGS), source, output)
}

/// Compiles for wasm32-wasip1 with the project's own driver, as a user would.
///
/// # Errors
/// What the compiler or the linker says.
pub fn guest(dialect: &str, source: &Path, output: &Path, more: &[String]) -> Result<PathBuf> {
    let driver = project("bin/wasock-cc");
    let mut driver = Command::new(driver);
    // Makes components, and faster than the tool that would be found without it.
    driver.env("WASOCK_WASM_TOOLS", project("build/component-tools/bin/wasm-tools"));
    compile(driver.arg(format!("-dialect={dialect}")).args(FLAGS).args(more), source, output)
}

/// [`native`] for a program with threads.
///
/// # Errors
/// What the compiler says.
pub fn native_with_threads(source: &Path, output: &Path) -> Result<PathBuf> {
    compile(Command::new("cc").args(FLAGS).arg("-pthread"), source, output)
}

/// Compiles for wasm32-wasip1-threads, over the C library that has threads.
///
/// # Errors
/// What the compiler or the linker says, or that there is no such C library.
pub fn guest_with_threads(dialect: &str, source: &Path, output: &Path, more: &[String]) -> Result<PathBuf> {
    let mut driver = Command::new(project("bin/wasock-cc"));
    driver.env_remove("WASI_SDK_PATH").env("WASOCK_SYSROOT", new_sysroot()?);
    driver.arg(format!("-dialect={dialect}")).arg("--target=wasm32-wasip1-threads");
    compile(driver.args(FLAGS).args(more), source, output)
}

fn compile(command: &mut Command, source: &Path, output: &Path) -> Result<PathBuf> {
    let compiler = command.get_program().to_string_lossy().into_owned();
    let result = command.arg(source).arg("-o").arg(output).output();
    let result = trying(format_args!("{compiler} (`make tools` installs what is missing)"), result)?;
    if result.status.success() {
        return Ok(output.into());
    }
    Err(format!("{compiler} refused {}:\n{}", source.display(), String::from_utf8_lossy(&result.stderr)))
}
