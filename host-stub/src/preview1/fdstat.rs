// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! The type, the flags and the rights of a descriptor.

use std::fmt;

use rustix::fs::{FileType, OFlags, fcntl_getfl, fcntl_setfl, fstat};

use crate::arg::Out;
use crate::directory::{filetype, filetype_of};
use crate::errno::{Answer, Errno};
use crate::fd_table::Entry;
use crate::import::Module;
use crate::kind::Kind;
use crate::memory::{Record, set_field};
use crate::state::Host;

/// WASI's flags of a descriptor.
pub mod flags {
    pub const APPEND: u16 = 1;
    pub const DSYNC: u16 = 2;
    pub const NONBLOCK: u16 = 4;
    pub const RSYNC: u16 = 8;
    pub const SYNC: u16 = 16;
}

/// The rights that wasi-libc checks, by their bits.
pub mod rights {
    /// On anything but a directory: all `fd_` rights, without those below that do not apply.
    pub const FILE: u64 = 0x0820_01ff | 1 << 22 | 1 << 23;
    /// On a directory: all `path_` rights, and those of a directory itself.
    pub const DIRECTORY: u64 = 0x0fbf_fe18 & !(1 << 22) | 1 << 23;
    /// To shut down and to accept connections.
    pub const SOCKET: u64 = 1 << 28 | 1 << 29;
    pub const READ: u64 = 1 << 1;
    pub const WRITE: u64 = 1 << 6;
    /// `isatty` is a character device without these.
    pub const SEEK: u64 = 1 << 2 | 1 << 5;
    pub const ADVISE: u64 = 1 << 7;
    pub const ALLOCATE: u64 = 1 << 8;
    /// The rights of a descriptor that is opened for writing.
    pub const WRITES: u64 = 1 | WRITE | ALLOCATE | FILESTAT_SET_SIZE;
    pub const READDIR: u64 = 1 << 14;
    pub const FILESTAT_SET_SIZE: u64 = 1 << 22;
}

/// The result of `fd_fdstat_get`: 24 bytes.
#[derive(Default, Clone, Copy)]
pub struct FdStat {
    filetype: u8,
    flags: u16,
    base: u64,
    inheriting: u64,
}

impl Record for FdStat {
    const SIZE: u32 = 24;
    const ALIGN: u32 = 8;
    fn load(bytes: &[u8]) -> Result<Self, Errno> {
        use crate::memory::field;
        let (filetype, flags) = (field(bytes, 0)?, field(bytes, 2)?);
        Ok(Self { filetype, flags, base: field(bytes, 8)?, inheriting: field(bytes, 16)? })
    }
    fn store(&self, bytes: &mut [u8]) -> Answer {
        bytes.fill(0);
        set_field(bytes, 0, self.filetype)?;
        set_field(bytes, 2, self.flags)?;
        set_field(bytes, 8, self.base)?;
        set_field(bytes, 16, self.inheriting)
    }
}

impl fmt::Display for FdStat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{{filetype={}, flags={}, rights={:#x}}}", self.filetype, self.flags, self.base)
    }
}

pub fn add(module: &mut Module<'_>) {
    module.add("fd_fdstat_get", "fd stat", get);
    module.add("fd_fdstat_set_flags", "fd flags", |host: &mut Host<'_>, fd: u32, flags: u16| {
        set_flags(host.state.table.get_mut(fd)?, flags)
    });
    module.add(
        "fd_fdstat_set_rights",
        "fd base inheriting",
        |host: &mut Host<'_>, fd: u32, base: u64, inheriting: u64| {
            let entry = host.state.table.get(fd)?;
            let now = fdstat(entry)?;
            match (base, inheriting) {
                same if same == (now.base, now.inheriting) => Ok(()),
                (base, inheriting) if (base | rights::WRITE, inheriting) == (now.base, now.inheriting) => match entry {
                    Entry::Socket(socket) => {
                        socket.may_write.set(false);
                        Ok(())
                    }
                    _ => Err(Errno::ENOTSUP),
                },
                // Other rights cannot be removed: that would have to be enforced, and no program of today does it.
                _ if base & !now.base == 0 && inheriting & !now.inheriting == 0 => Err(Errno::ENOTSUP),
                _ => Err(Errno::ENOTCAPABLE),
            }
        },
    );
}

/// Kind, flags and rights of a descriptor.
pub fn get(host: &mut Host<'_>, fd: u32, stat: Out<FdStat>) -> Answer {
    let value = fdstat(host.state.table.get(fd)?)?;
    stat.store(&mut host.memory, value)
}

/// The same on a runtime that reports every socket as a stream.
pub fn get_all_streams(host: &mut Host<'_>, fd: u32, stat: Out<FdStat>) -> Answer {
    let entry = host.state.table.get(fd)?;
    let mut value = fdstat(entry)?;
    if matches!(entry, Entry::Socket(_)) {
        value.filetype = filetype::SOCKET_STREAM;
    }
    stat.store(&mut host.memory, value)
}

