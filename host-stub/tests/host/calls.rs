// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! A guest of WAMR's dialect whose calls a test makes itself, and what the host has said of them.

use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex};

use host_stub::harness::Direct;
use host_stub::{Config, Output};

/// Where the guest has an address, an answer, an iovec and its buffer.
const ADDRESS: usize = 0x100;
const ANSWER: usize = 0x200;
const IOVEC: usize = 0x300;
const SUBSCRIPTIONS: usize = 0x400;
const EVENTS: usize = 0x800;
const TEXT: usize = 0xc00;
pub const BUFFER: usize = 0x1000;

/// A guest without a program.
pub struct Guest {
    direct: Direct,
    log: Arc<Mutex<Vec<String>>>,
}

impl Guest {
    /// Under these rules; sockets do not wait.
    pub fn new(rules: &[&str]) -> Self {
        Self::with("wamr", config(rules))
    }

    pub fn with(dialect: &str, config: Config) -> Self {
        let log = Arc::<Mutex<Vec<String>>>::default();
        let lines = Arc::clone(&log);
        let sink = Box::new(move |line: &str| lines.lock().expect("one thread").push(line.to_owned()));
        let output = Output::Capture;
        let config = Config { stdin: Some(Vec::new()), stdout: output, stderr: output, log: sink, ..config };
        Self { direct: Direct::new(dialect, config, 0x10_0000).expect("it can be set up"), log }
    }

    /// What the host has said since the last time.
    pub fn log(&self) -> Vec<String> {
        std::mem::take(&mut self.log.lock().expect("one thread"))
    }

    /// All that it says, for another thread.
    pub fn lines(&self) -> Arc<Mutex<Vec<String>>> {
        Arc::clone(&self.log)
    }

    pub fn memory(&mut self) -> &mut [u8] {
        self.direct.memory()
    }

