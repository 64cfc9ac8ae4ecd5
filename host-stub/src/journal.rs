// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! The host's own lines: the trace, and refused calls and dropped peers, each of which is logged at once and only once.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::net::IpAddr;

/// Where the host's own lines go.
pub type Log = Box<dyn FnMut(&str) + Send>;

/// The number of refused calls that one run logs.
const MAX_REFUSALS: usize = 1000;
/// The number of dropped peers that one run logs: peers must not use up the guest's lines.
const MAX_DROPS: usize = 100;

/// The lines of one run.
pub struct Journal {
    log: RefCell<Log>,
    /// Log each call and each drop.
    pub traces: bool,
    refused: RefCell<BTreeSet<String>>,
    dropped: RefCell<BTreeSet<(&'static str, IpAddr)>>,
}

impl Journal {
    /// A journal with no lines yet.
    pub fn new(log: Log, traces: bool) -> Self {
        Self { log: RefCell::new(log), traces, refused: RefCell::default(), dropped: RefCell::default() }
    }

    /// Writes one line.
    pub fn write(&self, line: &str) {
        (self.log.borrow_mut())(line);
    }

    /// Logs a refusal, unless the same line has been logged.
    pub fn refused(&self, line: String) {
        self.once(&self.refused, MAX_REFUSALS, line.clone(), || Some(line));
    }

    /// Logs a drop, unless one of the same address has been logged: the peer can choose its port.
    pub fn dropped(&self, what: &'static str, peer: IpAddr, line: impl FnOnce() -> Option<String>) {
        if self.traces {
            self.write(&format!("drop({what} from {peer})"));
        }
        self.once(&self.dropped, MAX_DROPS, (what, peer), line);
    }

    fn once<K: Ord>(&self, said: &RefCell<BTreeSet<K>>, max: usize, key: K, line: impl FnOnce() -> Option<String>) {
        let mut said = said.borrow_mut();
        if said.len() >= max || !said.insert(key) {
            return;
        }
        if said.len() == max {
            self.write("wasock-run: further lines of this kind are not logged");
        } else if let Some(line) = line() {
            self.write(&line);
        }
    }
}
