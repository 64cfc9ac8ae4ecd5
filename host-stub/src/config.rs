// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! What a guest is given, and the outcome when it has ended.

use std::cell::Cell;
use std::fs::File;
use std::io::{Read, Seek, Write};
use std::net::SocketAddr;
use std::os::fd::{AsFd, OwnedFd};
use std::path::PathBuf;

use cap_std::ambient_authority;
use cap_std::fs::Dir;
use rustix::fs::MemfdFlags;

use crate::directory::Directory;
use crate::error::Error;
use crate::faults::{FaultSpec, Faults};
use crate::fd_table::{Entry, FdTable, Numbering, Stdio};
use crate::journal::{Journal, Log};
use crate::limits::Limits;
use crate::net::Net;
use crate::policy::{AddressPool, Directories, NameRules, Rule, Rules};
use crate::preopened_sockets;
use crate::quota::Quota;
use crate::runtime::Runtime;
use crate::state::State;

/// A directory of the host, and the guest's name for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preopen {
    /// The path on the host.
    pub host: PathBuf,
    /// The guest's name.
    pub guest: String,
}

/// The most bytes that are captured of one output.
const CAPTURE_MAX: u64 = 64 << 20;

/// Where standard output or standard error goes.
#[derive(Clone, Copy, Default, Debug, PartialEq, Eq)]
pub enum Output {
    /// To the host's own.
    #[default]
    Inherit,
    /// Into the outcome, up to 64 MiB; then writes fail with `ENOSPC`.
    Capture,
}

/// What a guest is given. By default nothing: no arguments, no directories, no addresses, no host names.
pub struct Config {
    /// The arguments, the program's name first.
    pub args: Vec<String>,
    /// The environment, each `NAME=VALUE`.
    pub env: Vec<String>,
    /// The directories.
    pub dirs: Vec<Preopen>,
    /// The contents of standard input, or the host's own standard input.
    pub stdin: Option<Vec<u8>>,
    /// Its standard output.
    pub stdout: Output,
    /// Its standard error.
    pub stderr: Output,
    /// The addresses it may use. On a runtime with address pools, each is a descriptor.
    pub addr_pools: Vec<AddressPool>,
    /// Further rules.
    pub allow: Vec<Rule>,
    /// Its limits.
    pub limits: Limits,
    /// Addresses at which the host opens listening sockets for it.
    pub listeners: Vec<SocketAddr>,
    /// Addresses to which the host connects sockets for it.
    pub connections: Vec<SocketAddr>,
    /// The host names that it may resolve.
    pub allow_resolve: NameRules,
    /// Directories of the host in and below which `AF_UNIX` sockets are allowed.
    pub allow_unix: Directories,
    /// A dialect's name, or `auto` for the one that the module imports.
    pub dialect: String,
    /// Behave as the runtime does, with its known faults.
    pub quirks: bool,
    /// The runtime whose faults those are, or `auto` for the one that the dialect is named after.
    pub runtime: String,
    /// The faults that the host injects.
    pub faults: Option<FaultSpec>,
    /// Log one line per host call.
    pub trace: bool,
    /// Count the instructions that it executes, which slows it down.
    pub count: bool,
    /// Where the host's own lines go: the trace, and the calls that the policy has refused.
    pub log: Log,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            args: Vec::new(),
            env: Vec::new(),
            dirs: Vec::new(),
            stdin: None,
            stdout: Output::Inherit,
            stderr: Output::Inherit,
            addr_pools: Vec::new(),
            allow: Vec::new(),
            limits: Limits::default(),
            listeners: Vec::new(),
            connections: Vec::new(),
            allow_resolve: NameRules::default(),
            allow_unix: Directories::default(),
            dialect: "auto".into(),
            quirks: false,
            runtime: "auto".into(),
            faults: None,
            trace: false,
            count: false,
            log: Box::new(|line| {
                // If standard error is gone, there is no place to report it.
                let _ = writeln!(std::io::stderr(), "{line}");
            }),
        }
    }
}

/// How a guest has ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// Its exit code: 0 when `_start` has returned.
    pub exit_code: i32,
    /// What it wrote to a captured standard output.
    pub stdout: Vec<u8>,
    /// What it wrote to a captured standard error.
    pub stderr: Vec<u8>,
    /// How many instructions it executed, where they were counted.
    pub instructions: Option<u64>,
}

/// The files behind captured outputs.
pub(crate) struct Captured {
    stdout: Option<File>,
    stderr: Option<File>,
}

