//! Directories: what is preopened, and what is in one.

use cap_std::fs::Dir;
use rustix::fs::RawDir;

use crate::arg::{Address, Buffer, Out};
use crate::errno::Errno;
use crate::fd_table::Entry;
use crate::import::{Answer, Module};
use crate::memory::{Record, set_field};
use crate::preview1::fdstat::filetype_of;
use crate::state::Host;

/// Bytes before each name that `fd_readdir` writes.
const HEADER: usize = 24;

/// An open directory.
pub struct Directory {
    /// The host's directory, which no path leads out of.
    pub dir: Dir,
    /// The guest's name for it, if it was opened before the start.
    pub preopened: Option<String>,
    /// Its content as it was when the reading began; a cookie is a place in it.
    listing: Vec<Listed>,
}

struct Listed {
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
    fn list(&mut self) -> Answer {
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
    fn record(&self, next: u64) -> Result<Vec<u8>, Errno> {
        let mut record = vec![0; HEADER];
        set_field(&mut record, 0, next)?;
        set_field(&mut record, 8, self.ino)?;
        set_field(&mut record, 16, u32::try_from(self.name.len()).map_err(|_| Errno::ENAMETOOLONG)?)?;
        set_field(&mut record, 20, self.filetype)?;
        record.extend_from_slice(&self.name);
        Ok(record)
    }
}

/// What `fd_prestat_get` answers: kind u8 (0, a directory) and the length of its name, 8 bytes.
struct Prestat(u32);

impl Record for Prestat {
    const SIZE: u32 = 8;
    const ALIGN: u32 = 4;
    fn load(bytes: &[u8]) -> Result<Self, Errno> {
        crate::memory::field(bytes, 4).map(Self)
    }
    fn store(&self, bytes: &mut [u8]) -> Answer {
        bytes.fill(0);
        set_field(bytes, 4, self.0)
    }
}

impl std::fmt::Display for Prestat {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{{len={}}}", self.0)
    }
}

pub fn add(module: &mut Module<'_>) {
    module.add("fd_prestat_get", "fd prestat", |host: &mut Host<'_>, fd: u32, prestat: Out<Prestat>| {
        let len = u32::try_from(preopened(host, fd)?.len()).map_err(|_| Errno::ENAMETOOLONG)?;
        prestat.store(&mut host.memory, Prestat(len))
    });
    module.add("fd_prestat_dir_name", "fd name len", |host: &mut Host<'_>, fd: u32, name: Address, len: u32| {
        let text = preopened(host, fd)?.as_bytes().to_vec();
        if text.len() > len as usize {
            return Err(Errno::ENAMETOOLONG);
        }
        host.memory.bytes_mut(name.0, text.len() as u32)?.copy_from_slice(&text);
        Ok(())
    });
    module.add("fd_readdir", "fd buffer cookie len", readdir);
}

/// The guest's name of a preopened directory; `EBADF` for everything else, which is how wasi-libc finds the last.
fn preopened<'h>(host: &'h Host<'_>, fd: u32) -> Result<&'h str, Errno> {
    match host.state.table.get(fd)? {
        Entry::Directory(Directory { preopened: Some(name), .. }) => Ok(name),
        _ => Err(Errno::EBADF),
    }
}

/// Fills the buffer with entries from the cookie on; the last may be cut, less than full means the end.
fn readdir(host: &mut Host<'_>, fd: u32, buffer: Buffer, cookie: u64, len: Out<u32>) -> Answer {
    let Entry::Directory(directory) = host.state.table.get_mut(fd)? else { return Err(Errno::ENOTDIR) };
    if cookie == 0 {
        directory.list()?;
    }
    let first = usize::try_from(cookie).map_err(|_| Errno::EINVAL)?;
    let mut rest = host.memory.bytes_mut(buffer.ptr, buffer.len)?;
    for (entry, next) in directory.listing.iter().skip(first).zip(cookie.saturating_add(1)..) {
        let record = entry.record(next)?;
        let take = record.len().min(rest.len());
        let (head, tail) = rest.split_at_mut(take);
        head.copy_from_slice(record.get(..take).unwrap_or_default());
        rest = tail;
        if rest.is_empty() {
            break;
        }
    }
    let left = u32::try_from(rest.len()).map_err(|_| Errno::EOVERFLOW)?;
    len.store(&mut host.memory, buffer.len - left)
}
