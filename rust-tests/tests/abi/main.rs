// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! `src/abi.rs` says in Rust what `include/` says in C; here the two are held against each other.
//!
//! bindgen reads the headers, and rustc, compiling for the target, compares: every public constant by value, every
//! `#[repr(C)]` structure by size, alignment and the place of each field. So a difference is an error that names it.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use rust_tests::{Result, Verdict, project, trying};

mod abi;
mod assertions;

#[test]
fn the_headers_and_the_library_agree() -> Verdict {
    let work = project("build/test/abi");
    trying(work.display(), fs::create_dir_all(&work))?;
    let abi = abi::Abi::read(&project("src/abi.rs"))?;
    let headers = preprocessed(&work)?;
    let bindings = bindings(&abi, &headers, &work)?;
    let check = work.join("check.rs");
    trying(check.display(), fs::write(&check, assertions::write(&abi, &project("src/abi.rs"), &headers, &bindings)?))?;
    Ok(compile(&check, &work)?)
}

/// Headers that the C library has whole, so that nothing is laid over them.
const LIBC_HEADERS: [&str; 4] = ["limits.h", "netinet/tcp.h", "sys/time.h", "sys/uio.h"];

/// All public headers in one text, macros included; the driver alone knows where the C library is.
fn preprocessed(work: &Path) -> Result<PathBuf> {
    let include = project("include");
    let mut headers = Vec::new();
    trying("include", find_headers(&include, &mut headers))?;
    let names = headers.iter().filter_map(|header| header.strip_prefix(&include).ok());
    let all: String =
        names.chain(LIBC_HEADERS.map(Path::new)).map(|name| format!("#include <{}>\n", name.display())).collect();
    let (source, output) = (work.join("all.c"), work.join("headers.h"));
    trying(source.display(), fs::write(&source, all))?;
    run(Command::new(project("bin/wasock-cc"))
        .args(["-D_GNU_SOURCE", "-E", "-dD"])
        .arg(&source)
        .arg("-o")
        .arg(&output))?;
    let text = trying(output.display(), fs::read_to_string(&output))?;
    trying(output.display(), fs::write(&output, without_undefined(&text)))?;
    Ok(output)
}

/// bindgen takes the first definition of a macro, C the last.
fn without_undefined(text: &str) -> String {
    let lines: Vec<_> = text.lines().collect();
    let name = |line: &str, directive: &str| {
        let rest = line.strip_prefix(directive)?;
        rest.split([' ', '(']).next().map(String::from)
    };
    let mut undefined = BTreeSet::new();
    let mut kept: Vec<_> = lines
        .iter()
        .rev()
        .filter(|line| {
            undefined.extend(name(line, "#undef "));
            name(line, "#define ").is_none_or(|name| !undefined.contains(&name))
        })
        .copied()
        .collect();
    kept.reverse();
    kept.join("\n") + "\n"
}

/// Names with two underscores are parts of others.
fn find_headers(folder: &Path, headers: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let is_part = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("__"));
        if path.is_dir() {
            find_headers(&path, headers)?;
        } else if !is_part {
            headers.push(path);
        }
    }
    headers.sort();
    Ok(())
}

fn bindings(abi: &abi::Abi, headers: &Path, work: &Path) -> Result<String> {
    let only = |names: &[String]| format!("^({})$", names.join("|"));
    let structures: Vec<_> = abi.structures.iter().map(|structure| structure.name.clone()).collect();
    let builder = bindgen::builder()
        .header(headers.to_string_lossy())
        .clang_args(["--target=wasm32-wasip1", "-w"])
        .allowlist_var(only(&abi.constants))
        .allowlist_type(only(&structures))
        .clang_macro_fallback()
        .clang_macro_fallback_build_dir(work)
        .layout_tests(false)
        .generate_comments(false)
        .use_core();
    Ok(trying("bindgen (`make tools` installs libclang)", builder.generate())?.to_string())
}

fn compile(check: &Path, work: &Path) -> Result<()> {
    let rustc = ["--edition=2024", "--crate-type=lib", "--emit=metadata", "--target=wasm32-wasip1", "--out-dir"];
    run(Command::new("rustc").current_dir(project(".")).args(rustc).arg(work).arg(check))
}

fn run(command: &mut Command) -> Result<()> {
    let program = command.get_program().to_string_lossy().into_owned();
    let output = command.output();
    let output = trying(&program, output)?;
    if output.status.success() {
        Ok(())
    } else {
        Err(format!("{program}:\n{}", String::from_utf8_lossy(&output.stderr)))
    }
}
