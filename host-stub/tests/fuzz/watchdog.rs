// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Ends the run when a call does not come back.

use std::sync::{Arc, Mutex, MutexGuard};
use std::time::{Duration, Instant};

const LIMIT: Duration = Duration::from_secs(20);

/// What is going on, and since when.
#[derive(Clone)]
pub struct Watchdog(Arc<Mutex<(String, Instant)>>);

impl Watchdog {
    /// A call begins.
    pub fn begins(&self, call: String) {
        *self.current() = (call, Instant::now());
    }

    fn current(&self) -> MutexGuard<'_, (String, Instant)> {
        self.0.lock().expect("nobody panics with the lock")
    }
}

/// Watches from now on.
pub fn start() -> Watchdog {
    let watchdog = Watchdog(Arc::new(Mutex::new((String::new(), Instant::now()))));
    let watched = watchdog.clone();
    std::thread::spawn(move || {
        loop {
            std::thread::sleep(LIMIT / 20);
            let (call, start) = watched.current().clone();
            if !call.is_empty() && start.elapsed() > LIMIT {
                eprintln!("this call does not come back: {call}");
                std::process::abort();
            }
        }
    });
    watchdog
}
