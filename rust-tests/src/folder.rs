// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! A folder for the duration of one run.

use std::fs;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

use crate::{Result, trying};

/// A folder that is removed with its contents when it is dropped. Its path is short: that of a socket has 108 bytes.
pub(crate) struct Folder(PathBuf);

impl Folder {
    /// A new one.
    pub fn make() -> Result<Self> {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let name = format!("wasock-{}-{}", std::process::id(), NEXT.fetch_add(1, Relaxed));
        let path = std::env::temp_dir().join(name);
        trying(path.display(), fs::create_dir(&path))?;
        Ok(Self(path))
    }

    pub fn path(&self) -> String {
        self.0.to_string_lossy().into_owned()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // The system cleans up files that cannot be removed.
        let _ = fs::remove_dir_all(&self.0);
    }
}
