//! Directories: what is preopened, and what is in one.

use crate::arg::{Address, Buffer, Out};
use crate::directory::Directory;
use crate::errno::{Answer, Errno};
use crate::fd_table::Entry;
use crate::import::Module;
use crate::memory::{Record, set_field};
use crate::state::Host;

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