fn fdstat(entry: &Entry) -> Result<FdStat, Errno> {
    let access = fcntl_getfl(entry)?;
    let mut flags = wasi_flags(access);
    let filetype = filetype_of_entry(entry)?;
    let (mut base, mut inheriting) = (rights::FILE, 0);
    match entry {
        Entry::Directory(_) => (base, inheriting) = (rights::DIRECTORY, rights::DIRECTORY | rights::FILE),
        Entry::Socket(socket) => {
            base = base & !rights::SEEK & !(rights::ADVISE | rights::ALLOCATE) | rights::SOCKET;
            base &= !if socket.may_write.get() { 0 } else { rights::WRITE };
        }
        Entry::Stdio(stdio) => {
            flags = flags & !flags::NONBLOCK | if stdio.nonblocking { flags::NONBLOCK } else { 0 };
            base &= !if stdio.is_input { rights::WRITE } else { rights::READ };
        }
        Entry::Handle(_) => base = 0,
        Entry::File(_) => {}
    }
    if matches!(entry, Entry::Stdio(_) | Entry::File(_)) {
        base = file_rights(base, matches!(entry, Entry::File(_)) && filetype == filetype::REGULAR_FILE, access);
    }
    Ok(FdStat { filetype, flags, base, inheriting })
}

/// Removes the rights that the open mode does not allow, and those that only a regular file of the guest has.
fn file_rights(mut base: u64, can_seek: bool, access: OFlags) -> u64 {
    match access & OFlags::RWMODE {
        OFlags::RDONLY => base &= !rights::WRITE,
        OFlags::WRONLY => base &= !rights::READ,
        _ => {}
    }
    if !can_seek {
        base &= !(rights::SEEK | rights::ADVISE | rights::ALLOCATE | rights::FILESTAT_SET_SIZE);
    }
    base
}

fn filetype_of_entry(entry: &Entry) -> Result<u8, Errno> {
    match entry {
        Entry::Socket(socket) if socket.kind == Kind::Datagram => Ok(filetype::SOCKET_DGRAM),
        Entry::Socket(_) => Ok(filetype::SOCKET_STREAM),
        Entry::Handle(handle) => Ok(handle.filetype),
        _ => Ok(filetype_of(FileType::from_raw_mode(fstat(entry)?.st_mode))),
    }
}

fn wasi_flags(host: OFlags) -> u16 {
    let bits = [
        (OFlags::APPEND, flags::APPEND),
        (OFlags::NONBLOCK, flags::NONBLOCK),
        (OFlags::SYNC, flags::SYNC | flags::RSYNC | flags::DSYNC),
        (OFlags::DSYNC, flags::DSYNC),
    ];
    bits.iter().filter(|(flag, _)| host.contains(*flag)).fold(0, |all, (_, bit)| all | bit)
}

/// The host's flags for WASI's; `EINVAL` for an unknown one.
pub fn host_flags(wasi: u16) -> Result<OFlags, Errno> {
    let bits = [
        (flags::APPEND, OFlags::APPEND),
        (flags::NONBLOCK, OFlags::NONBLOCK),
        (flags::DSYNC, OFlags::DSYNC),
        (flags::RSYNC, OFlags::RSYNC),
        (flags::SYNC, OFlags::SYNC),
    ];
    let known = bits.iter().fold(0, |all, (bit, _)| all | bit);
    if wasi & !known != 0 {
        return Err(Errno::EINVAL);
    }
    Ok(bits.iter().filter(|(bit, _)| wasi & bit != 0).fold(OFlags::empty(), |all, (_, flag)| all | *flag))
}

/// `APPEND` and `NONBLOCK` can be changed; the others must stay as they are, since the host cannot change them either.
pub fn set_flags(entry: &mut Entry, wasi: u16) -> Answer {
    let wanted = host_flags(wasi)?;
    let changeable = OFlags::APPEND | OFlags::NONBLOCK;
    match entry {
        Entry::Socket(socket) if wasi & !flags::NONBLOCK == 0 => socket.set_nonblocking(wasi != 0),
        Entry::Socket(_) | Entry::Handle(_) => Err(Errno::EINVAL),
        Entry::Stdio(stdio) => {
            let now = wasi_flags(fcntl_getfl(&stdio.fd)?);
            if (now ^ wasi) & !flags::NONBLOCK != 0 {
                return Err(Errno::ENOTSUP);
            }
            stdio.nonblocking = wasi & flags::NONBLOCK != 0;
            Ok(())
        }
        Entry::File(_) | Entry::Directory(_) => {
            let now = fcntl_getfl(&*entry)?;
            if (wasi_flags(now) ^ wasi) & !(flags::APPEND | flags::NONBLOCK) != 0 {
                return Err(Errno::ENOTSUP);
            }
            Ok(fcntl_setfl(&*entry, now & !changeable | wanted & changeable)?)
        }
    }
}
