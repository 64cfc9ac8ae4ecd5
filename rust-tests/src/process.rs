// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Runs one program under a time limit and captures its output.

use std::ffi::OsString;
use std::fs::{self, File};
use std::os::unix::fs::MetadataExt;
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{Command, ExitStatus};
use std::sync::OnceLock;
use std::time::Duration;

use wait_timeout::ChildExt;

use crate::{Directives, Result, trying};

/// A program that runs longer than this hangs. The programs themselves wait for at most 10 s. A runtime that interprets
/// unoptimised code takes up to half of this time on a busy machine.
pub const TIME_LIMIT: Duration = Duration::from_secs(60);

/// The output of a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Observed {
    /// Standard output, and as the last line how the program ended.
    pub lines: Vec<String>,
    /// Standard error: shown, not compared.
    pub stderr: String,
}

impl Observed {
    /// A run on Linux counts only if the program succeeded and printed something.
    pub(crate) fn must_be_an_oracle(self) -> Result<Self> {
        match self.lines.as_slice() {
            [_, .., end] if end == "exit: 0" => Ok(self),
            lines => {
                Err(format!("the program must observe something and succeed:\n{}\n{}", lines.join("\n"), self.stderr))
            }
        }
    }
}

/// Runs `argv` in the surroundings that the directives ask for; `output` names the files that keep the streams.
///
/// # Errors
/// The program cannot be started, or exceeds the time limit.
pub fn observe(
    argv: &[OsString],
    env: &[(String, String)],
    directives: &Directives,
    output: &Path,
) -> Result<Observed> {
    let streams = ["stdin", "stdout", "stderr"].map(|name| output.with_extension(name));
    let [stdin, stdout, stderr] = &streams;
    trying(stdin.display(), fs::write(stdin, &directives.stdin))?;
    let hosts = output.with_extension("hosts");
    if !directives.hosts.is_empty() {
        trying(hosts.display(), fs::write(&hosts, &directives.hosts))?;
    }
    let mut command = command(argv, directives.netns, (!directives.hosts.is_empty()).then_some(&*hosts))?;
    command.env_clear().envs(std::env::var_os("PATH").map(|path| ("PATH", path))).envs(env.iter().cloned());
    command.stdin(open(File::open(stdin))?).stdout(open(File::create(stdout))?).stderr(open(File::create(stderr))?);
    let end = wait(&mut command);
    let observed = Observed { lines: text(stdout)?.lines().map(String::from).collect(), stderr: text(stderr)? };
    match end? {
        Some(status) => Ok(ended(observed, status)),
        None => Err(format!("hangs; so far it said:\n{}\n{}", observed.lines.join("\n"), observed.stderr)),
    }
}

fn command(argv: &[OsString], netns: bool, hosts: Option<&Path>) -> Result<Command> {
    let mut argv = argv.to_vec();
    if let Some(hosts) = hosts {
        let mounted =
            ["unshare", "-m", "sh", "-c", "mount --bind \"$0\" /etc/hosts && exec \"$@\""].map(OsString::from);
        argv.splice(0..0, mounted.into_iter().chain([hosts.into()]));
    }
    if netns {
        argv.splice(0..0, in_namespace()?);
    }
    let (program, args) = argv.split_first().ok_or("no program to run")?;
    let mut command = Command::new(program);
    command.args(args);
    Ok(command)
}

/// The start of a command line that runs the rest of it in a network namespace of its own, with nothing but loopback.
///
/// # Errors
/// The system refuses namespaces; the message has the cure.
pub fn in_namespace() -> Result<Vec<OsString>> {
    namespaces_work().map(|()| namespace())
}

/// `unshare` and the shell replace themselves, so that the child's id stays the program's own.
fn namespace() -> Vec<OsString> {
    let is_root = fs::metadata("/proc/self").is_ok_and(|me| me.uid() == 0);
    let unshare: &[&str] = if is_root { &["unshare", "-n"] } else { &["unshare", "-r", "-n"] };
    let with_loopback = ["sh", "-c", "ip link set lo up && exec \"$@\"", "sh"];
    unshare.iter().chain(&with_loopback).map(OsString::from).collect()
}

/// Without this check, two failures to enter the namespace would count as two equal runs.
fn namespaces_work() -> Result<()> {
    static ANSWER: OnceLock<Result<()>> = OnceLock::new();
    let ask = || {
        let argv = namespace();
        let advice = "a network namespace is needed: install util-linux and iproute2, and run as root or allow \
                      user namespaces (sysctl kernel.unprivileged_userns_clone=1)";
        let answer = trying(advice, Command::new(&argv[0]).args(&argv[1..]).arg("true").output())?;
        if answer.status.success() {
            Ok(())
        } else {
            Err(format!("{advice}: {}", String::from_utf8_lossy(&answer.stderr)))
        }
    };
    ANSWER.get_or_init(ask).clone()
}

/// The status, or none if the program exceeded the time limit and was killed.
fn wait(command: &mut Command) -> Result<Option<ExitStatus>> {
    let program = command.get_program().to_os_string();
    let mut child = trying(program.display(), command.spawn())?;
    let status = trying("wait", child.wait_timeout(TIME_LIMIT))?;
    if status.is_none() {
        trying("kill", child.kill())?;
        trying("wait", child.wait())?;
    }
    Ok(status)
}

fn ended(mut observed: Observed, status: ExitStatus) -> Observed {
    observed.lines.push(match (status.code(), status.signal()) {
        (Some(code), _) => format!("exit: {code}"),
        (None, signal) => format!("exit: signal {}", signal.unwrap_or_default()),
    });
    observed
}

fn open(file: std::io::Result<File>) -> Result<File> {
    trying("a file below build/test", file)
}

fn text(path: &Path) -> Result<String> {
    Ok(String::from_utf8_lossy(&trying(path.display(), fs::read(path))?).into_owned())
}
