//! The measured programs, compiled as a user would, and once more with the imports called by hand.

use std::path::PathBuf;

use rust_tests::{Result, guest, project};

use crate::{built, source};

/// By what a program reaches its runtime.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// wasock.
    Wasock,
    /// wasock, the program's own part optimised at link time.
    Lto,
    /// The imports themselves, by `bench/raw/<dialect>.h`.
    Hand,
}

/// Compiles a program; nothing where nobody has written the imports down.
///
/// # Errors
/// What the compiler says.
pub fn link(program: &str, dialect: &str, by: By) -> Result<Option<PathBuf>> {
    let mut flags = vec!["-Os".into(), "-s".into()];
    let mut name = format!("{program}.{dialect}");
    match by {
        By::Wasock => {}
        By::Lto => {
            flags.push("-flto".into());
            name += "-lto";
        }
        By::Hand => {
            let header = project(&format!("bench/raw/{dialect}.h"));
            if !header.exists() || program == "get" {
                return Ok(None);
            }
            flags.push(format!("-DRAW=\"{}\"", header.display()));
            name += "-hand";
        }
    }
    guest(dialect, &source(program), &built(&format!("{name}.wasm"))?, &flags).map(Some)
}
