// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! The version is the same in Cargo.toml, in `<wasock.h>` and in the archives.

use std::fs;
use std::process::Command;

use rust_tests::{DIALECTS, Dialect, Result, Verdict, guest, project, trying};

#[test]
fn headers_and_archives_have_the_version_of_the_crate() -> Verdict {
    let version = env!("CARGO_PKG_VERSION");
    let want = format!("{version}\n{version}\n{version}\n");
    for dialect in DIALECTS {
        let told = told(dialect)?;
        if told != want {
            return Err(format!("{dialect}: Cargo.toml has {version}, and <wasock.h> and archive say:\n{told}").into());
        }
    }
    Ok(())
}

/// What the program says of archive and headers.
fn told(dialect: Dialect) -> Result<String> {
    let folder = project("build/test/version");
    trying(folder.display(), fs::create_dir_all(&folder))?;
    let module = folder.join(format!("version.{dialect}.wasm"));
    guest(dialect.name, &project("c-tests/version/version.c"), &module, &[])?;
    let host = dialect.host();
    let output = trying(host.display(), Command::new(&host).arg(module).output())?;
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}
