//! How many instructions a call executes, counted by the reference host, free of noise.

use std::fmt::Write as _;
use std::path::Path;

use host_stub::{Config, Output};
use rust_tests::Result;

use crate::budget::Budget;
use crate::link::{By, link};
use crate::read;

/// What is told: its name, what is run, and what of that is not its own.
const CALLS: [(&str, &str, &[&str]); 22] = [
    ("send + recv", "send recv", &[]),
    ("  with 1000 sockets open", "send recv among many", &[]),
    ("sendto", "sendto", &[]),
    ("recvfrom", "sendto recvfrom", &["sendto"]),
    ("sendmsg, 1 buffer", "sendmsg 1", &[]),
    ("sendmsg, 8 buffers", "sendmsg 8", &[]),
    ("sendmsg to an address", "sendmsg to 1", &[]),
    ("recvmsg, 1 buffer", "sendmsg recvmsg 1", &["sendmsg 1"]),
    ("recvmsg, 8 buffers", "sendmsg recvmsg 8", &["sendmsg 8"]),
    ("recvmsg, datagram", "sendmsg recvmsg from 1", &["sendmsg to 1"]),
    ("recvmsg, datagram, 8", "sendmsg recvmsg from 8", &["sendmsg to 8"]),
    ("close, which fails", "close", &[]),
    ("socket + close", "socket close", &[]),
    ("connect", "connect", &[]),
    ("accept + close", "connect accept close", &["connect close"]),
    ("accept, its peer + close", "accept peer", &["connect close"]),
    ("setsockopt", "setsockopt", &[]),
    ("getsockopt SO_ERROR", "getsockopt", &[]),
    ("getaddrinfo, numeric", "getaddrinfo", &[]),
    ("poll of 10", "poll 10", &[]),
    ("poll of 100", "poll 100", &[]),
    ("poll of 1000", "poll 1000", &[]),
];

/// How often a call is made in the shorter and in the longer run.
const TIMES: [u64; 2] = [10, 60];

/// The table, and its numbers into the budget.
pub fn table(budget: &mut Budget) -> Result<String> {
    const DIALECT: &str = "wamr";
    let wasock = link("calls", DIALECT, By::Wasock)?.ok_or("no program")?;
    let hand = link("calls", DIALECT, By::Hand)?.ok_or("no program")?;
    let mut text = String::from("instructions of a call, wamr          wasock   by hand\n");
    for (name, run, without) in CALLS {
        let own = of(&wasock, run, without)?.ok_or_else(|| format!("{run} fails"))?;
        let by_hand = of(&hand, run, without)?.map_or(String::new(), |count| count.to_string());
        budget.add(format!("instructions {}", name.trim()), own);
        writeln!(text, "{name:36} {own:>7} {by_hand:>9}").map_err(|error| error.to_string())?;
    }
    Ok(text)
}

fn of(module: &Path, run: &str, without: &[&str]) -> Result<Option<u64>> {
    let Some(mut count) = each(module, run)? else { return Ok(None) };
    for other in without.iter().chain(&["nothing"]) {
        count = count.saturating_sub(each(module, other)?.unwrap_or_default());
    }
    // The empty loop was taken away once too often.
    let loops = u64::try_from(without.len()).map_err(|error| error.to_string())?;
    Ok(Some(count + loops * each(module, "nothing")?.unwrap_or_default()))
}

/// What one more round of a loop executes; nothing for a call that the program does not have.
fn each(module: &Path, run: &str) -> Result<Option<u64>> {
    let [short, long] = TIMES;
    let (Some(less), Some(more)) = (executed(module, run, short)?, executed(module, run, long)?) else {
        return Ok(None);
    };
    Ok(Some((more - less) / (long - short)))
}

fn executed(module: &Path, run: &str, times: u64) -> Result<Option<u64>> {
    let config = Config {
        args: vec!["calls".into(), run.into(), times.to_string()],
        addr_pool: "127.0.0.0/8".parse().map_err(|_| "no address pool")?,
        stderr: Output::Capture,
        count: true,
        ..Config::default()
    };
    let outcome = host_stub::run(&read(module)?, config).map_err(|error| format!("{run}: {error}"))?;
    Ok(outcome.instructions.filter(|_| outcome.exit_code == 0))
}
