// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! What is declared is defined, and the reverse.

use std::collections::BTreeSet;

use rust_tests::{DIALECTS, Dialect, Result, Verdict, project};

use crate::declared::{self, Function};
use crate::sysroot::Sysroot;
use crate::{archive, include, public, run, work_file};

/// What the archives define for others than the readers of `include/`, and why.
const ELSEWHERE: [(&str, &[&str]); 5] = [
    (
        "the C library's headers declare them as they are",
        &[
            "__wasilibc_tell",
            "close",
            "fcntl",
            "fstat",
            "gethostname",
            "isatty",
            "lseek",
            "read",
            "readv",
            "weak __errno_location",
            "write",
            "writev",
        ],
    ),
    ("the C library calls it", &["__wasilibc_fd_renumber"]),
    ("the host calls it", &["cabi_realloc"]),
    ("the linker puts it before `main`", &["__wrap___main_void", "__wrap___original_main"]),
    (
        "between the library's own Rust and C",
        &[
            "wasock_allocate",
            "wasock_bind_as_it_is",
            "wasock_bind_without_linger",
            "wasock_constructed",
            "wasock_copy_options",
            "wasock_fcntl",
            "wasock_free",
            "wasock_give_back",
            "wasock_held",
            "wasock_held_serve",
            "wasock_ignored_sigpipe",
            "wasock_ioctl",
            "wasock_judge",
            "wasock_judge_errors",
            "wasock_judge_limits",
            "wasock_keep_to_limit",
            "wasock_kept",
            "wasock_kept_serve",
            "wasock_lent",
            "wasock_limits_are_set",
            "wasock_linger_may_be_on",
            "wasock_links_realloc",
            "wasock_note_preopened",
            "wasock_options_differ",
            "wasock_refusal",
            "wasock_refuse_at_least_by",
            "wasock_refuse_by",
            "wasock_release",
            "wasock_send_in_time",
            "wasock_send_limited",
            "weak wasock_sigpipe_is_ignored",
            "wasock_sigpipe_is_ignored",
        ],
    ),
];

#[test]
fn every_declared_function_is_defined() -> Verdict {
    let declared = all_symbols()?;
    for dialect in DIALECTS {
        let defined = symbols(dialect)?;
        let missing: Vec<_> = declared.iter().filter(|name| !defined.contains(*name)).cloned().collect();
        if !missing.is_empty() {
            return Err(format!("{dialect} does not define {}", missing.join(", ")).into());
        }
    }
    Ok(())
}

#[test]
fn every_defined_function_is_declared() -> Verdict {
    let declared = all_symbols()?;
    let elsewhere: BTreeSet<_> = ELSEWHERE.iter().flat_map(|(_, names)| *names).map(|name| name.to_string()).collect();
    let mut seen = BTreeSet::new();
    for dialect in DIALECTS {
        let (known, unknown): (Vec<_>, Vec<_>) =
            symbols(dialect)?.into_iter().filter(|name| !declared.contains(name)).partition(|n| elsewhere.contains(n));
        if !unknown.is_empty() {
            return Err(format!("{dialect} defines and no header declares {}", unknown.join(", ")).into());
        }
        seen.extend(known);
    }
    let stale: Vec<_> = elsewhere.difference(&seen).cloned().collect();
    if stale.is_empty() { Ok(()) } else { Err(format!("no archive defines {} any more", stale.join(", ")).into()) }
}

/// The address of each function: a program finds them all by the declared types, over each C library.
#[test]
fn every_declared_function_links() -> Verdict {
    let declared = all_declared()?;
    let source = format!(
        "{}void (*volatile all[])(void) = {{\n{}}};\nint main(void) {{ return !all[0]; }}\n",
        include(&public()?),
        declared.iter().map(|function| format!("    (void (*)(void)){},\n", function.name)).collect::<String>(),
    );
    let source = work_file("addresses.c", &source)?;
    for (number, sysroot) in Sysroot::all()?.iter().enumerate() {
        for dialect in DIALECTS {
            let module = project(&format!("build/test/headers/addresses-{number}.{dialect}.wasm"));
            let mut cc = sysroot.cc();
            cc.arg(format!("-dialect={dialect}")).args(["-D_GNU_SOURCE", "-Wall", "-Werror"]);
            cc.args(dialect.component.then_some("-core"));
            run(cc.arg(&source).arg("-o").arg(module))?;
        }
    }
    Ok(())
}

/// Names and labels: a function with a label has its plain name besides.
fn all_symbols() -> Result<Vec<String>> {
    Ok(all_declared()?.into_iter().flat_map(|function| [Some(function.name), function.label]).flatten().collect())
}

/// The same over each C library.
fn all_declared() -> Result<Vec<Function>> {
    let [first, second] = Sysroot::all()?;
    let (first, second) = (declared::functions(&first)?, declared::functions(&second)?);
    if first.is_empty() || first != second {
        return Err(format!("the headers declare different functions over two C libraries:\n{first:?}\n{second:?}"));
    }
    Ok(first)
}

fn symbols(dialect: Dialect) -> Result<BTreeSet<String>> {
    let path = project(&format!("build/lib/wasm32-wasip1/libwasock-{dialect}.a"));
    Ok(archive::symbols(&path)?.into_iter().collect())
}
