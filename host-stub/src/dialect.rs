// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! The socket functions of one runtime, chosen by its name or by the module's imports.
//!
//! A dialect is a file with a table of functions, and a row here.

mod berkeley;
mod preview1;
mod sock_connect;
mod ueno;
mod wamr;
mod wasix;
mod wasmedge;

use wasmi::{FuncType, ImportType, Module, ValType};

use crate::error::Error;
use crate::fd_table::Entry;
use crate::import::{Import, Imports, PREVIEW1};
use crate::policy::Rules;
use crate::runtime::Runtime;

/// One runtime's socket functions.
pub struct Dialect {
    /// The name on the command line.
    pub name: &'static str,
    /// Adds its functions.
    pub add: fn(&mut Imports),
    /// Opens the descriptors that grant access to the network on this runtime, each with the rules of one address pool.
    pub handles: fn(Vec<Rules>) -> std::io::Result<Vec<Entry>>,
    /// The runtimes whose faults can be imitated, first the one that the dialect is named after.
    pub runtimes: &'static [Runtime],
}

/// All dialects. If two fit a module, the first is chosen.
const DIALECTS: &[Dialect] = &[
    wamr::DIALECT,
    berkeley::DIALECT,
    // Before wasmedge, whose sock_connect has the same type: a module with no other socket function is of this dialect.
    sock_connect::DIALECT,
    wasmedge::DIALECT,
    wasmedge::SECOND,
    ueno::DIALECT,
    wasix::DIALECT,
    preview1::DIALECT,
];

/// The seed of scattered descriptor numbers: fixed, so that every run of a test has the same numbers.
const SEED: u32 = 1;

/// For a runtime whose network needs no descriptor.
pub fn no_handles(_: Vec<Rules>) -> std::io::Result<Vec<Entry>> {
    Ok(Vec::new())
}

impl Dialect {
    /// The runtime of this name, or for `auto` the first, if there is one to imitate.
    pub fn runtime(&self, name: &str) -> Result<Option<&'static Runtime>, Error> {
        if name == "auto" {
            return Ok(self.runtimes.first());
        }
        let found = self.runtimes.iter().find(|runtime| runtime.name == name);
        found.map(Some).ok_or_else(|| unknown_runtime(name, self.runtimes))
    }

    /// Its functions, followed by those of preview 1.
    fn imports(&self) -> Imports {
        let mut imports = Imports::default();
        (self.add)(&mut imports);
        crate::preview1::add(&mut imports);
        imports
    }
}

fn unknown_runtime<'a>(name: &str, known: impl IntoIterator<Item = &'a Runtime>) -> Error {
    let known: Vec<_> = known.into_iter().map(|runtime| runtime.name).collect();
    Error::UnknownRuntime(name.to_owned(), known.join(", "))
}

/// The names of all dialects.
pub fn names() -> impl Iterator<Item = &'static str> {
    DIALECTS.iter().map(|dialect| dialect.name)
}

/// The dialect of this name and its functions.
#[cfg(feature = "harness")]
pub fn by_name(name: &str) -> Result<(&'static Dialect, Imports), Error> {
    let found = DIALECTS.iter().find(|dialect| dialect.name == name);
    found.map(|dialect| (dialect, dialect.imports())).ok_or_else(|| unknown_dialect(name))
}

fn unknown_dialect(name: &str) -> Error {
    Error::UnknownDialect(name.to_owned(), names().collect::<Vec<_>>().join(", "))
}

