// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! `wasock-run`: runs a WASI program with sockets under the reference host.

use std::ffi::OsStr;
use std::io::Write;
use std::net::SocketAddr;
use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

use clap::Parser;
use clap::error::ErrorKind;
use host_stub::{
    AddressPool, Config, Directories, Error, FaultSpec, Limit, NameRules, Preopen, Rule, limits_help, run,
};

/// Exit code when the guest has trapped: the one that a shell reports for an aborted program.
const TRAPPED: u8 = 134;
/// Exit code when the guest could not be started.
const NOT_STARTED: u8 = 125;
/// Exit code for a wrong command line.
const USAGE: u8 = 2;
/// Exit code of a guest that has run for too long: that of timeout(1).
const OUT_OF_TIME: i32 = 124;

/// The explanation of rules in the help.
const RULES: &str = "\
Rules (--allow): 'DIRECTION[,…] PROTOCOL TARGET [PORTS]' allows exactly this
  DIRECTION  bind, listen, accept, connect, send, receive, or any; the last two are for datagrams
  PROTOCOL   tcp, udp, or any
  TARGET     ADDRESS, ADDRESS/BITS, NAME, or NAME@ADDRESS/BITS; a NAME is a host name, *.suffix or *
  PORTS      80, 80,443, 8000-8999, or any (default); 0 stands for a free port
             For bind and listen, TARGET and PORTS are the guest's own, otherwise the peer's
  --allow='connect tcp example.com 443'             resolve the name, and connect to its addresses
  --allow='connect tcp db.internal@10.0.0.0/8 5432' the same, for an address in a private network
  --allow='bind,listen tcp 0.0.0.0 8080' --allow='accept tcp 10.0.0.0/8'     a server for a private network
  --allow='bind udp 0.0.0.0 0' --allow='send,receive udp 9.9.9.9 53'        a client without connect
A rule matches loopback, private, link-local, shared, multicast and reserved addresses only if its range lies inside
their range: 0.0.0.0/0 and ::/0 are the public Internet, and a NAME alone allows public addresses. The addresses where
clouds serve credentials (169.254.169.254 and others) need a rule for that single address. An IPv6 address that embeds
an IPv4 address is checked as the IPv4 address. Connections and datagrams from peers that no rule allows are dropped.
A refused call fails with EACCES, and a line on standard error names the flag that would allow it.";

/// The text behind the flags in the help.
fn after_help() -> String {
    format!("{RULES}\n\nLimits (--limit) and their defaults:\n{}", limits_help())
}

/// Run a WASI preview 1 program that uses the socket imports of a runtime.
///
/// Without a flag the guest cannot use the network. The exit code is the guest's; 134 after a trap, 125 if the guest
/// could not be started, 2 if the command line is wrong.
#[derive(Parser)]
#[command(name = "wasock-run", version, disable_help_subcommand = true, after_help = after_help())]
struct Options {
    /// Allow everything with these addresses, on all ports, separated by commas: 127.0.0.1, 10.0.0.0/8, ::1/128.
    /// Given again, it adds addresses; on a runtime with several address pools it opens one more
    #[arg(long, value_name = "ADDRESS/BITS,…")]
    addr_pool: Vec<AddressPool>,
    /// Allow what this rule describes, see below; can be given more than once
    #[arg(long, value_name = "RULE")]
    allow: Vec<Rule>,
    /// Set a limit, see below; can be given more than once
    #[arg(long, value_name = "NAME=NUMBER", value_delimiter = ',')]
    limit: Vec<Limit>,
    /// Open a socket for the guest that listens here; port 0 takes a free port and prints it on standard error
    #[arg(long, value_name = "ADDRESS:PORT")]
    tcplisten: Vec<SocketAddr>,
    /// Open a socket for the guest that is connected to this address
    #[arg(long, value_name = "ADDRESS:PORT")]
    tcpconnect: Vec<SocketAddr>,
    /// Allow look-ups of these host names, separated by commas: localhost, *.example.com, or * for all; can be given more
    /// than once
    #[arg(long, value_name = "NAME,…")]
    allow_resolve: Vec<NameRules>,
    /// Allow AF_UNIX sockets in this host directory and below; the guest need not have it by --dir
    #[arg(long, value_name = "DIRECTORY")]
    allow_unix: Vec<Directories>,
    /// Give the guest a directory, under the same path or another
    #[arg(long = "dir", value_name = "HOST[::GUEST]", value_parser = preopen)]
    dirs: Vec<Preopen>,
    /// Set a variable of the guest's environment
    #[arg(long = "env", value_name = "NAME=VALUE", value_parser = variable)]
    env: Vec<String>,
    /// Set the guest's first argument, its own name (default: the module's file name)
    #[arg(long, value_name = "NAME")]
    argv0: Option<String>,
    /// Provide the socket imports of this dialect; auto takes the one of the module's imports
    #[arg(long, value_name = "NAME", default_value = "auto")]
    dialect: String,
    /// Behave as the real runtime does, with its known faults, or as another one with the same imports: wasi-go
    #[arg(long, value_name = "RUNTIME", num_args = 0..=1, require_equals = true, default_missing_value = "auto")]
    quirks: Option<String>,
    /// Make calls fail at random: short=, eintr=, again=, reset=, slow= and lies= take a number of calls in 1000, seed=N
    /// repeats a run, names= takes COUNT, again, none, fail or memory
    #[arg(long, value_name = "FAULT=N,…")]
    faults: Option<FaultSpec>,
    /// Print one line for each host call on standard error
    #[arg(long)]
    trace: bool,
    /// Print on standard error, at the end, how many instructions the guest has executed
    #[arg(long)]
    count: bool,
    /// The program, a WebAssembly binary; everything after it goes to the guest
    #[arg(value_names = ["MODULE", "ARGS"], num_args = 1.., required = true, trailing_var_arg = true)]
    guest: Vec<String>,
}

