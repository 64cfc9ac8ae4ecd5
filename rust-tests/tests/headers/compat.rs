// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! `wasock-cc -compat`: its headers compile alone, in C and C++, on an old C library and on a present one; what they declare
//! links; a function that the C library has is the C library's; and without the word nothing of it is there.

use std::fmt::Write;
use std::process::Command;

use rust_tests::{Result, Verdict, project};

use crate::sysroot::Sysroot;
use crate::{STRICT, contains, declared, each, fails, headers_of, include, output, run, work_file};

const FOLDER: &str = "compat/include";

const LANGUAGES: [&[&str]; 4] = [
    &["-x", "c", "-std=gnu89"],
    &["-x", "c", "-std=c11"],
    &["-x", "c", "-std=gnu17", "-D_GNU_SOURCE"],
    &["-x", "c++", "-std=gnu++17", "-nostdinc++", "-D_GNU_SOURCE"],
];

/// Of the C library of today, which that of 2022 lacks.
const ITS_OWN: [&str; 3] = ["pthread_mutex_lock", "realpath", "chmod"];

fn compiler(sysroot: &Sysroot) -> Command {
    let mut command = sysroot.cc();
    command.arg("-compat");
    command
}

/// The two that a header by itself is tried in; all of them are for the headers together.
const ALONE: [&[&str]; 2] = [LANGUAGES[1], LANGUAGES[3]];

fn compiles(name: &str, text: &str, languages: &[&[&str]]) -> Result<()> {
    // Some define macros alone.
    let source = work_file(&format!("compat-{name}.c"), &format!("{text}extern int declared;\n"))?;
    each(Sysroot::all()?, |sysroot| {
        each(languages, |language| run(compiler(&sysroot).args(STRICT).args(*language).arg(&source)))
    })
}

#[test]
fn each_header_of_compat_compiles_alone() -> Verdict {
    Ok(each(headers_of(FOLDER)?, |header| compiles(&header.replace('/', "-"), &include(&[header]), &ALONE))?)
}

#[test]
fn the_headers_of_compat_compile_in_any_order() -> Verdict {
    let mut headers = headers_of(FOLDER)?;
    headers.extend(headers_of("include")?);
    compiles("forward", &include(&headers), &LANGUAGES)?;
    headers.reverse();
    Ok(compiles("backward", &include(&headers), &LANGUAGES)?)
}

/// A program that keeps the address of each.
#[test]
fn what_compat_declares_links() -> Verdict {
    Ok(each(Sysroot::all()?, |sysroot| {
        let headers = headers_of(FOLDER)?;
        let mut functions = declared::functions_of(FOLDER, &headers, &mut compiler(&sysroot))?;
        // Attributes of a struct look like a function.
        functions.retain(|function| !function.name.starts_with("__"));
        if functions.len() < 100 {
            return Err(format!("only {} functions were found in {FOLDER}", functions.len()));
        }
        let mut text = include(&headers);
        text += "void *volatile kept;\nint main(void)\n{\n";
        // Some are macros, too.
        for function in &functions {
            writeln!(text, "    kept = (void *)({});", function.name).map_err(|error| error.to_string())?;
        }
        text += "    return 0;\n}\n";
        let source = work_file("compat-all.c", &text)?;
        let module = project("build/test/headers/compat-all.wasm");
        run(compiler(&sysroot).args(["-D_GNU_SOURCE", "-w", "-o"]).arg(module).arg(source))
    })?)
}

#[test]
fn what_the_c_library_has_is_its_own() -> Verdict {
    let text = "#include <pthread.h>\n#include <stdlib.h>\n#include <sys/stat.h>\n#include <unistd.h>\n\
        static pthread_mutex_t lock;\n\
        int main(void)\n{\n    return pthread_mutex_lock(&lock) + fork() + umask(0) + chmod(\"x\", 0) + !realpath(\"/\", 0);\n}\n";
    let source = work_file("compat-own.c", text)?;
    let module = project("build/test/headers/compat-own.wasm");
    let traced = ITS_OWN.map(|name| format!("-Wl,--trace-symbol={name}"));
    let [old, new] = Sysroot::all()?;
    let told = output(compiler(&new).args(&traced).arg("-o").arg(&module).arg(&source))?;
    each(ITS_OWN, |name| {
        let line = told.lines().find(|line| line.ends_with(&format!(": definition of {name}")));
        contains(line.ok_or(format!("no definition of {name} in:\n{told}"))?, "libc.a")
    })?;
    let told = output(compiler(&old).args(&traced).arg("-o").arg(&module).arg(&source))?;
    Ok(each(ITS_OWN, |name| {
        let line = told.lines().find(|line| line.ends_with(&format!(": definition of {name}")));
        contains(line.ok_or(format!("no definition of {name} in:\n{told}"))?, "libwasock-compat.a")
    })?)
}

#[test]
fn without_the_word_nothing_is_there() -> Verdict {
    let header = work_file("compat-header.c", "#include <sys/epoll.h>\n")?;
    let function = work_file("compat-function.c", "int fork(void);\nint main(void) { return fork(); }\n")?;
    let [old, _] = Sysroot::all()?;
    contains(&fails(old.cc().arg("-fsyntax-only").arg(header))?, "'sys/epoll.h' file not found")?;
    let module = project("build/test/headers/compat-none.wasm");
    Ok(contains(&fails(old.cc().arg("-o").arg(module).arg(function))?, "undefined symbol: fork")?)
}
