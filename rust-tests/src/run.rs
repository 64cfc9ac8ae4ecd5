// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! A run: one dialect on one host.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use crate::{DIALECTS, Dialect, Directives, Observed, Peer, Result, project};

/// Runtimes whose behaviour differs from their dialect, which the reference host can imitate: the name of the run, the
/// dialect, and the flag.
const QUIRKS: [(&str, &str, &str); 4] = [
    ("wamr-quirks", "wamr", "--quirks"),
    ("wasmedge-quirks", "wasmedge", "--quirks"),
    ("wasmedge-wasi-go", "wasmedge", "--quirks=wasi-go"),
    ("wasix-quirks", "wasix", "--quirks"),
];

/// Real runtimes, by the name of the binary: the names of the run and of its expectations, the dialect, and how to call
/// it.
const RUNTIMES: [(&str, [&str; 2], &str, CommandLine); 4] = [
    ("iwasm", ["iwasm"; 2], "wamr", iwasm),
    ("wasmedge", [WASMEDGE, "wasmedge-quirks"], "wasmedge", wasmedge),
    ("wasirun", ["wasi-go"; 2], "wasmedge", wasirun),
    ("wazero", ["wazero"; 2], "preview1", wazero),
];

/// The run on WasmEdge itself.
const WASMEDGE: &str = "wasmedge-real";
/// The end of a line that WasmEdge writes when a sender has no address.
const WARNING: &str = "] [warning] remote address unavailable";

/// The programs for `AF_UNIX` run on one dialect: on the reference host, compiled without and with optimisation, and with
/// the quirks of WasmEdge.
const UNIX: &str = "wasmedge-v2";
/// Otherwise it is this dialect with three other import names, so it runs all other programs once.
const UNIX_IS_LIKE: &str = "wasmedge";

/// Real runtimes that are installed with the tools: the name of the run, the command in `tools/`, the dialect, and how
/// the names of the programs begin that run there.
const INSTALLED: [(&str, &str, &str, &[&str]); 3] = [
    ("wasmer", "wasmer", "wasix", &[""]),
    ("wasmtime", "wasmtime", "preview1", &[""]),
    ("wasi-sockets-jco", "jco/run", "wasi-sockets", &CONNECTIONS),
];

/// Programs about connections, datagrams and waiting, which test the runtime more than the library. Without two that end differently
/// each time: jco destroys a connection that is half closed, and one of thirty receives after that never returns
/// (`peer_shutdown`); an address that is only reserved takes connections, and ends them some time later (`poll_errors`).
const CONNECTIONS: [&str; 23] = [
    "accept",
    "connect",
    "listen",
    "peer_echo",
    "peer_files",
    "peer_n",
    "peer_peek",
    "peer_refused",
    "poll_at_once",
    "poll_basics",
    "poll_events",
    "poll_full",
    "poll_halves",
    "poll_large_fds",
    "poll_many",
    "poll_pending_error",
    "poll_times",
    "recv",
    "select",
    "send",
    "shutdown",
    "tcp_",
    "udp_",
];

/// A runtime's command, up to the module. It ends with the flags for sockets that are opened before the guest starts, in
/// the form of `wasock-run`.
type CommandLine = fn(&Path, &Directives, &[String]) -> Vec<OsString>;

/// One dialect on one host: the first part of a test's name.
#[derive(Clone, Debug)]
pub struct Run {
    /// `wamr`, `wamr-quirks`, `iwasm`, …
    pub name: String,
    /// The run whose file of expected differences is read: an imitation has those of the runtime itself.
    pub expected: &'static str,
    pub(crate) dialect: usize,
    /// Compiled with optimisation: then the headers call other functions for known arguments.
    pub(crate) optimised: bool,
    host: Host,
    /// The beginnings of the names of its programs.
    programs: &'static [&'static str],
}

