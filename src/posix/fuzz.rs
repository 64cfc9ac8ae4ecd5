// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! The front, given anything, over a host that lies. Each case has its own seed; buffers are as long as they say and
//! not a byte longer, so that a sanitizer sees accesses beyond them (`make soak`).

use std::boxed::Box;
use std::string::{String, ToString};
use std::vec::Vec;

use fastrand::Rng;

use crate::host::fake;

mod messages;
mod names;
mod options;
mod records;
mod texts;

/// Cases of each function; `WASOCK_FUZZ` asks for another number.
const CASES: u64 = 2_000;

/// Calls `case` with chance of its own, many times. A failure names the seed, which `WASOCK_FUZZ_SEED` tries alone.
fn fuzz(case: impl Fn(&mut Rng) + std::panic::RefUnwindSafe) {
    let number = |name| std::env::var(name).ok().and_then(|text| text.parse().ok());
    let (first, count) = match number("WASOCK_FUZZ_SEED") {
        Some(seed) => (seed, 1),
        None => (0, number("WASOCK_FUZZ").unwrap_or(CASES)),
    };
    for seed in first..first + count {
        fake::lie(seed);
        let outcome = std::panic::catch_unwind(|| case(&mut Rng::with_seed(seed)));
        assert!(outcome.is_ok(), "failed with WASOCK_FUZZ_SEED={seed}");
    }
    std::println!("{count} cases");
}

/// Bytes by chance, seldom many.
fn bytes(rng: &mut Rng, most: usize) -> Box<[u8]> {
    let len = if rng.u8(..8) == 0 { rng.usize(..=most) } else { rng.usize(..=most.min(40)) };
    core::iter::repeat_with(|| rng.u8(..)).take(len).collect()
}

/// A random text, of pieces that mean something to its reader and of others.
fn text(rng: &mut Rng, pieces: &[&str]) -> String {
    let mut text = String::new();
    for _ in 0..rng.usize(..8) {
        match rng.u8(..8) {
            0 => text.push(rng.char(' '..'~')),
            1 => text.push_str(&rng.u32(..).to_string()),
            2 => text.push_str(&rng.u16(..300).to_string()),
            _ => text.push_str(pieces[rng.usize(..pieces.len())]),
        }
    }
    text
}

/// The text for C, one buffer as long as it is.
fn c_text(text: &str) -> Box<[u8]> {
    let text: Vec<u8> = text.bytes().filter(|byte| *byte != 0).chain([0]).collect();
    text.into()
}
