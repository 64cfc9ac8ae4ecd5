// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Host names and what they resolve to. A guest that has looked a name up has its address in memory.

use std::net::IpAddr;

use crate::world::positions;

/// A name, and its address. The first ones are secrets, which nobody is at; at the others are servers.
pub const NAMES: [(&str, &str); 6] = [
    ("open.test", "2001:db8:5ec:7e7::1"),
    ("a.open.test", "2001:db8:5ec:7e7::2"),
    ("not-open.test", "2001:db8:5ec:7e7::3"),
    ("site.test", "8.8.8.8"),
    ("www.site.test", "93.184.216.34"),
    ("inside.test", "10.1.2.3"),
];

/// For rules.
pub const PATTERNS: [&str; 6] = ["open.test", "*.open.test", "site.test", "*.site.test", "inside.test", "*.test"];

/// The start of each secret address, as a network has it and as 16-bit words in memory; eight bytes follow.
const MARKS: [[u8; 8]; 2] = [[0x20, 0x01, 0x0d, 0xb8, 5, 0xec, 7, 0xe7], [0x01, 0x20, 0xb8, 0x0d, 0xec, 5, 0xe7, 7]];

/// Is it the name, or for `*.suffix` one below?
pub fn is(pattern: &str, name: &str) -> bool {
    pattern.strip_prefix('*').map_or(pattern == name, |suffix| name.ends_with(suffix))
}

/// Has the name this address?
pub fn has(name: usize, ip: IpAddr) -> bool {
    NAMES[name].1.parse() == Ok(ip)
}

/// What `/etc/hosts` is for the guests.
pub fn hosts() -> String {
    NAMES.iter().map(|(name, ip)| format!("{ip} {name}\n")).collect()
}

/// Finds and erases the secret addresses in the guest's memory.
pub fn read(memory: &mut [u8]) -> Vec<usize> {
    /// A byte of both marks; few places in a memory have it.
    const RARE: u8 = 0xb8;
    let mut found = Vec::new();
    for at in positions(memory, RARE) {
        for (mark, before) in MARKS.iter().zip([3, 2]) {
            let start = at.saturating_sub(before);
            if memory[start..].starts_with(mark) && start + 16 <= memory.len() {
                let number = usize::from(memory[start + 14].max(memory[start + 15]));
                found.extend(number.checked_sub(1).filter(|name| *name < NAMES.len()));
                memory[start..start + 8].fill(0);
            }
        }
    }
    found
}
