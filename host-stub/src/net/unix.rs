// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Sockets of `AF_UNIX`. Their names are paths of this host, not paths below the guest's directories.
//!
//! The host's system resolves a path, and the policy checks the result: neither `..` nor a link leads out of the allowed
//! directories. `connect` and `send` then use that very file, whatever the path resolves to by then. `bind` makes the path
//! the socket's name, so the system resolves it again. In between, another process that may write to the directories of the
//! path could put a link there. The guest itself could not.
//!
//! The permissions of the file system apply too.

use std::ffi::OsStr;
use std::io::IoSlice;
use std::os::fd::{AsRawFd, OwnedFd};
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

use rustix::fs::{CWD, Mode, OFlags, openat, readlinkat};
use rustix::io::retry_on_intr;
use rustix::net::{self as host, SendAncillaryBuffer, SocketAddrUnix};

use super::{Net, Refusal, Socket, UnixName, length};
use crate::errno::Errno;
use crate::kind::{Family, Kind};

impl Net {
    /// A new blocking socket of this family; `ENOSYS` if no directory is allowed.
    pub fn open_unix(&self, kind: Kind) -> Result<Socket, Refusal> {
        if self.directories.is_empty() { Err(Refusal::Unix) } else { Ok(Socket::open(Family::Unix, kind)?) }
    }

    /// Binds the socket to a path, which makes a file there.
    pub fn bind_unix(&self, socket: &Socket, name: UnixName) -> Result<(), Refusal> {
        let path = name.path().ok_or(Refusal::Path(name))?;
        let whole = path.as_os_str().as_bytes();
        let (folder, file) = match whole.iter().rposition(|byte| *byte == b'/') {
            Some(0) => whole.split_at(1),
            Some(last) => (&whole[..last], &whole[last + 1..]),
            None => (&b"."[..], whole),
        };
        let (_folder, place) = self.found(Path::new(OsStr::from_bytes(folder)), name)?;
        // What is there already is none of these, and an error.
        self.check_path(&place.join(OsStr::from_bytes(file)), name)?;
        Ok(host::bind(socket, &address(path)?)?)
    }

    /// Connects; of a datagram socket only the peer is set.
    pub fn connect_unix(&self, socket: &Socket, name: UnixName) -> Result<(), Refusal> {
        let reached = self.reached(socket, name)?;
        self.connect_any(socket, &reached.address)
    }

    /// Sends the buffers to a path.
    pub fn send_unix(&self, socket: &Socket, buffers: &[IoSlice<'_>], name: UnixName) -> Result<u32, Refusal> {
        let reached = self.reached(socket, name)?;
        let mut control = SendAncillaryBuffer::default();
        let sent =
            retry_on_intr(|| host::sendmsg_addr(socket, &reached.address, buffers, &mut control, self.send_flags()));
        Ok(length(sent?)?)
    }

    /// Checks that a rename or link brings nothing into an allowed directory from outside. A rule names a path, so a socket
    /// that gets a path below it, alone or in a directory, would become reachable; so would one in a directory that replaces
    /// the allowed one.
    pub fn check_move(&self, from: &Path, to: &Path) -> Result<(), Refusal> {
        let may = !self.directories.meet(to) || self.directories.cover(from);
        if may { Ok(()) } else { Err(Refusal::Moved(to.to_owned())) }
    }

    /// The file that the name leads to, if it is allowed. For a socket of another family the system reports the error.
    fn reached(&self, socket: &Socket, name: UnixName) -> Result<Reached, Refusal> {
        let path = name.path().ok_or(Refusal::Path(name))?;
        if socket.family != Family::Unix {
            return Ok(Reached { address: address(path)?, _file: None });
        }
        let (file, place) = self.found(path, name)?;
        self.check_path(&place, name)?;
        Ok(Reached { address: address(proc_path(&file))?, _file: Some(file) })
    }

    /// The file that the path leads to, and its real path. An error must not reveal what exists outside the allowed directories:
    /// the system's error is returned only if the path ends in an allowed directory.
    fn found(&self, path: &Path, name: UnixName) -> Result<(OwnedFd, PathBuf), Refusal> {
        let error = match open(path) {
            Ok(found) => return Ok(found),
            Err(error) => error,
        };
        let way = path.ancestors().skip(1).map(|part| if part == Path::new("") { Path::new(".") } else { part });
        let reached = way.filter_map(|part| open(part).ok()).next();
        self.check_path(&reached.ok_or(Refusal::Path(name))?.1, name)?;
        Err(error.into())
    }

    fn check_path(&self, place: &Path, name: UnixName) -> Result<(), Refusal> {
        if self.directories.cover(place) { Ok(()) } else { Err(Refusal::Path(name)) }
    }
}

/// The resolved file of a path: its address, which is valid as long as the file is open.
struct Reached {
    address: SocketAddrUnix,
    _file: Option<OwnedFd>,
}

/// A file, opened by `O_PATH`, and its path without links.
fn open(path: &Path) -> Result<(OwnedFd, PathBuf), Errno> {
    let file = openat(CWD, path, OFlags::PATH | OFlags::CLOEXEC, Mode::empty())?;
    let place = readlinkat(CWD, proc_path(&file), Vec::new())?;
    Ok((file, OsStr::from_bytes(place.to_bytes()).into()))
}

/// A path that leads to an open file, whatever the file's own path is.
fn proc_path(file: &OwnedFd) -> PathBuf {
    format!("/proc/self/fd/{}", file.as_raw_fd()).into()
}

fn address(path: impl AsRef<Path>) -> Result<SocketAddrUnix, Errno> {
    Ok(SocketAddrUnix::new(path.as_ref())?)
}

impl Socket {
    /// The socket's own name.
    pub fn local_unix(&self) -> Result<UnixName, Errno> {
        UnixName::told(&host::getsockname(self)?).ok_or(Errno::EAFNOSUPPORT)
    }

    /// The peer's name; `ENOTCONN` without a peer.
    pub fn peer_unix(&self) -> Result<UnixName, Errno> {
        let peer = host::getpeername(self)?.ok_or(Errno::ENOTCONN)?;
        UnixName::told(&peer).ok_or(Errno::EAFNOSUPPORT)
    }
}
