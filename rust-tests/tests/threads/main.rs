// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! The archives for wasm32-wasip1-threads: each is whole, links with shared memory, and keeps nothing that threads could
//! spoil for each other; and programs with threads, on the runtimes that have them.
//!
//! `RUNTIME=/path/to/iwasm` adds those on WAMR, when it is built with threads.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use libtest_mimic::{Arguments, Trial};
use rust_tests::{Dialect, Directives, Result, Run, guest_with_threads, native_with_threads, observe, project, trying};

#[path = "../golden/archive.rs"]
mod archive;
mod object_file;
mod state;

const TARGETS: [&str; 2] = ["wasm32-wasip1", "wasm32-wasip1-threads"];

/// What a runtime cannot do: the run, the program, and why.
const IMPOSSIBLE: [(&str, &str, &str); 1] =
    [("wasmer", "duplex", "a poll of a socket takes the wake-up from the thread that waits in the same socket")];

fn main() -> ExitCode {
    let args = Arguments::from_args();
    match trials() {
        Ok(trials) => libtest_mimic::run(&args, trials).exit_code(),
        Err(why) => {
            eprintln!("{why}");
            ExitCode::FAILURE
        }
    }
}

fn trials() -> Result<Vec<Trial>> {
    let mut trials = Vec::new();
    for dialect in Dialect::of_modules() {
        trials.push(Trial::test(format!("archive::{dialect}"), move || Ok(is_for_threads(dialect)?)));
        trials.push(Trial::test(format!("state::{dialect}"), move || Ok(keeps_only_what_it_may(dialect)?)));
        trials.push(Trial::test(format!("link::{dialect}"), move || Ok(links_whole(dialect)?)));
    }
    trials.push(Trial::test("state::is_all_there", || Ok(state::is_all_there(&all_state()?)?)));
    let programs = programs()?;
    for run in runs()? {
        for program in programs.clone() {
            let name = program.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            if let Some((.., why)) = IMPOSSIBLE.iter().find(|(on, what, _)| *on == run.name && *what == name) {
                println!("{}::{name} cannot be: {why}", run.name);
                continue;
            }
            let run = run.clone();
            trials.push(Trial::test(format!("{}::{name}", run.name), move || Ok(compare(&run, &program, &name)?)));
        }
    }
    Ok(trials)
}

fn archive_path(target: &str, dialect: Dialect) -> PathBuf {
    project(&format!("build/lib/{target}/libwasock-{dialect}.a"))
}

/// It defines what the archive without threads does, and each of its members may be linked with shared memory.
fn is_for_threads(dialect: Dialect) -> Result<()> {
    let [plain, threads] = TARGETS.map(|target| archive::symbols(&archive_path(target, dialect)));
    let (plain, threads) = (plain?, threads?);
    if plain != threads {
        return Err(format!("without threads it defines {plain:?}, with threads {threads:?}"));
    }
    for member in object_file::ours(&archive_path(TARGETS[1], dialect))? {
        let features = member.features()?;
        let lacking = ["+atomics", "+bulk-memory"].into_iter().find(|want| !features.iter().any(|has| has == want));
        if lacking.is_some() || features.iter().any(|feature| feature == "-shared-mem") {
            return Err(format!("{} is not for threads: {features:?}", member.name));
        }
    }
    Ok(())
}

fn keeps_only_what_it_may(dialect: Dialect) -> Result<()> {
    state::is_allowed(&state_of(dialect)?)
}

fn state_of(dialect: Dialect) -> Result<BTreeSet<String>> {
    let members = object_file::ours(&archive_path(TARGETS[1], dialect))?;
    members.iter().try_fold(BTreeSet::new(), |mut all, member| {
        all.extend(member.variables()?);
        Ok(all)
    })
}

fn all_state() -> Result<BTreeSet<String>> {
    let all = Dialect::of_modules().map(state_of);
    Ok(all.collect::<Result<Vec<_>>>()?.into_iter().flatten().collect())
}

/// A program that keeps every function of the archive.
fn links_whole(dialect: Dialect) -> Result<()> {
    let symbols = archive::symbols(&archive_path(TARGETS[1], dialect))?;
    let keep: Vec<_> =
        symbols.iter().filter(|name| !name.contains(' ')).map(|name| format!("-Wl,--export={name}")).collect();
    let module = folder()?.join(format!("whole.{dialect}.wasm"));
    guest_with_threads(dialect.name, &project("c-tests/golden/nothing.c"), &module, &keep)?;
    object_file::shares_its_memory(&module)
}

fn programs() -> Result<Vec<PathBuf>> {
    let folder = project("c-tests/threads");
    let entries = trying(folder.display(), fs::read_dir(&folder))?.flatten().map(|entry| entry.path());
    let mut programs: Vec<_> = entries.filter(|path| path.extension().is_some_and(|e| e == "c")).collect();
    programs.sort();
    if programs.is_empty() { Err("c-tests/threads has no programs".into()) } else { Ok(programs) }
}

/// Wasmer, which is installed with the tools, and the runtime that is named.
fn runs() -> Result<Vec<Run>> {
    let named = std::env::var_os("RUNTIME").filter(|path| !path.is_empty()).map(PathBuf::from);
    let is_iwasm = |path: &PathBuf| path.file_name().is_some_and(|name| name == "iwasm");
    let iwasm = named.filter(is_iwasm);
    let has_threads = iwasm.as_deref().map(has_threads).transpose()?.unwrap_or(false);
    if let Some(path) = iwasm.as_ref().filter(|_| !has_threads) {
        println!("{} is built without threads (WAMR_BUILD_LIB_WASI_THREADS): no program runs on it", path.display());
    }
    let runs = Run::all(iwasm.filter(|_| has_threads))?;
    Ok(runs.into_iter().filter(|run| ["wasmer", "iwasm"].contains(&run.name.as_str())).collect())
}

fn has_threads(iwasm: &Path) -> Result<bool> {
    let help = trying(iwasm.display(), Command::new(iwasm).arg("--help").output())?;
    Ok(String::from_utf8_lossy(&help.stdout).contains("--max-threads"))
}

/// As in the matrix: it says what it says on Linux.
fn compare(run: &Run, source: &Path, name: &str) -> Result<()> {
    let (directives, folder) = (Directives::default(), folder()?);
    let native = native_with_threads(source, &folder.join(format!("{name}.native")))?;
    let linux = observe(&[native.into_os_string()], &[], &directives, &folder.join(format!("{name}.linux")))?;
    if linux.lines.len() < 2 || linux.lines.last().is_none_or(|end| end != "exit: 0") {
        return Err(format!("on Linux it must observe something and succeed:\n{}", linux.lines.join("\n")));
    }
    let output = folder.join(format!("{name}.{}", run.name));
    let module = guest_with_threads(run.dialect(), source, &output.with_added_extension("wasm"), &[])?;
    let seen = observe(&run.command(&module, &directives, None), &[], &directives, &output)?;
    if seen.lines == linux.lines {
        return Ok(());
    }
    Err(format!("Linux:\n{}\nhere:\n{}\n{}", linux.lines.join("\n"), seen.lines.join("\n"), seen.stderr))
}

fn folder() -> Result<PathBuf> {
    let folder = project("build/test/threads");
    trying(folder.display(), fs::create_dir_all(&folder)).map(|()| folder)
}
