// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! The tables in docs/costs.md: each stands between two comments, of which the first says how it is written.

use std::fs;

use rust_tests::{Result, project, trying};

use crate::table::Table;

/// Puts tables in their place.
pub fn write(place: &str, tables: &[Table]) -> Result<()> {
    let path = project("docs/costs.md");
    let text = trying(path.display(), fs::read_to_string(&path))?;
    let (start, end) = (format!("<!-- {place}: written by "), format!("<!-- end of {place} -->"));
    let parts = text.split_once(&start).and_then(|(head, rest)| {
        let (command, rest) = rest.split_once('\n')?;
        Some((head, command, rest.split_once(&end)?.1))
    });
    let (head, command, tail) = parts.ok_or_else(|| format!("docs/costs.md has no place for {place}"))?;
    let tables: Vec<_> = tables.iter().map(Table::markdown).collect();
    let written = format!("{head}{start}{command}\n{}{end}{tail}", tables.join("\n"));
    trying(path.display(), fs::write(&path, written))
}
