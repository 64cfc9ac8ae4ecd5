// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Guests in Rust over wasock-net: those of the tests and the examples. Builds them, and reads modules.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;

use wasmparser::{KnownCustom, Name, Parser, Payload};

use crate::{Dialect, Result, project, trying};

/// Below `build/test`. Cargo builds one package at a time in a folder, so guests and examples have a folder each.
static GUESTS: Kind = Kind { target: "build/test/net/guests", options: &[], building: Mutex::new(()) };

/// The tests check the behaviour of an example, not its size or speed, so it is compiled quickly. Both packages of examples
/// share their dependencies, so their profiles must be the same.
static EXAMPLES: Kind = Kind {
    target: "build/test/net/examples",
    options: &[
        "--config=profile.release.opt-level=0",
        "--config=profile.release.lto=false",
        "--config=profile.release.codegen-units=16",
        "--config=profile.release.panic='abort'",
    ],
    building: Mutex::new(()),
};

/// Programs that are built in the same way, in one folder.
struct Kind {
    target: &'static str,
    /// Options of cargo.
    options: &'static [&'static str],
    building: Mutex<()>,
}

impl Kind {
    /// Builds the package in a folder, and returns the output folder. The caller holds `building` until it has copied the
    /// program, because another dialect's program has the same path.
    fn build(&self, package: &str, args: &[&str], flags: Option<&str>) -> Result<PathBuf> {
        let target = project(self.target);
        let mut cargo = Command::new(env!("CARGO"));
        if let Some(flags) = flags {
            cargo.env("RUSTFLAGS", flags);
        }
        cargo.current_dir(project(package)).env("CARGO_TARGET_DIR", &target);
        cargo.args(["build", "--quiet", "--locked", "--release"]).args(self.options).args(args);
        if trying("cargo", cargo.status())?.success() {
            Ok(target.join("release"))
        } else {
            Err(format!("{package} does not build with {args:?}"))
        }
    }

    /// Builds a program of a package for a dialect, and returns its path, which has the name of the dialect.
    fn program(&self, package: &str, name: &str, dialect: Dialect, flags: Option<&str>) -> Result<PathBuf> {
        let _turn = self.building.lock();
        let features = ["--target", "wasm32-wasip1", "--no-default-features", "--features", dialect.name];
        self.build(package, &features, flags)?;
        let folder = project(self.target).join("programs");
        trying(folder.display(), fs::create_dir_all(&folder))?;
        let program = folder.join(format!("{name}-{dialect}.wasm"));
        let built = project(self.target).join(format!("wasm32-wasip1/release/{name}.wasm"));
        trying(built.display(), fs::copy(&built, &program))?;
        Ok(program)
    }
}

/// Builds one of the tests' own guests for a dialect. Where programs are components, the linker makes the component, as
/// the README of wasock-net shows.
///
/// # Errors
/// It does not build.
pub fn rust_guest(name: &str, dialect: Dialect) -> Result<PathBuf> {
    let flags = dialect.component.then_some("-C linker=wasm-component-ld");
    GUESTS.program("rust-tests/tests/net/guests", name, dialect, flags)
}

/// Builds the tour as a native program.
///
/// # Errors
/// It does not build.
pub fn native_tour() -> Result<PathBuf> {
    let _turn = EXAMPLES.building.lock();
    Ok(EXAMPLES.build("rust-tests/tests/net/guests", &["--bin", "tour"], None)?.join("tour"))
}

/// Builds a program of `examples/rust-net-<package>`. Where programs are components, `wasock-component` makes the component
/// of the module: so dependencies are compiled once for all dialects.
///
/// # Errors
/// It does not build.
pub fn example(package: &str, name: &str, dialect: Dialect) -> Result<PathBuf> {
    let program = EXAMPLES.program(&format!("examples/rust-net-{package}"), name, dialect, None)?;
    if dialect.component {
        let made = trying("wasock-component", Command::new(project("bin/wasock-component")).arg(&program).status())?;
        if !made.success() {
            return Err(format!("no component of {}", program.display()));
        }
    }
    Ok(program)
}

/// The contents of a module.
#[derive(Debug, Default)]
pub struct Module {
    /// Its bytes without its custom sections, such as that of names.
    pub size: u64,
    /// The functions that it imports.
    pub imports: BTreeSet<String>,
    /// The names of its functions.
    pub functions: Vec<String>,
}

/// Reads a module, or the module that a component is made of: it is the first in there.
///
/// # Errors
/// There is none.
pub fn read_module(path: &Path) -> Result<Module> {
    let file = trying(path.display(), fs::read(path))?;
    let mut bytes = file.as_slice();
    for payload in Parser::new(0).parse_all(&file) {
        if let Payload::ModuleSection { unchecked_range, .. } = trying(path.display(), payload)? {
            bytes = file.get(unchecked_range).ok_or("a module that ends after its component")?;
            break;
        }
    }
    let mut module = Module { size: bytes.len() as u64, ..Module::default() };
    for payload in Parser::new(0).parse_all(bytes) {
        match trying(path.display(), payload)? {
            Payload::ImportSection(section) => {
                for import in section.into_imports() {
                    let import = trying(path.display(), import)?;
                    module.imports.insert(format!("{}.{}", import.module, import.name));
                }
            }
            Payload::CustomSection(section) => {
                // The id of one byte and the length stand before the range.
                let range = section.range();
                let len = (range.end - range.start) as u64;
                module.size -= 1 + leb128(len) + len;
                if let KnownCustom::Name(names) = section.as_known() {
                    for name in names.into_iter().flatten() {
                        let Name::Function(functions) = name else { continue };
                        module.functions.extend(functions.into_iter().flatten().map(|naming| naming.name.to_owned()));
                    }
                }
            }
            _ => {}
        }
    }
    Ok(module)
}

/// The bytes of a number in a module.
fn leb128(number: u64) -> u64 {
    u64::from((64 - (number | 1).leading_zeros()).div_ceil(7))
}
