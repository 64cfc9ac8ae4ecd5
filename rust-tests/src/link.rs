// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Links objects as `wasock-cc` does. The driver prints its commands once for each dialect and level. A test then starts the
//! linker itself, which takes a quarter of the driver's time.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use crate::compile::{driver, run};
use crate::{DIALECTS, Result, project, trying};

/// A word of a linker's command.
#[derive(Debug)]
enum Word {
    Object,
    Output,
    Other(String),
}

/// The commands of one dialect and one set of flags.
type Commands = Result<Vec<Vec<Word>>>;
type Key = (&'static str, Vec<String>);

static KNOWN: Mutex<BTreeMap<Key, Arc<OnceLock<Commands>>>> = Mutex::new(BTreeMap::new());

/// Links one object into a program of the dialect.
///
/// # Errors
/// The linker's message.
pub(crate) fn link(dialect: usize, object: &Path, output: &Path, flags: &[String]) -> Result<PathBuf> {
    let dialect = DIALECTS[dialect];
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    let commands = Arc::clone(known.entry((dialect.name, flags.to_vec())).or_default());
    drop(known);
    let commands =
        commands.get_or_init(|| asked(dialect.name, object, output, flags)).as_ref().map_err(Clone::clone)?;
    for words in commands {
        let mut words = words.iter().map(|word| match word {
            Word::Object => object.as_os_str(),
            Word::Output => output.as_os_str(),
            Word::Other(text) => text.as_ref(),
        });
        let mut command = Command::new(words.next().ok_or("a command without a name")?);
        run(command.args(words), object)?;
    }
    if dialect.component {
        let mut command = Command::new(project("bin/wasock-component"));
        run(crate::compile::with_component_tools(&mut command).arg(output), object)?;
    }
    Ok(output.into())
}

/// The commands of the driver for this object: the linker, and the commands that clang runs after it.
fn asked(dialect: &str, object: &Path, output: &Path, flags: &[String]) -> Commands {
    let mut driver = driver(dialect);
    let shown = driver.arg("-###").args(flags).arg(object).arg("-o").arg(output).output();
    let shown = trying("wasock-cc -###", shown)?;
    let text = String::from_utf8_lossy(&shown.stderr);
    let commands: Vec<Vec<Word>> = text
        .lines()
        .filter_map(|line| line.strip_prefix(" \""))
        .map(|line| line.trim_end_matches('"').split("\" \"").map(|word| word_of(word, object, output)).collect())
        .collect();
    match commands.first() {
        Some(_) if shown.status.success() => Ok(commands),
        _ => Err(format!("wasock-cc -### says no command: {text}")),
    }
}

/// A word as clang quotes it: with a backslash before `"`, `\` and `$`.
fn word_of(quoted: &str, object: &Path, output: &Path) -> Word {
    let mut text = String::new();
    let mut letters = quoted.chars();
    while let Some(letter) = letters.next() {
        text.extend(if letter == '\\' { letters.next() } else { Some(letter) });
    }
    match Path::new(&text) {
        path if path == object => Word::Object,
        path if path == output => Word::Output,
        _ => Word::Other(text),
    }
}
