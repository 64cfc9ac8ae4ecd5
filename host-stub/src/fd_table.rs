// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! The guest's descriptors: stdio, files, directories and sockets in one table.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};

use crate::directory::Directory;
use crate::errno::Errno;
use crate::handle::Handle;
use crate::net::Socket;

/// The most descriptors of one guest, and the bound of their numbers unless those are scattered.
pub const MAX_FDS: u32 = 4096;

/// The object behind a descriptor.
pub enum Entry {
    /// The host's own standard input, output or error. Other processes share it, so its flags are not changed.
    Stdio(Stdio),
    /// A file that the guest has opened.
    File(OwnedFd),
    /// A directory.
    Directory(Directory),
    /// A socket.
    Socket(Socket),
    /// A right to use the network.
    Handle(Handle),
}

/// One of the three standard descriptors.
pub struct Stdio {
    /// The host's descriptor.
    pub fd: OwnedFd,
    /// Standard input, which is only read; the others are only written.
    pub is_input: bool,
    /// How many bytes may still be written: captured output takes the host's memory.
    pub room: Cell<u64>,
    /// The guest wants it non-blocking; kept here because the host's flag is shared with other processes.
    pub nonblocking: bool,
}

impl Entry {
    /// The listing of a directory, if it has been read.
    pub fn listing(&self) -> &[u8] {
        if let Self::Directory(directory) = self { &directory.listing } else { &[] }
    }
}

impl AsFd for Entry {
    fn as_fd(&self) -> BorrowedFd<'_> {
        match self {
            Self::Stdio(stdio) => stdio.fd.as_fd(),
            Self::File(fd) => fd.as_fd(),
            Self::Directory(directory) => directory.dir.as_fd(),
            Self::Socket(socket) => socket.as_fd(),
            Self::Handle(handle) => handle.as_fd(),
        }
    }
}

/// How a new descriptor gets its number.
#[derive(Clone, Copy)]
pub enum Numbering {
    /// The lowest free number, as in POSIX.
    Lowest,
    /// Any small free number, as on WAMR: pseudo-random, but the same in every run.
    Scattered(u32),
    /// Any positive number, as on WasmEdge: pseudo-random, too.
    Anywhere(u32),
}

/// All descriptors of one guest.
pub struct FdTable {
    entries: BTreeMap<u32, Entry>,
    numbering: Numbering,
    max_sockets: usize,
}

impl FdTable {
    /// A table with these entries from 0 on, and the limit of sockets.
    pub fn new(entries: Vec<Entry>, numbering: Numbering, max_sockets: usize) -> Self {
        Self { entries: (0..).zip(entries).collect(), numbering, max_sockets }
    }

    /// Adds an entry; `EMFILE` if there are too many sockets or entries.
    pub fn insert(&mut self, entry: Entry) -> Result<u32, Errno> {
        if is_of_network(&entry) {
            self.check_room()?;
        }
        if self.entries.len() >= MAX_FDS as usize {
            return Err(Errno::EMFILE);
        }
        let number = self.free_number().ok_or(Errno::EMFILE)?;
        self.entries.insert(number, entry);
        Ok(number)
    }

    /// All entries with their numbers.
    pub fn numbers(&self) -> impl Iterator<Item = (u32, &Entry)> {
        self.entries.iter().map(|(number, entry)| (*number, entry))
    }

    /// Checks that there can be one more socket, else `EMFILE`.
    pub fn check_room(&self) -> Result<(), Errno> {
        let sockets = self.entries.values().filter(|entry| is_of_network(entry)).count();
        let is_full = sockets >= self.max_sockets || self.entries.len() >= MAX_FDS as usize;
        if is_full { Err(Errno::EMFILE) } else { Ok(()) }
    }

    /// The entry; `EBADF` when there is none.
    pub fn get(&self, fd: u32) -> Result<&Entry, Errno> {
        self.entries.get(&fd).ok_or(Errno::EBADF)
    }

    /// The entry, to change it; `EBADF` when there is none.
    pub fn get_mut(&mut self, fd: u32) -> Result<&mut Entry, Errno> {
        self.entries.get_mut(&fd).ok_or(Errno::EBADF)
    }

    /// The socket; `ENOTSOCK` when it is something else.
    pub fn socket(&self, fd: u32) -> Result<&Socket, Errno> {
        match self.get(fd)? {
            Entry::Socket(socket) => Ok(socket),
            _ => Err(Errno::ENOTSOCK),
        }
    }

    /// The directory; `ENOTDIR` when it is something else.
    pub fn directory(&self, fd: u32) -> Result<&Directory, Errno> {
        match self.get(fd)? {
            Entry::Directory(directory) => Ok(directory),
            _ => Err(Errno::ENOTDIR),
        }
    }

    /// Removes the entry; dropping it closes it.
    pub fn remove(&mut self, fd: u32) -> Result<Entry, Errno> {
        self.entries.remove(&fd).ok_or(Errno::EBADF)
    }

    /// Moves `from` to `to` and closes the entry that was there; both must be open.
    pub fn renumber(&mut self, from: u32, to: u32) -> Result<(), Errno> {
        self.get(from)?;
        self.get(to)?;
        if from != to {
            let entry = self.remove(from)?;
            *self.get_mut(to)? = entry;
        }
        Ok(())
    }

