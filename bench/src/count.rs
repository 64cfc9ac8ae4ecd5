// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! How many instructions a call executes, counted by the reference host, free of noise.

use std::path::Path;

use host_stub::{Config, Output};
use rust_tests::{Result, trying};

use crate::budget::Budget;
use crate::calls::{Call, USUAL, arguments, cost};
use crate::link::{By, link};
use crate::read;
use crate::size::is_measured;
use crate::table::{Table, cell};

/// Beside the usual ones.
const MORE: [Call; 10] = [
    ("with 10 sockets open", "send recv among many/10", &[]),
    ("with 100 sockets open", "send recv among many/100", &[]),
    ("with 1000 sockets open", "send recv among many/1000", &[]),
    ("recvmsg, datagram, 8", "sendmsg recvmsg from/8", &["sendmsg to/8"]),
    ("poll of 1000", "poll/1000", &[]),
    ("getaddrinfo, 1 answer", "getaddrinfo name/1", &[]),
    ("getaddrinfo, 10 answers", "getaddrinfo name/10", &[]),
    ("getaddrinfo, 100 answers", "getaddrinfo name/100", &[]),
    ("getaddrinfo, 1000 answers", "getaddrinfo name/1000", &[]),
    ("getaddrinfo, 4000 answers", "getaddrinfo name/4000", &[]),
];

/// Over which the calls are counted.
pub const DIALECT: &str = "wamr";

/// How often a call is made in the shorter and in the longer run.
const ROUNDS: [u64; 2] = [10, 60];

/// The table, and its numbers into the budget.
pub fn table(only: Option<&str>, budget: &mut Budget) -> Result<Table> {
    let mut table = Table::new("wasm instructions of a call", &["", "wasock", "raw imports"]);
    if !is_measured(DIALECT, only) {
        return Ok(table);
    }
    let (wasock, hand) = (link("calls", DIALECT, By::Wasock)?, link("calls", DIALECT, By::Hand)?);
    for call in USUAL.into_iter().chain(MORE) {
        let name = call.0;
        let own = of(&wasock, call)?.ok_or_else(|| format!("{name} fails"))?;
        budget.add(format!("instructions {name}"), own);
        table.row([name.to_owned(), cell(Some(own)), cell(of(&hand, call)?)]);
    }
    Ok(table)
}

fn of(module: &Path, call: Call) -> Result<Option<u64>> {
    Ok(cost(call, |run| each(module, run))?.map(|count| count.round() as u64))
}

/// What one more round of a run executes; nothing where the program does not have it.
fn each(module: &Path, run: &str) -> Result<Option<f64>> {
    let [short, long] = ROUNDS;
    let (Some(less), Some(more)) = (executed(module, run, short)?, executed(module, run, long)?) else {
        return Ok(None);
    };
    Ok(Some(((more - less) / (long - short)) as f64))
}

fn executed(module: &Path, run: &str, rounds: u64) -> Result<Option<u64>> {
    let mut args = arguments(run, rounds);
    let answers = format!("names={}", args.last().map_or("", String::as_str));
    args.insert(0, "calls".into());
    let config = Config {
        args,
        addr_pools: vec![trying("addresses", "127.0.0.0/8".parse())?],
        allow_resolve: trying("names", "many.example".parse())?,
        limits: [trying("limit", "results=4000".parse())?].into_iter().collect(),
        faults: if run.contains("name/") { Some(trying("answers", answers.parse())?) } else { None },
        stdout: Output::Capture,
        stderr: Output::Capture,
        count: true,
        ..Config::default()
    };
    let outcome = host_stub::run(&read(module)?, config).map_err(|error| format!("{run}: {error}"))?;
    Ok(outcome.instructions.filter(|_| outcome.exit_code == 0))
}
