// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! The directories in which `AF_UNIX` sockets are allowed.

use std::path::{Path, PathBuf};
use std::str::FromStr;

use super::RuleError;

/// Directories. They cover a path that leads into one of them or below.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Directories(Vec<PathBuf>);

impl Directories {
    /// Whether there is no directory.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether this path is covered. It must be absolute, without links and dots.
    pub fn cover(&self, path: &Path) -> bool {
        self.0.iter().any(|directory| path.starts_with(directory))
    }

    /// Whether this path is covered, or is an ancestor of an allowed directory.
    pub fn meet(&self, path: &Path) -> bool {
        self.cover(path) || self.0.iter().any(|directory| directory.starts_with(path))
    }
}

impl FromStr for Directories {
    type Err = RuleError;

    /// One directory, which must exist.
    fn from_str(path: &str) -> Result<Self, RuleError> {
        let found = Path::new(path).canonicalize().ok().filter(|found| found.is_dir());
        Ok(Self(vec![found.ok_or_else(|| RuleError::Directory(path.into()))?]))
    }
}

impl FromIterator<Directories> for Directories {
    /// All of them.
    fn from_iter<I: IntoIterator<Item = Self>>(all: I) -> Self {
        Self(all.into_iter().flat_map(|one| one.0).collect())
    }
}