    pub fn call(&mut self, name: &str, values: &[u64]) -> &'static str {
        let function = self.direct.functions().iter().position(|function| function.name == name);
        let answer = self.direct.call(function.expect("there is such a function"), values);
        self.direct.never_wait();
        answer
    }

    pub fn answer(&mut self) -> u64 {
        u64::from(u32::from_le_bytes(self.memory()[ANSWER..ANSWER + 4].try_into().expect("four bytes")))
    }

    pub fn put(&mut self, at: usize, words: &[u32]) {
        for (place, word) in self.memory()[at..].chunks_exact_mut(4).zip(words) {
            place.copy_from_slice(&word.to_le_bytes());
        }
    }

    /// A socket of this family, `SOCK_STREAM` or `SOCK_DGRAM`.
    pub fn socket(&mut self, family: u64, kind: u64) -> u64 {
        assert_eq!(self.call("sock_open", &[0, family, kind, ANSWER as u64]), "ok");
        self.answer()
    }

    pub fn tcp(&mut self) -> u64 {
        self.socket(0, 1)
    }

    pub fn udp(&mut self) -> u64 {
        self.socket(0, 0)
    }

    fn address(&mut self, address: SocketAddr) -> u64 {
        let mut bytes = [0; 24];
        match address.ip() {
            IpAddr::V4(ip) => {
                bytes[4..8].copy_from_slice(&ip.octets());
                bytes[8..10].copy_from_slice(&address.port().to_le_bytes());
            }
            IpAddr::V6(ip) => {
                bytes[0] = 1;
                for (place, group) in bytes[4..20].chunks_exact_mut(2).zip(ip.segments()) {
                    place.copy_from_slice(&group.to_le_bytes());
                }
                bytes[20..22].copy_from_slice(&address.port().to_le_bytes());
            }
        }
        self.memory()[ADDRESS..ADDRESS + 24].copy_from_slice(&bytes);
        ADDRESS as u64
    }

    pub fn bind(&mut self, fd: u64, address: SocketAddr) -> &'static str {
        let address = self.address(address);
        self.call("sock_bind", &[fd, address])
    }

    pub fn connect(&mut self, fd: u64, address: SocketAddr) -> &'static str {
        let address = self.address(address);
        self.call("sock_connect", &[fd, address])
    }

    pub fn listen(&mut self, fd: u64) -> &'static str {
        self.call("sock_listen", &[fd, 8])
    }

    pub fn accept(&mut self, fd: u64) -> &'static str {
        self.call("sock_accept", &[fd, 0, ANSWER as u64])
    }

    pub fn send(&mut self, fd: u64) -> &'static str {
        self.put(IOVEC, &[BUFFER as u32, 4]);
        self.call("sock_send", &[fd, IOVEC as u64, 1, 0, ANSWER as u64])
    }

    pub fn send_to(&mut self, fd: u64, address: SocketAddr) -> &'static str {
        let address = self.address(address);
        self.put(IOVEC, &[BUFFER as u32, 4]);
        self.call("sock_send_to", &[fd, IOVEC as u64, 1, 0, address, ANSWER as u64])
    }

    /// Receives into the buffer; the number of bytes is the answer.
    pub fn receive(&mut self, fd: u64) -> &'static str {
        self.put(IOVEC, &[BUFFER as u32, 64]);
        self.call("sock_recv", &[fd, IOVEC as u64, 1, 0, ANSWER as u64, EVENTS as u64])
    }

    /// `fd_read` or `fd_write` by one buffer of so many bytes.
    pub fn transfer(&mut self, name: &str, fd: u64, bytes: u32) -> &'static str {
        self.put(IOVEC, &[BUFFER as u32, bytes]);
        self.call(name, &[fd, IOVEC as u64, 1, ANSWER as u64])
    }

    /// The port that the socket has got.
    pub fn port(&mut self, fd: u64) -> u16 {
        assert_eq!(self.call("sock_addr_local", &[fd, ADDRESS as u64]), "ok");
        let at = ADDRESS + if self.memory()[ADDRESS] == 0 { 8 } else { 20 };
        u16::from_le_bytes([self.memory()[at], self.memory()[at + 1]])
    }

    /// Waits a moment for the descriptor to be readable; whether it was.
    pub fn is_readable(&mut self, fd: u64) -> bool {
        self.is_readable_within(fd, 100)
    }

    /// The same within so many milliseconds.
    pub fn is_readable_within(&mut self, fd: u64, milliseconds: u64) -> bool {
        let time = milliseconds * 1_000_000;
        let [low, high] = [time, time >> 32].map(|half| half as u32);
        self.memory()[SUBSCRIPTIONS..SUBSCRIPTIONS + 96].fill(0);
        self.put(SUBSCRIPTIONS + 8, &[1, 0, fd as u32]);
        self.put(SUBSCRIPTIONS + 48 + 16, &[1, 0, low, high]);
        let (input, output) = (SUBSCRIPTIONS as u64, EVENTS as u64);
        assert_eq!(self.call("poll_oneoff", &[input, output, 2, ANSWER as u64]), "ok");
        (0..self.answer() as usize).any(|event| self.memory()[EVENTS + 32 * event + 10] == 1)
    }

    /// Resolves a name by `sock_addr_resolve`.
    pub fn resolve(&mut self, name: &str) -> &'static str {
        self.text(name);
        // No service, no hints, room for sixteen answers.
        self.memory()[TEXT + 64..TEXT + 80].fill(0);
        let (service, hints) = (TEXT as u64 + 64, TEXT as u64 + 68);
        self.call("sock_addr_resolve", &[TEXT as u64, service, hints, BUFFER as u64, 16, ANSWER as u64])
    }

    /// A text with a NUL behind it; where it is.
    pub fn text(&mut self, text: &str) -> u64 {
        self.memory()[TEXT..TEXT + text.len()].copy_from_slice(text.as_bytes());
        self.memory()[TEXT + text.len()] = 0;
        TEXT as u64
    }
}

/// Nothing but these rules.
pub fn config(rules: &[&str]) -> Config {
    let allow = rules.iter().map(|rule| rule.parse().expect("the test's own rule")).collect();
    Config { allow, ..Config::default() }
}

pub fn address(text: &str) -> SocketAddr {
    text.parse().expect("the test's own address")
}
