// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Programs of the dialect `wasi-sockets`, as components on wasmtime: their sizes, and their times beside those of Rust's
//! standard library for `wasm32-wasip2`, which is the way of wasi-libc.

use std::path::{Path, PathBuf};
use std::process::Command;

use rust_tests::{Result, guest, project, trying};

use crate::budget::Budget;
use crate::size::PROGRAMS;
use crate::stream::exchange;
use crate::table::{Table, thousands};
use crate::time::{Runner, median, ratio};
use crate::usual;
use crate::{built, read, source};

/// The dialect.
pub const DIALECT: &str = "wasi-sockets";

/// The sizes of the measured programs.
pub fn sizes(budget: &mut Budget) -> Result<Table> {
    let mut table = Table::new("bytes, `wasi-sockets`", &["", "component", "its module"]);
    for program in PROGRAMS.map(|(program, ..)| program).into_iter().chain(usual::PROGRAMS.map(|(program, _)| program))
    {
        let component = built(&format!("{program}.component.wasm"))?;
        let module = built(&format!("{program}.module.wasm"))?;
        guest(DIALECT, &source(program), &component, &["-Os", "-s"].map(String::from))?;
        guest(DIALECT, &source(program), &module, &["-Os", "-s", "-core"].map(String::from))?;
        let [component, module] = [component, module].map(|path| read(&path).map(|bytes| bytes.len() as u64));
        let (component, module) = (component?, module?);
        budget.add(format!("size {program} {DIALECT}"), component);
        table.row([program.to_owned(), thousands(component), thousands(module)]);
    }
    Ok(table)
}

/// The pinned wasmtime.
fn command() -> PathBuf {
    project("build/component-tools/bin/wasmtime")
}

/// A component compiled for this machine: it starts without delay.
pub fn compiled(component: &Path) -> Result<PathBuf> {
    let compiled = component.with_extension("cwasm");
    let status = Command::new(command()).arg("compile").arg(component).arg("-o").arg(&compiled).status();
    let status = trying("wasmtime (`make tools` installs it)", status)?;
    if status.success() { Ok(compiled) } else { Err(format!("wasmtime refuses {}", component.display())) }
}

/// Runs what [`compiled`] made.
pub fn wasmtime(compiled: &Path) -> Command {
    let mut command = Command::new(command());
    command.env_remove("RUST_BACKTRACE").args(RUN).arg(compiled);
    command
}

const RUN: [&str; 4] = ["run", "--allow-precompiled", "-S", "inherit-network"];

/// What is measured: its name, the client's argument, and its rounds.
const KINDS: [(&str, &str, u32); 5] = [
    ("1 byte", "ping", 1000),
    ("64 KiB", "bulk", 200),
    ("1 byte, `poll` before it", "poll", 1000),
    ("1 byte, `poll` with a limit", "timed", 1000),
    ("1 byte, `poll` of 1,000", "many", 100),
];

const TURNS: usize = 15;

/// The times of `bench/guests/stream.c` on wasmtime, and of the same client in Rust, with a native server.
pub fn times() -> Result<Table> {
    let native = Runner::native("stream")?;
    let component = built("stream.component.wasm")?;
    guest(DIALECT, &source("stream"), &component, &["-Os", "-s"].map(String::from))?;
    let runners = [("wasock", compiled(&component)?), ("Rust", compiled(&peer()?)?)].map(|(name, program)| {
        let host = [command().into_os_string()].into_iter().chain(RUN.map(Into::into)).collect();
        Runner::new(name, host, program)
    });
    let head = ["", "native, µs", "wasock, to native", "Rust's std, to native", "wasock, to Rust's std"];
    let mut table = Table::new("time there and back, on wasmtime", &head);
    for (kind, argument, rounds) in KINDS {
        let mut spent = [const { Vec::new() }; 3];
        for _ in 0..TURNS {
            for (runner, spent) in [&native].into_iter().chain(&runners).zip(&mut spent) {
                spent.push(exchange(runner, &native, argument, rounds)?);
            }
        }
        let [natively, wasock, peer] = spent;
        let ratios = [ratio(&wasock, &natively), ratio(&peer, &natively), ratio(&wasock, &peer)];
        let cells = ratios.map(|ratio| format!("{ratio:.2}"));
        table.row([kind.to_owned(), format!("{:.1}", median(natively))].into_iter().chain(cells));
    }
    Ok(table)
}

/// `bench/guests/stream.rs`: Rust's standard library for `wasm32-wasip2`.
fn peer() -> Result<PathBuf> {
    let component = built("stream.wasip2.wasm")?;
    let mut command = Command::new("rustc");
    command.args(["--edition=2024", "--target=wasm32-wasip2", "-O", "-Cstrip=symbols", "-o"]).arg(&component);
    let status = trying("rustc", command.arg(project("bench/guests/stream.rs")).status())?;
    if status.success() { Ok(component) } else { Err("rustc refuses stream.rs (`make bench-tools`)".into()) }
}