    /// The next free number. If they are scattered, the search goes upwards from a random number and wraps around.
    fn free_number(&mut self) -> Option<u32> {
        let (start, end) = match &mut self.numbering {
            Numbering::Lowest => (0, MAX_FDS),
            Numbering::Scattered(seed) => {
                let span = (self.entries.len() as u32 * 2 + 16).min(MAX_FDS);
                ((step(seed) >> 16) % span, MAX_FDS)
            }
            Numbering::Anywhere(seed) => (step(seed) >> 1, i32::MAX as u32),
        };
        (start..end).chain(0..start).find(|number| !self.entries.contains_key(number))
    }
}

/// The end of a guest does not wait for unsent data, as the end of a process does not.
impl Drop for FdTable {
    fn drop(&mut self) {
        for entry in self.entries.values() {
            if let Entry::Socket(socket) = entry {
                // Without a linger time the close does not wait.
                let _ = socket.do_not_linger();
            }
        }
    }
}

fn is_of_network(entry: &Entry) -> bool {
    matches!(entry, Entry::Socket(_) | Entry::Handle(_))
}

/// A step of a linear congruential generator.
fn step(seed: &mut u32) -> u32 {
    *seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
    *seed
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

    use super::*;
    use crate::kind::{Family, Kind};

    fn file() -> Entry {
        let flags = rustix::fs::MemfdFlags::CLOEXEC;
        Entry::File(rustix::fs::memfd_create("test", flags).unwrap())
    }

    fn table(numbering: Numbering) -> FdTable {
        FdTable::new(vec![file(), file(), file()], numbering, 2)
    }

    #[test]
    fn the_lowest_free_number_comes_first() {
        let mut table = table(Numbering::Lowest);
        assert_eq!(table.insert(file()), Ok(3));
        assert_eq!(table.insert(file()), Ok(4));
        assert!(table.remove(3).is_ok() && table.remove(0).is_ok());
        assert_eq!(table.insert(file()), Ok(0));
        assert_eq!(table.insert(file()), Ok(3));
        assert_eq!(table.insert(file()), Ok(5));
    }

    #[test]
    fn scattered_numbers_are_sparse_and_the_same_each_time() {
        let numbers = || {
            let mut table = table(Numbering::Scattered(1));
            (0..8).map(|_| table.insert(file()).unwrap()).collect::<Vec<_>>()
        };
        let mut sorted = numbers();
        assert_eq!(sorted, numbers());
        sorted.sort_unstable();
        sorted.dedup();
        assert_eq!(sorted.len(), 8);
        assert_ne!(sorted, (3..11).collect::<Vec<_>>());
    }

    #[test]
    fn numbers_may_come_from_anywhere() {
        let mut table = table(Numbering::Anywhere(1));
        let numbers = [(); 8].map(|()| table.insert(file()).unwrap());
        assert!(numbers.iter().all(|number| i32::try_from(*number).is_ok()));
        assert!(numbers.iter().any(|number| *number > MAX_FDS));
    }

    #[test]
    fn a_closed_number_is_bad() {
        let mut table = table(Numbering::Lowest);
        assert!(table.remove(2).is_ok());
        assert_eq!(table.remove(2).err(), Some(Errno::EBADF));
        assert_eq!(table.get(2).err(), Some(Errno::EBADF));
        assert_eq!(table.get(u32::MAX).err(), Some(Errno::EBADF));
    }

    #[test]
    fn kinds_are_told_apart() {
        let mut table = table(Numbering::Lowest);
        let socket = table.insert(Entry::Socket(Socket::open(Family::Inet, Kind::Stream).unwrap())).unwrap();
        assert!(table.socket(socket).is_ok());
        assert_eq!(table.socket(1).err(), Some(Errno::ENOTSOCK));
        assert_eq!(table.socket(9).err(), Some(Errno::EBADF));
        assert_eq!(table.directory(socket).err(), Some(Errno::ENOTDIR));
    }

    #[test]
    fn there_are_so_many_sockets_and_no_more() {
        let mut table = table(Numbering::Lowest);
        let mut open = || table.insert(Entry::Socket(Socket::open(Family::Inet, Kind::Stream).unwrap()));
        assert_eq!((open(), open(), open()), (Ok(3), Ok(4), Err(Errno::EMFILE)));
        assert_eq!(table.insert(file()), Ok(5));
        assert!(table.remove(3).is_ok());
        assert_eq!(table.insert(Entry::Socket(Socket::open(Family::Inet, Kind::Stream).unwrap())), Ok(3));
    }

    #[test]
    fn renumber_moves_and_closes() {
        let mut table = table(Numbering::Lowest);
        let socket = table.insert(Entry::Socket(Socket::open(Family::Inet, Kind::Stream).unwrap())).unwrap();
        assert_eq!(table.renumber(socket, 1), Ok(()));
        assert!(table.socket(1).is_ok());
        assert_eq!(table.get(socket).err(), Some(Errno::EBADF));
        assert_eq!(table.renumber(1, 1), Ok(()));
        assert_eq!(table.renumber(1, 9), Err(Errno::EBADF));
        assert_eq!(table.renumber(9, 1), Err(Errno::EBADF));
        assert!(table.socket(1).is_ok());
    }

    #[test]
    fn the_table_has_an_end() {
        let mut table = table(Numbering::Anywhere(1));
        let entry = file();
        for _ in 3..MAX_FDS {
            let same = Entry::File(entry.as_fd().try_clone_to_owned().unwrap());
            assert!(table.insert(same).is_ok());
        }
        assert_eq!(table.insert(file()), Err(Errno::EMFILE));
        assert!(table.remove(0).is_ok() && table.insert(file()).is_ok());
    }
}
