// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Paths that a guest may give its sockets, and those that it may not, whatever leads there.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

use host_stub::{Config, Preopen};

use crate::calls::Guest;

const UNIX: u64 = 3;
const DGRAM: u64 = 1;
const STREAM: u64 = 2;
const ANSWER: u64 = 0x200;
const ADDRESS: usize = 0x2000;
const STORAGE: usize = 0x2010;
const REFUSED: &str = "leads to no allowed directory; allow the one it is in with --allow-unix=DIRECTORY";

/// Two directories beside each other, of which a guest is allowed the first; gone at the end.
struct Place(PathBuf);

impl Place {
    fn new() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let name = format!("wasock-host-{}-{}", std::process::id(), NEXT.fetch_add(1, Relaxed));
        let place = Self(std::env::temp_dir().join(name));
        for directory in ["in/below", "out"] {
            fs::create_dir_all(place.0.join(directory)).expect("a directory of its own");
        }
        place
    }

    fn guest(&self) -> Guest {
        let allowed = self.path("in").parse().expect("the directory is there");
        Guest::with("wasmedge-v2", Config { allow_unix: allowed, dialect: "wasmedge-v2".into(), ..Config::default() })
    }

    fn path(&self, of: &str) -> String {
        self.0.join(of).display().to_string()
    }

    fn has(&self, file: &str) -> bool {
        self.0.join(file).exists()
    }

    fn link(&self, to: impl AsRef<Path>, at: &str) {
        symlink(to, self.0.join(at)).expect("a link");
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        // What is left is left for the system to clean up.
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn socket(guest: &mut Guest, kind: u64) -> u64 {
    assert_eq!(guest.call("sock_open", &[UNIX, kind, ANSWER]), "ok");
    guest.answer()
}

/// `sock_bind_v2` or `sock_connect_v2` with this path.
fn with_path(guest: &mut Guest, call: &str, fd: u64, path: &[u8]) -> &'static str {
    guest.put(ADDRESS, &[STORAGE as u32, 128]);
    guest.memory()[STORAGE..STORAGE + 128].fill(0);
    guest.memory()[STORAGE] = UNIX as u8;
    guest.memory()[STORAGE + 2..][..path.len()].copy_from_slice(path);
    guest.call(call, &[fd, ADDRESS as u64, 0])
}

fn bind(guest: &mut Guest, path: &str) -> &'static str {
    let fd = socket(guest, STREAM);
    with_path(guest, "sock_bind_v2", fd, path.as_bytes())
}

fn connect(guest: &mut Guest, path: &str) -> &'static str {
    let fd = socket(guest, DGRAM);
    with_path(guest, "sock_connect_v2", fd, path.as_bytes())
}

fn refused(guest: &Guest, answer: &str) -> bool {
    let log = guest.log();
    answer == "EACCES" && log.len() == 1 && log[0].ends_with(REFUSED)
}

#[test]
fn without_a_directory_there_is_no_such_family() {
    let mut guest = Guest::with("wasmedge-v2", Config { dialect: "wasmedge-v2".into(), ..Config::default() });
    assert_eq!(guest.call("sock_open", &[UNIX, STREAM, ANSWER]), "ENOSYS");
    assert!(guest.log()[0].ends_with("allow one with --allow-unix=DIRECTORY"));
}

#[test]
fn a_directory_is_allowed_with_all_below() {
    let place = Place::new();
    let mut guest = place.guest();
    for path in ["in/a", "in/below/b", "in/below/../c", "out/../in/d"] {
        assert_eq!(bind(&mut guest, &place.path(path)), "ok", "{path}");
    }
    assert!(["in/a", "in/below/b", "in/c", "in/d"].iter().all(|file| place.has(file)));
}

#[test]
fn nothing_leads_out() {
    let place = Place::new();
    let _outside = std::os::unix::net::UnixDatagram::bind(place.path("out/s")).expect("a socket outside");
    place.link("../out", "in/link");
    place.link("../out/s", "in/s");
    place.link(place.path("in"), "out/back");
    let mut guest = place.guest();
    for path in ["out/x", "in/../out/x", "in/link/x", "in/below/../link/x", "x"] {
        let answer = bind(&mut guest, &place.path(path));
        assert!(refused(&guest, answer), "bind to {path}: {answer}");
    }
    for path in ["out/s", "in/../out/s", "in/link/s", "in/s", "in/below/../s"] {
        let answer = connect(&mut guest, &place.path(path));
        assert!(refused(&guest, answer), "connect to {path}: {answer}");
    }
    assert!(!place.has("out/x") && !place.has("x"));
    // A link that leads in is as good as its end.
    assert_eq!(bind(&mut guest, &place.path("out/back/y")), "ok");
    assert!(place.has("in/y"));
}

