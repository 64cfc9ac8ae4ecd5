// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! The limit of the guest's memories and tables.

use wasmi::ResourceLimiter;
use wasmi::errors::{MemoryError, TableError};
use wasmi_core::LimiterError;

/// The approximate size of a table element.
const ELEMENT: usize = 16;
/// The limit of the number of memories, and of tables: an empty one also costs the host memory.
const MAX_COUNT: usize = 1000;

/// The bytes of all memories together, the bytes of all tables together, and the limit of each sum.
pub struct Quota {
    limit: usize,
    memories: Account,
    tables: Account,
}

#[derive(Default)]
struct Account {
    taken: usize,
    last: usize,
}

impl Account {
    /// Adds to the sum, unless that exceeds the limit.
    fn take(&mut self, more: usize, limit: usize) -> bool {
        let taken = self.taken.saturating_add(more);
        if taken > limit {
            return false;
        }
        (self.taken, self.last) = (taken, more);
        true
    }

    /// Undoes the last addition.
    fn give_back(&mut self) {
        self.taken -= std::mem::take(&mut self.last);
    }
}

impl Quota {
    /// An empty quota with this limit, in bytes.
    pub fn new(limit: usize) -> Self {
        Self { limit, memories: Account::default(), tables: Account::default() }
    }
}

impl ResourceLimiter for Quota {
    fn memory_growing(&mut self, now: usize, then: usize, max: Option<usize>) -> Result<bool, LimiterError> {
        // A memory or table does not grow beyond its own maximum, so nothing is added.
        let more = if max.is_some_and(|max| then > max) { 0 } else { then.saturating_sub(now) };
        Ok(self.memories.take(more, self.limit))
    }

    fn table_growing(&mut self, now: usize, then: usize, max: Option<usize>) -> Result<bool, LimiterError> {
        let more = if max.is_some_and(|max| then > max) { 0 } else { then.saturating_sub(now) };
        Ok(self.tables.take(more.saturating_mul(ELEMENT), self.limit))
    }

    fn memory_grow_failed(&mut self, _: &MemoryError) -> Result<(), LimiterError> {
        self.memories.give_back();
        Ok(())
    }

    fn table_grow_failed(&mut self, _: &TableError) -> Result<(), LimiterError> {
        self.tables.give_back();
        Ok(())
    }

    fn instances(&self) -> usize {
        1
    }

    fn tables(&self) -> usize {
        MAX_COUNT
    }

    fn memories(&self) -> usize {
        MAX_COUNT
    }
}