#[derive(Clone, Debug)]
enum Host {
    /// `wasock-run`; with quirks it behaves as the runtime really does where that differs from its documentation.
    Reference { quirks: Option<&'static str> },
    /// A real runtime's own command.
    Real(PathBuf, CommandLine),
}

impl Host {
    /// The reference host, or for components the runtime in its place.
    fn of(dialect: Dialect) -> Self {
        if dialect.component { Self::Real(dialect.host(), without_rules) } else { Self::Reference { quirks: None } }
    }
}

impl Run {
    /// Every dialect on the reference host or, as components, on a real runtime; those with quirks once more with them;
    /// and the real runtimes: those that are installed with the tools, and the one that is named.
    ///
    /// # Errors
    /// The runtime's name is unknown.
    pub fn all(runtime: Option<PathBuf>) -> Result<Vec<Self>> {
        let plain = DIALECTS.into_iter().map(|dialect| {
            let expected = if dialect.name == UNIX { UNIX_IS_LIKE } else { dialect.name };
            Self::new([dialect.name, expected], dialect.name, Host::of(dialect))
        });
        let optimised = DIALECTS.into_iter().filter(|dialect| dialect.name != UNIX).map(|dialect| {
            let run = Self::new([dialect.name; 2], dialect.name, Host::of(dialect))?;
            Ok(Self { name: format!("{dialect}-Os"), optimised: true, ..run })
        });
        let quirky = QUIRKS
            .into_iter()
            .map(|(name, dialect, flag)| Self::new([name; 2], dialect, Host::Reference { quirks: Some(flag) }));
        let installed = INSTALLED.into_iter().map(|(name, command, dialect, programs)| {
            let run = Self::new([name; 2], dialect, Host::Real(project("tools").join(command), without_rules))?;
            Ok(Self { programs, ..run })
        });
        let named = runtime.map(Self::on_runtime);
        plain.chain(optimised).chain(quirky).chain(installed).chain(named).collect()
    }

    /// The dialect that has sockets of `AF_UNIX`, on the reference host and on the real runtime that is named.
    ///
    /// # Errors
    /// The runtime's name is unknown.
    pub fn unix(runtime: Option<PathBuf>) -> Result<Vec<Self>> {
        let plain = Self::new([UNIX; 2], UNIX, Host::Reference { quirks: None })?;
        let optimised = Self { name: format!("{UNIX}-Os"), optimised: true, ..plain.clone() };
        let quirky = Self::new(["wasmedge-v2-quirks", UNIX], UNIX, Host::Reference { quirks: Some("--quirks") })?;
        let named = runtime.map(Self::on_runtime).transpose()?.filter(|run| run.dialect() == "wasmedge");
        let real = named.map(|run| Self { expected: UNIX, dialect: plain.dialect, ..run });
        Ok([plain, optimised, quirky].into_iter().chain(real).collect())
    }

    fn new([name, expected]: [&'static str; 2], dialect: &str, host: Host) -> Result<Self> {
        let dialect = DIALECTS.into_iter().position(|known| known.name == dialect);
        let dialect = dialect.ok_or("a run of no dialect")?;
        Ok(Self { name: name.into(), expected, dialect, optimised: false, host, programs: &[""] })
    }

    fn on_runtime(path: PathBuf) -> Result<Self> {
        let binary = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let known = RUNTIMES.into_iter().find(|(known, ..)| *known == binary);
        let (_, names, dialect, command) = known.ok_or_else(|| {
            format!("RUNTIME={}: want a binary called {}", path.display(), RUNTIMES.map(|(name, ..)| name).join(" or "))
        })?;
        Self::new(names, dialect, Host::Real(path, command))
    }

    /// Whether the program belongs to this run.
    #[must_use]
    pub fn has(&self, program: &str) -> bool {
        self.programs.iter().any(|start| program.starts_with(start))
    }

    /// The name of the dialect.
    #[must_use]
    pub fn dialect(&self) -> &'static str {
        DIALECTS[self.dialect].name
    }

    /// The command line that runs a module.
    #[must_use]
    pub fn command(&self, module: &Path, directives: &Directives, peer: Option<&Peer>) -> Vec<OsString> {
        let peer = peer.filter(|_| self.dialect() == "preview1");
        let preopened: Vec<_> = peer.into_iter().flat_map(Peer::preopen).collect();
        let mut argv: Vec<OsString> = match &self.host {
            Host::Reference { quirks } => reference(*quirks, directives, &preopened),
            Host::Real(path, command) => command(path, directives, &preopened),
        };
        argv.push(module.into());
        argv.extend(directives.args.iter().map(Into::into));
        argv
    }

