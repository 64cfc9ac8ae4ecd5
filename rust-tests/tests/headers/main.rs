// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! The headers: each compiles alone and beside the others, in C and C++, on an old C library and on a present one;
//! what they declare is what the archives define; and the driver that puts them before the C library's.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use rust_tests::{Result, Verdict, project, trying};

#[path = "../golden/archive.rs"]
mod archive;
mod compat;
mod declared;
mod driver;
mod errnos;
mod functions;
mod link;
mod posix;
mod sysroot;

use sysroot::Sysroot;

/// How each header is compiled.
const LANGUAGES: [&[&str]; 9] = [
    &["-x", "c", "-std=gnu89"],
    &["-x", "c", "-std=c11"],
    &["-x", "c", "-std=c17"],
    &["-x", "c", "-std=gnu17", "-D_GNU_SOURCE"],
    // The C++ library's own headers are not needed, and need not be installed.
    &["-x", "c++", "-std=c++17", "-nostdinc++"],
    &["-x", "c++", "-std=gnu++17", "-nostdinc++", "-D_GNU_SOURCE"],
    // Optimised, they have inline functions.
    &["-x", "c", "-std=gnu89", "-Os"],
    &["-x", "c", "-std=c11", "-Os"],
    &["-x", "c++", "-std=c++17", "-nostdinc++", "-Os"],
];

const STRICT: [&str; 5] = ["-fsyntax-only", "-Wall", "-Wextra", "-pedantic", "-Werror"];

#[test]
fn each_header_compiles_alone() -> Verdict {
    for header in public()? {
        compiles_everywhere(&format!("alone-{}", header.replace('/', "-")), &include(&[header]))?;
    }
    Ok(())
}

#[test]
fn the_headers_compile_in_any_order() -> Verdict {
    let mut headers = public()?;
    compiles_everywhere("forward", &include(&headers))?;
    headers.reverse();
    compiles_everywhere("backward", &include(&headers))?;
    let others = ["stdio.h", "stdlib.h", "string.h", "unistd.h", "fcntl.h", "time.h", "sys/types.h", "sys/uio.h"];
    let mut around: Vec<_> = others.map(String::from).into();
    around.extend(headers);
    compiles_everywhere("after-others", &include(&around))?;
    around.reverse();
    Ok(compiles_everywhere("before-others", &include(&around))?)
}

#[test]
fn layouts_and_constants_are_as_promised() -> Verdict {
    let source = project("rust-tests/tests/headers/layout.c");
    Ok(each(Sysroot::all()?, |sysroot| {
        run(sysroot.cc().args(STRICT).args(["-std=c11", "-D_GNU_SOURCE", "-Wno-pedantic"]).arg(&source))
    })?)
}

#[test]
fn other_targets_get_a_sentence() -> Verdict {
    let source = work_file("target.c", "#include <__wasock.h>\n")?;
    // How a C library for preview 2 names itself; clang 19 does not.
    let preview2 = work_file("__wasi_snapshot.h", "#define __wasilibc_use_wasip2\n")?;
    for target in ["x86_64-linux-gnu", "wasm32-wasip2", "wasm32-unknown-unknown"] {
        let mut clang = Command::new(driver::clang());
        clang.arg(format!("--target={target}")).args(["-fsyntax-only", "-isystem"]).arg(project("include"));
        let told = fails(clang.arg("-isystem").args(preview2.parent()).arg(&source))?;
        contains(&told, "wasock's headers are for wasm32-wasip1")?;
    }
    Ok(())
}

/// The headers that programs include, as they do; names with two underscores are parts of others.
fn public() -> Result<Vec<String>> {
    headers_of("include")
}

fn headers_of(folder: &str) -> Result<Vec<String>> {
    fn walk(folder: &Path, prefix: &str, found: &mut Vec<String>) -> std::io::Result<()> {
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
            if entry.path().is_dir() {
                walk(&entry.path(), &format!("{name}/"), found)?;
            } else if !name.starts_with("__") {
                found.push(name);
            }
        }
        Ok(())
    }
    let mut found = Vec::new();
    trying(folder, walk(&project(folder), "", &mut found))?;
    found.sort();
    Ok(found)
}

fn include(headers: &[impl AsRef<str>]) -> String {
    headers.iter().map(|header| format!("#include <{}>\n", header.as_ref())).collect()
}

fn compiles_everywhere(name: &str, text: &str) -> Result<()> {
    let source = work_file(&format!("{name}.c"), text)?;
    each(Sysroot::all()?, |sysroot| {
        each(LANGUAGES, |language| run(sysroot.cc().args(STRICT).args(language).arg(&source)))
    })
}

fn each<T>(items: impl IntoIterator<Item = T>, mut check: impl FnMut(T) -> Result<()>) -> Result<()> {
    items.into_iter().try_for_each(&mut check)
}

fn work_file(name: &str, text: &str) -> Result<PathBuf> {
    let folder = project("build/test/headers");
    trying(folder.display(), fs::create_dir_all(&folder))?;
    let path = folder.join(name);
    trying(path.display(), fs::write(&path, text))?;
    Ok(path)
}

/// Runs a command that must succeed.
fn run(command: &mut Command) -> Result<()> {
    output(command).map(drop)
}

/// Runs a command that must succeed, for what it prints.
fn output(command: &mut Command) -> Result<String> {
    let (succeeded, printed, said) = call(command)?;
    if succeeded { Ok(printed) } else { Err(format!("{command:?}:\n{said}")) }
}

/// Runs a command that must fail, for what it says.
fn fails(command: &mut Command) -> Result<String> {
    let (succeeded, _, said) = call(command)?;
    if succeeded { Err(format!("{command:?} succeeded")) } else { Ok(said) }
}

/// Whether a command succeeds, its output and its error output.
fn call(command: &mut Command) -> Result<(bool, String, String)> {
    let output = command.output().map_err(|error| format!("{command:?}: {error}"))?;
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    Ok((output.status.success(), text(&output.stdout), text(&output.stderr)))
}

fn contains(text: &str, want: &str) -> Result<()> {
    if text.contains(want) { Ok(()) } else { Err(format!("no \"{want}\" in:\n{text}")) }
}
