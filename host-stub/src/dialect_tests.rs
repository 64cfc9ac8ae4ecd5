// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::collections::BTreeSet;

use super::*;
use crate::{Config, Output, run};

#[test]
fn each_function_is_there_once_and_names_each_argument() {
    for dialect in DIALECTS {
        let mut imports = Imports::default();
        (dialect.add)(&mut imports);
        let mut seen = BTreeSet::new();
        for import in imports.iter() {
            assert!(seen.insert((import.module, import.name.clone())), "{} twice", import.name);
            let named = import.arguments.split_whitespace().count();
            assert!(named > 0 && named <= import.params.len(), "{}: {}", import.name, import.arguments);
        }
    }
}

/// Numbers that are nothing, small, descriptors, almost the end of the memory, and the edges of the number range.
const HOSTILE: [u32; 10] = [0, 1, 3, 4, 8, 65_528, 65_529, 0x7fff_ffff, 0x8000_0000, u32::MAX];

fn constant(ty: ValType, value: u32) -> String {
    match ty {
        ValType::I64 => format!("(i64.const {})", i64::from(value.cast_signed())),
        _ => format!("(i32.const {})", value.cast_signed()),
    }
}

/// Calls with the same hostile number everywhere, and on the first three descriptors behind stdio with each number at each place.
fn calls(import: &Import) -> Vec<Vec<u32>> {
    let places = import.params.len();
    let same = HOSTILE.iter().map(|&value| vec![value; places]);
    let one = (0..places * HOSTILE.len() * 3).map(|index| {
        let (place, rest) = (index % places, index / places);
        let mut values = vec![64; places];
        values[0] = 3 + (rest % 3) as u32;
        values[place] = HOSTILE[rest / 3];
        values
    });
    same.chain(one).collect()
}

/// How a dialect opens a TCP and a UDP socket, which are among 3, 4 and 5: the import and the calls.
fn sockets(dialect: &str) -> (&'static str, &'static str) {
    match dialect {
        "wamr" => (
            r#"(import "wasi_snapshot_preview1" "sock_open" (func $open (param i32 i32 i32 i32) (result i32)))"#,
            "(drop (call $open (i32.const -1) (i32.const 0) (i32.const 1) (i32.const 16)))
            (drop (call $open (i32.const -1) (i32.const 0) (i32.const 0) (i32.const 16)))",
        ),
        "berkeley" => (
            r#"(import "wasi_ephemeral_sock" "open" (func $open (param i32 i32 i32 i32) (result i32)))"#,
            "(drop (call $open (i32.const 3) (i32.const 0) (i32.const 1) (i32.const 16)))
            (drop (call $open (i32.const 3) (i32.const 0) (i32.const 0) (i32.const 16)))",
        ),
        "wasmedge" => (
            r#"(import "wasi_snapshot_preview1" "sock_open" (func $open (param i32 i32 i32) (result i32)))"#,
            "(drop (call $open (i32.const 1) (i32.const 2) (i32.const 16)))
            (drop (call $open (i32.const 1) (i32.const 1) (i32.const 16)))",
        ),
        "ueno" => (
            r#"(import "networking" "open" (func $open (param i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
            (import "networking" "connect" (func $connect (param i32 i32 i32 i32) (result i32)))"#,
            r#"(drop (call $open (i32.const 4) (i32.const 32) (i32.const 9) (i32.const 6) (i64.const 0) (i64.const 0)
                (i32.const 4) (i32.const 16)))"#,
        ),
        _ => ("", ""),
    }
}

/// A program with non-blocking sockets that makes all these calls and then ends well.
fn hostile(dialect: &str, import: &Import) -> Vec<u8> {
    let (import_open, open) = sockets(dialect);
    let params: String = import.params.iter().map(|ty| format!("{ty:?} ").to_lowercase()).collect();
    // Subscriptions at 8 and 64 are clocks that go off at once; no time at all would be for ever on Wasmer.
    let clocks = match import.name.as_str() {
        "poll_oneoff" => "(i64.store (i32.const 32) (i64.const 1)) (i64.store (i32.const 88) (i64.const 1))",
        _ => "",
    };
    let call = |values: Vec<u32>| {
        let values: String = values.into_iter().zip(&import.params).map(|(value, ty)| constant(*ty, value)).collect();
        format!("{clocks} (drop (call $f {values}))")
    };
    let calls: String = calls(import).into_iter().map(call).collect();
    wat::parse_str(format!(
        r#"(module
            (import "{}" "{}" (func $f (param {params}) (result i32)))
            {import_open}
            (import "wasi_snapshot_preview1" "fd_fdstat_set_flags" (func $flags (param i32 i32) (result i32)))
            (memory (export "memory") 1)
            (data (i32.const 32) "0.0.0.0:0")
            (func (export "_start")
                {open}
                (drop (call $flags (i32.const 3) (i32.const 4))) (drop (call $flags (i32.const 4) (i32.const 4)))
                (drop (call $flags (i32.const 5) (i32.const 4)))
                {calls}))"#,
        import.module, import.name
    ))
    .unwrap()
}

/// These calls end the guest, as the runtimes that are imitated end it.
fn exit_code(dialect: &str, import: &str, quirks: bool) -> i32 {
    const OF_BUFFERS: [&str; 8] =
        ["sock_recv", "sock_recv_from", "sock_send", "sock_send_to", "fd_read", "fd_write", "fd_pread", "fd_pwrite"];
    match dialect {
        "sock-connect" if import == "sock_shutdown" => 134,
        "wamr" if quirks && OF_BUFFERS.contains(&import) => 1,
        _ => 0,
    }
}

/// No import may panic, hang or end the guest, whatever it is called with. Nothing is allowed, so nothing leaves.
#[test]
fn no_call_harms_the_host() {
    for (quirks, trace) in [(false, false), (true, true)] {
        for dialect in DIALECTS {
            for import in
                dialect.imports().iter().filter(|import| import.results.len() == 1 && !import.params.is_empty())
            {
                let config = Config {
                    stdin: Some(Vec::new()),
                    stdout: Output::Capture,
                    stderr: Output::Capture,
                    dialect: dialect.name.into(),
                    log: Box::new(|_| {}),
                    quirks,
                    trace,
                    ..Config::default()
                };
                let outcome = run(&hostile(dialect.name, import), config);
                assert_eq!(
                    outcome.map(|outcome| outcome.exit_code).map_err(|error| error.to_string()),
                    Ok(exit_code(dialect.name, &import.name, quirks)),
                    "{}",
                    import.name
                );
            }
        }
    }
}
