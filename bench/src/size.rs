// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! How large small programs are, stripped.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::Command;

use rust_tests::{DIALECTS, MODULES, Result, project, read_module, rust_guest};
use wasmparser::{Parser, Payload};

use crate::budget::Budget;
use crate::link::{By, link};
use crate::read;
use crate::table::{Table, cell, thousands};

/// The programs, the dialects that have the calls, and whether they are also written with raw imports.
pub const PROGRAMS: [(&str, &[&str], bool); 4] = [
    ("client", &MODULES, true),
    ("server", &["wamr", "berkeley", "wasmedge", "wasix", "ueno", "preview1"], true),
    ("datagram", &["wamr", "berkeley", "wasmedge", "wasix"], true),
    ("get", &MODULES, false),
];

/// Of a module: its bytes, those of its code and of its data, and its imports.
struct Size {
    bytes: u64,
    code: u64,
    data: u64,
    imports: u64,
}

/// One program over one dialect.
pub struct Sizes {
    program: &'static str,
    dialect: &'static str,
    wasock: Size,
    hand: Option<Size>,
    lto: Size,
    /// What wasm-opt makes of the three, where it is installed.
    optimised: [Option<u64>; 3],
}

/// Whether a dialect is measured when only one is, or all are.
pub fn is_measured(dialect: &str, only: Option<&str>) -> bool {
    only.is_none_or(|only| only == dialect)
}

/// All programs, linked and measured.
pub fn measure(only: Option<&str>) -> Result<Vec<Sizes>> {
    let each = |(program, dialects, by_hand): (_, &'static [&'static str], bool)| {
        let dialects = dialects.iter().filter(move |dialect| is_measured(dialect, only));
        dialects.map(move |dialect| Sizes::of(program, dialect, by_hand))
    };
    PROGRAMS.into_iter().flat_map(each).collect()
}

impl Sizes {
    fn of(program: &'static str, dialect: &'static str, by_hand: bool) -> Result<Self> {
        let wasock = link(program, dialect, By::Wasock)?;
        let lto = link(program, dialect, By::Lto)?;
        let hand = by_hand.then(|| link(program, dialect, By::Hand)).transpose()?;
        let optimised = [optimised(&wasock)?, hand.as_deref().map_or(Ok(None), optimised)?, optimised(&lto)?];
        let hand = hand.as_deref().map(size).transpose()?;
        Ok(Self { program, dialect, wasock: size(&wasock)?, hand, lto: size(&lto)?, optimised })
    }
}

/// Adds the sizes to the budget.
pub fn limit(sizes: &[Sizes], budget: &mut Budget) {
    for Sizes { program, dialect, wasock, lto, .. } in sizes {
        budget.add(format!("size {program} {dialect}"), wasock.bytes);
        budget.add(format!("size {program} {dialect} lto"), lto.bytes);
    }
}

/// A client of four calls over wasock-net, without its custom sections. A test compares it with the C names.
pub fn limit_net(only: Option<&str>, budget: &mut Budget) -> Result<()> {
    for dialect in DIALECTS.into_iter().filter(|dialect| is_measured(dialect.name, only)) {
        let module = read_module(&rust_guest("four-net", dialect)?)?;
        budget.add(format!("size wasock-net client {dialect}"), module.size);
    }
    Ok(())
}

/// All of it.
pub fn table(sizes: &[Sizes]) -> Table {
    let head =
        ["", "bytes", "code", "data", "imports", "raw", "code", "data", "imports", "-lto", "wasm-opt", "raw", "-lto"];
    let mut table = Table::new("size of stripped -Os programs; what wasm-opt makes of them", &head);
    for sizes in sizes {
        let [optimised, optimised_hand, optimised_lto] = sizes.optimised.map(cell);
        let cells = [vec![format!("{}, {}", sizes.program, sizes.dialect)], figures(Some(&sizes.wasock))];
        let more = [figures(sizes.hand.as_ref()), vec![thousands(sizes.lto.bytes)]];
        table.row(cells.into_iter().chain(more).flatten().chain([optimised, optimised_hand, optimised_lto]));
    }
    table
}

fn figures(size: Option<&Size>) -> Vec<String> {
    let Some(Size { bytes, code, data, imports }) = size else { return vec![String::new(); 4] };
    [*bytes, *code, *data, *imports].map(thousands).into()
}

/// In docs/costs.md: what becomes of the programs over one dialect.
pub fn of_wamr(sizes: &[Sizes]) -> Table {
    let head = ["", "plain", "raw imports", "`-lto`", "wasm-opt", "raw imports", "`-lto`"];
    let mut table = Table::new("bytes, `wamr`", &head);
    for sizes in sizes.iter().filter(|sizes| sizes.dialect == "wamr") {
        let hand = cell(sizes.hand.as_ref().map(|hand| hand.bytes));
        let plain = [thousands(sizes.wasock.bytes), hand, thousands(sizes.lto.bytes)];
        table.row([sizes.program.to_owned()].into_iter().chain(plain).chain(sizes.optimised.map(cell)));
    }
    table
}

/// In docs/costs.md: every dialect, and in brackets with raw imports.
pub fn by_dialect(sizes: &[Sizes]) -> Table {
    let mut head = vec![""];
    head.extend(PROGRAMS.map(|(program, ..)| program));
    let mut table = Table::new("bytes (raw imports)", &head);
    for dialect in MODULES {
        let cell = |(program, ..): (&str, _, _)| {
            let found = sizes.iter().find(|sizes| sizes.program == program && sizes.dialect == dialect);
            found.map_or_else(String::new, |Sizes { wasock, hand, .. }| {
                let hand = hand.as_ref().map_or_else(String::new, |hand| format!(" ({})", thousands(hand.bytes)));
                thousands(wasock.bytes) + &hand
            })
        };
        table.row([format!("`{dialect}`")].into_iter().chain(PROGRAMS.map(cell)));
    }
    table
}

fn size(path: &Path) -> Result<Size> {
    let module = read(path)?;
    let mut size = Size { bytes: module.len() as u64, code: 0, data: 0, imports: 0 };
    for payload in Parser::new(0).parse_all(&module) {
        match payload.map_err(|error| format!("{}: {error}", path.display()))? {
            Payload::CodeSectionStart { size: bytes, .. } => size.code = bytes.into(),
            Payload::DataSection(section) => {
                let range = section.range();
                size.data = range.end - range.start;
            }
            Payload::ImportSection(section) => size.imports = section.count().into(),
            _ => {}
        }
    }
    Ok(size)
}

/// What clang makes of a module where it finds wasm-opt; nothing without one.
fn optimised(module: &Path) -> Result<Option<u64>> {
    let output = module.with_extension("opt.wasm");
    let mut command = Command::new(wasm_opt());
    match command.args(["-Os", "-all"]).arg(module).arg("-o").arg(&output).status() {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(format!("wasm-opt: {error}")),
        Ok(status) if status.success() => Ok(Some(read(&output)?.len() as u64)),
        Ok(_) => Err(format!("wasm-opt refuses {}", module.display())),
    }
}

/// Beside the project, where no compiler finds it, or the system's.
pub fn wasm_opt() -> PathBuf {
    let own = project("build/binaryen/usr/bin/wasm-opt");
    if own.exists() { own } else { "wasm-opt".into() }
}
