//! No guest gets further than its rules: guests made from a seed call the functions of every dialect in any order, in a
//! network where everything that could be reached is there and has a secret.
//!
//! Loopback, private and link-local addresses, where clouds keep credentials, public addresses and IPv6 forms of IPv4 ones
//! are this machine's own, in a network namespace that has nothing else. After each call: nobody was reached and no secret
//! is in the guest's memory that no rule allows, and nothing that one allows was refused. The judge is not the host's own.
//!
//! `WASOCK_ATTACKS` is how many guests there are, `WASOCK_ATTACK_SEED` the first one's seed; a failure names its own.

#[path = "../fuzz/hostile.rs"]
mod hostile;
mod life;
mod rules;
mod speech;
mod world;

use std::process::{Command, ExitCode};

use world::World;

/// Set in the namespace.
const INSIDE: &str = "WASOCK_ATTACK_INSIDE";
const GUESTS: u64 = 200;

/// Where hostile numbers have the guest's files: there are none here.
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

/// The same program in a network namespace of its own.
fn enter() -> ExitCode {
    let mut unshare = Command::new("unshare");
    if !rustix::process::geteuid().is_root() {
        unshare.arg("-r");
    }
    let program = std::env::current_exe().expect("it runs");
    let status =
        unshare.args(["-n", "sh", "-c", "ip link set lo up && exec \"$0\""]).arg(program).env(INSIDE, "").status();
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
    let line = format!("{guests} guests, {counts}: none got further than its rules");
    if guests >= GUESTS && counts.are_few() { Err(format!("the attack is none: {line}")) } else { Ok(line) }
}
