// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! The measured programs, compiled as a user would, and once more with the imports called directly ("raw imports").

use std::path::PathBuf;
use std::process::Command;

use rust_tests::{Result, guest, project, trying};

use crate::{built, source};

/// By what a program reaches its runtime.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// wasock.
    Wasock,
    /// wasock, optimised along with the program.
    Lto,
    /// wasock, at another level of optimisation.
    Level(&'static str),
    /// The imports themselves, by `bench/raw/<dialect>.h`.
    Hand,
}

/// The file of a program, without its extension.
pub fn name(program: &str, dialect: &str, by: By) -> String {
    let by = match by {
        By::Wasock => "wasock",
        By::Lto => "lto",
        By::Level(level) => level,
        By::Hand => "hand",
    };
    format!("{program}.{dialect}.{by}")
}

/// Compiles and links a program.
///
/// When clang links with -O, it runs a wasm-opt that it finds on PATH. So only the compilation gets -O, and the module does
/// not depend on what is installed.
///
/// # Errors
/// What the compiler says.
pub fn link(program: &str, dialect: &str, by: By) -> Result<PathBuf> {
    let name = name(program, dialect, by);
    let (object, module) = (built(&format!("{name}.o"))?, built(&format!("{name}.wasm"))?);
    let level = if let By::Level(level) = by { level } else { "-Os" };
    let mut compile = vec![level.into(), "-c".into()];
    let mut link = vec!["-s".into()];
    match by {
        By::Wasock | By::Level(_) => {}
        By::Lto => {
            compile.push("-lto".into());
            link.extend(["-lto".into(), format!("-fuse-ld={}", linker()?)]);
        }
        By::Hand => compile.push(format!("-DRAW=\"{}\"", project(&format!("bench/raw/{dialect}.h")).display())),
    }
    guest(dialect, &source(program), &object, &compile)?;
    guest(dialect, &object, &module, &link)
}

/// Rust's own linker, which reads Rust's bitcode.
fn linker() -> Result<String> {
    let output = trying("rustc", Command::new("rustc").args(["--print=sysroot", "--print=host-tuple"]).output())?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    match text.lines().collect::<Vec<_>>()[..] {
        [sysroot, host] => Ok(format!("{sysroot}/lib/rustlib/{host}/bin/gcc-ld/wasm-ld")),
        _ => Err(format!("rustc --print=sysroot --print=host-tuple: {text}")),
    }
}
