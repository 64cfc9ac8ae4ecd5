// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Which dialect a module speaks: the reference host recognises each from what the module imports, and says in one line
//! when it is asked to run a module as what it was not built for.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use rust_tests::{Dialect, Result, Verdict, guest, project, trying};
use wasmparser::{Parser, Payload};

/// What the program ends with when it cannot connect.
const REFUSED: i32 = 1;
/// What `wasock-run` ends with when it runs nothing.
const NOT_RUN: i32 = 125;

#[test]
fn each_is_recognised() -> Verdict {
    for dialect in Dialect::of_modules() {
        let module = module(dialect)?;
        for module in [&module, &without_section(&module)?] {
            let output = run(&[], module)?;
            if output.status.code() != Some(REFUSED) {
                return Err(format!("{}: {output:?}", module.display()).into());
            }
        }
    }
    Ok(())
}

#[test]
fn each_other_is_refused_in_one_line() -> Verdict {
    for built in Dialect::of_modules() {
        let module = module(built)?;
        for other in Dialect::of_modules().filter(|other| *other != built) {
            let output = run(&[&format!("--dialect={other}")], &module)?;
            let told = String::from_utf8_lossy(&output.stderr);
            let wanted = format!("built for the dialect {built}, not {other}; run it with --dialect={built}");
            if output.status.code() != Some(NOT_RUN) || told.lines().count() != 1 || !told.contains(&wanted) {
                return Err(format!("want one line, `{wanted}`: {output:?}").into());
            }
        }
    }
    Ok(())
}

fn module(dialect: Dialect) -> Result<PathBuf> {
    let folder = project("build/test/dialects");
    trying(folder.display(), fs::create_dir_all(&folder))?;
    guest(dialect.name, &project("c-tests/golden/three.c"), &folder.join(format!("{dialect}.wasm")), &[])
}

fn run(flags: &[&str], module: &Path) -> Result<Output> {
    let command = project("build/bin/wasock-run");
    trying(command.display(), Command::new(&command).args(flags).arg(module).output())
}

/// The module without the custom section that names its dialect.
fn without_section(module: &Path) -> Result<PathBuf> {
    let bytes = trying(module.display(), fs::read(module))?;
    let mut kept = bytes[..8].to_vec();
    let mut found = false;
    for payload in Parser::new(0).parse_all(&bytes) {
        let payload = trying(module.display(), payload)?;
        let is_mark = matches!(&payload, Payload::CustomSection(section) if section.name() == "wasock");
        found |= is_mark;
        if let Some((id, range)) = payload.as_section().filter(|_| !is_mark) {
            kept.push(id);
            kept.extend(leb128(range.len()));
            kept.extend(&bytes[range]);
        }
    }
    let path = module.with_extension("unmarked.wasm");
    trying(path.display(), fs::write(&path, kept))?;
    if found { Ok(path) } else { Err(format!("{} has no section `wasock`", module.display())) }
}

fn leb128(mut number: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    loop {
        let low = (number & 0x7f) as u8;
        number >>= 7;
        bytes.push(if number == 0 { low } else { low | 0x80 });
        if number == 0 {
            return bytes;
        }
    }
}
