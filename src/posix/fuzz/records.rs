// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! What hosts answer to a look-up: every dialect reads a record of any bytes and of any length.

use super::{bytes, fuzz};
use crate::host::{Answers, answers};

#[test]
fn a_record_is_an_address_or_none() {
    for Answers { name, record, read } in answers() {
        fuzz(|rng| {
            let mut any = bytes(rng, 2 * record).into_vec();
            if rng.bool() {
                any.resize(record, rng.u8(..4));
            }
            // Small numbers are those that mean something.
            any.iter_mut().filter(|_| rng.u8(..4) == 0).for_each(|byte| *byte %= 4);
            let any = any.into_boxed_slice();
            let found = read(&any);
            assert!(found.is_none() || any.len() >= record, "{name}: an address out of {} bytes", any.len());
        });
    }
}
