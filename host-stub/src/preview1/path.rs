// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Files by their path, below one of the guest's directories. `cap-std` lets no path lead out of it.

use std::os::fd::{AsRawFd, OwnedFd};
use std::path::{Path, PathBuf};

use cap_fs_ext::{DirExt, FollowSymlinks, OpenOptionsFollowExt};
use cap_std::fs::{Dir, OpenOptions, OpenOptionsExt};
use rustix::fs::{FileType, OFlags, fstat};

use crate::arg::{Buffer, Out, Text};
use crate::directory::Directory;
use crate::errno::{Answer, Errno};
use crate::fd_table::Entry;
use crate::import::Module;
use crate::preview1::fdstat::{host_flags, rights};
use crate::preview1::filestat::{FileStat, times};
use crate::state::Host;

/// The only flag of a path: follow a symbolic link at its end.
const FOLLOW: u32 = 1;

pub fn add(module: &mut Module<'_>) {
    module.add("path_open", "dir dirflags path oflags base inheriting flags fd", open);
    module.add("path_create_directory", "dir path", |host: &mut Host<'_>, fd: u32, path: Text| {
        Ok(dir(host, fd)?.create_dir(path.load(&host.memory)?)?)
    });
    module.add("path_remove_directory", "dir path", |host: &mut Host<'_>, fd: u32, path: Text| {
        Ok(dir(host, fd)?.remove_dir(path.load(&host.memory)?)?)
    });
    module.add("path_unlink_file", "dir path", |host: &mut Host<'_>, fd: u32, path: Text| {
        Ok(dir(host, fd)?.remove_file_or_symlink(path.load(&host.memory)?)?)
    });
    module.add(
        "path_rename",
        "dir path to_dir to_path",
        |host: &mut Host<'_>, fd: u32, path: Text, to: u32, new: Text| {
            let (path, new) = (path.load(&host.memory)?, new.load(&host.memory)?);
            check_move(host, (dir(host, fd)?, path), (dir(host, to)?, new))?;
            Ok(dir(host, fd)?.rename(path, dir(host, to)?, new)?)
        },
    );
    module.add("path_symlink", "target dir path", |host: &mut Host<'_>, target: Text, fd: u32, path: Text| {
        Ok(DirExt::symlink(dir(host, fd)?, target.load(&host.memory)?, path.load(&host.memory)?)?)
    });
    module.add("path_link", "dir flags path to_dir to_path", link);
    module.add("path_readlink", "dir path buffer len", readlink);
    module.add("path_filestat_get", "dir flags path stat", filestat_get);
    module.add("path_filestat_set_times", "dir flags path accessed modified time_flags", set_times);
}

fn dir<'h>(host: &'h Host<'_>, fd: u32) -> Result<&'h Dir, Errno> {
    host.state.table.directory(fd).map(|directory| &directory.dir)
}

fn follows(flags: u32) -> Result<bool, Errno> {
    if flags & !FOLLOW == 0 { Ok(flags == FOLLOW) } else { Err(Errno::EINVAL) }
}

#[expect(clippy::too_many_arguments, reason = "the import has as many")]
fn open(
    host: &mut Host<'_>,
    fd: u32,
    dirflags: u32,
    path: Text,
    oflags: u16,
    base: u64,
    _inheriting: u64,
    fdflags: u16,
    opened: Out<u32>,
) -> Answer {
    let follow = if follows(dirflags)? { FollowSymlinks::Yes } else { FollowSymlinks::No };
    let writes = base & rights::WRITES != 0;
    let reads = base & (rights::READ | rights::READDIR) != 0 || !writes;
    // Pass Linux' flags unchanged: the library's own options have fewer combinations.
    let flags = open_flags(oflags)? | host_flags(fdflags)?;
    let mut options = OpenOptions::new();
    options.read(reads).write(writes).custom_flags(flags.bits().cast_signed()).follow(follow);
    let file: OwnedFd = dir(host, fd)?.open_with(path.load(&host.memory)?, &options)?.into_std().into();
    let entry = match FileType::from_raw_mode(fstat(&file)?.st_mode) {
        FileType::Directory => Entry::Directory(Directory::new(Dir::from_std_file(file.into()), None)),
        _ => Entry::File(file),
    };
    let number = host.state.table.insert(entry)?;
    opened.store(&mut host.memory, number)
}

