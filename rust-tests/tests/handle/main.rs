// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! `wasock_set_network_handle`: Linux has nothing like it, so here the test says what must come.

use std::fs;
use std::process::Command;

use rust_tests::{Result, Verdict, guest, project, trying};

/// What `c-tests/handle/choose.c` prints over a dialect on the reference host, with one pool for each of two addresses.
fn chosen(dialect: &str) -> Result<String> {
    let folder = project("build/test/handle");
    trying(folder.display(), fs::create_dir_all(&folder))?;
    let module = folder.join(format!("choose.{dialect}.wasm"));
    guest(dialect, &project("c-tests/handle/choose.c"), &module, &[])?;
    let mut command = Command::new(project("build/bin/wasock-run"));
    command.args(["--addr-pool=127.0.0.1/32", "--addr-pool=127.0.0.2/32"]).arg(module);
    let output = trying("wasock-run (`make host` builds it)", command.output())?;
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

fn is(seen: String, wanted: &str) -> Verdict {
    if seen == wanted { Ok(()) } else { Err(format!("want:\n{wanted}\ngot:\n{seen}").into()) }
}

#[test]
fn a_program_names_its_address_pool() -> Verdict {
    is(
        chosen("berkeley")?,
        "as the library finds them: 0\n  127.0.0.1: 0\n  127.0.0.2: 0\n\
         the first: 0\n  127.0.0.1: 0\n  127.0.0.2: -1 EACCES\n\
         the second: 0\n  127.0.0.1: -1 EACCES\n  127.0.0.2: 0\n\
         standard output: -1 EINVAL\nnothing: -1 EBADF\n\
         any again: 0\n  127.0.0.1: 0\n  127.0.0.2: 0\n",
    )
}

/// The second of this host's protocols is TCP: datagram sockets are found without a name or not at all.
#[test]
fn a_program_names_its_protocol() -> Verdict {
    is(
        chosen("ueno")?,
        "as the library finds them: 0\n  127.0.0.1: 0\n  127.0.0.2: 0\n\
         the first: 0\n  127.0.0.1: 0\n  127.0.0.2: 0\n\
         the second: 0\n  127.0.0.1: -1 EPROTOTYPE\n  127.0.0.2: -1 EPROTOTYPE\n\
         standard output: -1 EINVAL\nnothing: -1 EBADF\n\
         any again: 0\n  127.0.0.1: 0\n  127.0.0.2: 0\n",
    )
}

#[test]
fn elsewhere_there_is_nothing_to_name() -> Verdict {
    is(chosen("wamr")?, "as the library finds them: -1 EOPNOTSUPP\n")
}
