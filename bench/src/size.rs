//! How large small programs are, stripped.

use std::fmt::Write;

use rust_tests::{DIALECTS, Result};
use wasmparser::{Parser, Payload};

use crate::budget::Budget;
use crate::link::{By, link};
use crate::read;

const PROGRAMS: [&str; 4] = ["client", "server", "datagram", "get"];

/// Of a module: its bytes, those of its data, and its socket imports.
struct Size {
    bytes: u64,
    data: usize,
    imports: usize,
}

/// The table, and its numbers into the budget.
pub fn table(budget: &mut Budget) -> Result<String> {
    let mut text = String::from("size, stripped -Os         bytes  with LTO   data  imports   by hand\n");
    for program in PROGRAMS {
        for dialect in DIALECTS {
            let wasock = of(program, dialect, By::Wasock)?.ok_or("no program")?;
            let lto = of(program, dialect, By::Lto)?.ok_or("no program")?;
            let hand = of(program, dialect, By::Hand)?.map_or(String::new(), |size| size.bytes.to_string());
            budget.add(format!("size {program} {dialect}"), wasock.bytes);
            let Size { bytes, data, imports } = wasock;
            let name = format!("{program}, {dialect}");
            let line = writeln!(text, "{name:24} {bytes:>7} {:>9} {data:>6} {imports:>8} {hand:>9}", lto.bytes);
            line.map_err(|error| error.to_string())?;
        }
    }
    Ok(text)
}

fn of(program: &str, dialect: &str, by: By) -> Result<Option<Size>> {
    let Some(path) = link(program, dialect, by)? else { return Ok(None) };
    let module = read(&path)?;
    let mut size = Size { bytes: module.len() as u64, data: 0, imports: 0 };
    for payload in Parser::new(0).parse_all(&module) {
        match payload.map_err(|error| format!("{}: {error}", path.display()))? {
            Payload::DataSection(section) => size.data = section.range().len(),
            Payload::ImportSection(section) => size.imports = section.count() as usize,
            _ => {}
        }
    }
    Ok(Some(size))
}
