// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Preopened directories, and listings.

use crate::arg::{Address, Buffer, Out};
use crate::directory::Directory;
use crate::errno::{Answer, Errno};
use crate::fd_table::Entry;
use crate::import::Module;
use crate::memory::{Record, set_field};
use crate::state::Host;

/// The result of `fd_prestat_get`: kind u8 (0, a directory) and the length of its name, 8 bytes.
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

/// The guest's name of a preopened directory; `EBADF` for everything else, by which wasi-libc finds the last one.
fn preopened<'h>(host: &'h Host<'_>, fd: u32) -> Result<&'h str, Errno> {
    match host.state.table.get(fd)? {
        Entry::Directory(Directory { preopened: Some(name), .. }) => Ok(name),
        _ => Err(Errno::EBADF),
    }
}

/// Fills the buffer with entries from the cookie on. The last may be cut; a buffer that is not full means the end.
fn readdir(host: &mut Host<'_>, fd: u32, buffer: Buffer, cookie: u64, len: Out<u32>) -> Answer {
    host.state.table.directory(fd)?;
    if cookie == 0 {
        let others = host.state.table.numbers().filter(|(number, _)| *number != fd);
        let taken: usize = others.map(|(_, entry)| entry.listing().len()).sum();
        let room = host.state.net.limits.listings().saturating_sub(taken);
        if let Entry::Directory(directory) = host.state.table.get_mut(fd)? {
            directory.list(room)?;
        }
    }
    let listing = host.state.table.get(fd)?.listing();
    let rest = usize::try_from(cookie).ok().and_then(|first| listing.get(first..)).unwrap_or_default();
    let count = rest.len().min(buffer.len as usize);
    let filled = rest.get(..count).unwrap_or_default();
    host.memory.bytes_mut(buffer.ptr, buffer.len)?.get_mut(..count).unwrap_or_default().copy_from_slice(filled);
    len.store(&mut host.memory, count as u32)
}
