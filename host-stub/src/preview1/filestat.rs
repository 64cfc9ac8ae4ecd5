// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Sizes, kinds and times of files.

use std::fmt;
use std::time::{Duration, SystemTime};

use cap_fs_ext::SystemTimeSpec;
use cap_std::fs::{Metadata, MetadataExt};
use rustix::fs::{FileType, Stat, Timespec, Timestamps, UTIME_NOW, UTIME_OMIT, fstat};

use crate::arg::Out;
use crate::directory::filetype_of;
use crate::errno::{Answer, Errno};
use crate::fd_table::Entry;
use crate::import::Module;
use crate::memory::{Record, field, set_field};
use crate::preview1::fd::file;
use crate::state::Host;

/// The result of `fd_filestat_get` and `path_filestat_get`: 64 bytes, times in nanoseconds.
#[derive(Default, Clone, Copy)]
pub struct FileStat {
    dev: u64,
    ino: u64,
    filetype: u8,
    nlink: u64,
    size: u64,
    accessed: u64,
    modified: u64,
    changed: u64,
}

impl Record for FileStat {
    const SIZE: u32 = 64;
    const ALIGN: u32 = 8;
    fn load(bytes: &[u8]) -> Result<Self, Errno> {
        Ok(Self { filetype: field(bytes, 16)?, size: field(bytes, 32)?, ..Self::default() })
    }
    fn store(&self, bytes: &mut [u8]) -> Answer {
        bytes.fill(0);
        set_field(bytes, 16, self.filetype)?;
        let words = [(0, self.dev), (8, self.ino), (24, self.nlink), (32, self.size)];
        let times = [(40, self.accessed), (48, self.modified), (56, self.changed)];
        words.into_iter().chain(times).try_for_each(|(offset, value)| set_field(bytes, offset, value))
    }
}

impl fmt::Display for FileStat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{{filetype={}, size={}}}", self.filetype, self.size)
    }
}

fn nanoseconds(seconds: i64, nanoseconds: i64) -> u64 {
    let seconds = u64::try_from(seconds).unwrap_or_default();
    seconds.saturating_mul(1_000_000_000).saturating_add(u64::try_from(nanoseconds).unwrap_or_default())
}

impl From<Stat> for FileStat {
    fn from(stat: Stat) -> Self {
        let signed = |value: u64| i64::try_from(value).unwrap_or_default();
        Self {
            dev: stat.st_dev,
            ino: stat.st_ino,
            filetype: filetype_of(FileType::from_raw_mode(stat.st_mode)),
            nlink: stat.st_nlink,
            size: u64::try_from(stat.st_size).unwrap_or_default(),
            accessed: nanoseconds(stat.st_atime, signed(stat.st_atime_nsec)),
            modified: nanoseconds(stat.st_mtime, signed(stat.st_mtime_nsec)),
            changed: nanoseconds(stat.st_ctime, signed(stat.st_ctime_nsec)),
        }
    }
}

impl From<Metadata> for FileStat {
    fn from(metadata: Metadata) -> Self {
        Self {
            dev: metadata.dev(),
            ino: metadata.ino(),
            filetype: filetype_of(FileType::from_raw_mode(metadata.mode())),
            nlink: metadata.nlink(),
            size: metadata.size(),
            accessed: nanoseconds(metadata.atime(), metadata.atime_nsec()),
            modified: nanoseconds(metadata.mtime(), metadata.mtime_nsec()),
            changed: nanoseconds(metadata.ctime(), metadata.ctime_nsec()),
        }
    }
}

pub fn add(module: &mut Module<'_>) {
    module.add("fd_filestat_get", "fd stat", get);
    module.add("fd_filestat_set_size", "fd size", |host: &mut Host<'_>, fd: u32, size: u64| {
        Ok(rustix::fs::ftruncate(file(host, fd)?, size)?)
    });
    module.add(
        "fd_filestat_set_times",
        "fd accessed modified flags",
        |host: &mut Host<'_>, fd: u32, accessed: u64, modified: u64, flags: u16| {
            let [last_access, last_modification] = times(accessed, modified, flags)?.map(Time::timespec);
            let entry = host.state.table.get(fd)?;
            if !matches!(entry, Entry::File(_) | Entry::Directory(_)) {
                return Err(Errno::EPERM);
            }
            Ok(rustix::fs::futimens(entry, &Timestamps { last_access, last_modification })?)
        },
    );
}

/// Size, kind and times of the object behind a descriptor.
pub fn get(host: &mut Host<'_>, fd: u32, stat: Out<FileStat>) -> Answer {
    let value = fstat(host.state.table.get(fd)?)?;
    stat.store(&mut host.memory, value.into())
}

/// The new value of a time.
#[derive(Clone, Copy)]
pub enum Time {
    /// Unchanged.
    Keep,
    /// The time of the call.
    Now,
    /// Nanoseconds since 1970.
    At(u64),
}

impl Time {
    fn timespec(self) -> Timespec {
        let (tv_sec, tv_nsec) = match self {
            Self::Keep => (0, UTIME_OMIT),
            Self::Now => (0, UTIME_NOW),
            Self::At(time) => ((time / 1_000_000_000).cast_signed(), (time % 1_000_000_000).cast_signed()),
        };
        Timespec { tv_sec, tv_nsec }
    }

    /// The form for the sandboxed file system: none for a time that stays unchanged.
    pub fn spec(self) -> Option<SystemTimeSpec> {
        match self {
            Self::Keep => None,
            Self::Now => Some(SystemTimeSpec::SymbolicNow),
            Self::At(time) => {
                let time = SystemTime::UNIX_EPOCH + Duration::from_nanos(time);
                Some(SystemTimeSpec::Absolute(cap_std::time::SystemTime::from_std(time)))
            }
        }
    }
}

/// The new access time and modification time: each has a bit for "at" and a bit for "now".
pub fn times(accessed: u64, modified: u64, flags: u16) -> Result<[Time; 2], Errno> {
    let one = |time, bits: u16| match bits & 3 {
        0 => Ok(Time::Keep),
        1 => Ok(Time::At(time)),
        2 => Ok(Time::Now),
        _ => Err(Errno::EINVAL),
    };
    if flags & !15 != 0 {
        return Err(Errno::EINVAL);
    }
    Ok([one(accessed, flags)?, one(modified, flags >> 2)?])
}
