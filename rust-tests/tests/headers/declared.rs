// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! The functions that the headers declare, as the preprocessor leaves them.

use std::process::Command;

use rust_tests::Result;

use crate::sysroot::Sysroot;
use crate::{include, output, public, work_file};

/// A function of a header.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Function {
    /// Its name in C.
    pub name: String,
    /// The symbol that the header binds it to, where that is not the name.
    pub label: Option<String>,
}

/// Every function that the project's headers declare, under all feature macros.
pub fn functions(sysroot: &Sysroot) -> Result<Vec<Function>> {
    functions_of("include", &public()?, &mut sysroot.cc())
}

/// Every function that the headers of a folder declare, to a compiler that finds them.
pub fn functions_of(folder: &str, headers: &[String], compiler: &mut Command) -> Result<Vec<Function>> {
    let source = work_file(&format!("declared-{}.c", folder.replace('/', "-")), &include(headers))?;
    let text = ours(folder, &output(compiler.args(["-D_GNU_SOURCE", "-E"]).arg(&source))?);
    let mut found: Vec<_> = statements(&text).iter().filter_map(|statement| function(statement)).collect();
    found.sort();
    found.dedup();
    Ok(found)
}

/// The lines that come from the folder: each stretch is headed by `# LINE "FILE"`.
fn ours(folder: &str, preprocessed: &str) -> String {
    let include = format!("\"{}/", rust_tests::project(folder).display());
    let mut inside = false;
    let mut text = String::new();
    for line in preprocessed.lines() {
        if line.starts_with("# ") {
            inside = line.contains(&include);
        } else if inside {
            text.push_str(line);
            text.push('\n');
        }
    }
    text
}

/// Declarations at the top level, without what is in braces; functions with a body are left out.
fn statements(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let (mut depth, mut current) = (0, String::new());
    for character in text.chars() {
        match character {
            '{' => depth += 1,
            '}' => depth -= 1,
            ';' if depth == 0 => found.push(std::mem::take(&mut current)),
            other if depth == 0 => current.push(other),
            _ => {}
        }
        if character == '}' && depth == 0 && current.contains('(') {
            current.clear();
        }
    }
    found
}

/// The identifier before the first parenthesis, and the strings of `__asm__("…" "…")`.
fn function(statement: &str) -> Option<Function> {
    let before = statement.split_once('(')?.0.trim_end();
    let start = before.rfind(|c: char| !c.is_alphanumeric() && c != '_').map_or(0, |at| at + 1);
    let name = before[start..].to_owned();
    let label = statement.split_once("__asm__(").map(|(_, strings)| strings.split('"').skip(1).step_by(2).collect());
    (!name.is_empty()).then_some(Function { name, label })
}
