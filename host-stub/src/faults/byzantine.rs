// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Answers that no honest host gives: lengths beyond the buffers, counts beyond the arrays, records of any bytes.
//!
//! A liar keeps to the places that the call has for answers; one that writes elsewhere could do anything to a guest.

use super::{Faults, Happening};
use crate::errno::{Answer, Errno};

impl Faults {
    /// Whether answers of some functions are made up.
    pub fn is_liar(&self) -> bool {
        self.spec.lies > 0
    }

    /// Whether the answer of the function that is being called may be made up.
    pub fn may_lie(&self) -> bool {
        self.in_liar
    }

    /// Whether this answer is made up.
    pub fn lies(&mut self) -> bool {
        self.strikes(Happening::Lie)
    }

    /// The errno beside answers that are made up: mostly success, whatever it was; else any number.
    pub fn errno(&mut self) -> Answer {
        match self.rng.u8(..8) {
            0 => Err(Errno::own(self.rng.u16(1..100))),
            1 => Err(Errno::own(self.rng.u16(1..))),
            _ => Ok(()),
        }
    }

    /// Makes an answer up, in the place for it.
    pub fn make_up(&mut self, place: &mut [u8]) {
        let (words, rest) = place.as_chunks_mut::<4>();
        // A record is seldom wrong in all its parts, or it would be refused for the first.
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

    /// A number near the truth, near an end, or any.
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
            // Two halves, or four bytes, that mean something each.
            10 => self.rng.u32(..4) << 16 | self.rng.u32(..4),
            _ => self.rng.u32(..),
        }
    }
}
