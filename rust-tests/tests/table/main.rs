// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! The tables of functions and options in docs/functions.md, by dialect: what `c-tests/table/` shows on the reference host.
//! `make table` writes them anew; a page that says something else is a failure.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use rust_tests::{DIALECTS, Program, Result, Run, Verdict, project, trying};

#[path = "../golden/archive.rs"]
mod archive;
mod markdown;

/// What a row was in each dialect, in the order of [`DIALECTS`].
pub type Cells = Vec<String>;

/// Functions that a row of another name stands for.
const BESIDE: [&str; 12] = [
    "__h_errno_location",
    "__wasilibc_fd_renumber",
    "endhostent",
    "endnetent",
    "endprotoent",
    "endservent",
    "freeifaddrs",
    "if_freenameindex",
    "sethostent",
    "setnetent",
    "setprotoent",
    "setservent",
];

/// Rows of the one program are options; those of the others are functions.
const OPTIONS: &str = "options";

#[test]
fn the_page_has_what_the_tests_show() -> Verdict {
    let programs = Program::of_folder("c-tests/table")?;
    let (options, functions): (Vec<_>, Vec<_>) = programs.iter().partition(|program| program.name == OPTIONS);
    let (functions, options) = (rows(&functions)?, rows(&options)?);
    every_function_has_a_row(&functions)?;
    let path = project("docs/functions.md");
    let page = trying(path.display(), fs::read_to_string(&path))?;
    let written = markdown::between(&page, "functions", &markdown::table(&functions))?;
    let written = markdown::between(&written, "options", &markdown::table(&options))?;
    if std::env::var_os("WASOCK_UPDATE_TABLE").is_some() {
        return Ok(trying(path.display(), fs::write(&path, written))?);
    }
    if page == written {
        return Ok(());
    }
    let shown = format!("{}{}", only_in(&page, &written, '-'), only_in(&written, &page, '+'));
    Err(format!("docs/functions.md is not what the tests show; `make table` writes it anew:{shown}").into())
}

/// The lines of a page that the other one lacks, each behind a mark.
fn only_in(page: &str, other: &str, mark: char) -> String {
    let others: BTreeSet<_> = other.lines().collect();
    page.lines().filter(|line| !others.contains(line)).map(|line| format!("\n{mark}{line}")).collect()
}

/// Every row of the programs, in their order.
fn rows(programs: &[&Program]) -> Result<Vec<(String, Cells)>> {
    let runs = Run::all(None)?;
    let mut rows = Vec::new();
    for program in programs {
        let names = on_linux(program)?;
        let seen: Vec<_> = DIALECTS
            .iter()
            .filter_map(|dialect| runs.iter().find(|run| run.name == dialect.name))
            .map(|run| Ok(by_name(&program.wasm(run)?.lines)))
            .collect::<Result<_>>()?;
        for name in names {
            let cells: Option<Cells> = seen.iter().map(|lines| lines.get(&name).cloned()).collect();
            rows.push((name.clone(), cells.ok_or(format!("{}: no row `{name}` in every dialect", program.name))?));
        }
    }
    Ok(rows)
}

/// On Linux everything works; else the row asks for the wrong thing.
fn on_linux(program: &Program) -> Result<Vec<String>> {
    let lines = program.linux()?.lines;
    let rows = lines.iter().filter(|line| !line.starts_with("exit: "));
    let works = |line: &String| {
        let name = line.strip_suffix(": works").ok_or(format!("{}: on Linux {line}", program.name));
        name.map(String::from)
    };
    rows.map(works).collect()
}

fn by_name(lines: &[String]) -> BTreeMap<String, String> {
    let parts = lines.iter().filter_map(|line| line.split_once(": "));
    parts.map(|(name, value)| (name.into(), value.into())).collect()
}

fn every_function_has_a_row(rows: &[(String, Cells)]) -> Result<()> {
    let tried: BTreeSet<_> = rows.iter().filter_map(|(name, _)| name.split(' ').next()).collect();
    let symbols = archive::symbols(&project("build/lib/wasm32-wasip1/libwasock-wamr.a"))?;
    let is_missing = |name: &&String| {
        let name = name.as_str();
        !name.trim_start_matches('_').starts_with("wasock_")
            && !name.contains(' ')
            && !tried.contains(name)
            && !BESIDE.contains(&name)
    };
    let missing: Vec<_> = symbols.iter().filter(is_missing).cloned().collect();
    if missing.is_empty() { Ok(()) } else { Err(format!("c-tests/table tries no {}", missing.join(", "))) }
}
