// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! A name with thousands of addresses, by the system's own resolver: in a mount namespace where `/etc/hosts` has them.

use std::fmt::Write;
use std::path::PathBuf;
use std::process::Command;

use crate::common::program;

const ADDRESSES: u32 = 4_500;

struct Files(PathBuf);

impl Drop for Files {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn files() -> Files {
    let files = Files(std::env::temp_dir().join(format!("wasock-run-{}-hosts", std::process::id())));
    std::fs::create_dir(&files.0).expect("a place for files");
    let hosts = (0..ADDRESSES).fold(String::new(), |mut hosts, number| {
        let [_, _, upper, lower] = number.to_be_bytes();
        writeln!(hosts, "10.1.{upper}.{lower} many.example").expect("there is memory");
        hosts
    });
    let resolve = "(block (result i32) (i64.store (i32.const 384) (i64.const 0x6178652e796e616d))
        (i64.store (i32.const 392) (i64.const 0x656c706d))
        (call $sock_addr_resolve (i32.const 384) (i32.const 400) (i32.const 404) (i32.const 1024) (i32.const 0)
            (i32.const 16)))";
    for (name, content) in [
        ("hosts", hosts.into_bytes()),
        ("host.conf", b"multi on\n".to_vec()),
        ("nsswitch.conf", b"hosts: files\n".to_vec()),
        ("guest.wasm", program(resolve)),
    ] {
        std::fs::write(files.0.join(name), content).expect("a place for a file");
    }
    files
}

/// How many answers there are, with this flag.
fn answers(files: &Files, limit: &str) -> Option<String> {
    let script = "touch /etc/host.conf && for name in hosts host.conf nsswitch.conf; do \
        mount --bind $0/$name /etc/$name || exit 99; done; exec \"$@\"";
    let run = ["--trace", "--allow-resolve=many.example", limit, "--"];
    let output = Command::new("unshare")
        .args(["--map-root-user", "--mount", "--net", "sh", "-c", script])
        .arg(&files.0)
        .arg(env!("CARGO_BIN_EXE_wasock-run"))
        .args(run)
        .arg(files.0.join("guest.wasm"))
        .output()
        .expect("unshare, of the package util-linux");
    let trace = String::from_utf8_lossy(&output.stderr).into_owned();
    let line = trace.lines().find(|line| line.contains("sock_addr_resolve"));
    assert!(line.is_some(), "{trace}");
    line.and_then(|line| line.split_once("ok total=")).map(|(_, total)| total.to_owned())
}

#[test]
fn as_many_answers_as_are_allowed() {
    let files = files();
    assert_eq!(answers(&files, "--limit=lookup=30").as_deref(), Some("256"));
    assert_eq!(answers(&files, "--limit=results=4321").as_deref(), Some("4321"));
    // Each address comes once for streams and once for datagrams.
    assert_eq!(answers(&files, "--limit=results=65536").as_deref(), Some("9000"));
}
