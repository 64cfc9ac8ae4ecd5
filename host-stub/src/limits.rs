// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! The limits of a guest: each has a name, a number, and a range for it.

use std::ops::{Range, RangeInclusive};
use std::str::FromStr;
use std::time::Duration;

/// A limit that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LimitError {
    /// Not `NAME=NUMBER`, or no such name.
    #[error("`{0}` is not a limit; write NAME=NUMBER with one of {names}", names = names())]
    Name(String),
    /// The number is not one that the limit can have.
    #[error("`{0}` is out of range; {name} can be {first} to {last}", name = .1, first = .2.start(), last = .2.end())]
    Number(String, &'static str, RangeInclusive<u32>),
}

/// One limit, by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit {
    row: usize,
    value: u32,
}

/// The limits of a guest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits([u32; TABLE.len()]);

/// Name, default, range, and what it limits.
type Row = (&'static str, u32, RangeInclusive<u32>, &'static str);

const SOCKETS: usize = 0;
const BYTES: usize = 1;
const IOVECS: usize = 2;
const RESULTS: usize = 3;
const PENDING: usize = 4;
const LOOKUP: usize = 5;
const MEMORY: usize = 6;
const LISTINGS: usize = 7;
const SECONDS: usize = 8;

const TABLE: [Row; 9] = [
    ("sockets", 2048, 0..=4096, "sockets that are open at a time"),
    ("bytes", 16 << 20, 1..=i32::MAX as u32, "bytes that one call moves"),
    // The system accepts no more.
    ("iovecs", 1024, 1..=1024, "buffers of one call"),
    ("results", 256, 1..=65_536, "addresses that one look-up returns"),
    ("pending", 512, 1..=4096, "connections that wait to be accepted on one socket"),
    ("lookup", 30, 1..=3600, "seconds that one look-up takes"),
    ("memory", 65_536, 0..=65_536, "pages of 64 KiB of all memories together; tables get as much again"),
    ("listings", 16 << 20, 0..=i32::MAX as u32, "bytes of directory listings that are kept while the guest reads them"),
    ("seconds", 0, 0..=u32::MAX, "seconds until the guest is ended with exit code 124; 0 is for ever"),
];

/// The limits and their defaults for the help, one on each line.
pub fn help() -> String {
    let line = |(name, value, _, meaning): Row| format!("  {:<16} {meaning}\n", format!("{name}={value}"));
    TABLE.map(line).concat()
}

fn names() -> String {
    TABLE.map(|(name, ..)| name).join(", ")
}

impl Default for Limits {
    fn default() -> Self {
        Self(TABLE.map(|(_, value, ..)| value))
    }
}

impl Limits {
    /// Sockets that are open at a time.
    pub fn sockets(&self) -> usize {
        self.0[SOCKETS] as usize
    }

    /// Bytes that one call moves.
    pub fn bytes(&self) -> usize {
        self.0[BYTES] as usize
    }

    /// Buffers of one call.
    pub fn iovecs(&self) -> usize {
        self.0[IOVECS] as usize
    }

    /// Answers of one look-up.
    pub fn results(&self) -> usize {
        self.0[RESULTS] as usize
    }

    /// Connections that wait to be accepted.
    pub fn pending(&self) -> u32 {
        self.0[PENDING]
    }

    /// How long one look-up of a name may take.
    pub fn lookup(&self) -> Duration {
        Duration::from_secs(self.0[LOOKUP].into())
    }

    /// Bytes of the guest's memories, and of its tables.
    pub fn memory(&self) -> usize {
        (self.0[MEMORY] as usize).saturating_mul(1 << 16)
    }

    /// Bytes of directories that are being read.
    pub fn listings(&self) -> usize {
        self.0[LISTINGS] as usize
    }

    /// How long the guest may run; `None` is for ever.
    pub fn time(&self) -> Option<Duration> {
        (self.0[SECONDS] != 0).then(|| Duration::from_secs(self.0[SECONDS].into()))
    }

    /// The first of these buffers, up to the bytes that one call moves.
    pub fn first_bytes(&self, buffers: &[Range<usize>]) -> Vec<Range<usize>> {
        first_bytes(buffers, self.bytes())
    }
}

/// As many bytes of the buffers from the first on.
pub fn first_bytes(buffers: &[Range<usize>], mut left: usize) -> Vec<Range<usize>> {
    let cut = buffers.iter().map(|buffer| {
        let len = buffer.len().min(left);
        left -= len;
        buffer.start..buffer.start + len
    });
    cut.collect()
}

impl FromIterator<Limit> for Limits {
    /// The defaults, replaced by these; of two with one name the last is used.
    fn from_iter<I: IntoIterator<Item = Limit>>(changes: I) -> Self {
        let mut limits = Self::default();
        for Limit { row, value } in changes {
            if let Some(place) = limits.0.get_mut(row) {
                *place = value;
            }
        }
        limits
    }
}

impl FromStr for Limit {
    type Err = LimitError;

    fn from_str(text: &str) -> Result<Self, LimitError> {
        let unknown = || LimitError::Name(text.into());
        let (wanted, value) = text.split_once('=').ok_or_else(unknown)?;
        let row = TABLE.iter().position(|(name, ..)| *name == wanted).ok_or_else(unknown)?;
        let (name, _, range, _) = &TABLE[row];
        match value.parse() {
            Ok(value) if range.contains(&value) => Ok(Self { row, value }),
            _ => Err(LimitError::Number(text.into(), name, range.clone())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(text: &str) -> String {
        text.parse::<Limit>().map_or_else(|error| error.to_string(), |limit| format!("{limit:?}"))
    }

    #[test]
    fn the_rows_are_in_their_order() {
        let names =
            [SOCKETS, BYTES, IOVECS, RESULTS, PENDING, LOOKUP, MEMORY, LISTINGS, SECONDS].map(|row| TABLE[row].0);
        assert_eq!(
            names,
            ["sockets", "bytes", "iovecs", "results", "pending", "lookup", "memory", "listings", "seconds"]
        );
        assert!(TABLE.iter().all(|(_, value, range, _)| range.contains(value)));
    }

    #[test]
    fn what_is_named_changes() -> Result<(), LimitError> {
        let limits: Limits =
            ["results=5000".parse()?, "sockets=7".parse()?, "sockets=8".parse()?].into_iter().collect();
        assert_eq!((limits.results(), limits.sockets(), limits.bytes()), (5000, 8, 16 << 20));
        assert_eq!(limits.time(), None);
        Ok(())
    }

    #[test]
    fn a_crooked_limit_is_named() {
        assert!(
            error("answers=1").starts_with("`answers=1` is not a limit; write NAME=NUMBER with one of sockets, bytes")
        );
        assert!(error("sockets").starts_with("`sockets` is not a limit"));
        assert_eq!(error("iovecs=1025"), "`iovecs=1025` is out of range; iovecs can be 1 to 1024");
        assert_eq!(error("bytes=-1"), "`bytes=-1` is out of range; bytes can be 1 to 2147483647");
    }

    #[test]
    fn buffers_are_cut_where_the_bytes_end() {
        assert_eq!(first_bytes(&[0..4, 8..12, 20..30], 6), [0..4, 8..10, 20..20]);
        assert_eq!(first_bytes(&[0..4, 8..9], 6), [0..4, 8..9]);
    }
}
