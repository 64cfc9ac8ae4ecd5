// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Tables as packed text, a line for each entry: its name, a number with letters, its aliases.

/// One line of a table.
#[derive(Clone, Copy)]
pub(super) struct Line {
    pub name: &'static [u8],
    pub number: u32,
    /// The letters right behind the number.
    pub letters: &'static [u8],
    /// The other names, separated by blanks.
    pub aliases: &'static [u8],
}

impl Line {
    /// Whether this is the entry's name or one of its aliases.
    pub fn is_called(&self, name: &[u8]) -> bool {
        self.name == name || self.aliases().any(|alias| alias == name)
    }

    /// The other names.
    pub fn aliases(&self) -> impl Iterator<Item = &'static [u8]> + Clone {
        self.aliases.split(|byte| *byte == b' ').filter(|alias| !alias.is_empty())
    }
}

/// The lines of `table`, in its order.
pub(super) fn lines(table: &'static str) -> impl Iterator<Item = Line> {
    table.as_bytes().split(|byte| *byte == b'\n').filter_map(line)
}

fn line(line: &'static [u8]) -> Option<Line> {
    let mut words = line.splitn(3, |byte| *byte == b' ');
    let (name, number) = (words.next()?, words.next()?);
    let digits = number.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let (digits, letters) = number.split_at_checked(digits)?;
    let number = digits.iter().fold(0, |value: u32, digit| value.wrapping_mul(10).wrapping_add((digit & 15).into()));
    Some(Line { name, number, letters, aliases: words.next().unwrap_or_default() })
}
