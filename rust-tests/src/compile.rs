// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Compiles a C source, natively and as a guest. Warnings are errors.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::{Result, new_sysroot, project, trying};

const FLAGS: [&str; 5] = ["-std=c11", "-D_GNU_SOURCE", "-Wall", "-Wextra", "-Werror"];

/// Compiles for this machine with the system's compiler.
///
/// # Errors
/// The compiler's message.
pub fn native(source: &Path, output: &Path) -> Result<PathBuf> {
    compile(Command::new("cc").args(FLAGS), source, output)
}

/// Compiles for wasm32-wasip1 with the project's own driver, as a user would.
///
/// # Errors
/// The message of the compiler or the linker.
pub fn guest(dialect: &str, source: &Path, output: &Path, more: &[String]) -> Result<PathBuf> {
    compile(driver(dialect).args(FLAGS).args(more), source, output)
}

/// The first half of [`guest`], which is the same for every dialect.
///
/// # Errors
/// The compiler's message.
pub(crate) fn object(source: &Path, output: &Path, more: &[String]) -> Result<PathBuf> {
    compile(Command::new(project("bin/wasock-cc")).arg("-c").args(FLAGS).args(more), source, output)
}

/// The project's own driver.
pub(crate) fn driver(dialect: &str) -> Command {
    let mut driver = Command::new(project("bin/wasock-cc"));
    with_component_tools(&mut driver).arg(format!("-dialect={dialect}"));
    driver
}

/// Selects the tool that makes components, which is faster than the default one.
pub(crate) fn with_component_tools(command: &mut Command) -> &mut Command {
    command.env("WASOCK_WASM_TOOLS", project("build/component-tools/bin/wasm-tools"))
}

/// [`native`] for a program with threads.
///
/// # Errors
/// The compiler's message.
pub fn native_with_threads(source: &Path, output: &Path) -> Result<PathBuf> {
    compile(Command::new("cc").args(FLAGS).arg("-pthread"), source, output)
}

/// Compiles for wasm32-wasip1-threads, over the C library that has threads.
///
/// # Errors
/// The message of the compiler or the linker, or that this C library is missing.
pub fn guest_with_threads(dialect: &str, source: &Path, output: &Path, more: &[String]) -> Result<PathBuf> {
    let mut driver = Command::new(project("bin/wasock-cc"));
    driver.env_remove("WASI_SDK_PATH").env("WASOCK_SYSROOT", new_sysroot()?);
    driver.arg(format!("-dialect={dialect}")).arg("--target=wasm32-wasip1-threads");
    compile(driver.args(FLAGS).args(more), source, output)
}

fn compile(command: &mut Command, source: &Path, output: &Path) -> Result<PathBuf> {
    run(command.arg(source).arg("-o").arg(output), source).map(|()| output.into())
}

/// Runs a command that builds from `source`.
pub(crate) fn run(command: &mut Command, source: &Path) -> Result<()> {
    let name = command.get_program().to_string_lossy().into_owned();
    let result = trying(format_args!("{name} (`make tools` installs what is missing)"), command.output())?;
    if result.status.success() {
        return Ok(());
    }
    Err(format!("{name} refused {}:\n{}", source.display(), String::from_utf8_lossy(&result.stderr)))
}
