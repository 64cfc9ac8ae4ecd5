// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Attacks the rules of the host: guests made from a seed call the functions of every dialect in any order.
//!
//! The test runs in a network namespace without any other host. It assigns loopback, private, link-local, metadata and public
//! addresses and IPv6 forms of IPv4 addresses to `lo`, and runs servers on all of them; each server has its own secret, and
//! so have the sockets of two folders, what is sent to a multicast group, and names, whose addresses nobody else knows.
//! After each call it checks that every server that was reached, and every secret in the guest's memory, is allowed by a rule,
//! and that the host refused nothing that a rule allows. The check has its own implementation of the rules.
//!
//! `WASOCK_ATTACKS` is the number of guests, `WASOCK_ATTACK_SEED` the seed of the first one; a failure prints its seed.

#[path = "../fuzz/hostile.rs"]
mod hostile;
mod life;
mod names;
mod places;
mod rules;
mod speech;
mod world;

use std::process::{Command, ExitCode};

use world::World;

/// The environment variable that is set inside the namespace.
const INSIDE: &str = "WASOCK_ATTACK_INSIDE";
const GUESTS: u64 = 300;

/// The folder of the guest's files, which `hostile` asks for: these guests have none.
mod sequence {
    pub fn folder() -> std::path::PathBuf {
        "/nowhere".into()
    }
}

fn number(variable: &str, default: u64) -> u64 {
    std::env::var(variable).ok().map_or(default, |text| text.parse().expect("a number"))
}

fn main() -> ExitCode {
    if std::env::var_os(INSIDE).is_none() {
        return enter();
    }
    match attack() {
        Ok(line) => {
            println!("{line}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// With `lo` for multicasts, and a host table that only this program and its children see.
const PREPARE: &str = "ip link set lo up multicast on && ip route add 224.0.0.0/4 dev lo && \
                       mount --bind \"$1\" /etc/hosts && exec \"$0\"";

/// Runs this program again in a new network namespace.
fn enter() -> ExitCode {
    let mut unshare = Command::new("unshare");
    if !rustix::process::geteuid().is_root() {
        unshare.arg("-r");
    }
    let program = std::env::current_exe().expect("it runs");
    let hosts = std::env::temp_dir().join(format!("wasock-attack-{}-hosts", std::process::id()));
    std::fs::write(&hosts, names::hosts()).expect("a file of its own");
    let status = unshare.args(["-n", "-m", "sh", "-c", PREPARE]).arg(program).arg(&hosts).env(INSIDE, "").status();
    // What is left is left for the system to clean up.
    let _ = std::fs::remove_file(hosts);
    match status {
        Ok(status) if status.success() => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("unshare: {error}; it is part of util-linux, and `ip` of iproute2");
            ExitCode::FAILURE
        }
    }
}

fn attack() -> Result<String, String> {
    let mut world = World::new()?;
    let (guests, first) = (number("WASOCK_ATTACKS", GUESTS), number("WASOCK_ATTACK_SEED", 1));
    let mut counts = life::Counts::default();
    for seed in first..first + guests {
        let lived = life::live(seed, &mut world, &mut counts);
        lived.map_err(|error| format!("{error}\nWASOCK_ATTACK_SEED={seed} WASOCK_ATTACKS=1 repeats it"))?;
    }
    let line = format!("{guests} guests, {counts}: no rule was broken");
    if guests >= GUESTS && counts.are_few() { Err(format!("too little happened: {line}")) } else { Ok(line) }
}