impl Options {
    fn module(&self) -> &Path {
        self.guest.first().map_or(Path::new(""), Path::new)
    }
}

fn preopen(text: &str) -> Result<Preopen, String> {
    let (host, guest) = text.split_once("::").unwrap_or((text, text));
    if host.is_empty() || guest.is_empty() {
        return Err("write HOST or HOST::GUEST".into());
    }
    Ok(Preopen { host: host.into(), guest: guest.into() })
}

fn variable(text: &str) -> Result<String, String> {
    let named = text.split_once('=').is_some_and(|(name, _)| !name.is_empty());
    if named { Ok(text.into()) } else { Err("write NAME=VALUE".into()) }
}

impl From<Options> for Config {
    fn from(options: Options) -> Self {
        let name = options.argv0.clone().unwrap_or_else(|| file_name(options.module()));
        Self {
            args: [name].into_iter().chain(options.guest.into_iter().skip(1)).collect(),
            env: options.env,
            dirs: options.dirs,
            addr_pools: options.addr_pool,
            allow: options.allow,
            limits: options.limit.into_iter().collect(),
            listeners: options.tcplisten,
            connections: options.tcpconnect,
            allow_resolve: options.allow_resolve.into_iter().collect(),
            allow_unix: options.allow_unix.into_iter().collect(),
            dialect: options.dialect,
            quirks: options.quirks.is_some(),
            runtime: options.quirks.unwrap_or_else(|| "auto".into()),
            faults: options.faults,
            trace: options.trace,
            count: options.count,
            ..Self::default()
        }
    }
}

fn file_name(path: &Path) -> String {
    path.file_name().map(OsStr::to_string_lossy).unwrap_or_default().into_owned()
}

fn main() -> ExitCode {
    let options = match Options::try_parse() {
        Ok(options) => options,
        Err(error) => return usage(&error),
    };
    let path = options.module().display().to_string();
    let module = match std::fs::read(options.module()) {
        Ok(module) => module,
        Err(error) => return failed(NOT_STARTED, &format!("{path}: {error}")),
    };
    let config = Config::from(options);
    if let Some(time) = config.limits.time() {
        std::thread::spawn(move || end_after(time));
    }
    match run(&module, config) {
        Ok(outcome) => {
            if let Some(instructions) = outcome.instructions {
                // If standard error is gone, there is no place to report it.
                let _ = writeln!(std::io::stderr(), "wasock-run: {instructions} instructions");
            }
            // As for every process, the system keeps the low 8 bits.
            ExitCode::from(outcome.exit_code.to_le_bytes()[0])
        }
        Err(error @ Error::Trap(_)) => failed(TRAPPED, &format!("{path}: {error}")),
        Err(error) => failed(NOT_STARTED, &format!("{path}: {error}")),
    }
}

/// Ends the guest wherever it is, in a call that waits or in its own code.
fn end_after(time: Duration) {
    /// The time for the log line, whose write may block: the guest may have filled the pipe behind standard error.
    const LINE: Duration = Duration::from_millis(100);
    std::thread::sleep(time);
    let (sender, said) = std::sync::mpsc::channel();
    let say = move || {
        failed(0, &format!("the guest has had its {} seconds (--limit=seconds)", time.as_secs()));
        // The receiver may have stopped waiting.
        let _ = sender.send(());
    };
    // Without a thread there is no line.
    let _ = std::thread::Builder::new().spawn(say);
    let _ = said.recv_timeout(LINE);
    std::process::exit(OUT_OF_TIME);
}

/// Prints the help if it was requested, otherwise one line that says what is wrong.
fn usage(error: &clap::Error) -> ExitCode {
    if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
        // If standard output is gone, the help has no reader.
        let _ = error.print();
        return ExitCode::SUCCESS;
    }
    let text = error.to_string();
    let first = text.split("\n\n").next().unwrap_or_default();
    let words = first.trim_start_matches("error: ").split_whitespace().collect::<Vec<_>>().join(" ");
    failed(USAGE, &format!("{words} (wasock-run --help lists the flags)"))
}

fn failed(code: u8, message: &str) -> ExitCode {
    // If standard error is gone, there is no place to report it.
    let _ = writeln!(std::io::stderr(), "wasock-run: {message}");
    ExitCode::from(code)
}
