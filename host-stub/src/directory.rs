// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Open directories.

use cap_std::fs::Dir;
use rustix::fs::{FileType, RawDir};

use crate::errno::{Answer, Errno};
use crate::memory::set_field;

/// WASI's numbers for kinds of files.
pub mod filetype {
    pub const CHARACTER_DEVICE: u8 = 2;
    pub const REGULAR_FILE: u8 = 4;
    pub const SOCKET_DGRAM: u8 = 5;
    pub const SOCKET_STREAM: u8 = 6;
}

/// Bytes before each name of a listing.
const HEADER: usize = 24;

/// An open directory.
pub struct Directory {
    /// The host's directory. No path leads out of it.
    pub dir: Dir,
    /// The guest's name for it, if it was opened before the start.
    pub preopened: Option<String>,
    /// A snapshot of its entries in the layout of `fd_readdir`; a cookie is an offset in it.
    pub listing: Vec<u8>,
}

impl Directory {
    /// A directory that has not been read yet.
    pub fn new(dir: Dir, preopened: Option<String>) -> Self {
        Self { dir, preopened, listing: Vec::new() }
    }

    /// Reads all entries, with `.` and `..` as on Linux; `ENOMEM` if they need more than `room` bytes.
    pub fn list(&mut self, room: usize) -> Answer {
        self.listing = Vec::new();
        let mut buffer = Vec::with_capacity(8192);
        // A new open file description, so that reading begins at the start of the directory.
        let flags = rustix::fs::OFlags::RDONLY | rustix::fs::OFlags::DIRECTORY | rustix::fs::OFlags::CLOEXEC;
        let fd = rustix::fs::openat(&self.dir, ".", flags, rustix::fs::Mode::empty())?;
        let mut entries = RawDir::new(fd, buffer.spare_capacity_mut());
        let mut listing = Vec::new();
        while let Some(entry) = entries.next() {
            let entry = entry?;
            let name = entry.file_name().to_bytes();
            let at = listing.len();
            let next = at + HEADER + name.len();
            if next > room {
                return Err(Errno::ENOMEM);
            }
            // `next` u64, `ino` u64, name's length u32, type u8, and the name.
            listing.resize(at + HEADER, 0);
            let header = listing.get_mut(at..).unwrap_or_default();
            set_field(header, 0, next as u64)?;
            set_field(header, 8, entry.ino())?;
            set_field(header, 16, u32::try_from(name.len()).map_err(|_| Errno::ENAMETOOLONG)?)?;
            set_field(header, 20, filetype_of(entry.file_type()))?;
            listing.extend_from_slice(name);
        }
        listing.shrink_to_fit();
        self.listing = listing;
        Ok(())
    }
}

/// WASI's number for a kind of file. A pipe has none: it is 0, unknown.
pub fn filetype_of(filetype: FileType) -> u8 {
    match filetype {
        FileType::BlockDevice => 1,
        FileType::CharacterDevice => filetype::CHARACTER_DEVICE,
        FileType::Directory => 3,
        FileType::RegularFile => filetype::REGULAR_FILE,
        FileType::Socket => filetype::SOCKET_STREAM,
        FileType::Symlink => 7,
        _ => 0,
    }
}
