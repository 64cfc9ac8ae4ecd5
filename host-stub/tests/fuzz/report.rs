// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! What has been tried, and how far it got.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

/// What only ever refuses, in a dialect or in all, or what takes only numbers that nobody guesses.
const REFUSE: [(&str, &str); 5] = [
    ("", "proc_raise"),
    ("", "fd_fdstat_set_rights"),
    ("ueno", "stream_accept"),
    ("wamr", "sock_close"),
    ("sock-connect", "sock_accept"),
];

/// What is answered before anything is done.
const CHECKS: [&str; 9] =
    ["EBADF", "EFAULT", "EINVAL", "EILSEQ", "ENAMETOOLONG", "ENOTSOCK", "ENOTDIR", "EISDIR", "ENOTCAPABLE"];

#[derive(Default)]
struct Tried {
    calls: u64,
    succeeded: u64,
    /// More than the checks of the arguments has answered.
    beyond: u64,
    answers: BTreeSet<&'static str>,
}

/// Per dialect and function.
#[derive(Default)]
pub struct Report(BTreeMap<(String, String), Tried>);

impl Report {
    /// One more call.
    pub fn add(&mut self, host: &str, function: &str, answer: &'static str) {
        let tried = self.0.entry((host.to_owned(), function.to_owned())).or_default();
        tried.calls += 1;
        tried.succeeded += u64::from(answer == "ok");
        tried.beyond += u64::from(!CHECKS.contains(&answer));
        tried.answers.insert(answer);
    }

    /// A line for each dialect, also where the tests' output is not shown; for each function if `WASOCK_FUZZ_TABLE` is set.
    pub fn print(&self) -> std::io::Result<()> {
        let mut out = std::io::stdout().lock();
        let mut hosts = BTreeMap::<&str, Vec<&Tried>>::new();
        for ((host, function), tried) in &self.0 {
            hosts.entry(host).or_default().push(tried);
            if std::env::var_os("WASOCK_FUZZ_TABLE").is_some() {
                writeln!(
                    out,
                    "{host} {function}: {} calls, {} beyond the checks, {:?}",
                    tried.calls, tried.beyond, tried.answers
                )?;
            }
        }
        for (host, functions) in &hosts {
            let calls = functions.iter().map(|tried| tried.calls);
            let ok = functions.iter().map(|tried| tried.succeeded).sum::<u64>();
            let (least, all) = (calls.clone().min().unwrap_or_default(), calls.sum::<u64>());
            writeln!(
                out,
                "fuzz {host}: {} functions, {all} calls, at least {least} each, {ok} succeeded",
                functions.len()
            )?;
        }
        let all = self.0.values().map(|tried| tried.calls).sum::<u64>();
        writeln!(out, "fuzz: {} functions, {all} calls", self.0.len())
    }

    /// A function of which only the checks of its arguments were seen, on all hosts of a dialect, was not tested.
    pub fn check(&self) {
        let mut beyond = BTreeMap::<(&str, &str), u64>::new();
        for ((host, function), tried) in &self.0 {
            let dialect = host.split(' ').next().unwrap_or_default();
            *beyond.entry((dialect, function)).or_default() += tried.beyond;
        }
        let refuses = |(dialect, function): &(&str, &str)| {
            REFUSE.iter().any(|(of, name)| dialect.starts_with(of) && name == function)
        };
        let never: Vec<_> = beyond.iter().filter(|(which, beyond)| **beyond == 0 && !refuses(which)).collect();
        assert!(never.is_empty(), "only refused: {never:?}");
    }
}
