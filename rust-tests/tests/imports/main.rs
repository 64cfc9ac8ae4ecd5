// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Imports of files go down only: no file imports one that imports it, be it by way of others.
//!
//! What counts as an import of file A by file B is that B has a path, in a `use` or elsewhere, to what A defines:
//! - a path is followed through re-exports and other `use`s, to the file that defines what it names;
//! - a path that ends at a module, or at a `*`, is an import of the module's file;
//! - `mod child;` is no import, nor is a `pub use` by which a parent hands on what it does not use itself;
//! - a file and the folder of its name are one room: what a parent has for all that is in its folder is no import of theirs,
//!   but what it uses of a child is one of its own;
//! - what is compiled for tests alone (`#[cfg(test)]`) is left out;
//! - a method is found by its type, not by the file its `impl` is in, so its call is no import of that file.

mod graph;
mod source;

use std::path::Path;

use rust_tests::{Verdict, project};

use graph::knots;
use source::Crate;

/// Where there must be no loop of files.
const SOURCES: [&str; 2] = ["host-stub/src", "src"];

#[test]
fn imports_go_down_only() -> Verdict {
    let mut found = String::new();
    for folder in SOURCES {
        let imports = Crate::read(&project(folder))?.imports();
        if imports.len() < 10 {
            return Err(format!("{folder} has no more than {} files that import one another", imports.len()).into());
        }
        for knot in knots(&imports) {
            let way = knot.way.join(" -> ");
            found += &format!("{folder}: {} files import one another, such as {way}\n", knot.files.len());
        }
    }
    if found.is_empty() { Ok(()) } else { Err(found.into()) }
}

/// The loop that is in these files, as their names and texts; nothing without one.
fn loop_in(files: &[(&str, &str)]) -> Result<String, String> {
    let mut sources = Crate::default();
    for (name, text) in files {
        sources.add(Path::new(name), text)?;
    }
    Ok(knots(&sources.imports()).iter().map(|knot| knot.way.join(" ")).collect::<Vec<_>>().join("; "))
}

#[test]
fn a_loop_is_found_however_it_is_written() -> Verdict {
    let low = ("low.rs", "pub struct Low; fn f() { crate::high::g() }");
    for high in [
        "use crate::low::Low; pub fn g() {}",
        "use super::low; pub fn g() {}",
        "use crate::{low::{self, Low}}; pub fn g() {}",
        "pub fn g() -> crate::low::Low { loop {} }",
        "pub fn g() { println!(\"{}\", super::low::Low) }",
        "pub fn g() { use crate::low::{Low as Other}; }",
        "mod inner { use super::super::low::Low; } pub fn g() {}",
        "pub use crate::low::Low; pub fn g(_: Low) {}",
        "use crate::{Low}; pub fn g() {}",
    ] {
        let found = loop_in(&[("lib.rs", "mod high; mod low; pub use low::Low;"), low, ("high.rs", high)])?;
        if found != "high.rs low.rs high.rs" && found != "low.rs high.rs low.rs" {
            return Err(format!("{found:?} is found where one file has: {high}").into());
        }
    }
    Ok(())
}

#[test]
fn what_goes_down_is_no_loop() -> Verdict {
    for parent in [
        "mod child; mod other; pub use child::Child; pub struct Parent;",
        "mod child; mod other; use child::Child; pub struct Parent(Child);",
        "mod child; mod other; #[cfg(test)] mod tests { use super::child::Child; } pub struct Parent;",
        "mod child; mod other; pub struct Parent; #[cfg(test)] fn f(_: child::Child) {}",
    ] {
        let child = "use super::{Parent, other::Other}; pub struct Child(Parent, Other);";
        let files = [("lib.rs", "mod room;"), ("room.rs", parent), ("room/child.rs", child)];
        let other = ("room/other.rs", "pub struct Other;");
        let found = loop_in(&[files[0], files[1], files[2], other])?;
        if !found.is_empty() {
            return Err(format!("{found:?} is found where the parent has: {parent}").into());
        }
    }
    Ok(())
}
