// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! The dialects, and the builds of each.

use std::fmt;
use std::path::PathBuf;

use crate::project;

/// One dialect. All have an archive for wasm32-wasip1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dialect {
    /// The name for `wasock-cc -dialect=`.
    pub name: &'static str,
    /// Its programs are components: the reference host does not run them, and a component cannot start threads.
    pub component: bool,
}

/// Every dialect that has an archive.
pub const DIALECTS: [Dialect; 9] = [
    module("wamr"),
    module("berkeley"),
    module("wasmedge"),
    module("wasmedge-v2"),
    module("wasix"),
    module("ueno"),
    module("sock-connect"),
    module("preview1"),
    Dialect { name: "wasi-sockets", component: true },
];

/// The names of those that the reference host runs.
pub const MODULES: [&str; modules()] = {
    let mut names = [""; modules()];
    let (mut from, mut to) = (0, 0);
    while from < DIALECTS.len() {
        if !DIALECTS[from].component {
            names[to] = DIALECTS[from].name;
            to += 1;
        }
        from += 1;
    }
    names
};

const fn modules() -> usize {
    let (mut at, mut count) = (0, 0);
    while at < DIALECTS.len() {
        count += !DIALECTS[at].component as usize;
        at += 1;
    }
    count
}

const fn module(name: &'static str) -> Dialect {
    Dialect { name, component: false }
}

impl Dialect {
    /// The dialects that the reference host runs, which also have an archive for threads.
    pub fn of_modules() -> impl Iterator<Item = Self> {
        DIALECTS.into_iter().filter(|dialect| !dialect.component)
    }

    /// The command that runs a program: `wasock-run`, or a real runtime that takes components.
    #[must_use]
    pub fn host(self) -> PathBuf {
        project(if self.component { "tools/wasmtime-component" } else { "build/bin/wasock-run" })
    }
}

impl fmt::Display for Dialect {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.pad(self.name)
    }
}
