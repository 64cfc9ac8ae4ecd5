// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! How long a call takes: what a host adds to the system's own, how that grows, and how long a host needs to start.

use std::time::Instant;

use rust_tests::Result;

use crate::calls::{Call, arguments, cost};
use crate::table::Table;
use crate::time::{REFERENCE, Runner, median, runners};

/// The calls, and their rounds.
const CALLS: [(Call, u64); 16] = [
    (("fcntl F_GETFL", "fcntl", &[]), 20_000),
    (("send to no socket", "send to none", &[]), 20_000),
    (("setsockopt", "setsockopt", &[]), 20_000),
    (("send + recv", "send recv", &[]), 5_000),
    (("with 10 sockets open", "send recv among many/10", &[]), 5_000),
    (("with 100 sockets open", "send recv among many/100", &[]), 5_000),
    (("with 1000 sockets open", "send recv among many/1000", &[]), 5_000),
    (("sendto + recvfrom", "sendto recvfrom", &[]), 5_000),
    (("poll of 10", "poll/10", &[]), 2_000),
    (("poll of 100", "poll/100", &[]), 500),
    (("poll of 1000", "poll/1000", &[]), 50),
    (("getaddrinfo, 1 answer", "getaddrinfo name/1", &[]), 500),
    (("getaddrinfo, 10 answers", "getaddrinfo name/10", &[]), 500),
    (("getaddrinfo, 100 answers", "getaddrinfo name/100", &[]), 200),
    (("getaddrinfo, 1000 answers", "getaddrinfo name/1000", &[]), 50),
    (("getaddrinfo, 4000 answers", "getaddrinfo name/4000", &[]), 10),
];

const TURNS: usize = 7;

/// The table.
pub fn table() -> Result<Table> {
    let runners = runners("calls", false)?;
    let mut head = vec![""];
    head.extend(runners.iter().map(|runner| runner.name.as_str()));
    let mut table = Table::new("time of a call, µs", &head);
    let mut row = |name: &str, measure: &dyn Fn(&Runner) -> Result<Option<f64>>| -> Result<()> {
        let mut spent: Vec<Vec<f64>> = vec![Vec::new(); runners.len()];
        for _ in 0..TURNS {
            for (runner, spent) in runners.iter().zip(&mut spent) {
                spent.extend(measure(runner)?);
            }
        }
        let cell = |spent: Vec<f64>| if spent.is_empty() { String::new() } else { format!("{:.2}", median(spent)) };
        table.row([name.to_owned()].into_iter().chain(spent.into_iter().map(cell)));
        Ok(())
    };
    row("start to end of a program", &|runner| whole(runner).map(Some))?;
    for (call, rounds) in CALLS {
        row(call.0, &|runner| cost(call, |run| each(runner, run, rounds)))?;
    }
    Ok(table)
}

/// Microseconds of a process that does nothing.
fn whole(runner: &Runner) -> Result<f64> {
    let start = Instant::now();
    runner.output(&[], &arguments("nothing", 0))?;
    Ok(start.elapsed().as_secs_f64() * 1e6)
}

/// Microseconds of one more round of a run.
fn each(runner: &Runner, run: &str, rounds: u64) -> Result<Option<f64>> {
    // Only there can the answers be as many as we like.
    let answers = run.strip_prefix("getaddrinfo name/");
    if answers.is_some() && runner.name != REFERENCE {
        return Ok(None);
    }
    let made_up = |answers| {
        ["--allow-resolve=many.example".into(), "--limit=results=4000".into(), format!("--faults=names={answers}")]
    };
    let options: Vec<_> = answers.into_iter().flat_map(made_up).collect();
    let few = rounds / 10;
    let nanos = |rounds| -> Result<f64> {
        let told = runner.output(&options, &arguments(run, rounds))?;
        Ok(i64::from_le_bytes(told.try_into().map_err(|_| format!("{run} tells no time"))?) as f64)
    };
    Ok(Some((nanos(rounds)? - nanos(few)?) / (rounds - few) as f64 / 1e3))
}
