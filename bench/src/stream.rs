// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Ping-pong and bulk: a client and a server over TCP, one of them native, the other one by each runner.

use std::io::{BufRead, BufReader};

use rust_tests::{Result, trying};

use crate::table::Table;
use crate::time::{Runner, median, ratio, runners};

/// A measurement: its name, the client's argument, and its rounds.
const KINDS: [(&str, &str, u32); 2] = [("1 byte", "ping", 700), ("64 KiB", "bulk", 150)];

const TURNS: usize = 31;

/// The table. After each host comes the same host with raw imports.
pub fn table() -> Result<Table> {
    let runners = runners("stream", true)?;
    let (native, hosts) = runners.split_first().ok_or("nobody")?;
    let heads = hosts.chunks(2).map(|host| [format!("{}, to native", host[0].name), "to raw imports".into()]);
    let head: Vec<_> = [String::new(), "native, µs".into()].into_iter().chain(heads.flatten()).collect();
    let mut table = Table::new("time there and back", &head.iter().map(String::as_str).collect::<Vec<_>>());
    for (kind, argument, rounds) in KINDS {
        for role in ["client", "server"] {
            let mut spent: Vec<Vec<f64>> = vec![Vec::new(); runners.len()];
            for _ in 0..TURNS {
                for (runner, spent) in runners.iter().zip(&mut spent) {
                    let [client, server] = if role == "client" { [runner, native] } else { [native, runner] };
                    spent.push(exchange(client, server, argument, rounds)?);
                }
            }
            let (natively, hosts) = spent.split_first().ok_or("nobody")?;
            let ratios = hosts.chunks(2).flat_map(|host| [ratio(&host[0], natively), ratio(&host[0], &host[1])]);
            let micros = format!("{:.1}", median(natively.clone()));
            let cells = ratios.map(|ratio| format!("{ratio:.2}"));
            table.row([format!("{kind}, {role}"), micros].into_iter().chain(cells));
        }
    }
    Ok(table)
}

/// Microseconds of one round.
pub fn exchange(client: &Runner, server: &Runner, kind: &str, rounds: u32) -> Result<f64> {
    let connections = if kind == "many" { "1000" } else { "1" };
    let mut serving = trying(&server.name, server.command(&[], &["serve".into(), connections.into()]).spawn())?;
    let mut port = String::new();
    let told = serving.stdout.take().ok_or("no output")?;
    trying(&server.name, BufReader::new(told).read_line(&mut port))?;
    let spent = client.output(&[], &[kind.into(), rounds.to_string(), port.trim().into()]);
    if spent.is_err() {
        trying("kill", serving.kill())?;
    }
    trying(&server.name, serving.wait())?;
    let nanos: f64 = trying("the client's time", String::from_utf8_lossy(&spent?).trim().parse())?;
    Ok(nanos / 1e3 / f64::from(rounds))
}
