// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! A connection costs the same after ten thousand others, a socket the same among a thousand, an answer the same among four
//! thousand, and the memory does not grow: over each dialect that has them, by the instructions of `c-tests/cost/growth.c`.

use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::{fs, thread};

use rust_tests::{DIALECTS, Dialect, Result, Verdict, guest, project, trying};

/// Has no `connect`.
const NO_CONNECT: &str = "preview1";
/// Resolve no names.
const NO_NAMES: [&str; 3] = ["ueno", "sock-connect", "preview1"];
/// Have numbers for 256 sockets.
const FEW_SOCKETS: [&str; 3] = ["ueno", "sock-connect", "preview1"];

#[test]
fn connections_in_a_row() -> Verdict {
    let port = ending_server()?.to_string();
    each(|dialect, program| {
        if dialect.name == NO_CONNECT {
            return Ok(());
        }
        let [few, many] = ["1000", "10000"].map(|count| ["connect", count, &*port]);
        if dialect.component {
            return program.is_fuelled_in_proportion(&few, &many);
        }
        in_proportion(program.spent(&FLAGS, &few)?, program.spent(&FLAGS, &many)?)
    })
}

#[test]
fn opening_among_a_thousand() -> Verdict {
    each(|dialect, program| program.opens(dialect))
}

#[test]
fn poll_of_a_thousand() -> Verdict {
    each(|dialect, program| program.among(dialect, "poll"))
}

#[test]
fn select_of_a_thousand() -> Verdict {
    each(|dialect, program| program.among(dialect, "select"))
}

/// Wasmtime resolves names by the system, which has none with so many addresses.
#[test]
fn answers_of_a_look_up() -> Verdict {
    each(|dialect, program| {
        if dialect.component || NO_NAMES.contains(&dialect.name) {
            return Ok(());
        }
        let look_up = |times: &str, answers: u64| {
            let faults = format!("--faults=names={answers}");
            let flags = [
                "--addr-pool=127.0.0.0/8,2001:db8::/32",
                "--allow-resolve=many.example",
                "--limit=results=5000",
                &faults,
            ];
            program.spent(&flags, &["names", times, &answers.to_string()])
        };
        let ten_of = |answers| Ok::<_, String>(look_up("20", answers)? - look_up("10", answers)?);
        in_proportion(ten_of(400)?, ten_of(4000)?)
    })
}

/// The rules of the reference host.
const FLAGS: [&str; 1] = ["--addr-pool=127.0.0.0/8,0.0.0.0/32"];

/// Ten times as many may cost as much, and what is counted only roughly.
const TENFOLD: u64 = 11;

fn in_proportion(few: u64, many: u64) -> Result<()> {
    let is_right = few != 0 && many <= few * TENFOLD;
    if is_right { Ok(()) } else { Err(format!("{few} instructions, and for ten times as many {many}")) }
}

/// The program over one dialect.
struct Program {
    path: PathBuf,
    component: bool,
}

impl Program {
    fn of(dialect: Dialect) -> Result<Self> {
        let folder = project("build/test/growth");
        trying(folder.display(), fs::create_dir_all(&folder))?;
        let module = folder.join(format!("{dialect}-{:?}.wasm", thread::current().id()));
        guest(dialect.name, &project("c-tests/cost/growth.c"), &module, &["-O2".into()])?;
        let path = if dialect.component { compiled(&module)? } else { module };
        Ok(Self { path, component: dialect.component })
    }

    /// What the first sockets cost, and as many when there are others.
    fn opens(&self, dialect: Dialect) -> Result<()> {
        let [few, many] = if FEW_SOCKETS.contains(&dialect.name) { [25, 250] } else { [100, 1000] };
        if self.component {
            let [few, many] = [few, many].map(|sockets: u64| sockets.to_string());
            return self.is_fuelled_in_proportion(&["poll", "0", &few], &["poll", "0", &many]);
        }
        let opening = |sockets: u64| self.spent(&FLAGS, &["poll", "0", &sockets.to_string()]);
        let (first, last) = (opening(few)? - opening(0)?, opening(many)? - opening(many - few)?);
        in_proportion(first, last * 10)
    }

