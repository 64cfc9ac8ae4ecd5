//! A run: one dialect on one host.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use crate::{Directives, Result, project};

/// Every dialect that an archive is built for.
pub const DIALECTS: [&str; 2] = ["wamr", "berkeley"];

/// The dialects of runtimes that do otherwise than they say; the reference host can imitate that.
const QUIRKS: [&str; 1] = ["wamr"];

/// The dialect that the named real runtime speaks, by the name of its binary.
const RUNTIMES: [(&str, usize); 1] = [("iwasm", 0)];

/// One dialect on one host: the first part of a test's name.
#[derive(Clone, Debug)]
pub struct Run {
    /// `wamr`, `wamr-quirks`, `iwasm`: also the name of its file of expected differences.
    pub name: String,
    pub(crate) dialect: usize,
    host: Host,
}

#[derive(Clone, Debug)]
enum Host {
    /// `wasock-run`; with quirks it behaves as the runtime really does where that differs from its documentation.
    Reference { quirks: bool },
    /// WAMR's own command.
    Iwasm(PathBuf),
}

impl Run {
    /// Every dialect on the reference host, those with quirks once more with them, and the real runtime if there is one.
    ///
    /// # Errors
    /// The runtime's name is unknown.
    pub fn all(runtime: Option<PathBuf>) -> Result<Vec<Self>> {
        let mut runs: Vec<_> = (0..DIALECTS.len()).map(|dialect| Self::on_reference(dialect, false)).collect();
        let quirky = (0..DIALECTS.len()).filter(|dialect| QUIRKS.contains(&DIALECTS[*dialect]));
        runs.extend(quirky.map(|dialect| Self::on_reference(dialect, true)));
        runs.extend(runtime.map(Self::on_runtime).transpose()?);
        Ok(runs)
    }

    fn on_reference(dialect: usize, quirks: bool) -> Self {
        let suffix = if quirks { "-quirks" } else { "" };
        Self { name: format!("{}{suffix}", DIALECTS[dialect]), dialect, host: Host::Reference { quirks } }
    }

    fn on_runtime(path: PathBuf) -> Result<Self> {
        let binary = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let known = RUNTIMES.into_iter().find(|(name, _)| *name == binary);
        let (name, dialect) = known.ok_or_else(|| {
            format!("RUNTIME={}: want a binary called {}", path.display(), RUNTIMES.map(|(name, _)| name).join(" or "))
        })?;
        Ok(Self { name: name.into(), dialect, host: Host::Iwasm(path) })
    }

    /// The name of the dialect.
    #[must_use]
    pub fn dialect(&self) -> &'static str {
        DIALECTS[self.dialect]
    }

    /// The command line that runs a module.
    #[must_use]
    pub fn command(&self, module: &Path, directives: &Directives) -> Vec<OsString> {
        let mut argv: Vec<OsString> = match &self.host {
            Host::Reference { quirks } => reference(*quirks, directives),
            Host::Iwasm(path) => iwasm(path, directives),
        };
        argv.push(module.into());
        argv.extend(directives.args.iter().map(Into::into));
        argv
    }
}

fn reference(quirks: bool, directives: &Directives) -> Vec<OsString> {
    let mut argv = vec![project("build/bin/wasock-run").into_os_string()];
    argv.extend(quirks.then(|| "--quirks".into()));
    argv.extend(directives.addr_pool.iter().map(|list| format!("--addr-pool={list}").into()));
    argv.extend(directives.resolve.iter().map(|list| format!("--allow-resolve={list}").into()));
    argv.extend(directives.env.iter().map(|(key, value)| format!("--env={key}={value}").into()));
    argv
}

/// WAMR writes to sockets without MSG_NOSIGNAL, so a closed peer would kill it; and it takes one name a flag.
fn iwasm(path: &Path, directives: &Directives) -> Vec<OsString> {
    let mut argv: Vec<OsString> = vec!["env".into(), "--ignore-signal=PIPE".into(), path.into()];
    argv.extend(directives.addr_pool.iter().map(|list| format!("--addr-pool={list}").into()));
    let names = directives.resolve.iter().flat_map(|list| list.split(','));
    argv.extend(names.map(|name| format!("--allow-resolve={name}").into()));
    argv.extend(directives.env.iter().map(|(key, value)| format!("--env={key}={value}").into()));
    argv
}
