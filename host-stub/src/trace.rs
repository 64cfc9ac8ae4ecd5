// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! One line for each host call, for users and tests:
//! `sock_connect(fd=4, addr=127.0.0.1:6379) -> ECONNREFUSED`, `sock_accept(fd=4, flags=0) -> ok fd=5`.

use std::str::SplitWhitespace;

use crate::errno::Errno;

/// The line of one call, as it is built.
pub struct Line {
    text: String,
    answers: String,
    names: SplitWhitespace<'static>,
    answer_names: SplitWhitespace<'static>,
}

impl Line {
    /// A line for the function of this name; `arguments` names its arguments, separated by blanks.
    pub fn new(function: &str, arguments: &'static str) -> Self {
        let names = arguments.split_whitespace();
        Self { text: format!("{function}("), answers: String::new(), answer_names: names.clone(), names }
    }

    /// Adds the next argument, unless it is a place for a result.
    pub fn argument(&mut self, value: Option<String>) {
        let name = self.names.next().unwrap_or("?");
        let Some(value) = value else { return };
        let comma = if self.text.ends_with('(') { "" } else { ", " };
        self.text.push_str(&format!("{comma}{name}={value}"));
    }

    /// Adds the result in the place of the next argument, if it is one.
    pub fn answer(&mut self, value: Option<String>) {
        let name = self.answer_names.next().unwrap_or("?");
        if let Some(value) = value {
            self.answers.push_str(&format!(" {name}={value}"));
        }
    }

    /// The whole line.
    pub fn finish(self, answer: Result<(), Errno>) -> String {
        let result = answer.map_or_else(Errno::name, |()| "ok");
        format!("{}) -> {result}{}", self.text, self.answers)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failed_call_shows_what_went_in() {
        let mut line = Line::new("sock_connect", "fd addr");
        line.argument(Some("4".into()));
        line.argument(Some("127.0.0.1:6379".into()));
        let line = line.finish(Err(Errno::ECONNREFUSED));
        assert_eq!(line, "sock_connect(fd=4, addr=127.0.0.1:6379) -> ECONNREFUSED");
    }

    #[test]
    fn answers_stand_behind_the_result() {
        let mut line = Line::new("sock_accept", "fd flags fd");
        for argument in [Some("4"), Some("0"), None] {
            line.argument(argument.map(Into::into));
        }
        for answer in [None, None, Some("5")] {
            line.answer(answer.map(Into::into));
        }
        assert_eq!(line.finish(Ok(())), "sock_accept(fd=4, flags=0) -> ok fd=5");
    }
}
