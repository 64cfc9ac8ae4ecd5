// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Reading, writing, seeking and closing, on every kind of descriptor.

use std::os::fd::{AsFd, BorrowedFd};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::{Advice, FallocateFlags, SeekFrom};
use rustix::io::retry_on_intr;
use rustix::net::RecvFlags;

use crate::arg::{Iovecs, Out};
use crate::errno::{Answer, Errno};
use crate::fd_table::Entry;
use crate::import::Module;
use crate::memory::total;
use crate::state::Host;

pub fn add(module: &mut Module<'_>) {
    module.add("fd_read", "fd iovs len", read);
    module.add("fd_write", "fd iovs len", write);
    module.add("fd_pread", "fd iovs offset len", pread);
    module.add("fd_pwrite", "fd iovs offset len", pwrite);
    module.add("fd_seek", "fd offset whence position", seek);
    module.add("fd_tell", "fd position", tell);
    module.add("fd_sync", "fd", |host: &mut Host<'_>, fd: u32| Ok(rustix::fs::fsync(host.state.table.get(fd)?)?));
    module
        .add("fd_datasync", "fd", |host: &mut Host<'_>, fd: u32| Ok(rustix::fs::fdatasync(host.state.table.get(fd)?)?));
    module.add("fd_allocate", "fd offset len", |host: &mut Host<'_>, fd: u32, offset: u64, len: u64| {
        Ok(rustix::fs::fallocate(file(host, fd)?, FallocateFlags::empty(), offset, len)?)
    });
    module.add("fd_advise", "fd offset len advice", advise);
    module.add("fd_close", "fd", |host: &mut Host<'_>, fd: u32| host.state.table.remove(fd).map(drop));
    module.add("fd_renumber", "from to", |host: &mut Host<'_>, from: u32, to: u32| host.state.table.renumber(from, to));
}

pub fn read(host: &mut Host<'_>, fd: u32, iovs: Iovecs, len: Out<u32>) -> Answer {
    let buffers = host.buffers(iovs)?;
    let entry = host.state.table.get(fd)?;
    check_direction(entry, true)?;
    if total(&buffers) == 0 && !matches!(entry, Entry::File(_)) {
        // `readv` of no bytes returns at once on Linux and consumes no datagram.
        return len.store(&mut host.memory, 0);
    }
    if matches!(entry, Entry::Socket(_)) {
        let received = host.receive(fd, &buffers, RecvFlags::empty())?;
        return len.store(&mut host.memory, received.len);
    }
    ready(entry, PollFlags::IN)?;
    let buffers = host.state.net.limits.first_bytes(&buffers);
    let mut slices = host.memory.scatter(&buffers)?;
    let count = retry_on_intr(|| rustix::io::readv(entry, &mut slices))?;
    store_len(host, len, count)
}

/// The same in a runtime that lets the system raise `SIGPIPE`.
pub fn write_or_end(host: &mut Host<'_>, fd: u32, iovs: Iovecs, len: Out<u32>) -> Answer {
    let written = write(host, fd, iovs, len);
    host.or_ends_by_sigpipe(fd, written)
}

pub fn write(host: &mut Host<'_>, fd: u32, iovs: Iovecs, len: Out<u32>) -> Answer {
    let buffers = host.buffers(iovs)?;
    let entry = host.state.table.get(fd)?;
    check_direction(entry, false)?;
    if total(&buffers) == 0 && !matches!(entry, Entry::File(_)) {
        return len.store(&mut host.memory, 0);
    }
    if matches!(entry, Entry::Socket(_)) {
        let sent = host.send(fd, &buffers, None)?;
        return len.store(&mut host.memory, sent);
    }
    ready(entry, PollFlags::OUT)?;
    let buffers = host.state.net.limits.first_bytes(&buffers);
    let slices = host.memory.gather(&buffers)?;
    let count = retry_on_intr(|| rustix::io::writev(entry, &slices))?;
    if let Entry::Stdio(stdio) = entry {
        stdio.room.set(stdio.room.get().saturating_sub(count as u64));
    }
    store_len(host, len, count)
}

fn pread(host: &mut Host<'_>, fd: u32, iovs: Iovecs, offset: u64, len: Out<u32>) -> Answer {
    let buffers = host.buffers(iovs)?;
    let entry = host.state.table.get(fd)?;
    seekable(entry)?;
    let buffers = host.state.net.limits.first_bytes(&buffers);
    let mut slices = host.memory.scatter(&buffers)?;
    let count = retry_on_intr(|| rustix::io::preadv(entry, &mut slices, offset))?;
    store_len(host, len, count)
}

fn pwrite(host: &mut Host<'_>, fd: u32, iovs: Iovecs, offset: u64, len: Out<u32>) -> Answer {
    let buffers = host.buffers(iovs)?;
    let entry = host.state.table.get(fd)?;
    seekable(entry)?;
    let buffers = host.state.net.limits.first_bytes(&buffers);
    let slices = host.memory.gather(&buffers)?;
    let count = retry_on_intr(|| rustix::io::pwritev(entry, &slices, offset))?;
    store_len(host, len, count)
}

pub fn tell(host: &mut Host<'_>, fd: u32, position: Out<u64>) -> Answer {
    let offset = rustix::fs::tell(file(host, fd)?)?;
    position.store(&mut host.memory, offset)
}

pub fn seek(host: &mut Host<'_>, fd: u32, offset: i64, whence: u8, position: Out<u64>) -> Answer {
    let target = match whence {
        0 => SeekFrom::Start(u64::try_from(offset).map_err(|_| Errno::EINVAL)?),
        1 => SeekFrom::Current(offset),
        2 => SeekFrom::End(offset),
        _ => return Err(Errno::EINVAL),
    };
    let reached = rustix::fs::seek(file(host, fd)?, target)?;
    position.store(&mut host.memory, reached)
}

fn advise(host: &mut Host<'_>, fd: u32, offset: u64, len: u64, advice: u8) -> Answer {
    let advice = match advice {
        0 => Advice::Normal,
        1 => Advice::Sequential,
        2 => Advice::Random,
        3 => Advice::WillNeed,
        4 => Advice::DontNeed,
        5 => Advice::NoReuse,
        _ => return Err(Errno::EINVAL),
    };
    Ok(rustix::fs::fadvise(file(host, fd)?, offset, std::num::NonZeroU64::new(len), advice)?)
}

/// The host's descriptor of a file that the guest opened; no other descriptor can seek.
pub fn file<'h>(host: &'h Host<'_>, fd: u32) -> Result<BorrowedFd<'h>, Errno> {
    let entry = host.state.table.get(fd)?;
    seekable(entry)?;
    Ok(entry.as_fd())
}

fn seekable(entry: &Entry) -> Answer {
    match entry {
        Entry::File(_) => Ok(()),
        Entry::Directory(_) => Err(Errno::EISDIR),
        // A file behind stdio belongs to the shell: the guest must not reach other parts of it.
        Entry::Socket(_) | Entry::Stdio(_) => Err(Errno::ESPIPE),
        Entry::Handle(_) => Err(Errno::ENOTSUP),
    }
}

/// Standard input is read only, the outputs are written only, whatever the host's descriptor allows.
fn check_direction(entry: &Entry, reads: bool) -> Answer {
    match entry {
        Entry::Directory(_) => Err(Errno::EISDIR),
        Entry::Handle(_) => Err(Errno::ENOTSUP),
        Entry::Stdio(stdio) if stdio.is_input != reads => Err(Errno::EBADF),
        Entry::Stdio(stdio) if stdio.room.get() == 0 => Err(Errno::ENOSPC),
        Entry::Stdio(_) | Entry::File(_) | Entry::Socket(_) => Ok(()),
    }
}

/// For non-blocking stdio, whose host descriptor may block: `EAGAIN` unless it can go on now.
fn ready(entry: &Entry, events: PollFlags) -> Answer {
    match entry {
        Entry::Stdio(stdio) if stdio.nonblocking => {
            let mut fds = [PollFd::new(&stdio.fd, events)];
            match retry_on_intr(|| poll(&mut fds, Some(&Timespec::default())))? {
                0 => Err(Errno::EAGAIN),
                _ => Ok(()),
            }
        }
        _ => Ok(()),
    }
}

fn store_len(host: &mut Host<'_>, len: Out<u32>, count: usize) -> Answer {
    len.store(&mut host.memory, u32::try_from(count).map_err(|_| Errno::EOVERFLOW)?)
}
