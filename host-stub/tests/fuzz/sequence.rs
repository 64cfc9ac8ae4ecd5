// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! One guest's life: a few hundred calls, one of them after the other on what those before have left.

use std::io::Write;
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream, UdpSocket};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use fastrand::Rng;
use host_stub::harness::{Direct, Function};
use host_stub::{Config, Error, Log, Output, Preopen};

use crate::hostile::{self, MEMORY};
use crate::report::Report;
use crate::watchdog::Watchdog;

/// Rounds in which each function is called once, in some order, with others between them.
const ROUNDS: u64 = 8;
/// What makes the most of a guest's life possible is called more often.
const OPENERS: [&str; 14] = [
    "open",
    "sock_open",
    "sock_open_v2",
    "bind",
    "sock_bind",
    "sock_bind_v2",
    "listen",
    "sock_listen",
    "connect",
    "sock_connect",
    "accept",
    "sock_accept",
    "stream_create",
    "path_open",
];

/// Lives once; how often each function was called at least.
pub fn run(
    dialect: &str,
    runtime: Option<&str>,
    seed: u64,
    watchdog: &Watchdog,
    report: &mut Report,
) -> Result<u64, Error> {
    let mut rng = Rng::with_seed(seed);
    let host = runtime.map_or(dialect.to_owned(), |runtime| format!("{dialect} as {runtime}"));
    let before = open_descriptors();
    let files = Files::new()?;
    let mut others = Others::new()?;
    let mut guest = Direct::new(dialect, config(&files, &others, runtime, &mut rng), MEMORY)?;
    others.connect()?;
    guest.never_wait();
    let functions = guest.functions();
    hostile::fill(guest.memory(), others.port, &mut rng);
    for function in order(&functions, &mut rng) {
        let called = &functions[function];
        let mut values = hostile::values(called, &guest, others.port, &mut rng);
        hostile::tame(called, &mut values);
        hostile::disturb(guest.memory(), others.port, &mut rng);
        hostile::end_wait(called, &values, guest.memory());
        let call = format!("{host} {}.{}{values:x?}, WASOCK_FUZZ_SEED gives {seed:#x}", called.module, called.name);
        watchdog.begins(call.clone());
        let answer = catch_unwind(AssertUnwindSafe(|| guest.call(function, &values)));
        assert!(answer.is_ok(), "the host panics: {call}");
        assert!(guest.is_unharmed(), "written beyond the memory: {call}");
        report.add(&host, &called.name, answer.unwrap_or_default());
        guest.never_wait();
    }
    drop((guest, files, others));
    assert_eq!(open_descriptors(), before, "left open by {host}, WASOCK_FUZZ_SEED gives {seed:#x}");
    Ok(ROUNDS)
}

/// The indices of the functions to call: each `ROUNDS` times, and openers again and again between them.
fn order(functions: &[Function], rng: &mut Rng) -> Vec<usize> {
    let is_opener = |index: &usize| OPENERS.contains(&&*functions[*index].name);
    let openers: Vec<usize> = (0..functions.len()).filter(is_opener).collect();
    let mut order = Vec::new();
    for _ in 0..ROUNDS {
        let mut all: Vec<usize> = (0..functions.len()).collect();
        rng.shuffle(&mut all);
        for function in all {
            order.push(function);
            for _ in 0..rng.u8(..3) {
                order.extend(rng.choice(openers.iter().copied()));
            }
        }
    }
    order
}

/// Everything on loopback, or a policy that refuses most of it, and limits that are reached.
fn config(files: &Files, others: &Others, runtime: Option<&str>, rng: &mut Rng) -> Config {
    let pool = if rng.u8(..4) == 0 { "127.0.0.2,::2" } else { "127.0.0.0/8,::1,0.0.0.0,::,239.0.0.0/8,ff00::/8" };
    let rules = ["any tcp localhost@127.0.0.0/8 1-60000", "receive any 127.0.0.0/9"];
    let limits = ["bytes=65536", "sockets=12", "iovecs=64", "results=8"];
    Config {
        args: vec!["fuzz".into(), String::new()],
        env: vec!["A=B".into()],
        dirs: vec![Preopen { host: files.0.clone(), guest: "/".into() }],
        stdin: Some(b"input".to_vec()),
        stdout: Output::Capture,
        stderr: Output::Capture,
        addr_pools: vec![pool.parse().expect("a pool")],
        allow: rules.map(|rule| rule.parse().expect("a rule")).into(),
        limits: limits.map(|limit| limit.parse().expect("a limit")).into_iter().collect(),
        allow_unix: files.0.display().to_string().parse().expect("a directory"),
        allow_resolve: "localhost,127.0.0.1".parse().expect("names"),
        quirks: runtime.is_some(),
        runtime: runtime.unwrap_or("auto").into(),
        trace: rng.u8(..8) == 0,
        listeners: vec![(Ipv4Addr::LOCALHOST, 0).into()],
        connections: vec![(Ipv4Addr::LOCALHOST, others.port).into(); 2],
        log: others.log(),
        ..Config::default()
    }
}

/// The host's descriptors, by its own count.
pub fn open_descriptors() -> usize {
    std::fs::read_dir("/proc/self/fd").expect("Linux has it").count()
}

/// Whom the guest can talk to: somebody who listens and is sent to, and who connects to what was opened for the guest.
struct Others {
    /// Theirs, of both kinds.
    port: u16,
    _listener: TcpListener,
    _receiver: UdpSocket,
    connections: Vec<TcpStream>,
    guest: Arc<Mutex<Option<SocketAddr>>>,
}

impl Others {
    fn new() -> std::io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let port = listener.local_addr()?.port();
        // Another program may have the port as its own of this kind.
        let receiver =
            UdpSocket::bind((Ipv4Addr::LOCALHOST, port)).or_else(|_| UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)))?;
        Ok(Self { port, _listener: listener, _receiver: receiver, connections: Vec::new(), guest: Arc::default() })
    }

    /// The host tells where it listens for the guest.
    fn log(&self) -> Log {
        let guest = Arc::clone(&self.guest);
        Box::new(move |line| {
            if let Some((_, address)) = line.split_once("listening on ") {
                *guest.lock().expect("one thread") = address.parse().ok();
            }
        })
    }

    fn connect(&mut self) -> std::io::Result<()> {
        let guest = guest_of(&self.guest);
        for _ in 0..4 {
            let mut stream = TcpStream::connect(guest)?;
            stream.write_all(b"some bytes")?;
            self.connections.push(stream);
        }
        Ok(())
    }
}

fn guest_of(guest: &Mutex<Option<SocketAddr>>) -> SocketAddr {
    guest.lock().expect("one thread").expect("the host has told it")
}

/// Where the guest has its files and may have its sockets: in memory.
pub fn folder() -> PathBuf {
    let memory = PathBuf::from("/dev/shm");
    let base = if memory.is_dir() { memory } else { std::env::temp_dir() };
    base.join(format!("wasock-fuzz-{}", std::process::id()))
}

/// The folder, empty again when the guest has ended.
struct Files(PathBuf);

impl Files {
    fn new() -> std::io::Result<Self> {
        let path = folder();
        std::fs::create_dir_all(&path)?;
        std::fs::write(path.join("file"), b"content")?;
        Ok(Self(path))
    }
}

impl Drop for Files {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
