// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! No guest can crash the host: every function of every dialect, called with hostile numbers in hostile orders on hostile
//! memory, neither panics nor hangs nor touches memory beyond the guest's nor leaves a descriptor open.
//!
//! The numbers are pseudo-random and the same in every run. `WASOCK_FUZZ_CALLS` is how many calls each function gets at
//! least, `WASOCK_FUZZ_SEED` another sequence; a failure names what repeats it.

mod closed_peer;
mod hostile;
mod leaks;
mod report;
mod sequence;
mod watchdog;

use host_stub::Error;

use report::Report;

/// The dialects, plain and as each of their runtimes.
const HOSTS: [(&str, Option<&str>); 13] = [
    ("wamr", None),
    ("wamr", Some("wamr")),
    ("berkeley", None),
    ("wasmedge", None),
    ("wasmedge", Some("wasmedge")),
    ("wasmedge", Some("wasi-go")),
    ("wasmedge-v2", None),
    ("wasmedge-v2", Some("wasmedge")),
    ("wasix", None),
    ("wasix", Some("wasmer")),
    ("ueno", None),
    ("sock-connect", None),
    ("preview1", None),
];

const CALLS: u64 = 2_000;

fn number(variable: &str, default: u64) -> u64 {
    std::env::var(variable).ok().map_or(default, |text| text.parse().expect("a number"))
}

/// A signal for a closed pipe ends the process, and files and memory have an end before the machine's.
fn be_mortal() {
    const FILE: u64 = 16 << 20;
    const MEMORY: u64 = 4 << 30;
    // SAFETY: no other thread uses these functions, and the structures are there for the length of the calls.
    unsafe {
        libc::signal(libc::SIGPIPE, libc::SIG_DFL);
        libc::signal(libc::SIGXFSZ, libc::SIG_IGN);
        for (resource, limit) in [(libc::RLIMIT_FSIZE, FILE), (libc::RLIMIT_AS, MEMORY)] {
            let limit = libc::rlimit { rlim_cur: limit, rlim_max: limit };
            assert_eq!(libc::setrlimit(resource, &limit), 0);
        }
    }
}

/// One test, because another one at the same time would open descriptors, too.
#[test]
fn no_guest_harms_the_host() -> Result<(), Error> {
    be_mortal();
    closed_peer::nothing_kills_the_host()?;
    leaks::nothing_is_left_open()?;
    let (calls, seed) = (number("WASOCK_FUZZ_CALLS", CALLS), number("WASOCK_FUZZ_SEED", 1));
    let watchdog = watchdog::start();
    let mut report = Report::default();
    for (dialect, runtime) in HOSTS {
        let mut tried = 0;
        for round in 0.. {
            if tried >= calls {
                break;
            }
            let seed = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15).wrapping_add(round);
            tried += sequence::run(dialect, runtime, seed, &watchdog, &mut report)?;
        }
    }
    report.print()?;
    if calls >= CALLS {
        report.check();
    }
    Ok(())
}
