// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Results that no honest host returns: lengths beyond the buffers, counts beyond the arrays, records of any bytes.
//!
//! Lies are written only to the places that the call has for results: a host that writes elsewhere can do anything to a guest.

use super::{Faults, Happening};
use crate::errno::{Answer, Errno};

impl Faults {
    /// Whether some functions lie.
    pub fn is_liar(&self) -> bool {
        self.spec.lies > 0
    }

    /// Whether the current function may lie.
    pub fn may_lie(&self) -> bool {
        self.in_liar
    }

    /// Whether this result is a lie.
    pub fn lies(&mut self) -> bool {
        self.strikes(Happening::Lie)
    }

    /// The errno beside a lie: mostly success, whatever it was; otherwise any number.
    pub fn errno(&mut self) -> Answer {
        match self.rng.u8(..8) {
            0 => Err(Errno::own(self.rng.u16(1..100))),
            1 => Err(Errno::own(self.rng.u16(1..))),
            _ => Ok(()),
        }
    }

    /// Writes a lie to the place of a result.
    pub fn make_up(&mut self, place: &mut [u8]) {
        let (words, rest) = place.as_chunks_mut::<4>();
        // Change few parts of a record: if all were wrong, the first would always be the reason for refusing it.
        let all = words.len() == 1 || self.rng.bool();
        for word in words {
            if all || self.rng.u8(..4) == 0 {
                *word = self.word(u32::from_le_bytes(*word)).to_le_bytes();
            }
        }
        for byte in rest {
            *byte = if self.rng.bool() { self.rng.u8(..4) } else { self.rng.u8(..) };
        }
    }

    /// A number near the true one, near the end of the range, or any.
    fn word(&mut self, truth: u32) -> u32 {
        match self.rng.u8(..12) {
            0 => 0,
            1 => truth.wrapping_add(1),
            2 => truth.wrapping_sub(1),
            3 => truth.wrapping_mul(2),
            4 => u32::MAX,
            5 => i32::MAX.cast_unsigned(),
            6 => i32::MIN.cast_unsigned(),
            7 => self.rng.u32(..16),
            8 => self.rng.u32(..4096),
            9 => 1 << self.rng.u32(..32),
            // Change a half or a byte, which may be fields of their own.
            10 => self.rng.u32(..4) << 16 | self.rng.u32(..4),
            _ => self.rng.u32(..),
        }
    }
}
