// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! A table of figures, as lines of text and as docs/costs.md has it.

use std::fmt;

/// Names at the left, figures at the right.
pub struct Table {
    title: String,
    head: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// A table without rows; the first column has the names.
    pub fn new(title: &str, head: &[&str]) -> Self {
        Self { title: title.into(), head: head.iter().map(|&name| name.into()).collect(), rows: Vec::new() }
    }

    /// One more row. Cells that are missing at its end are empty.
    pub fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        self.rows.push(cells.into_iter().collect());
    }

    /// As Markdown, the title standing over the names.
    pub fn markdown(&self) -> String {
        let line = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
        let head: Vec<_> = [self.title.clone()].into_iter().chain(self.head.iter().skip(1).cloned()).collect();
        let rule = format!("|---|{}\n", "---:|".repeat(head.len().saturating_sub(1)));
        let rows: String = self.rows.iter().map(|cells| line(cells)).collect();
        line(&head) + &rule + &rows
    }

    fn width(&self, column: usize) -> usize {
        let cells = self.rows.iter().chain([&self.head]).filter_map(|cells| cells.get(column));
        cells.map(|cell| cell.chars().count()).max().unwrap_or_default()
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.title)?;
        for cells in [&self.head].into_iter().chain(&self.rows) {
            for (column, cell) in cells.iter().enumerate() {
                let width = self.width(column);
                if column == 0 { write!(f, "  {cell:width$}")? } else { write!(f, "  {cell:>width$}")? }
            }
            writeln!(f)?;
        }
        Ok(())
    }
}

/// 1234567 as `1,234,567`.
pub fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A figure, or nothing where there is none.
pub fn cell(number: Option<u64>) -> String {
    number.map_or_else(String::new, thousands)
}
