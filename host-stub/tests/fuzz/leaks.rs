// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! What fails, and what is replaced, leaves no descriptor of the host open.

use host_stub::harness::Direct;
use host_stub::{Config, Error};

use crate::sequence::open_descriptors;

/// WAMR's `sock_open`, its answer at 64.
const OPEN: [u64; 4] = [u64::MAX, 0, 1, 64];
const TIMES: usize = 1_000;

/// A guest of WAMR's dialect, and how to call a function by its name.
struct Guest(Direct);

impl Guest {
    fn new(config: Config) -> Result<Self, Error> {
        Ok(Self(Direct::new("wamr", Config { stdin: Some(Vec::new()), log: Box::new(|_| {}), ..config }, 65_536)?))
    }

    fn call(&mut self, name: &str, values: &[u64]) -> &'static str {
        let function = self.0.functions().iter().position(|function| function.name == name);
        self.0.call(function.expect("it is there"), values)
    }

    fn opened(&mut self) -> u64 {
        assert_eq!(self.call("sock_open", &OPEN), "ok");
        u64::from(self.0.memory()[64]) | u64::from(self.0.memory()[65]) << 8
    }
}

/// Each way to lose a descriptor, a thousand times.
pub fn nothing_is_left_open() -> Result<(), Error> {
    let before = open_descriptors();
    for (way, lose) in WAYS {
        let mut guest = Guest::new(Config {
            limits: ["sockets=2".parse().expect("a limit")].into_iter().collect(),
            ..Config::default()
        })?;
        lose(&mut guest);
        let (host, own) = (open_descriptors(), guest.0.descriptors());
        for _ in 0..TIMES {
            lose(&mut guest);
        }
        assert_eq!((open_descriptors(), guest.0.descriptors()), (host, own), "{way}");
    }
    assert_eq!(open_descriptors(), before, "when the guest has ended");
    Ok(())
}

type Way = fn(&mut Guest);

const WAYS: [(&str, Way); 5] = [
    ("a descriptor is replaced by fd_renumber", |guest| {
        let (first, second) = (guest.opened(), guest.opened());
        assert_eq!(guest.call("fd_renumber", &[first, second]), "ok");
        assert_eq!(guest.call("fd_renumber", &[second, second]), "ok");
        assert_eq!(guest.call("fd_close", &[second]), "ok");
    }),
    ("fd_renumber to what is not open", |guest| {
        let first = guest.opened();
        assert_eq!(guest.call("fd_renumber", &[first, 4000]), "EBADF");
        assert_eq!(guest.call("fd_close", &[first]), "ok");
    }),
    ("the place for the answer is none", |guest| {
        assert_eq!(guest.call("sock_open", &[u64::MAX, 0, 1, 65_533]), "EINVAL");
        assert_eq!(guest.call("sock_open", &[u64::MAX, 0, 1, 65_536]), "EFAULT");
    }),
    ("there are too many sockets", |guest| {
        let (first, second) = (guest.opened(), guest.opened());
        assert_eq!(guest.call("sock_open", &OPEN), "EMFILE");
        assert_eq!((guest.call("fd_close", &[first]), guest.call("fd_close", &[second])), ("ok", "ok"));
    }),
    ("what is connected to is refused", |guest| {
        let first = guest.opened();
        guest.0.memory()[128..138].copy_from_slice(&[0, 0, 0, 0, 127, 0, 0, 1, 9, 0]);
        assert_eq!(guest.call("sock_connect", &[first, 128]), "EACCES");
        assert_eq!(guest.call("fd_close", &[first]), "ok");
    }),
];