/// The host's flags for `oflags`; `EINVAL` for an unknown one.
fn open_flags(oflags: u16) -> Result<OFlags, Errno> {
    let bits = [OFlags::CREATE, OFlags::DIRECTORY, OFlags::EXCL, OFlags::TRUNC];
    if oflags >> bits.len() != 0 {
        return Err(Errno::EINVAL);
    }
    let set = bits.iter().enumerate().filter(|(index, _)| oflags >> index & 1 != 0);
    Ok(set.fold(OFlags::NOCTTY, |all, (_, flag)| all | *flag))
}

fn link(host: &mut Host<'_>, fd: u32, flags: u32, path: Text, to: u32, new: Text) -> Answer {
    if follows(flags)? {
        return Err(Errno::EINVAL); // A hard link to the target of a symbolic link: impossible without a race.
    }
    let (path, new) = (path.load(&host.memory)?, new.load(&host.memory)?);
    check_move(host, (dir(host, fd)?, path), (dir(host, to)?, new))?;
    Ok(dir(host, fd)?.hard_link(path, dir(host, to)?, new)?)
}

/// Checks a rename or link of a socket or directory against the rules for AF_UNIX. If the source does not exist, the file
/// system reports that.
fn check_move(host: &Host<'_>, (dir, path): (&Dir, &str), (to_dir, new): (&Dir, &str)) -> Answer {
    match dir.symlink_metadata(path) {
        Ok(metadata) if metadata.is_file() || metadata.is_symlink() => return Ok(()),
        Ok(_) => {}
        Err(_) => return Ok(()),
    }
    let (from, to) = (place(dir, path)?, place(to_dir, new)?);
    host.state.allowed(host.state.net.check_move(&from, &to))
}

/// The host path: the resolved path of the parent directory, and the file name.
fn place(dir: &Dir, path: &str) -> Result<PathBuf, Errno> {
    let path = Path::new(path);
    let name = path.file_name().ok_or(Errno::EBUSY)?;
    let folder = match path.parent().filter(|folder| *folder != Path::new("")) {
        Some(folder) => dir.open_dir(folder)?,
        None => dir.try_clone()?,
    };
    let link = format!("/proc/self/fd/{}", folder.as_raw_fd());
    Ok(std::fs::read_link(link)?.join(name))
}

/// Truncated to the buffer without an error, as in POSIX.
fn readlink(host: &mut Host<'_>, fd: u32, path: Text, buffer: Buffer, len: Out<u32>) -> Answer {
    let target = dir(host, fd)?.read_link_contents(path.load(&host.memory)?)?;
    let target = target.as_os_str().as_encoded_bytes();
    let count = target.len().min(buffer.len as usize);
    let written = target.get(..count).unwrap_or_default();
    host.memory.bytes_mut(buffer.ptr, count as u32)?.copy_from_slice(written);
    len.store(&mut host.memory, count as u32)
}

fn filestat_get(host: &mut Host<'_>, fd: u32, flags: u32, path: Text, stat: Out<FileStat>) -> Answer {
    let (dir, path) = (dir(host, fd)?, path.load(&host.memory)?);
    let metadata = if follows(flags)? { dir.metadata(path)? } else { dir.symlink_metadata(path)? };
    stat.store(&mut host.memory, metadata.into())
}

fn set_times(host: &mut Host<'_>, fd: u32, flags: u32, path: Text, accessed: u64, modified: u64, bits: u16) -> Answer {
    let [accessed, modified] = times(accessed, modified, bits)?.map(crate::preview1::filestat::Time::spec);
    let (dir, path) = (dir(host, fd)?, path.load(&host.memory)?);
    if follows(flags)? {
        Ok(DirExt::set_times(dir, path, accessed, modified)?)
    } else {
        Ok(dir.set_symlink_times(path, accessed, modified)?)
    }
}