/// A directory whose name only begins so is another one.
#[test]
fn a_name_that_begins_alike_is_not_below() {
    let place = Place::new();
    fs::create_dir(place.path("inner")).expect("a directory");
    let mut guest = place.guest();
    let answer = bind(&mut guest, &place.path("inner/x"));
    assert!(refused(&guest, answer));
}

#[test]
fn what_there_is_elsewhere_is_not_told() {
    let place = Place::new();
    fs::write(place.path("out/file"), "").expect("a file");
    let mut guest = place.guest();
    for path in ["out/file", "out/none", "out/no/x", "out/file/x", "none/x"] {
        let answer = connect(&mut guest, &place.path(path));
        assert!(refused(&guest, answer), "connect to {path}: {answer}");
        let answer = bind(&mut guest, &place.path(&format!("{path}/y")));
        assert!(refused(&guest, answer), "bind below {path}: {answer}");
    }
    assert_eq!(connect(&mut guest, &place.path("in/none")), "ENOENT");
    assert_eq!(bind(&mut guest, &place.path("in/none/x")), "ENOENT");
}

/// They are in no directory.
#[test]
fn names_that_are_no_paths_are_refused() {
    let place = Place::new();
    for name in [&b"\0abstract"[..], b""] {
        for call in ["sock_bind_v2", "sock_connect_v2"] {
            let mut guest = place.guest();
            let fd = socket(&mut guest, STREAM);
            let answer = with_path(&mut guest, call, fd, name);
            assert!(refused(&guest, answer), "{answer}");
        }
    }
}

#[test]
fn a_directory_has_to_be_there() {
    let place = Place::new();
    let read = |path: &str| place.path(path).parse::<host_stub::Directories>().map_err(|error| error.to_string());
    assert!(read("in").is_ok());
    fs::write(place.path("file"), "").expect("a file");
    for path in ["none", "file"] {
        assert_eq!(read(path), Err(format!("`{}` is not an existing directory", place.path(path))));
    }
}

/// A guest that has all of the place as a directory, where it may do what it wants, and sockets in a part.
#[test]
fn nothing_is_moved_in() {
    let place = Place::new();
    let _outside = std::os::unix::net::UnixDatagram::bind(place.path("out/s")).expect("a socket outside");
    fs::write(place.path("out/file"), "").expect("a file");
    let dirs = vec![Preopen { host: place.0.clone(), guest: "/".into() }];
    let allow_unix = place.path("in").parse().expect("the directory is there");
    let config = Config { allow_unix, dirs, dialect: "wasmedge-v2".into(), ..Config::default() };
    let mut guest = Guest::with("wasmedge-v2", config);
    let mut moved = |call: &str, from: &str, to: &str| {
        let (at, behind) = (guest.text(from), guest.text(from) + 100);
        guest.memory()[behind as usize..][..to.len()].copy_from_slice(to.as_bytes());
        let (from, to) = ([at, from.len() as u64], [behind, to.len() as u64]);
        let flags = if call == "path_link" { &[0][..] } else { &[] };
        let answer = guest.call(call, &[&[3], flags, &from, &[3], &to].concat());
        (answer, guest.log().len())
    };
    let refused = ("EACCES", 1);
    assert_eq!(moved("path_link", "out/s", "in/s"), refused);
    assert_eq!(moved("path_link", "out/s", "out/../in/below/s"), refused);
    assert_eq!(moved("path_rename", "out/s", "in/t"), refused);
    assert_eq!(moved("path_rename", "out", "in/below/out"), refused);
    assert_eq!(moved("path_link", "out/file", "in/file"), ("ok", 0), "a file is no way in");
    assert_eq!(moved("path_link", "out/s", "out/t"), ("ok", 0), "nothing is allowed there");
    // In the place of what is allowed.
    assert_eq!(moved("path_rename", "in", "was"), ("ok", 0));
    assert_eq!(moved("path_rename", "out", "in"), refused);
    assert_eq!(moved("path_rename", "was", "in").0, "EACCES", "it has been out");
}
