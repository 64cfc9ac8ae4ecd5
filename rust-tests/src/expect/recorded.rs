//! Tests whose whole output differs for one reason, and the files that hold it: `c-tests/expect/<run>/<test>.out`.

use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::{Result, project, trying};

/// Tests that differ for the same reason from their first lines on.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recorded {
    /// Why, in a sentence.
    reason: String,
    /// The import that the host lacks, or what it does instead.
    limit: String,
    /// The tests.
    pub tests: Vec<String>,
}

impl Recorded {
    /// Whether it says why.
    pub fn is_sound(&self) -> bool {
        !self.reason.trim().is_empty() && !self.limit.trim().is_empty() && !self.tests.is_empty()
    }
}

/// The folder of a run.
#[derive(Debug, Default)]
pub struct Folder(PathBuf);

impl Folder {
    /// The folder beside the run's file.
    pub fn of(run: &str) -> Self {
        Self(project("c-tests/expect").join(run))
    }

    fn file(&self, test: &str) -> PathBuf {
        self.0.join(format!("{test}.out"))
    }

    /// Compares with what the test printed when it was recorded.
    ///
    /// # Errors
    /// The difference; no difference to Linux is one, too.
    pub fn check(&self, test: &str, linux: &[String], seen: &[String]) -> Result<()> {
        let file = self.file(test);
        if linux == seen {
            return Err(format!("{test} is as on Linux: take it off its list and delete {}", file.display()));
        }
        let recorded = trying(file.display(), fs::read_to_string(&file))?;
        let recorded: Vec<_> = recorded.lines().map(String::from).collect();
        if recorded == seen { Ok(()) } else { Err(super::unified(&recorded, seen)) }
    }

    /// Records what a test printed, for a person to review.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn update(&self, test: &str, seen: &[String]) -> Result<()> {
        let file = self.file(test);
        trying(self.0.display(), fs::create_dir_all(&self.0))?;
        trying(file.display(), fs::write(&file, super::whole(seen)))
    }

    /// The names of the files that stand for no such test.
    pub fn strangers(&self, is_recorded: impl Fn(&str) -> bool) -> Vec<String> {
        let Ok(entries) = fs::read_dir(&self.0) else { return Vec::new() };
        let names = entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned());
        let test = |name: &str| Path::new(name).file_stem().map(|stem| stem.to_string_lossy().into_owned());
        names.filter(|name| !test(name).is_some_and(|test| is_recorded(&test))).collect()
    }
}
