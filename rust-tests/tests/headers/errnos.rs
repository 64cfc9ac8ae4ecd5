// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Errors that can be read: the C library has a sentence for every errno that the library returns.

use std::fs;
use std::process::Command;

use rust_tests::{Result, Verdict, project, trying};

use crate::sysroot::Sysroot;
use crate::{call, each, run, work_file};

/// Prints the errors that `strerror` has no sentence for, and what `perror` says of one.
const PROGRAM: &str = r#"
#include <errno.h>
#include <stdio.h>
#include <string.h>

static void look_at(const char *name, int number)
{
    char none[64], text[64];
    strcpy(none, strerror(0));
    strcpy(text, strerror(number));
    if (strlen(text) < 5 || strcmp(text, none) == 0 || strcmp(text, strerror(4000)) == 0)
        printf("%s has no sentence but \"%s\"\n", name, text);
}

int main(void)
{
    BY_NAME
    for (int number = 1; number <= LAST_OF_PREVIEW_1; number++) {
        char name[16];
        snprintf(name, sizeof name, "%d", number);
        look_at(name, number);
    }
    errno = EPROTOTYPE;
    perror("socket");
    return 0;
}
"#;

/// Hosts return these numbers.
const LAST_OF_PREVIEW_1: u8 = 76;

/// Those that `src/errno.rs` names, and so all that the library returns by itself.
fn own() -> Result<Vec<String>> {
    let path = project("src/errno.rs");
    let text = trying(path.display(), fs::read_to_string(&path))?;
    let list = text.split_once("names! {\n").and_then(|(_, rest)| rest.split_once('}')).map(|(list, _)| list);
    let names: Vec<_> = list.unwrap_or_default().split_whitespace().map(String::from).collect();
    if names.len() < 30 { Err(format!("{}: no list of errors", path.display())) } else { Ok(names) }
}

#[test]
fn each_has_a_sentence_in_the_c_library() -> Verdict {
    let calls: String = own()?.iter().map(|name| format!("look_at(\"{name}\", {name});\n")).collect();
    let text = PROGRAM.replace("BY_NAME", &calls).replace("LAST_OF_PREVIEW_1", &LAST_OF_PREVIEW_1.to_string());
    let source = work_file("errnos.c", &text)?;
    let module = project("build/test/headers/errnos.wasm");
    Ok(each(Sysroot::all()?, |sysroot| {
        run(sysroot.cc().args(["-dialect=wamr", "-o"]).arg(&module).arg(&source))?;
        let (succeeded, printed, said) = call(Command::new(project("build/bin/wasock-run")).arg(&module))?;
        let is_told = said == "socket: Protocol wrong type for socket\n";
        if succeeded && printed.is_empty() && is_told { Ok(()) } else { Err(printed + &said) }
    })?)
}
