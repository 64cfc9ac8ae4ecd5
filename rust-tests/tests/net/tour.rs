// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Every call of the crate, on every dialect and natively: they print the same, but for what `expect/` lists with its
//! reasons.

use std::ffi::OsString;
use std::fs;
use std::path::Path;

use rust_tests::{DIALECTS, Peer, Result, Role, Verdict, native_tour, project, read_module, rust_guest, trying};
use similar::{ChangeTag, TextDiff};

use crate::guest::{Ran, host, run};
use crate::server::free_port;

/// What the tour prints, by this command line up to its arguments.
fn lines(mut argv: Vec<OsString>, program: &Path, name: &str, peer: &Peer) -> Result<String> {
    let env = peer.env()?;
    argv.push(program.into());
    argv.extend(env.into_iter().map(|(_name, port)| port.into()));
    argv.push(free_port()?.to_string().into());
    let Ran { stdout, stderr, success } = run(&argv, None, &format!("tour-{name}"))?;
    if success { Ok(stdout) } else { Err(format!("{name}: {stdout}{stderr}")) }
}

/// The lines that differ: with a `-` those of Linux, with a `+` those of the dialect.
fn difference(linux: &str, dialect: &str) -> String {
    let diff = TextDiff::from_lines(linux, dialect);
    let sign = |tag| match tag {
        ChangeTag::Delete => Some('-'),
        ChangeTag::Insert => Some('+'),
        ChangeTag::Equal => None,
    };
    diff.iter_all_changes().filter_map(|change| sign(change.tag()).map(|sign| format!("{sign}{change}"))).collect()
}

/// The differences that are expected, without the reasons.
fn expected(dialect: &str) -> Result<String> {
    let path = project(&format!("rust-tests/tests/net/expect/{dialect}.txt"));
    let text = trying(path.display(), fs::read_to_string(path.clone()))?;
    Ok(text.split_inclusive('\n').filter(|line| line.starts_with(['-', '+'])).collect())
}

#[test]
fn every_call_does_on_every_dialect_what_it_does_on_linux() -> Verdict {
    let peer = Peer::start(Role::Echo)?;
    let linux = lines(Vec::new(), &native_tour()?, "native", &peer)?;
    let mut failures = String::new();
    for dialect in DIALECTS {
        let mut argv = host(dialect);
        argv.extend(peer.preopen().into_iter().filter(|_| dialect.name == "preview1").map(Into::into));
        let found = difference(&linux, &lines(argv, &rust_guest("tour", dialect)?, dialect.name, &peer)?);
        if found != expected(dialect.name)? {
            failures += &format!("{dialect} differs from Linux by:\n{found}");
        }
    }
    if failures.is_empty() { Ok(()) } else { Err(failures.into()) }
}

#[test]
fn no_panic_is_linked_into_a_guest_without_std() -> Verdict {
    for dialect in DIALECTS {
        let functions = read_module(&rust_guest("tour", dialect)?)?.functions;
        // The names are there, and so the crate's own.
        if !functions.iter().any(|name| name.contains("wasock_net")) {
            return Err(format!("{dialect}: the module names no function of the crate").into());
        }
        if let Some(name) = functions.iter().find(|name| name.contains("panic") || name.contains("unwind")) {
            return Err(format!("{dialect}: {name} is linked").into());
        }
    }
    Ok(())
}
