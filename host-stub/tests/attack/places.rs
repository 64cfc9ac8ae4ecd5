// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Two folders with sockets of `AF_UNIX`, each with a secret, and what guests do with their paths.

use std::fs;
use std::io::Write;
use std::os::unix::net::{UnixDatagram, UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

use fastrand::Rng;

use crate::speech::Speaker;

/// Any number of them may be allowed.
pub const FOLDERS: [&str; 2] = ["a", "b"];
/// What a guest can name: what is there, and what is made.
const SOCKETS: [&str; 5] = ["a/s", "b/s", "a/d", "b/d", "a/../b/s"];
const NEW: [&str; 3] = ["a/new", "b/new", "new"];
/// Moved once, everything in them is elsewhere.
const OTHERS: [&str; 3] = ["a", "b", "c"];
/// The directory that the guest is given: what it moves there is what the sockets are in.
const DIRECTORY: u64 = 3;

/// The folders of one guest, which may move what is in them; gone at the end.
pub struct Places {
    root: PathBuf,
    servers: Vec<(UnixListener, UnixDatagram)>,
    kept: Vec<UnixStream>,
}

impl Places {
    pub fn new() -> Result<Self, String> {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let name = format!("wasock-attack-{}-{}", std::process::id(), NEXT.fetch_add(1, Relaxed));
        let root = std::env::temp_dir().join(name);
        let make = |folder: &str| -> std::io::Result<_> {
            let folder = root.join(folder);
            fs::create_dir_all(&folder)?;
            let (stream, datagram) = (UnixListener::bind(folder.join("s"))?, UnixDatagram::bind(folder.join("d"))?);
            stream.set_nonblocking(true)?;
            datagram.set_nonblocking(true)?;
            Ok((stream, datagram))
        };
        let servers = FOLDERS.into_iter().map(make).collect::<Result<_, _>>();
        let servers = servers.map_err(|error| format!("{}: {error}", root.display()))?;
        Ok(Self { root, servers, kept: Vec::new() })
    }

    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Answers all that have come with the secret of the folder; returns the folders.
    pub fn serve(&mut self, secret: impl Fn(usize) -> Vec<u8>) -> Vec<usize> {
        let mut come = Vec::new();
        for (folder, (listener, receiver)) in self.servers.iter().enumerate() {
            while let Ok((mut stream, _)) = listener.accept() {
                // The guest may be gone.
                let _ = stream.write_all(&secret(folder));
                self.kept.push(stream);
                come.push(folder);
            }
            while let Ok((_, from)) = receiver.recv_from(&mut [0; 64]) {
                if let Some(path) = from.as_pathname() {
                    let _ = receiver.send_to(&secret(folder), path);
                }
                come.push(folder);
            }
        }
        come
    }
}

impl Drop for Places {
    fn drop(&mut self) {
        // What is left is left for the system to clean up.
        let _ = fs::remove_dir_all(&self.root);
    }
}

/// Does something with paths; what it was.
pub fn act(speaker: &mut Speaker, root: &Path, rng: &mut Rng) -> String {
    let mut one_of = |names: &[&'static str]| names[rng.usize(..names.len())];
    let (from, to) = match one_of(&["from", "from", "from", "to", "any"]) {
        "from" => (one_of(&SOCKETS), one_of(&NEW)),
        "to" => (one_of(&NEW), one_of(&NEW)),
        _ => (one_of(&OTHERS), one_of(&OTHERS)),
    };
    let (old, new) = (root.join(from), root.join(to));
    let (what, answer) = match rng.u8(..10) {
        0 => ("path_rename", speaker.with_paths("path_rename", &[DIRECTORY], from, &[DIRECTORY], to)),
        1 | 2 => ("path_link", speaker.with_paths("path_link", &[DIRECTORY, 0], from, &[DIRECTORY], to)),
        3 => ("path_symlink", speaker.with_paths("path_symlink", &[], from, &[DIRECTORY], to)),
        4 => ("bind to the second", speaker.unix("sock_bind_v2", rng.bool(), &new)),
        5 => ("send to the first", speaker.send_unix(&old)),
        6 => ("send to the second", speaker.send_unix(&new)),
        7 => ("connect to the first", speaker.unix("sock_connect_v2", rng.bool(), &old)),
        _ => ("connect to the second", speaker.unix("sock_connect_v2", true, &new)),
    };
    format!("{what} {from} {to}: {answer:?}")
}

/// Connects to what is in a folder, before anything has moved.
pub fn reach(speaker: &mut Speaker, root: &Path, folder: usize) -> Option<&'static str> {
    speaker.unix("sock_connect_v2", true, &root.join(FOLDERS[folder]).join("s"))
}
