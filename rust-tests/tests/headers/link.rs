// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! An archive that is left out, or stands behind the C library, is an error of the linker's: never a program that
//! runs with the functions of the same names that the C library has.

use std::path::PathBuf;

use rust_tests::{Verdict, project};

use crate::sysroot::Sysroot;
use crate::{contains, each, fails, output, run, work_file};

/// The functions that are in libc.a as well.
const SHARED: &str = "\
#include <poll.h>
#include <sys/select.h>
#include <sys/socket.h>
int main(void)
{
    char byte;
    socklen_t len = 1;
    return accept(3, 0, 0) + accept4(3, 0, 0, 0) + getsockopt(3, SOL_SOCKET, SO_ERROR, &byte, &len) +
           (int)recv(3, &byte, 1, 0) + (int)send(3, &byte, 1, 0) + shutdown(3, SHUT_RD) + poll(0, 0, 0) +
           ppoll(0, 0, 0, 0) + select(0, 0, 0, 0, 0) + pselect(0, 0, 0, 0, 0, 0);
}
";

const NAMES: [&str; 10] =
    ["accept", "accept4", "getsockopt", "poll", "ppoll", "pselect", "recv", "select", "send", "shutdown"];

/// A program that takes its declarations from nowhere.
const UNDECLARED: &str = "int recv(), socket();\nint main(void) { return socket(1, 6, 0) + recv(3, 0, 0, 0); }\n";

fn module() -> PathBuf {
    project("build/test/headers/link.wasm")
}

#[test]
fn without_the_archive_nothing_links() -> Verdict {
    let source = work_file("shared.c", SHARED)?;
    Ok(each(Sysroot::all()?, |sysroot| {
        let mut cc = sysroot.cc();
        // The driver leaves the libraries to whoever says -nodefaultlibs.
        let told = fails(cc.args(["-nodefaultlibs", "-lc", "-o"]).arg(module()).arg(&source))?;
        each(NAMES, |name| contains(&told, &format!("undefined symbol: wasock_{name}")))
    })?)
}

#[test]
fn behind_the_c_library_the_archive_still_wins() -> Verdict {
    let source = work_file("shared-behind.c", SHARED)?;
    Ok(each(Sysroot::all()?, |sysroot| {
        let mut cc = sysroot.cc();
        let traced = NAMES.map(|name| format!("-Wl,--trace-symbol=wasock_{name}"));
        let told = output(cc.arg(&source).args(["-lc", "-o"]).arg(module()).args(&traced))?;
        each(NAMES, |name| contains(&told, &format!(": definition of wasock_{name}")))
    })?)
}

#[test]
fn behind_the_c_library_a_program_without_headers_does_not_link() -> Verdict {
    let source = work_file("undeclared.c", UNDECLARED)?;
    Ok(each(Sysroot::all()?, |sysroot| {
        run(sysroot.cc().args(["-w", "-std=gnu89", "-o"]).arg(module()).arg(&source))?;
        let mut cc = sysroot.cc();
        let told = fails(cc.args(["-w", "-std=gnu89"]).arg(&source).args(["-lc", "-o"]).arg(module()))?;
        contains(&told, "duplicate symbol: recv")
    })?)
}
