//! What the host itself says: the trace, and who was refused or dropped, when it happens and once each.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::net::IpAddr;

/// Where the host's own lines go.
pub type Log = Box<dyn FnMut(&str) + Send>;

/// Most lines of one run about what the guest may not.
const MAX_REFUSALS: usize = 1000;
/// Most about what others may not, who must not silence the ones above.
const MAX_DROPS: usize = 100;

/// The lines of one run.
pub struct Journal {
    log: RefCell<Log>,
    /// Whether there is a line per call, and per drop.
    pub traces: bool,
    refused: RefCell<BTreeSet<String>>,
    dropped: RefCell<BTreeSet<(&'static str, IpAddr)>>,
}

impl Journal {
    /// With nothing said yet.
    pub fn new(log: Log, traces: bool) -> Self {
        Self { log: RefCell::new(log), traces, refused: RefCell::default(), dropped: RefCell::default() }
    }

    /// Says one line.
    pub fn say(&self, line: &str) {
        (self.log.borrow_mut())(line);
    }

    /// Says what was refused to the guest, unless it has been said.
    pub fn refused(&self, line: String) {
        self.once(&self.refused, MAX_REFUSALS, line.clone(), || Some(line));
    }

    /// Says that this was dropped, unless it has been said of the peer, whatever its port.
    pub fn dropped(&self, what: &'static str, peer: IpAddr, line: impl FnOnce() -> Option<String>) {
        if self.traces {
            self.say(&format!("drop({what} from {peer})"));
        }
        self.once(&self.dropped, MAX_DROPS, (what, peer), line);
    }

    fn once<K: Ord>(&self, said: &RefCell<BTreeSet<K>>, max: usize, key: K, line: impl FnOnce() -> Option<String>) {
        let mut said = said.borrow_mut();
        if said.len() >= max || !said.insert(key) {
            return;
        }
        if said.len() == max {
            self.say("wasock-run: what else of this kind is refused is no longer told");
        } else if let Some(line) = line() {
            self.say(&line);
        }
    }
}
