//! How much the guest's memories and tables take of the host's memory.

use wasmi::ResourceLimiter;
use wasmi::errors::{MemoryError, TableError};
use wasmi_core::LimiterError;

/// Bytes of a table's element.
const ELEMENT: usize = 16;
/// Most memories, and most tables: each takes something, be it empty.
const MAX_COUNT: usize = 1000;

/// Bytes that all memories have together, and all tables, and what each may come to.
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
    /// Takes more, if there is as much.
    fn take(&mut self, more: usize, limit: usize) -> bool {
        let taken = self.taken.saturating_add(more);
        if taken > limit {
            return false;
        }
        (self.taken, self.last) = (taken, more);
        true
    }

    /// Gives the last back.
    fn give_back(&mut self) {
        self.taken -= std::mem::take(&mut self.last);
    }
}

impl Quota {
    /// Nothing taken of so many bytes.
    pub fn new(limit: usize) -> Self {
        Self { limit, memories: Account::default(), tables: Account::default() }
    }
}

impl ResourceLimiter for Quota {
    fn memory_growing(&mut self, now: usize, then: usize, max: Option<usize>) -> Result<bool, LimiterError> {
        // Beyond its own maximum it does not grow, and takes nothing.
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
