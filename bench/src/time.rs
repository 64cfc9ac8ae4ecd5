// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! How long things take: the same programs natively, under the reference host and under a named runtime, on one CPU,
//! in turns. What else the machine does meets all of them, and what counts is the median of the ratios within a turn.

use std::ffi::OsString;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use rust_tests::{Result, native, project, trying};

use crate::link::{By, link};
use crate::{built, source};

/// Who runs a program.
pub struct Runner {
    /// For the table.
    pub name: String,
    host: Vec<OsString>,
    program: PathBuf,
}

/// The reference host's name, as a runner's and as a file's.
pub const REFERENCE: &str = "wasock-run";

/// Natively, the reference host, and what `RUNTIME` names; each host also with raw imports, if asked for.
pub fn runners(program: &str, with_hand: bool) -> Result<Vec<Runner>> {
    let mut hosts = vec![(REFERENCE.to_owned(), project("build/bin").join(REFERENCE))];
    if let Some(path) = std::env::var_os("RUNTIME").filter(|path| !path.is_empty()).map(PathBuf::from) {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if name != "iwasm" {
            return Err(format!("RUNTIME={}: want iwasm", path.display()));
        }
        hosts.push((name, path));
    }
    let mut runners = vec![Runner::native(program)?];
    for (name, path) in hosts {
        let by = [(By::Wasock, name.clone()), (By::Hand, format!("{name}, raw imports"))];
        for (by, name) in by.into_iter().filter(|(by, _)| with_hand || *by == By::Wasock) {
            let host = vec![path.clone().into(), "--addr-pool=127.0.0.0/8".into()];
            runners.push(Runner { name, host, program: link(program, "wamr", by)? });
        }
    }
    Ok(runners)
}

/// The first CPU that there is for us.
fn cpu() -> String {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let cpus = status.lines().find_map(|line| line.strip_prefix("Cpus_allowed_list:")).unwrap_or("0");
    cpus.trim().split([',', '-']).next().unwrap_or("0").to_owned()
}

impl Runner {
    /// The program as the compiler of this machine makes it.
    pub fn native(program: &str) -> Result<Self> {
        Ok(Self::new("native", Vec::new(), native(&source(program), &built(program)?)?))
    }

    /// A program, and the command in front of it.
    pub fn new(name: &str, host: Vec<OsString>, program: PathBuf) -> Self {
        Self { name: name.into(), host, program }
    }

    /// The command, its output piped; `options` are the host's.
    pub fn command(&self, options: &[String], args: &[String]) -> Command {
        let mut command = Command::new("taskset");
        command.args(["-c", &cpu()]).args(&self.host).args(options).arg(&self.program).args(args);
        command.stdout(Stdio::piped());
        command
    }

    /// Runs to the end; returns the output.
    pub fn output(&self, options: &[String], args: &[String]) -> Result<Vec<u8>> {
        let output = trying(&self.name, self.command(options, args).output())?;
        if output.status.success() {
            return Ok(output.stdout);
        }
        Err(format!("{} {args:?}: {}\n{}", self.name, output.status, String::from_utf8_lossy(&output.stderr)))
    }
}

/// The median.
pub fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures.get(figures.len() / 2).copied().unwrap_or_default()
}

/// The median of the ratios of each turn.
pub fn ratio(figures: &[f64], to: &[f64]) -> f64 {
    median(figures.iter().zip(to).map(|(figure, to)| figure / to).collect())
}
