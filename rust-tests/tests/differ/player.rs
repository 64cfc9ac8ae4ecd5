// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Plays scripts, many in one process.

use std::fs;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use rust_tests::{Directives, Result, Run, guest, native, observe, project, trying};

use crate::script::{Played, Script};

/// The program, compiled for this machine and for each dialect.
pub struct Player {
    folder: PathBuf,
    native: PathBuf,
    next: AtomicUsize,
}

/// Scripts of one process: to begin one has its cost; a namespace has so many ports, and a process so much time.
const CHUNK: std::ops::RangeInclusive<usize> = 50..=250;
/// Processes at once: most of the time each waits for what was sent to arrive.
const AT_ONCE: usize = 12;

impl Player {
    pub fn new<'a>(runs: impl Iterator<Item = &'a Run>) -> Result<Self> {
        let folder = project("build/test/differ");
        trying(folder.display(), fs::create_dir_all(&folder))?;
        let native = native(&source(), &folder.join("script"))?;
        for run in runs {
            guest(run.dialect(), &source(), &module(&folder, run.dialect()), &["-Os".into()])?;
        }
        Ok(Self { folder, native, next: AtomicUsize::new(0) })
    }

    /// What Linux observes.
    pub fn on_linux(&self, scripts: &[Script]) -> Result<Vec<Played>> {
        self.each_chunk(scripts, |chunk| self.play(vec![self.native.clone().into_os_string()], chunk))
    }

    /// What a run observes.
    pub fn over(&self, run: &Run, scripts: &[Script]) -> Result<Vec<Played>> {
        let module = module(&self.folder, run.dialect());
        self.each_chunk(scripts, |chunk| self.play(run.command(&module, &Directives::default(), None), chunk))
    }

    /// Several at a time.
    fn each_chunk(
        &self,
        scripts: &[Script],
        play: impl Fn(&[Script]) -> Result<Vec<Played>> + Sync,
    ) -> Result<Vec<Played>> {
        let chunk = scripts.len().div_ceil(AT_ONCE).clamp(*CHUNK.start(), *CHUNK.end());
        let chunks: Vec<_> = scripts.chunks(chunk).collect();
        let mut played = Vec::new();
        for some in chunks.chunks(AT_ONCE) {
            let all: Vec<_> = thread::scope(|scope| {
                let play = &play;
                let started: Vec<_> = some.iter().map(|chunk| scope.spawn(move || play(chunk))).collect();
                started.into_iter().map(|one| one.join().unwrap_or_else(|_| Err("a panic".into()))).collect()
            });
            for chunk in all {
                played.extend(chunk?);
            }
        }
        Ok(played)
    }

    /// A program that ends before its scripts has played one less than it has begun; the rest is played by another.
    fn play(&self, argv: Vec<std::ffi::OsString>, scripts: &[Script]) -> Result<Vec<Played>> {
        let stdin: String = scripts.iter().map(|script| format!("{script}\n")).collect();
        let directives = Directives { netns: true, stdin, ..Directives::default() };
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        let seen = observe(&argv, &[], &directives, &self.folder.join(format!("played-{number}")))?;
        for stream in ["stdin", "stdout", "stderr"] {
            let _gone = fs::remove_file(self.folder.join(format!("played-{number}")).with_extension(stream));
        }
        let played = Played::read(&seen.lines, scripts)?;
        let ended = seen.lines.last().map_or("", String::as_str);
        if played.len() == scripts.len() && ended == "exit: 0" {
            return Ok(played);
        }
        let last = played.last().map_or("none".into(), |last| last.script.to_string());
        Err(format!("{argv:?}: {ended} after script {last}\n{}", seen.stderr))
    }
}

fn source() -> PathBuf {
    project("c-tests/differ/script.c")
}

fn module(folder: &std::path::Path, dialect: &str) -> PathBuf {
    folder.join(format!("script-{dialect}.wasm"))
}
