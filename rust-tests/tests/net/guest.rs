// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! How guests are run.

use std::ffi::OsString;
use std::fs::File;
use std::path::Path;
use std::process::{Command, Stdio};
use std::{fs, iter};

use rust_tests::{Dialect, Result, project, trying};
use wait_timeout::ChildExt;

/// What a program printed, and whether it went through.
pub struct Ran {
    pub stdout: String,
    pub stderr: String,
    pub success: bool,
}

/// Where the output of programs goes.
const OUTPUT: &str = "build/test/net/output";

/// Runs a command with this standard input, for at most the time that any test has.
pub fn run(argv: &[OsString], stdin: Option<&Path>, output: &str) -> Result<Ran> {
    trying(OUTPUT, fs::create_dir_all(project(OUTPUT)))?;
    let files = ["stdout", "stderr"].map(|end| project(OUTPUT).join(format!("{output}.{end}")));
    let [stdout, stderr] = &files;
    let (program, args) = argv.split_first().ok_or("no program")?;
    let mut command = Command::new(program);
    command.args(args).stdout(trying("stdout", File::create(stdout))?).stderr(trying("stderr", File::create(stderr))?);
    match stdin {
        Some(path) => command.stdin(trying(path.display(), File::open(path))?),
        None => command.stdin(Stdio::null()),
    };
    let mut child = trying(program.display(), command.spawn())?;
    let status = trying("wait", child.wait_timeout(rust_tests::TIME_LIMIT))?;
    let [stdout, stderr] = files.map(|file| fs::read_to_string(file).unwrap_or_default());
    let Some(status) = status else {
        trying("kill", child.kill())?;
        trying("wait", child.wait())?;
        return Err(format!("it hangs; so far it said:\n{stdout}\n{stderr}"));
    };
    Ok(Ran { stdout, stderr, success: status.success() })
}

/// The command of a dialect's host, up to the program; it lets the guest reach loopback.
pub fn host(dialect: Dialect) -> Vec<OsString> {
    let rules = (!dialect.component).then(|| "--addr-pool=127.0.0.1/32,::1/128".into());
    iter::once(dialect.host().into()).chain(rules).collect()
}

/// Runs a program on the host of its dialect; returns its output, or why it failed.
pub fn output(dialect: Dialect, program: &Path, args: &[String], stdin: Option<&Path>) -> Result<String> {
    let mut argv = host(dialect);
    argv.push(program.into());
    argv.extend(args.iter().map(Into::into));
    let name = program.file_stem().unwrap_or_default().to_string_lossy();
    let ran = run(&argv, stdin, &format!("{name}-{}", args.join("-").replace('/', "_")))?;
    if ran.success { Ok(ran.stdout) } else { Err(format!("{}{}", ran.stdout, ran.stderr)) }
}
