// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! `bin/wasock-cc`: called as compilers are, and what it says when something is missing.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use rust_tests::{Result, Verdict, project, trying};

use crate::{contains, fails, output, run, work_file};

const CLIENT: &str = "#include <sys/socket.h>\nint main(void) { return socket(AF_INET, SOCK_STREAM, 0) < 0; }\n";

/// The clang that the driver takes.
pub fn clang() -> PathBuf {
    if let Some(sdk) = std::env::var_os("WASI_SDK_PATH") {
        return Path::new(&sdk).join("bin/clang");
    }
    std::env::var_os("WASOCK_CLANG").map_or_else(|| "clang-19".into(), PathBuf::from)
}

fn cc() -> Command {
    Command::new(project("bin/wasock-cc"))
}

/// An empty folder of this test's own.
fn folder(name: &str) -> Result<PathBuf> {
    let path = project(&format!("build/test/headers/{name}"));
    if path.exists() {
        trying(path.display(), fs::remove_dir_all(&path))?;
    }
    trying(path.display(), fs::create_dir_all(&path))?;
    Ok(path)
}

fn is_module(path: &Path) -> Result<()> {
    let data = trying(path.display(), fs::read(path))?;
    if data.starts_with(b"\0asm") { Ok(()) } else { Err(format!("{} is no module", path.display())) }
}

#[test]
fn compiles_and_links_in_two_steps_with_spaces_in_names() -> Verdict {
    let folder = folder("two steps")?;
    let (source, object, module) = (folder.join("a client.c"), folder.join("a client.o"), folder.join("a client.wasm"));
    trying(source.display(), fs::write(&source, CLIENT))?;
    run(cc().args(["-Werror", "-c"]).arg(&source).arg("-o").arg(&object))?;
    run(cc().arg("-Werror").arg(&object).arg("-o").arg(&module))?;
    Ok(is_module(&module)?)
}

#[test]
fn reads_a_program_from_standard_input() -> Verdict {
    let module = folder("stdin")?.join("client.wasm");
    let source = work_file("stdin.c", CLIENT)?;
    let input = trying(source.display(), fs::File::open(&source))?;
    run(cc().args(["-x", "c", "-", "-o"]).arg(&module).stdin(Stdio::from(input)))?;
    Ok(is_module(&module)?)
}

#[test]
fn answers_questions_without_linking() -> Verdict {
    let source = work_file("questions.c", CLIENT)?;
    for question in ["-v", "--version", "-print-search-dirs", "-dumpmachine"] {
        run(cc().arg(question))?;
    }
    contains(&output(cc().arg("-E").arg(&source))?, "int socket(")?;
    contains(&output(cc().arg("-M").arg(&source))?, "include/sys/socket.h")?;
    contains(&output(cc().args(["-S", "-o", "-"]).arg(&source))?, "socket")?;
    Ok(())
}

/// A header of the machine's own C library, which Debian keeps in the same prefix, is not found.
#[test]
fn the_machines_own_headers_are_out_of_sight() -> Verdict {
    let source = work_file("native.c", "#include <gnu/libc-version.h>\n")?;
    Ok(contains(&fails(cc().arg("-fsyntax-only").arg(&source))?, "file not found")?)
}

/// As configure scripts ask whether a function is there: declared by themselves, with a wrong type.
#[test]
fn a_probe_finds_what_is_there_and_nothing_else() -> Verdict {
    let module = folder("probe")?.join("probe.wasm");
    for name in ["recv", "getaddrinfo", "poll", "inet_ntoa"] {
        run(cc().args(["-w", "-o"]).arg(&module).arg(probe(name)?))?;
    }
    let told = fails(cc().args(["-w", "-o"]).arg(&module).arg(probe("getaddrinfo_a")?))?;
    Ok(contains(&told, "undefined symbol: getaddrinfo_a")?)
}

fn probe(name: &str) -> Result<PathBuf> {
    work_file(&format!("probe-{name}.c"), &format!("char {name}();\nint main(void) {{ return {name}(); }}\n"))
}

#[test]
fn works_installed_and_through_links() -> Verdict {
    let prefix = folder("prefix")?;
    let install = "install -D bin/wasock-cc \"$1/bin/wasock-cc\" && mkdir -p \"$1/include\" \
        && cp -R include \"$1/include/wasock\" \
        && install -D build/lib/wasm32-wasip1/libwasock-wamr.a \"$1/lib/wasm32-wasip1/libwasock-wamr.a\" && mkdir \"$1/else\"";
    run(Command::new("sh").current_dir(project(".")).args(["-euc", install, "sh"]).arg(&prefix))?;
    let (relative, absolute) = (prefix.join("else/cc"), prefix.join("else/cc2"));
    trying("symlink", symlink("../bin/wasock-cc", &relative))?;
    trying("symlink", symlink(&relative, &absolute))?;
    let module = prefix.join("client.wasm");
    let source = work_file("installed.c", CLIENT)?;
    let told = output(Command::new(&absolute).arg("-M").arg(&source))?;
    contains(&told, "include/wasock/sys/socket.h")?;
    run(Command::new(&absolute).arg(&source).arg("-o").arg(&module))?;
    is_module(&module)?;
    let told = refused(Command::new(&absolute).arg("-dialect=wasix").arg(&source).arg("-o").arg(&module))?;
    Ok(contains(&told, "no dialect 'wasix'")?)
}

#[test]
fn says_in_one_line_what_to_do() -> Verdict {
    let source = work_file("refused.c", CLIENT)?;
    let module = folder("refused")?.join("client.wasm");
    let refused = |arguments: &[&str], variables: &[(&str, &str)], want: &str| -> Result<()> {
        let mut command = cc();
        command.env_remove("WASI_SDK_PATH").envs(variables.iter().copied()).args(arguments);
        contains(&refused(command.arg(&source).arg("-o").arg(&module))?, want)
    };
    refused(&["-dialect=nosuch"], &[], "there are:")?;
    refused(&["--target=wasm32-wasip2"], &[], "wasock is for wasm32-wasip1")?;
    refused(&["-target", "wasm32-wasip3"], &[], "wasock is for wasm32-wasip1")?;
    refused(&["-c"], &[("WASOCK_CLANG", "/no/clang")], "install clang-19")?;
    refused(&["-c"], &[("WASOCK_SYSROOT", "/no/sysroot")], "install wasi-libc")?;
    Ok(())
}

/// Runs a call that the driver itself must refuse: exit code 2 and one line.
fn refused(command: &mut Command) -> Result<String> {
    let output = command.output().map_err(|error| format!("{command:?}: {error}"))?;
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    if output.status.code() == Some(2) && told.lines().count() == 1 && told.starts_with("wasock-cc: ") {
        return Ok(told);
    }
    Err(format!("{command:?}: want exit code 2 and one line, got {}:\n{told}", output.status))
}
