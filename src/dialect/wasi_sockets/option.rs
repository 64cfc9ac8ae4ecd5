//! Options.

use super::layout::Raw;

/// What the program has set.
#[derive(Clone, Copy)]
pub(super) struct Settings {
    restore: Option<fn(&Settings, Raw)>,
}

impl Settings {
    pub const NONE: Self = Self { restore: None };

    /// Sets a new socket of the host's alike.
    pub fn apply(&self, raw: Raw) {
        if let Some(restore) = self.restore {
            restore(self, raw);
        }
    }
}
