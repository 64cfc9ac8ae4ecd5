// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! The symbols that an archive defines for C.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use object::read::archive::{ArchiveFile, ArchiveMember};
use object::{File, Object, ObjectSymbol};
use rust_tests::{Result, project, trying};

/// Global symbols that the library's own members define, sorted, without Rust's mangled names.
/// `weak` stands before a symbol that libc's own takes the place of.
pub fn symbols(path: &Path) -> Result<Vec<String>> {
    let data = trying(path.display(), fs::read(path))?;
    let archive = trying(path.display(), ArchiveFile::parse(&*data))?;
    let glue = glue()?;
    let mut names = BTreeSet::new();
    for member in archive.members() {
        let member = trying(path.display(), member)?;
        if is_ours(&member, &glue) {
            let object = trying(path.display(), member.data(&*data).and_then(File::parse))?;
            names.extend(object.symbols().filter_map(|symbol| for_c(&symbol)));
        }
    }
    Ok(names.into_iter().collect())
}

/// Rust puts its compiler's arithmetic helpers into every static library; they are not ours to promise.
pub fn is_ours(member: &ArchiveMember, glue: &[String]) -> bool {
    let name = String::from_utf8_lossy(member.name());
    name.starts_with("wasock") || glue.iter().any(|suffix| name.ends_with(suffix))
}

/// How the members that come from C are called: a hash and the source's name.
pub fn glue() -> Result<Vec<String>> {
    let names = trying("src", fs::read_dir(project("src")))?
        .flatten()
        .map(|entry| entry.file_name().to_string_lossy().into_owned());
    Ok(names.filter_map(|name| name.strip_suffix(".c").map(|stem| format!("-{stem}.o"))).collect())
}

fn for_c<'data>(symbol: &impl ObjectSymbol<'data>) -> Option<String> {
    let name = symbol.name().ok()?;
    let is_mangled = ["_ZN", "_R", "anon."].iter().any(|prefix| name.starts_with(prefix));
    let shown = symbol.is_global() && symbol.is_definition() && !is_mangled;
    shown.then(|| format!("{}{name}", if symbol.is_weak() { "weak " } else { "" }))
}