    /// What rounds over a hundred sockets cost, and over a thousand. Without what the C library's sets cost, in which `FD_SET`
    /// looks for each descriptor: over a component they are few beside the rounds.
    fn among(&self, dialect: Dialect, call: &str) -> Result<()> {
        let [few, many] = if FEW_SOCKETS.contains(&dialect.name) { ["25", "250"] } else { ["100", "1000"] };
        if self.component {
            return self.is_fuelled_in_proportion(&[call, "100", few], &[call, "100", many]);
        }
        let ten_rounds = |sockets: &str| {
            let [less, more] = ["10", "20"].map(|rounds| self.spent(&FLAGS, &[call, rounds, sockets]));
            Ok::<_, String>(more? - less?)
        };
        in_proportion(ten_rounds(few)?, ten_rounds(many)?)
    }

    /// The instructions of a run on the reference host, which leaves the memory as it is.
    fn spent(&self, flags: &[&str], args: &[&str]) -> Result<u64> {
        let mut run = Command::new(project("build/bin/wasock-run"));
        let output = trying("wasock-run", run.arg("--count").args(flags).arg(&self.path).args(args).output())?;
        no_growth(&output)?;
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        told.split_whitespace().find_map(|word| word.parse().ok()).ok_or(told)
    }

    /// Wasmtime does not tell how much fuel a run has taken. So this searches what suffices for `few`, and tries `many` with as
    /// much for each.
    fn is_fuelled_in_proportion(&self, few: &[&str], many: &[&str]) -> Result<()> {
        let (mut short, mut enough) = (1 << 14, 1 << 34);
        no_growth(&self.with_fuel(enough, few)?)?;
        while enough - short > enough / 32 {
            let middle = ((enough as f64) * (short as f64)).sqrt() as u64;
            let suffices = self.with_fuel(middle, few)?.status.success();
            *if suffices { &mut enough } else { &mut short } = middle;
        }
        let output = self.with_fuel(enough * TENFOLD, many)?;
        no_growth(&output).map_err(|error| {
            format!("{few:?} took {enough} units of fuel, {many:?} fails with {TENFOLD} times: {error}")
        })
    }

    fn with_fuel(&self, fuel: u64, args: &[&str]) -> Result<Output> {
        let mut run = Command::new(wasmtime());
        run.args(["run", "--allow-precompiled", "-Sinherit-network", &format!("-Wfuel={fuel}")]);
        trying("wasmtime", run.arg(&self.path).args(args).output())
    }
}

fn no_growth(output: &Output) -> Result<()> {
    match &*output.stdout {
        b"0\n" => Ok(()),
        b"" => Err(String::from_utf8_lossy(&output.stderr).into_owned()),
        pages => Err(format!("the memory grew: {} pages", String::from_utf8_lossy(pages))),
    }
}

fn wasmtime() -> PathBuf {
    project("build/component-tools/bin/wasmtime")
}

/// Compiled for this machine, as each run would do it again.
fn compiled(component: &Path) -> Result<PathBuf> {
    let compiled = component.with_extension("cwasm");
    let status = Command::new(wasmtime()).args(["compile", "-Wfuel=1", "-o"]).arg(&compiled).arg(component).status();
    if trying("wasmtime", status)?.success() { Ok(compiled) } else { Err("wasmtime refuses the component".into()) }
}

/// Runs the check over each dialect, and reports all that fail.
fn each(check: impl Fn(Dialect, &Program) -> Result<()>) -> Verdict {
    let failed = DIALECTS.into_iter().filter_map(|dialect| {
        let checked = Program::of(dialect).and_then(|program| check(dialect, &program));
        checked.err().map(|error| format!("{dialect}: {error}"))
    });
    let failed: Vec<_> = failed.collect();
    if failed.is_empty() { Ok(()) } else { Err(failed.join("\n").into()) }
}

/// The port of a server that ends each connection at once, until the test is over.
fn ending_server() -> Result<u16> {
    let listener = trying("loopback", TcpListener::bind((Ipv4Addr::LOCALHOST, 0)))?;
    let port = trying("loopback", listener.local_addr())?.port();
    thread::spawn(move || listener.incoming().for_each(drop));
    Ok(port)
}
