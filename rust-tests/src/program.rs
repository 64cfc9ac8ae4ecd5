// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! The C programs of `c-tests/`.

use std::fs;
use std::path::PathBuf;
use std::sync::OnceLock;

use crate::folder::Folder;
use crate::{Directives, Observed, Peer, Result, Run, compile, link, project, trying};

/// One C test: named after its file, compiled and run on Linux once however many runs compare with it.
#[derive(Debug)]
pub struct Program {
    /// The file's name without `.c`.
    pub name: String,
    /// The surroundings that it needs.
    pub directives: Directives,
    source: PathBuf,
    linux: OnceLock<Result<Observed>>,
    /// Compiled without and with optimisation.
    objects: [OnceLock<Result<PathBuf>>; 2],
    /// The same two linked, by dialect.
    guests: [[OnceLock<Result<PathBuf>>; 2]; crate::DIALECTS.len()],
}

impl Program {
    /// Every program of `c-tests/`, by name.
    ///
    /// # Errors
    /// An unreadable folder or source, or a directive that cannot be read.
    pub fn all() -> Result<Vec<Self>> {
        Self::of_folder("c-tests")
    }

    /// Every program of a folder, by name.
    ///
    /// # Errors
    /// An unreadable folder or source, or a directive that cannot be read.
    pub fn of_folder(folder: &str) -> Result<Vec<Self>> {
        let mut sources = trying(folder, sources(folder))?;
        sources.sort();
        sources.into_iter().map(Self::read).collect()
    }

    fn read(source: PathBuf) -> Result<Self> {
        let text = trying(source.display(), fs::read_to_string(&source))?;
        Ok(Self {
            name: source.file_stem().unwrap_or_default().to_string_lossy().into_owned(),
            directives: trying(source.display(), Directives::read(&text))?,
            source,
            linux: OnceLock::new(),
            objects: Default::default(),
            guests: Default::default(),
        })
    }

    /// Runs the program on Linux.
    ///
    /// # Errors
    /// It does not compile, hangs, fails or prints nothing, so that it cannot serve as the oracle.
    pub fn linux(&self) -> Result<Observed> {
        self.linux.get_or_init(|| trying("on Linux", self.run_natively())).clone()
    }

    fn run_natively(&self) -> Result<Observed> {
        let binary = compile::native(&self.source, &self.work_file("native")?)?;
        let mut argv = vec![binary.into_os_string()];
        argv.extend(self.directives.args.iter().map(Into::into));
        let peer = self.directives.peer.map(Peer::start).transpose()?;
        let folder = self.directives.folder.then(Folder::make).transpose()?;
        let directives = self.beside(peer.as_ref(), folder.as_ref())?;
        let seen = crate::observe(&argv, &directives.env, &directives, &self.work_file("linux")?)?;
        seen.must_be_an_oracle()
    }

    /// Runs the program in a run.
    ///
    /// # Errors
    /// It does not compile, or hangs.
    pub fn wasm(&self, run: &Run) -> Result<Observed> {
        let guest = &self.guests[run.dialect][usize::from(run.optimised)];
        let module = guest.get_or_init(|| {
            let dialect = run.dialect();
            let level = if run.optimised { "-Os" } else { "-O0" };
            let mut flags = vec![level.to_owned()];
            // The programs of this folder need the parts of POSIX that wasi-libc lacks.
            if self.source.starts_with(project("c-tests/compat")) {
                flags.push("-compat".into());
            }
            let object = &self.objects[usize::from(run.optimised)];
            let object =
                object.get_or_init(|| compile::object(&self.source, &self.work_file(&format!("{level}.o"))?, &flags));
            let output = self.work_file(&format!("{dialect}{level}.wasm"))?;
            link::link(run.dialect, object.as_ref().map_err(Clone::clone)?, &output, &flags)
        });
        let peer = self.directives.peer.map(Peer::start).transpose()?;
        let folder = self.directives.folder.then(Folder::make).transpose()?;
        let directives = self.beside(peer.as_ref(), folder.as_ref())?;
        let argv = run.command(&module.clone()?, &directives, peer.as_ref());
        crate::observe(&argv, &[], &directives, &self.work_file(&run.name)?).map(|seen| run.of_program(seen))
    }

    /// The directives, with the addresses of the peer and the path of the folder.
    fn beside(&self, peer: Option<&Peer>, folder: Option<&Folder>) -> Result<Directives> {
        let mut directives = self.directives.clone();
        if let Some(peer) = peer {
            directives.env.extend(peer.env()?);
        }
        directives.env.extend(folder.map(|folder| (Directives::FOLDER.into(), folder.path())));
        Ok(directives)
    }

    /// A file in this program's folder below `build/test/`.
    fn work_file(&self, name: &str) -> Result<PathBuf> {
        let inside = self.source.strip_prefix(project("c-tests")).unwrap_or(&self.source);
        let folder = project("build/test").join(inside.with_extension(""));
        trying(folder.display(), fs::create_dir_all(&folder))?;
        Ok(folder.join(name))
    }
}

fn sources(folder: &str) -> std::io::Result<Vec<PathBuf>> {
    let entries: Vec<_> = fs::read_dir(project(folder))?.collect::<std::io::Result<_>>()?;
    Ok(entries
        .into_iter()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|e| e == "c"))
        .collect())
}
