//! How long it takes: the same client natively, under the reference host and under a named runtime, against one peer.

use std::ffi::OsString;
use std::fmt::Write as _;
use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, Instant};

use rust_tests::{Result, native, project, trying};

use crate::link::{By, link};
use crate::{built, source};

/// Who runs the client.
struct Runner {
    name: String,
    argv: Vec<OsString>,
}

/// What is measured: its name, the client's argument, how often, and what one round is worth.
const KINDS: [(&str, &str, u32); 2] =
    [("1 byte there and back", "ping", 20_000), ("64 KiB there and back", "bulk", 2_000)];

/// Each is run so often, and the best time counts: what else the machine does only makes it longer.
const REPEAT: usize = 3;

/// The table.
pub fn table() -> Result<String> {
    let runners = runners()?;
    let port = echo()?;
    let mut text = String::from("time of a round, one run              µs   to native\n");
    for (kind, argument, rounds) in KINDS {
        let mut native = None;
        for Runner { name, argv } in &runners {
            // Starting up is no round.
            let start = best(argv, &[argument, "0", &port])?;
            let spent = best(argv, &[argument, &rounds.to_string(), &port])?.saturating_sub(start);
            let round = spent.as_secs_f64() * 1e6 / f64::from(rounds);
            let ratio = round / *native.get_or_insert(round);
            writeln!(text, "{:32} {round:>7.2} {ratio:>9.2}", format!("{kind}, {name}")).map_err(|e| e.to_string())?;
        }
    }
    for Runner { name, argv } in &runners {
        let start = best(argv, &["ping", "0", &port])?.as_secs_f64() * 1e3;
        writeln!(text, "{:32} {start:>7.2} ms", format!("start to end, {name}")).map_err(|e| e.to_string())?;
    }
    Ok(text)
}

fn runners() -> Result<Vec<Runner>> {
    let wasock = link("stream", "wamr", By::Wasock)?.ok_or("no program")?;
    let hand = link("stream", "wamr", By::Hand)?.ok_or("no program")?;
    let binary = native(&source("stream"), &built("stream")?)?;
    let host = || vec![project("build/bin/wasock-run").into(), OsString::from("--addr-pool=127.0.0.1/32")];
    let mut runners = vec![
        Runner { name: "native".into(), argv: vec![binary.into()] },
        runner("wasock-run", host(), &wasock),
        runner("by hand", host(), &hand),
    ];
    if let Some(runtime) = std::env::var_os("RUNTIME").filter(|path| !path.is_empty()).map(PathBuf::from) {
        let name = runtime.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if name != "iwasm" {
            return Err(format!("RUNTIME={}: want iwasm", runtime.display()));
        }
        let argv = || vec![runtime.clone().into(), OsString::from("--addr-pool=127.0.0.1/32")];
        runners.push(runner(&name, argv(), &wasock));
        runners.push(runner(&format!("{name}, by hand"), argv(), &hand));
    }
    Ok(runners)
}

fn runner(name: &str, mut argv: Vec<OsString>, module: &std::path::Path) -> Runner {
    argv.push(module.into());
    Runner { name: name.into(), argv }
}

fn best(argv: &[OsString], args: &[&str]) -> Result<Duration> {
    let mut best = Duration::MAX;
    for _ in 0..REPEAT {
        let begin = Instant::now();
        let (program, first) = argv.split_first().ok_or("nothing to run")?;
        let status = trying(program.display(), Command::new(program).args(first).args(args).status())?;
        if !status.success() {
            return Err(format!("{argv:?} {args:?}: {status}"));
        }
        best = best.min(begin.elapsed());
    }
    Ok(best)
}

/// A peer that sends back what comes; its port.
fn echo() -> Result<String> {
    let listener = trying("loopback", TcpListener::bind((Ipv4Addr::LOCALHOST, 0)))?;
    let port = trying("loopback", listener.local_addr())?.port();
    std::thread::spawn(move || {
        listener.incoming().flatten().for_each(|stream| drop(std::thread::spawn(|| answer(stream))))
    });
    Ok(port.to_string())
}

/// What fails here shows in the client.
fn answer(mut stream: TcpStream) {
    let mut room = [0; 65536];
    if stream.set_nodelay(true).is_err() {
        return;
    }
    while let Ok(len @ 1..) = stream.read(&mut room) {
        if stream.write_all(&room[..len]).is_err() {
            break;
        }
    }
}
