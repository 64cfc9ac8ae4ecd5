// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! The calls that are made over and over by `bench/guests/calls.c`: which, and how one of them is told from its
//! surroundings.

use rust_tests::Result;

/// A call: its name, what is run, and runs whose calls are among it and are not meant. A run is a name of the program
/// and, behind a slash, a size.
pub type Call = (&'static str, &'static str, &'static [&'static str]);

/// What is counted of every dialect.
pub const USUAL: [Call; 19] = [
    ("send + recv", "send recv", &[]),
    ("sendto", "sendto", &[]),
    ("recvfrom", "sendto recvfrom", &["sendto"]),
    ("sendmsg, 1 buffer", "sendmsg/1", &[]),
    ("sendmsg, 8 buffers", "sendmsg/8", &[]),
    ("sendmsg to an address", "sendmsg to/1", &[]),
    ("recvmsg, 1 buffer", "sendmsg recvmsg/1", &["sendmsg/1"]),
    ("recvmsg, 8 buffers", "sendmsg recvmsg/8", &["sendmsg/8"]),
    ("recvmsg, datagram", "sendmsg recvmsg from/1", &["sendmsg to/1"]),
    ("close, which fails", "close", &[]),
    ("socket + close", "socket close", &[]),
    ("connect, datagrams", "connect", &[]),
    ("accept + close", "connect accept close", &["connect close"]),
    ("accept, its peer + close", "accept peer", &["connect close"]),
    ("setsockopt", "setsockopt", &[]),
    ("getsockopt SO_ERROR", "getsockopt", &[]),
    ("poll of 10", "poll/10", &[]),
    ("poll of 100", "poll/100", &[]),
    ("getaddrinfo, numeric", "getaddrinfo", &[]),
];

/// The loop itself is no part of a call.
const LOOP: &str = "nothing";

/// The arguments of the program for a run of so many rounds.
pub fn arguments(run: &str, rounds: u64) -> Vec<String> {
    let (name, size) = run.split_once('/').unwrap_or((run, "0"));
    vec![name.into(), rounds.to_string(), size.into()]
}

/// What a call costs, by what one more round of a run costs; nothing where the program does not have the call.
pub fn cost(call: Call, mut each: impl FnMut(&str) -> Result<Option<f64>>) -> Result<Option<f64>> {
    let (_, run, others) = call;
    let empty = each(LOOP)?.ok_or("no loop")?;
    let Some(mut cost) = each(run)? else { return Ok(None) };
    cost -= empty;
    for other in others {
        cost -= each(other)?.ok_or_else(|| format!("{other} fails"))? - empty;
    }
    Ok(Some(cost.max(0.0)))
}