/// The dialect of this name; for `auto`, the dialect of that runtime that has most of the module's imports. If an import is
/// missing, the error names the first one.
pub fn choose(name: &str, runtime: &str, module: &Module) -> Result<(&'static Dialect, Imports), Error> {
    let marked = mark(module)?;
    let name = match &marked {
        Some(marked) if name == "auto" => marked,
        Some(marked) if name != *marked => return Err(Error::WrongDialect(marked.clone(), name.to_owned())),
        _ => name,
    };
    let has_runtime = |dialect: &Dialect| runtime == "auto" || dialect.runtimes.iter().any(|one| one.name == runtime);
    if !DIALECTS.iter().any(has_runtime) {
        return Err(unknown_runtime(runtime, DIALECTS.iter().flat_map(|dialect| dialect.runtimes)));
    }
    let fits = |dialect: &&Dialect| if name == "auto" { has_runtime(dialect) } else { name == dialect.name };
    let mut known = DIALECTS.iter().filter(fits);
    let missing = |imports: &Imports| wanted(module).filter(|wanted| !wanted.served_by(imports)).count();
    let first = known.next().ok_or_else(|| unknown_dialect(name))?;
    let mut best = (first, first.imports());
    for dialect in known {
        let imports = dialect.imports();
        if missing(&imports) < missing(&best.1) {
            best = (dialect, imports);
        }
    }
    match wanted(module).find(|wanted| !wanted.served_by(&best.1)) {
        None => Ok(best),
        Some(wanted) => Err(Error::MissingImport(wanted.complaint(best.0, &best.1))),
    }
}

/// The dialect that the module was built for: the first word of its custom section `wasock`.
fn mark(module: &Module) -> Result<Option<String>, Error> {
    let Some(section) = module.custom_sections().find(|section| section.name() == "wasock") else { return Ok(None) };
    let text = String::from_utf8_lossy(section.data());
    let dialect = text.split_whitespace().next().unwrap_or_default();
    if names().any(|name| name == dialect) {
        return Ok(Some(dialect.to_owned()));
    }
    if dialect == "wasi-sockets" {
        return Err(Error::ModuleOfComponent);
    }
    Err(Error::UnknownMark(dialect.to_owned(), names().collect::<Vec<_>>().join(", ")))
}

/// An import of the module.
struct Wanted<'m>(ImportType<'m>);

fn wanted(module: &Module) -> impl Iterator<Item = Wanted<'_>> {
    module.imports().map(Wanted)
}

impl Wanted<'_> {
    fn served_by(&self, imports: &Imports) -> bool {
        let found = imports.find(self.0.module(), self.0.name());
        found.zip(self.0.ty().func()).is_some_and(|(import, ty)| has_type(import, ty))
    }

    /// The error message: the missing import, and its dialect if one has it.
    fn complaint(&self, dialect: &Dialect, imports: &Imports) -> String {
        let (module, name) = (self.0.module(), self.0.name());
        let Some(ty) = self.0.ty().func() else {
            return format!("the module imports {module}.{name}, which is not a function; the host has functions only");
        };
        let wanted = format!("the module imports {module}.{name} {}", signature(ty.params(), ty.results()));
        let other = DIALECTS.iter().find(|other| self.served_by(&other.imports())).map(|other| other.name);
        // An import module other than preview 1 belongs to one dialect.
        let home = || DIALECTS.iter().find(|other| module != PREVIEW1 && other.imports().has(module));
        if let Some(name) = other {
            format!("{wanted}, which belongs to the dialect {name}; run it with --dialect={name}")
        } else if let Some(import) = imports.find(module, name) {
            format!("{wanted}, but in the dialect {} it is {}", dialect.name, signature(&import.params, import.results))
        } else if let Some(Dialect { name, .. }) = home() {
            format!("{wanted}, which belongs to the dialect {name}; this host does not serve it")
        } else {
            format!("{wanted}, which no known dialect has")
        }
    }
}

fn has_type(import: &Import, ty: &FuncType) -> bool {
    ty.params() == import.params && ty.results() == import.results
}

fn signature(params: &[ValType], results: &[ValType]) -> String {
    let list =
        |types: &[ValType]| types.iter().map(|ty| format!("{ty:?}").to_lowercase()).collect::<Vec<_>>().join(", ");
    format!("({}) -> ({})", list(params), list(results))
}

#[cfg(test)]
#[path = "dialect_tests.rs"]
mod tests;
