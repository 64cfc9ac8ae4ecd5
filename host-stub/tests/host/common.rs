// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Small guests in the text format.

use std::sync::{Arc, Mutex};

use host_stub::{Config, Error, Outcome, Output, run};

/// WASI numbers that the tests expect.
pub mod errno {
    pub const OK: i32 = 0;
    pub const ACCES: i32 = 2;
    pub const AFNOSUPPORT: i32 = 5;
    pub const AGAIN: i32 = 6;
    pub const BADF: i32 = 8;
    pub const CONNREFUSED: i32 = 14;
    pub const FAULT: i32 = 21;
    pub const INPROGRESS: i32 = 26;
    pub const INVAL: i32 = 28;
    pub const NOSYS: i32 = 52;
    pub const NOTSOCK: i32 = 57;
    pub const PERM: i32 = 63;
    pub const PIPE: i32 = 64;
    pub const NOTCAPABLE: i32 = 76;
}

/// The imports of preview 1 that the tests use, and their parameters.
const IMPORTS: &[(&str, &str)] = &[
    ("fd_write", "i32 i32 i32 i32"),
    ("fd_read", "i32 i32 i32 i32"),
    ("fd_close", "i32"),
    ("fd_renumber", "i32 i32"),
    ("fd_fdstat_set_flags", "i32 i32"),
    ("fd_readdir", "i32 i32 i32 i64 i32"),
    ("path_open", "i32 i32 i32 i32 i32 i64 i64 i32 i32"),
    ("poll_oneoff", "i32 i32 i32 i32"),
    ("args_sizes_get", "i32 i32"),
    ("args_get", "i32 i32"),
    ("sock_open", "i32 i32 i32 i32"),
    ("sock_bind", "i32 i32"),
    ("sock_connect", "i32 i32"),
    ("sock_listen", "i32 i32"),
    ("sock_accept", "i32 i32 i32"),
    ("sock_send", "i32 i32 i32 i32 i32"),
    ("sock_recv", "i32 i32 i32 i32 i32 i32"),
    ("sock_send_to", "i32 i32 i32 i32 i32 i32"),
    ("sock_shutdown", "i32 i32"),
    ("sock_addr_local", "i32 i32"),
    ("sock_addr_resolve", "i32 i32 i32 i32 i32 i32"),
    ("sock_set_reuse_addr", "i32 i32"),
    ("sock_get_linger", "i32 i32 i32"),
    ("sock_get_recv_buf_size", "i32 i32"),
    ("sock_set_recv_timeout", "i32 i64"),
];

/// A program with one page of memory, whose exit code is the i32 that `body` leaves. What it calls is imported.
pub fn program(body: &str) -> Vec<u8> {
    let import = |(name, params): &(&str, &str)| {
        let called = body.contains(&format!("call ${name} ")) || body.contains(&format!("(call ${name}"));
        let text =
            format!(r#"(import "wasi_snapshot_preview1" "{name}" (func ${name} (param {params}) (result i32)))"#);
        called.then_some(text)
    };
    let imports: String = IMPORTS.iter().filter_map(import).collect();
    wat::parse_str(format!(
        r#"(module {imports}
            (import "wasi_snapshot_preview1" "proc_exit" (func $proc_exit (param i32)))
            (memory (export "memory") 1)
            {}
            (func (export "_start") (local $i i32) (call $proc_exit {body})))"#,
        data()
    ))
    .expect("the test's own text is a module")
}

/// What the memory holds: see `address` for the rest.
fn data() -> String {
    // 64: iovec of 5 bytes at 80, "hello"; 96: iovec of 16 bytes at 112; 72: iovec of no bytes.
    let text = r#"(data (i32.const 64) "\50\00\00\00\05\00\00\00\00\00\00\00\00\00\00\00hello")"#;
    let room = r#"(data (i32.const 96) "\70\00\00\00\10\00\00\00")"#;
    // 256: 127.0.0.1, port 6379; 288: 0.0.0.0; 320: [::]; 352: 127.0.0.1, port 0.
    let addresses = r#"(data (i32.const 256) "\00\00\00\00\7f\00\00\01\eb\18") (data (i32.const 320) "\01")
        (data (i32.const 352) "\00\00\00\00\7f\00\00\01")"#;
    // 384: "localhost", 400: "", 404: hints that are off.
    let name = r#"(data (i32.const 384) "localhost")"#;
    // 512: a relative clock of 20 ms; 560: reading from descriptor 3.
    let clock = r#"(data (i32.const 528) "\01\00\00\00\00\00\00\00\00\2d\31\01")"#;
    let read = r#"(data (i32.const 568) "\01\00\00\00\00\00\00\00\03")"#;
    // 640: the path "../x"; 656: the path "made".
    let path = r#"(data (i32.const 640) "../x") (data (i32.const 656) "made")"#;
    [text, room, addresses, name, clock, read, path].concat()
}

/// How a run has ended, and what the host itself had to say.
pub struct Ran {
    pub result: Result<Outcome, Error>,
    pub log: Vec<String>,
}

impl Ran {
    /// The guest's exit code.
    pub fn code(&self) -> i32 {
        self.result.as_ref().expect("the guest has run").exit_code
    }
}

/// Runs with captured output, no input, and the log kept.
pub fn run_with(module: &[u8], config: Config) -> Ran {
    let log = Arc::new(Mutex::new(Vec::new()));
    let lines = Arc::clone(&log);
    let stdin = config.stdin.or(Some(Vec::new()));
    let sink = Box::new(move |line: &str| lines.lock().expect("one thread").push(line.to_owned()));
    let config = Config { stdin, stdout: Output::Capture, stderr: Output::Capture, log: sink, ..config };
    let result = run(module, config);
    let log = std::mem::take(&mut *log.lock().expect("one thread"));
    Ran { result, log }
}

/// Runs a body with nothing allowed.
pub fn run_body(body: &str) -> Ran {
    run_with(&program(body), Config::default())
}

/// Opens a TCP socket, which becomes descriptor 3, and goes on with `body`.
pub fn with_tcp(body: &str) -> String {
    format!(
        "(block (result i32) (drop (call $sock_open (i32.const -1) (i32.const 0) (i32.const 1) (i32.const 16))) {body})"
    )
}

/// Opens a UDP socket, which becomes descriptor 3, and goes on with `body`.
pub fn with_udp(body: &str) -> String {
    format!(
        "(block (result i32) (drop (call $sock_open (i32.const -1) (i32.const 0) (i32.const 0) (i32.const 16))) {body})"
    )
}

/// A policy that allows the loopback addresses and the wildcards.
pub fn loopback() -> Config {
    let addr_pools = vec!["127.0.0.0/8,::1,0.0.0.0,::".parse().expect("the test's own rules")];
    Config { addr_pools, ..Config::default() }
}
