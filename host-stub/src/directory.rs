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

/// Bytes before each name that `fd_readdir` writes.
const HEADER: usize = 24;

/// An open directory.
pub struct Directory {
    /// The host's directory, which no path leads out of.
    pub dir: Dir,
    /// The guest's name for it, if it was opened before the start.
    pub preopened: Option<String>,
    /// Its content as it was when the reading began; a cookie is a place in it.
    pub listing: Vec<Listed>,
}

/// One entry of a directory.
pub struct Listed {
    ino: u64,
    filetype: u8,
    name: Vec<u8>,
}

impl Directory {
    /// A directory that has not been read yet.
    pub fn new(dir: Dir, preopened: Option<String>) -> Self {
        Self { dir, preopened, listing: Vec::new() }
    }

    /// Reads all entries, with `.` and `..` as on Linux.
    pub fn list(&mut self) -> Answer {
        self.listing.clear();
        let mut buffer = Vec::with_capacity(8192);
        // A description of its own, so that the place in the directory is at its start.
        let flags = rustix::fs::OFlags::RDONLY | rustix::fs::OFlags::DIRECTORY | rustix::fs::OFlags::CLOEXEC;
        let fd = rustix::fs::openat(&self.dir, ".", flags, rustix::fs::Mode::empty())?;
        let mut entries = RawDir::new(fd, buffer.spare_capacity_mut());
        while let Some(entry) = entries.next() {
            let entry = entry?;
            let filetype = filetype_of(entry.file_type());
            self.listing.push(Listed { ino: entry.ino(), filetype, name: entry.file_name().to_bytes().to_vec() });
        }
        Ok(())
    }
}

impl Listed {
    /// `next` u64, `ino` u64, name's length u32, type u8, and the name.
    pub fn record(&self, next: u64) -> Result<Vec<u8>, Errno> {
        let mut record = vec![0; HEADER];
        set_field(&mut record, 0, next)?;
        set_field(&mut record, 8, self.ino)?;
        set_field(&mut record, 16, u32::try_from(self.name.len()).map_err(|_| Errno::ENAMETOOLONG)?)?;
        set_field(&mut record, 20, self.filetype)?;
        record.extend_from_slice(&self.name);
        Ok(record)
    }
}

/// WASI's number for a kind of file; a pipe has none and is 0, unknown.
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
