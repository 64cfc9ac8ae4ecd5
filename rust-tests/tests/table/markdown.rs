// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! The tables as docs/functions.md has them.

use rust_tests::{DIALECTS, Result};

use crate::Cells;

const WORKS: &str = "works";
const SET_ONLY: &str = "set only";

/// What works everywhere, what nowhere, and a table of what differs; rows that are alike stand together.
pub fn table(rows: &[(String, Cells)]) -> String {
    let mut groups: Vec<(&Cells, Vec<&str>)> = Vec::new();
    for (name, cells) in rows {
        match groups.iter_mut().find(|(same, _)| *same == cells) {
            Some((_, names)) => names.push(name),
            None => groups.push((cells, vec![name])),
        }
    }
    let (alike, different): (Vec<_>, Vec<_>) =
        groups.into_iter().partition(|(cells, _)| cells.iter().all(|cell| Some(cell) == cells.first()));
    let mut text = String::new();
    for (cells, names) in alike {
        let what = cells.first().map_or(WORKS, String::as_str);
        let everywhere = match what {
            WORKS => "In every dialect".into(),
            SET_ONLY => "In every dialect, to be set and not read".into(),
            "no" => "In no dialect".into(),
            errno => format!("In no dialect, `{errno}`"),
        };
        text += &format!("{everywhere}: {}.\n\n", list(&names));
    }
    text += &format!(
        "| | {} |\n|---|{}\n",
        DIALECTS.map(|dialect| dialect.name).join(" | "),
        "---|".repeat(DIALECTS.len())
    );
    for (cells, names) in different {
        let cells: Vec<_> = cells.iter().map(|what| cell(what)).collect();
        text += &format!("| {} | {} |\n", list(&names), cells.join(" | "));
    }
    text
}

fn cell(what: &str) -> String {
    match what {
        WORKS => "yes".into(),
        "no" | SET_ONLY => what.into(),
        errno => format!("`{errno}`"),
    }
}

/// The first word is C, what follows says how it is called.
fn list(names: &[&str]) -> String {
    let shown = names.iter().map(|name| match name.split_once(' ') {
        Some((function, how)) => format!("`{function}` {how}"),
        None => format!("`{name}`"),
    });
    shown.collect::<Vec<_>>().join(", ")
}

/// The text with what stands between two comments put in.
pub fn between(text: &str, what: &str, inner: &str) -> Result<String> {
    let (start, end) = (format!("<!-- {what}: written by `make table` -->\n"), format!("<!-- end of {what} -->"));
    let parts = text.split_once(&start).and_then(|(head, rest)| Some((head, rest.split_once(&end)?.1)));
    let (head, tail) = parts.ok_or(format!("the page has no place for {what}: `{}`", start.trim()))?;
    Ok(format!("{head}{start}{inner}{end}{tail}"))
}
