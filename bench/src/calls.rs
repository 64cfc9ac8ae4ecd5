// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! The calls that are made over and over by `bench/guests/calls.c`: which, and how one of them is told from its
//! surroundings.

use rust_tests::Result;

/// A call: its name, what is run, and runs whose calls are among it and are not meant. A run is a name of the program
/// and, behind a slash, a size.
pub type Call = (&'static str, &'static str, &'static [&'static str]);

/// The loop itself is no part of a call.
const LOOP: &str = "nothing";

/// The arguments of the program for a run of so many rounds.
pub fn arguments(run: &str, rounds: u64) -> Vec<String> {
    let (name, size) = run.split_once('/').unwrap_or((run, "0"));
    vec![name.into(), rounds.to_string(), size.into()]
}

/// What a call costs, by what one more round of a run costs; nothing where the program does not have the call.
pub fn cost(call: Call, mut each: impl FnMut(&str) -> Result<Option<f64>>) -> Result<Option<f64>> {
    let (_, run, others) = call;
    let empty = each(LOOP)?.ok_or("no loop")?;
    let Some(mut cost) = each(run)? else { return Ok(None) };
    cost -= empty;
    for other in others {
        cost -= each(other)?.ok_or_else(|| format!("{other} fails"))? - empty;
    }
    Ok(Some(cost.max(0.0)))
}
