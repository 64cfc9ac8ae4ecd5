// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! The command line: exit codes, and one clear line for everything that is wrong.

use std::path::PathBuf;
use std::process::{Command, Output};

use crate::common::{self, program};

/// A file that is gone when the test is.
struct Module(PathBuf);

impl Module {
    fn new(name: &str, bytes: &[u8]) -> Self {
        let path = std::env::temp_dir().join(format!("wasock-run-{}-{name}.wasm", std::process::id()));
        std::fs::write(&path, bytes).expect("a place for a file");
        Self(path)
    }

    fn run(&self, flags: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_wasock-run"));
        command.args(flags).arg(&self.0).output().expect("the command starts")
    }
}

impl Drop for Module {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

fn text(name: &str, wat: &str) -> Module {
    Module::new(name, &wat::parse_str(wat).expect("the test's own text is a module"))
}

/// The one line on standard error.
fn line(output: &Output) -> String {
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(text.lines().count(), 1, "{text}");
    assert!(text.starts_with("wasock-run: "), "{text}");
    text.trim_end().to_owned()
}

#[test]
fn the_exit_code_is_the_guests() {
    let module = Module::new("exit", &program("(i32.const 7)"));
    let output = module.run(&[]);
    assert_eq!((output.status.code(), output.stderr.len()), (Some(7), 0));
}

#[test]
fn a_trap_is_134_and_one_line() {
    let output = text("trap", r#"(module (func (export "_start") unreachable))"#).run(&[]);
    assert_eq!(output.status.code(), Some(134));
    assert!(line(&output).contains("trapped: wasm `unreachable`"), "{}", line(&output));
}

#[test]
fn endless_recursion_is_a_trap() {
    let output = text("deep", r#"(module (func $f (export "_start") (call $f) (call $f)))"#).run(&[]);
    assert_eq!(output.status.code(), Some(134));
    assert!(line(&output).contains("trapped"));
}

#[test]
fn what_is_no_module_is_said_so() {
    let output = Module::new("text", b"#!/bin/sh\n").run(&[]);
    assert_eq!(output.status.code(), Some(125));
    assert!(line(&output).contains("not a WebAssembly module"));
}

#[test]
fn a_component_has_another_runtime() {
    let output = Module::new("component", b"\0asm\x0d\0\x01\0").run(&[]);
    assert_eq!(output.status.code(), Some(125));
    assert!(line(&output).contains("run it with `wasmtime run -S inherit-network,allow-ip-name-lookup`"));
    let output =
        text("part", r#"(module (func (export "_start")) (@custom "wasock" "wasi-sockets 0.1.0\n"))"#).run(&[]);
    assert_eq!(output.status.code(), Some(125));
    assert!(line(&output).contains("wasock-component makes one"));
}

#[test]
fn a_library_is_no_program() {
    let output = text("library", r#"(module (func (export "f")))"#).run(&[]);
    assert_eq!(output.status.code(), Some(125));
    assert!(line(&output).contains("exports no function _start"));
}

fn importing(name: &str, import: &str) -> String {
    let wat = format!(r#"(module (import {import}) (memory (export "memory") 1) (func (export "_start")))"#);
    let output = text(name, &wat).run(&[]);
    assert_eq!(output.status.code(), Some(125));
    line(&output)
}

#[test]
fn a_missing_import_is_named() {
    let line = importing("missing", r#""env" "frobnicate" (func (param i32 i64))"#);
    assert!(line.ends_with("imports env.frobnicate (i32, i64) -> (), which no known dialect has"), "{line}");
}

#[test]
fn an_import_of_another_type_is_compared() {
    let line = importing("type", r#""wasi_snapshot_preview1" "sock_connect" (func (param i32 i64) (result i32))"#);
    assert!(
        line.contains("sock_connect (i32, i64) -> (i32), but in the dialect wamr it is (i32, i32) -> (i32)"),
        "{line}"
    );
}

#[test]
fn an_import_of_another_dialect_is_attributed() {
    let line = importing("foreign", r#""wasix_32v1" "epoll_create" (func (param i32) (result i32))"#);
    assert!(line.contains("belongs to the dialect wasix"), "{line}");
}

#[test]
fn an_imported_memory_is_refused() {
    let line = importing("memory", r#""env" "memory" (memory 1)"#);
    assert!(line.contains("env.memory, which is not a function"), "{line}");
}

#[test]
fn flags_that_cannot_be_understood_are_one_line() {
    let module = Module::new("flags", &program("(i32.const 0)"));
    for (flag, words) in [
        ("--frobnicate", "unexpected argument '--frobnicate'"),
        ("--addr-pool=10.0.0.0/99", "`10.0.0.0/99` is not an address rule"),
        ("--allow-resolve=*example.com", "`*example.com` is not a name rule"),
        ("--env=NAME", "write NAME=VALUE"),
        ("--dir=::/x", "write HOST or HOST::GUEST"),
    ] {
        let output = module.run(&[flag]);
        assert_eq!(output.status.code(), Some(2), "{flag}");
        assert!(line(&output).contains(words), "{}", line(&output));
    }
}

/// The flags of this host end at the module: `--help` behind it is the guest's, which counts its arguments.
#[test]
fn what_follows_the_module_is_the_guests() {
    let count = "(drop (call $args_sizes_get (i32.const 16) (i32.const 20))) (i32.load (i32.const 16))";
    let module = Module::new("arguments", &program(count));
    let path = module.0.display().to_string();
    for arguments in [&["--help"][..], &["-V", "--trace"], &["--", "--addr-pool=nonsense", "x"]] {
        let output = Command::new(env!("CARGO_BIN_EXE_wasock-run")).arg(&path).args(arguments).output();
        let output = output.expect("the command starts");
        assert_eq!(output.status.code(), i32::try_from(arguments.len() + 1).ok(), "{arguments:?}");
    }
}

#[test]
fn what_is_not_there_is_named() {
    let module = Module::new("there", &program("(i32.const 0)"));
    let output = module.run(&["--dir=/no/such/directory"]);
    assert_eq!(output.status.code(), Some(125));
    assert!(line(&output).contains("cannot open the directory /no/such/directory"));
    let output = module.run(&["--dialect=frobnicate"]);
    assert!(line(&output).contains("unknown dialect `frobnicate`; known are auto, wamr"));
    let output = module.run(&["--quirks=frobnicate"]);
    assert!(line(&output).contains("quirks of `frobnicate` are not known; known are those of wamr, wasmedge, wasi-go"));
    let output = module.run(&["--dialect=wamr", "--quirks=wasi-go"]);
    assert!(line(&output).contains("quirks of `wasi-go` are not known; known are those of wamr"));
    let output = Module(PathBuf::from("/no/such/module.wasm")).run(&[]);
    assert_eq!(output.status.code(), Some(125));
}

#[test]
fn a_refusal_is_one_line_on_standard_error() {
    let body = "(block (result i32) (drop (call $sock_open (i32.const -1) (i32.const 0) (i32.const 1) (i32.const 16)))
        (call $sock_connect (i32.const 3) (i32.const 256)))";
    let module = Module::new("refused", &program(body));
    let output = module.run(&[]);
    assert_eq!(output.status.code(), Some(common::errno::ACCES));
    assert!(line(&output).ends_with("or --addr-pool=127.0.0.1/32"));
}

#[test]
fn a_guest_that_runs_for_too_long_is_ended() {
    let module = text("endless", r#"(module (func (export "_start") (loop $again (br $again))))"#);
    let output = module.run(&["--limit=seconds=1"]);
    assert_eq!(output.status.code(), Some(124));
    assert!(line(&output).contains("the guest has had its 1 seconds"));
}

#[test]
fn a_crooked_rule_or_limit_is_one_line() {
    let module = Module::new("rules", &program("(i32.const 0)"));
    for (flag, words) in [
        ("--allow=connect tcp", "`connect tcp` is not a rule: it has three or four words"),
        ("--allow=connect tcp 0.0.0.0/8", "`0.0.0.0/8` is every address to WAMR, but not to this host"),
        ("--addr-pool=0.0.0.0/15", "write 0.0.0.0/0 for all public ones"),
        ("--limit=sockets=many", "`sockets=many` is out of range; sockets can be 0 to 4096"),
        ("--limit=fun=1", "`fun=1` is not a limit"),
    ] {
        let output = module.run(&[flag]);
        assert_eq!(output.status.code(), Some(2), "{flag}");
        assert!(line(&output).contains(words), "{}", line(&output));
    }
}

#[test]
fn the_help_explains_rules_and_limits() {
    let output = Command::new(env!("CARGO_BIN_EXE_wasock-run")).arg("--help").output().expect("the command starts");
    let help = String::from_utf8_lossy(&output.stdout);
    for words in ["DIRECTION  bind, listen, accept, connect, send, receive", "NAME@ADDRESS/BITS", "results=256"] {
        assert!(help.contains(words), "{words}");
    }
    // The examples are rules.
    let rules: Vec<_> = help.split("--allow='").skip(1).filter_map(|rest| rest.split('\'').next()).collect();
    assert!(rules.len() >= 6, "{rules:?}");
    for rule in rules {
        assert!(rule.parse::<host_stub::Rule>().is_ok(), "{rule}");
    }
}

/// The pipe behind standard error is full, and nobody reads it.
#[test]
fn the_time_is_over_whatever_the_guest_has_done_to_the_pipes() {
    use std::time::{Duration, Instant};
    let body =
        "(loop (result i32) (drop (call $fd_write (i32.const 2) (i32.const 64) (i32.const 1) (i32.const 16))) (br 0))";
    let module = Module::new("full", &program(body));
    let mut command = Command::new(env!("CARGO_BIN_EXE_wasock-run"));
    command.arg("--limit=seconds=1").arg(&module.0).stderr(std::process::Stdio::piped());
    let mut child = command.spawn().expect("the command starts");
    let start = Instant::now();
    let ended = loop {
        let ended = child.try_wait().expect("it is a child");
        if ended.is_some() || start.elapsed() > Duration::from_secs(20) {
            break ended;
        }
        std::thread::sleep(Duration::from_millis(20));
    };
    // Only one that has not ended can be ended.
    let _ = child.kill();
    let _ = child.wait();
    assert_eq!(ended.and_then(|status| status.code()), Some(124));
}

#[test]
fn to_be_counted_makes_no_module_valid() {
    let first = r#"(module (global (mut i64) (i64.const 0)) (memory (export "memory") 1)"#;
    let module = text("counted", &format!(r#"{first} (func (export "_start") (global.set 0 (i64.const 7))))"#));
    assert_eq!(module.run(&["--count"]).status.code(), Some(0));
    let start = r#"(func (export "_start") i64.const 0 global.set 1)"#;
    // The text format does not know that there is no such global.
    let module = Module::new("uncounted", &wat::parse_str(format!("{first} {start})")).expect("it is read"));
    for flags in [&[][..], &["--count"]] {
        assert_eq!(module.run(flags).status.code(), Some(125), "{flags:?}");
    }
    let none = text("none", r#"(module (func (export "_start")))"#);
    assert_eq!(none.run(&["--count"]).status.code(), Some(0), "without a global of its own");
}

#[test]
fn names_can_be_allowed_one_after_the_other() {
    let module = Module::new("names", &program("(i32.const 0)"));
    let output = module.run(&["--allow-resolve=a.example", "--allow-resolve=b.example,c.example"]);
    assert_eq!(output.status.code(), Some(0));
}
