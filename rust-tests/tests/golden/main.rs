// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Golden files: what the archive defines, and what small programs linked with it import and export.
//!
//! A change of these is a change of what users get: `make golden` writes them anew, the difference is for review.

use std::fs;
use std::path::Path;

use rust_tests::{DIALECTS, Dialect, Result, Verdict, guest, project, trying};

mod archive;
mod module;

fn archive_path(dialect: Dialect) -> std::path::PathBuf {
    project(&format!("build/lib/wasm32-wasip1/libwasock-{dialect}.a"))
}

#[test]
fn the_archive_defines_what_the_golden_file_says() -> Verdict {
    Ok(each(DIALECTS, |dialect| agrees(&format!("archive.{dialect}"), &archive::symbols(&archive_path(dialect))?))?)
}

#[test]
fn every_archive_has_its_tests() -> Verdict {
    let folder = project("build/lib/wasm32-wasip1");
    for entry in trying(folder.display(), fs::read_dir(&folder))?.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let dialect = name.strip_prefix("libwasock-").and_then(|rest| rest.strip_suffix(".a"));
        if let Some(dialect) = dialect.filter(|dialect| !DIALECTS.iter().any(|known| known.name == *dialect)) {
            return Err(format!("{name} is built and not tested: add {dialect} to DIALECTS of rust-tests").into());
        }
    }
    Ok(())
}

/// Each program calls a few functions; it must import what those need and nothing else.
#[test]
fn a_program_imports_only_what_it_calls() -> Verdict {
    let programs = ["client", "nothing", "resolver", "server", "three", "udp"];
    let golden =
        |program, dialect: Dialect| agrees(&format!("{program}.{dialect}"), &linked(program, dialect, &[])?.surface()?);
    Ok(each(DIALECTS, |dialect| each(programs, |program| golden(program, dialect)))?)
}

/// And for the one that keeps `SIGPIPE` away. Without optimisation the library does not know what the program passes: then also
/// for those that `MSG_PEEK`, a close after it, and the error of a wrong address need.
#[test]
fn a_client_of_four_calls_asks_for_four_functions() -> Verdict {
    let wamr = DIALECTS.into_iter().find(|dialect| dialect.name == "wamr").ok_or("no wamr".to_owned())?;
    let imports = linked("client", wamr, &[])?.socket_imports()?;
    let called = ["sock_connect", "sock_open", "sock_recv", "sock_send"];
    let needed = ["sock_addr_local", "sock_addr_remote", "sock_recv_from", "sock_set_linger"];
    let mut wanted = [called, needed].concat();
    wanted.sort_unstable();
    if imports == wanted {
        Ok(())
    } else {
        Err(format!("want {}, got {}", wanted.join(", "), imports.join(", ")).into())
    }
}

#[test]
fn nothing_of_a_panic_is_linked() -> Verdict {
    Ok(each(DIALECTS, |dialect| everything(dialect)?.has_no_panic())?)
}

/// Engines differ in what they know beyond the first release of WebAssembly; few extensions are in all of them. Those
/// that take components know them all.
#[test]
fn an_older_engine_takes_the_programs() -> Verdict {
    Ok(each(Dialect::of_modules(), |dialect| everything(dialect)?.suits_older_engines())?)
}

/// A program that keeps every function of the archive.
fn everything(dialect: Dialect) -> Result<module::Module> {
    let symbols = archive::symbols(&archive_path(dialect))?;
    let keep: Vec<_> =
        symbols.iter().filter(|name| !name.contains(' ')).map(|name| format!("-Wl,--export={name}")).collect();
    linked("nothing", dialect, &keep)
}

/// The module: where a program is a component, that is the one which the linker made.
fn linked(program: &str, dialect: Dialect, more: &[String]) -> Result<module::Module> {
    let folder = project("build/test/golden");
    trying(folder.display(), fs::create_dir_all(&folder))?;
    let output = folder.join(format!("{program}{}.{dialect}.wasm", if more.is_empty() { "" } else { "-with-all" }));
    let core = dialect.component.then(|| "-core".to_owned());
    let flags: Vec<_> = core.into_iter().chain(more.iter().cloned()).collect();
    module::Module::read(&guest(dialect.name, &project(&format!("c-tests/golden/{program}.c")), &output, &flags)?)
}

/// Does the work for all and reports all failures together.
fn each<T: Copy>(items: impl IntoIterator<Item = T>, work: impl Fn(T) -> Result<()>) -> Result<()> {
    let failures: Vec<_> = items.into_iter().filter_map(|item| work(item).err()).collect();
    if failures.is_empty() { Ok(()) } else { Err(failures.join("\n")) }
}

fn agrees(name: &str, actual: &[String]) -> Result<()> {
    let path = project(&format!("c-tests/golden/{name}.txt"));
    let actual: String = actual.iter().map(|line| format!("{line}\n")).collect();
    if std::env::var_os("WASOCK_UPDATE_GOLDEN").is_some() {
        return trying(path.display(), fs::write(&path, actual));
    }
    compare(&path, &actual)
}

fn compare(path: &Path, actual: &str) -> Result<()> {
    let golden = trying(path.display(), fs::read_to_string(path))?;
    if golden == actual {
        return Ok(());
    }
    let diff =
        similar::TextDiff::from_lines(golden.as_str(), actual).unified_diff().header("golden", "built").to_string();
    Err(format!("{} differs (`make golden` rewrites it):\n{diff}", path.display()))
}