impl Config {
    /// The pools as rules, and the further rules as one more pool; at least one.
    pub(crate) fn pools(&self) -> Vec<Rules> {
        let none = [AddressPool::default()];
        let pools = if self.addr_pools.is_empty() { &none } else { &self.addr_pools[..] };
        let mut pools: Vec<_> = pools.iter().map(Rules::from).collect();
        if !self.allow.is_empty() {
            pools.retain(|pool| *pool != Rules::default());
            pools.push(self.allow.clone().into());
        }
        pools
    }

    /// Opens the files, directories and sockets of the guest.
    pub(crate) fn into_state(
        mut self,
        runtime: Option<&'static Runtime>,
        handles: Vec<Entry>,
    ) -> Result<(State, Captured), Error> {
        let (stdout, captured_stdout) = output(self.stdout, std::io::stdout())?;
        let (stderr, captured_stderr) = output(self.stderr, std::io::stderr())?;
        let mut entries = vec![
            stdio(input(self.stdin)?, true, u64::MAX),
            stdio(stdout, false, room(self.stdout)),
            stdio(stderr, false, room(self.stderr)),
        ];
        for preopen in self.dirs {
            entries.push(directory(preopen)?);
        }
        entries.extend(handles);
        entries.extend(preopened_sockets::open(&self.listeners, &self.connections, &mut self.log)?);
        let rules = self.addr_pools.iter().map(Rules::from).chain([self.allow.into()]).collect();
        let numbering = runtime.map_or(Numbering::Lowest, |runtime| runtime.numbering);
        let mut net =
            Net::new(rules, self.allow_resolve, self.allow_unix, self.limits, Journal::new(self.log, self.trace));
        net.resolver = self.faults.as_ref().and_then(|faults| faults.names);
        // Of what a liar says nothing may come to pass.
        net.waits = self.faults.as_ref().is_none_or(|faults| faults.lies == 0);
        let state = State {
            table: FdTable::new(entries, numbering, self.limits.sockets()),
            net,
            args: self.args,
            env: self.env,
            runtime: runtime.map(|runtime| runtime.name),
            traps: runtime.is_some_and(|runtime| runtime.traps),
            quota: Quota::new(self.limits.memory()),
            faults: self.faults.filter(FaultSpec::is_by_chance).map(Faults::new),
            linear: None,
            exit_code: None,
        };
        Ok((state, Captured { stdout: captured_stdout, stderr: captured_stderr }))
    }
}

fn stdio(fd: OwnedFd, is_input: bool, room: u64) -> Entry {
    Entry::Stdio(Stdio { fd, is_input, room: Cell::new(room), nonblocking: false })
}

fn room(output: Output) -> u64 {
    match output {
        Output::Inherit => u64::MAX,
        Output::Capture => CAPTURE_MAX,
    }
}

fn input(text: Option<Vec<u8>>) -> std::io::Result<OwnedFd> {
    let Some(text) = text else { return std::io::stdin().as_fd().try_clone_to_owned() };
    let mut file = memory_file()?;
    file.write_all(&text)?;
    file.rewind()?;
    Ok(file.into())
}

fn output(output: Output, inherited: impl AsFd) -> std::io::Result<(OwnedFd, Option<File>)> {
    match output {
        Output::Inherit => Ok((inherited.as_fd().try_clone_to_owned()?, None)),
        Output::Capture => {
            let file = memory_file()?;
            Ok((file.try_clone()?.into(), Some(file)))
        }
    }
}

fn memory_file() -> std::io::Result<File> {
    Ok(rustix::fs::memfd_create("wasock-run", MemfdFlags::CLOEXEC)?.into())
}

fn directory(Preopen { host, guest }: Preopen) -> Result<Entry, Error> {
    let opened = Dir::open_ambient_dir(&host, ambient_authority());
    let dir = opened.map_err(|source| Error::Directory { path: host.display().to_string(), source })?;
    Ok(Entry::Directory(Directory::new(dir, Some(guest))))
}

impl Captured {
    /// The outcome of a guest that ended with this code.
    pub(crate) fn outcome(self, exit_code: i32, instructions: Option<u64>) -> Result<Outcome, Error> {
        Ok(Outcome { exit_code, stdout: content(self.stdout)?, stderr: content(self.stderr)?, instructions })
    }
}

fn content(file: Option<File>) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    if let Some(mut file) = file {
        file.rewind()?;
        // The guest may have made a hole in the file that is larger than any memory.
        file.take(CAPTURE_MAX).read_to_end(&mut bytes)?;
    }
    Ok(bytes)
}