    /// The program's own output, without the warnings that WasmEdge writes between its lines.
    pub(crate) fn of_program(&self, mut seen: Observed) -> Observed {
        if self.name == WASMEDGE {
            seen.lines.retain(|line| !(line.starts_with('[') && line.ends_with(WARNING)));
        }
        seen
    }
}

fn reference(quirks: Option<&str>, directives: &Directives, preopened: &[String]) -> Vec<OsString> {
    let mut argv = vec![project("build/bin/wasock-run").into_os_string()];
    argv.extend(quirks.map(Into::into));
    let pools = directives.addr_pool.iter().flat_map(|list| list.split_whitespace());
    argv.extend(pools.map(|pool| format!("--addr-pool={pool}").into()));
    argv.extend(directives.resolve.iter().map(|list| format!("--allow-resolve={list}").into()));
    argv.extend(directives.env.iter().map(|(key, value)| format!("--env={key}={value}").into()));
    argv.extend(preopened.iter().map(Into::into));
    let folder = directives.folder().map(|folder| ["--dir", "--allow-unix"].map(|flag| format!("{flag}={folder}")));
    argv.extend(folder.into_iter().flatten().map(Into::into));
    argv
}

/// WAMR takes one name for each flag. Its releases up to 2.4.5 lose the addresses of a flag after the second.
fn iwasm(path: &Path, directives: &Directives, _: &[String]) -> Vec<OsString> {
    let mut argv: Vec<OsString> = vec![path.into()];
    let pools = directives.addr_pool.iter().flat_map(|list| list.split([' ', ',']));
    argv.extend(pools.map(|pool| format!("--addr-pool={pool}").into()));
    let names = directives.resolve.iter().flat_map(|list| list.split(','));
    argv.extend(names.map(|name| format!("--allow-resolve={name}").into()));
    argv.extend(directives.env.iter().map(|(key, value)| format!("--env={key}={value}").into()));
    argv
}

/// WasmEdge has no rules for addresses and names. Its warnings go to the program's standard output; releases before 0.17 have
/// no flag against that, and refuse it: see `Run::of_program`.
fn wasmedge(path: &Path, directives: &Directives, preopened: &[String]) -> Vec<OsString> {
    static HAS_LEVELS: OnceLock<bool> = OnceLock::new();
    let mut argv = without_rules(path, directives, preopened);
    if *HAS_LEVELS.get_or_init(|| helps_with(path, "--log-level")) {
        argv.push("--log-level=error".into());
    }
    let folder = directives.folder().map(|folder| ["--allow-af-unix".into(), format!("--dir={folder}:{folder}")]);
    argv.extend(folder.into_iter().flatten().map(Into::into));
    argv
}

/// Whether the runtime's help names a flag.
fn helps_with(path: &Path, flag: &str) -> bool {
    let help = Command::new(path).arg("--help").output();
    help.is_ok_and(|help| String::from_utf8_lossy(&help.stdout).contains(flag))
}

/// The commands in `tools/` pass none.
fn without_rules(path: &Path, directives: &Directives, preopened: &[String]) -> Vec<OsString> {
    let mut argv: Vec<OsString> = vec![path.into()];
    argv.extend(directives.env.iter().map(|(key, value)| format!("--env={key}={value}").into()));
    argv.extend(preopened.iter().map(Into::into));
    argv
}

/// The command of wasi-go.
fn wasirun(path: &Path, directives: &Directives, _: &[String]) -> Vec<OsString> {
    let mut argv: Vec<OsString> = vec![path.into()];
    for (key, value) in &directives.env {
        argv.extend(["--env".into(), format!("{key}={value}").into()]);
    }
    argv
}

/// wazero opens listening sockets only.
fn wazero(path: &Path, directives: &Directives, preopened: &[String]) -> Vec<OsString> {
    let mut argv: Vec<OsString> = vec![path.into(), "run".into()];
    argv.extend(directives.env.iter().map(|(key, value)| format!("-env={key}={value}").into()));
    let listeners = preopened.iter().filter_map(|flag| flag.strip_prefix("--tcplisten="));
    argv.extend(listeners.map(|address| format!("-listen={address}").into()));
    argv
}
