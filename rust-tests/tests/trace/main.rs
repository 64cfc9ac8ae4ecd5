// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! A program linked with `wasock-cc -trace` tells of its calls, and does what it does without; one linked without has
//! nothing of it.

use std::fs;
use std::process::Command;

use rust_tests::{Directives, Result, Run, Verdict, guest, observe, project, trying};

const TRACE: &str = "\
wasock: socket(AF_INET, SOCK_STREAM, 0) = 3
wasock: setsockopt(3, SO_REUSEADDR, 1) = 0
wasock: connect(3, 127.0.0.1:7) = -1 EACCES; the host forbids it, or has no rule that allows it: --addr-pool=127.0.0.1/32
wasock: getaddrinfo(127.0.0.1, http) 127.0.0.1:80 = 0
wasock: getaddrinfo(example.org, NULL) = -11 EACCES; the host forbids it: --allow-resolve=example.org
wasock: send(3, 6 bytes, MSG_NOSIGNAL) = -1 EPIPE
wasock: poll([ -1 POLLIN ], 0 ms) = 0
wasock: socket(AF_INET, SOCK_RAW, 0) = -1 EPROTONOSUPPORT; dialect wamr may have no call for it
wasock: connect(3, /run/app) = -1 EAFNOSUPPORT; dialect wamr may have no call for it
";

/// Compiles `c-tests/trace/calls.c` for WAMR with more flags, and runs it without any rule.
fn run(name: &str, flags: &[String]) -> Result<(String, String)> {
    let folder = project("build/test/trace");
    trying(folder.display(), fs::create_dir_all(&folder))?;
    let module = folder.join(name);
    guest("wamr", &project("c-tests/trace/calls.c"), &module, flags)?;
    let mut command = Command::new(project("build/bin/wasock-run"));
    let output = trying("wasock-run (`make host` builds it)", command.arg(module).output())?;
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    Ok((text(&output.stdout), text(&output.stderr)))
}

/// The guest's lines; the host's own stand among them, each to its end of line.
fn without_the_hosts(trace: &str) -> String {
    let mut parts = trace.split("wasock-run: ");
    let first = parts.next().unwrap_or_default();
    parts.fold(first.into(), |kept, part| kept + part.split_once('\n').map_or("", |(_, rest)| rest))
}

#[test]
fn each_call_is_told_with_its_result_and_what_would_help() -> Verdict {
    // Optimised, the program calls other functions where the arguments are known, and a flag without effect is gone.
    for (level, gone) in [("-O0", ""), ("-Os", ", MSG_NOSIGNAL")] {
        let (output, trace) = run("traced.wasm", &["-trace".into(), level.into()])?;
        let trace = without_the_hosts(&trace);
        if trace != TRACE.replace(gone, "") {
            return Err(format!("{level}, want:\n{TRACE}\ngot:\n{trace}").into());
        }
        if output != "errno is the program's: yes\n" {
            return Err(output.into());
        }
    }
    Ok(())
}

#[test]
fn without_it_nothing_is_told() -> Verdict {
    let (_, trace) = run("untraced.wasm", &[])?;
    if trace.contains("wasock: ") { Err(trace.into()) } else { Ok(()) }
}

/// Programs that pass what the library refuses, and those whose addresses and lengths come back.
const SAME: [&str; 6] =
    ["accept_truncate", "errno_efault", "errno_efault_beyond", "errno_order", "msg_vectors", "send_destination"];

#[test]
fn a_traced_program_does_what_it_does_without() -> Verdict {
    let runs = Run::all(None)?;
    let run = runs.iter().find(|run| run.name == "wamr").ok_or_else(|| "no run of wamr".to_owned())?;
    let folder = project("build/test/trace");
    trying(folder.display(), fs::create_dir_all(&folder))?;
    for name in SAME {
        let source = project(&format!("c-tests/{name}.c"));
        let directives = Directives::read(&trying(source.display(), fs::read_to_string(&source))?)?;
        let seen = |kind: &str, flags: &[String]| {
            let module = folder.join(format!("{name}-{kind}.wasm"));
            guest("wamr", &source, &module, flags)?;
            observe(&run.command(&module, &directives, None), &[], &directives, &module.with_extension(""))
        };
        for level in ["-O0", "-Os"] {
            let without = seen("untraced", &[level.into()])?;
            let with = seen("traced", &[level.into(), "-trace".into()])?;
            if with.lines != without.lines {
                let shown = |lines: &[String]| lines.join("\n");
                let (without, with) = (shown(&without.lines), shown(&with.lines));
                return Err(format!("{name} {level}, without:\n{without}\nwith:\n{with}").into());
            }
            if !with.stderr.contains("wasock: ") {
                return Err(format!("{name} {level}: nothing is traced").into());
            }
        }
    }
    Ok(())
}
