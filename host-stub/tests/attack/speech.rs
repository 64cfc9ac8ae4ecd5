// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! The same socket calls in every dialect.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::Path;

use host_stub::harness::Direct;

/// Places in the guest's memory for arguments and results.
const OUT: u64 = 0xf000;
const ADDRESS: usize = 0xf100;
const OCTETS: usize = 0xf180;
const IOVEC: u64 = 0xf280;
const BUFFER: usize = 0xf300;

/// A guest and its dialect.
pub struct Speaker {
    pub guest: Direct,
    dialect: &'static str,
    names: Vec<String>,
}

impl Speaker {
    pub fn new(guest: Direct, dialect: &'static str) -> Self {
        let names = guest.functions().into_iter().map(|function| function.name).collect();
        Self { guest, dialect, names }
    }

    /// Whether its rules are descriptors, each with addresses of its own.
    pub fn has_pools(&self) -> bool {
        self.dialect == "berkeley"
    }

    /// Calls a function; `None` if the dialect does not have it.
    pub fn call(&mut self, name: &str, values: &[u64]) -> Option<&'static str> {
        let function = self.names.iter().position(|other| other == name)?;
        let answer = self.guest.call(function, values);
        self.guest.never_wait();
        Some(answer)
    }

    /// Closes the last socket if the next one could be too many.
    pub fn make_room(&mut self) {
        let sockets = self.guest.sockets();
        if sockets.len() >= 15 {
            let last = sockets.last().copied().unwrap_or_default();
            self.call("fd_close", &[last.into()]);
        }
    }

    /// Opens a socket, if that is possible.
    pub fn open(&mut self, ipv6: bool, tcp: bool) -> Option<u64> {
        let (six, tcp) = (u64::from(ipv6), u64::from(tcp));
        let answer = match self.dialect {
            "wamr" => self.call("sock_open", &[u64::MAX, six, tcp, OUT]),
            "wasmedge" | "wasmedge-v2" => self.call("sock_open", &[1 + six, 1 + tcp, OUT]),
            "wasix" => self.call("sock_open", &[1 + six, 2 - tcp, if tcp == 1 { 6 } else { 17 }, OUT]),
            "berkeley" => self.call("open", &[3, six, tcp, OUT]),
            "ueno" => {
                let any = if ipv6 { "[::]:0" } else { "0.0.0.0:0" };
                let [text, len] = self.text(any);
                self.call("open", &[3 + tcp, text, len, 5 + tcp, 0, 0, 0, OUT])
            }
            _ => None,
        };
        (answer == Some("ok")).then(|| self.answer())
    }

    pub fn connect(&mut self, fd: u64, to: SocketAddr) -> Option<&'static str> {
        match (self.dialect, to.ip()) {
            ("ueno", _) => {
                let [text, len] = self.text(&to.to_string());
                self.call("connect", &[fd, text, len, OUT])
            }
            ("sock-connect", IpAddr::V4(ip)) => {
                self.call("sock_connect", &[ip.to_bits().into(), to.port().into(), OUT])
            }
            ("sock-connect", _) => None,
            _ => self.with_address("connect", fd, to),
        }
    }

    pub fn bind(&mut self, fd: u64, to: SocketAddr) -> Option<&'static str> {
        self.with_address("bind", fd, to)
    }

    fn with_address(&mut self, name: &str, fd: u64, to: SocketAddr) -> Option<&'static str> {
        let address = self.address(to)?;
        match self.dialect {
            "wasmedge" | "wasmedge-v2" => self.call(&format!("sock_{name}"), &[fd, address, to.port().into()]),
            "berkeley" => self.call(name, &[fd, address]),
            _ => self.call(&format!("sock_{name}"), &[fd, address]),
        }
    }

    pub fn send_to(&mut self, fd: u64, to: SocketAddr) -> Option<&'static str> {
        let address = self.address(to)?;
        self.put(IOVEC as usize, &[BUFFER as u32, 4]);
        match self.dialect {
            "wasmedge" | "wasmedge-v2" => self.call("sock_send_to", &[fd, IOVEC, 1, address, to.port().into(), 0, OUT]),
            "berkeley" => self.call("send_to", &[fd, BUFFER as u64, 4, address, 0, OUT]),
            _ => self.call("sock_send_to", &[fd, IOVEC, 1, 0, address, OUT]),
        }
    }

    pub fn join(&mut self, fd: u64, group: Ipv4Addr) -> Option<&'static str> {
        let start: &[u8] = if self.dialect == "wamr" { &[0, 0, 0, 0] } else { &[] };
        let bytes = [start, &group.octets()].concat();
        let memory = self.guest.memory();
        memory[ADDRESS..ADDRESS + bytes.len()].copy_from_slice(&bytes);
        memory[OCTETS..OCTETS + 4].fill(0);
        match self.dialect {
            "wamr" => self.call("sock_set_ip_add_membership", &[fd, ADDRESS as u64, 0]),
            _ => self.call("sock_join_multicast_v4", &[fd, ADDRESS as u64, OCTETS as u64]),
        }
    }

    /// Looks a name up; the answers go to the buffer.
    pub fn resolve(&mut self, name: &str) -> Option<&'static str> {
        let [text, len] = self.text(&format!("{name}\0"));
        let (len, none, room) = (len - 1, OCTETS as u64, BUFFER as u64);
        self.guest.memory()[OCTETS..OCTETS + 64].fill(0);
        match self.dialect {
            "wamr" => self.call("sock_addr_resolve", &[text, none, none, room, 4, OUT]),
            "wasix" => self.call("resolve", &[text, len, 0, room, 4, OUT]),
            "berkeley" => self.call("resolve", &[3, text, len, 0, room, 128, OUT]),
            "wasmedge" | "wasmedge-v2" => {
                // One node, with its address and the data behind.
                self.put(BUFFER, &[0, 0, 0, BUFFER as u32 + 32, 0, 0, 0, 0, 0, 26, BUFFER as u32 + 48]);
                self.put(OCTETS + 32, &[BUFFER as u32]);
                self.call("sock_getaddrinfo", &[text, len, none, 0, none, none + 32, 1, OUT])
            }
            _ => None,
        }
    }

    /// A new socket of `AF_UNIX`, and a call with a path on it.
    pub fn unix(&mut self, name: &str, stream: bool, path: &Path) -> Option<&'static str> {
        let fd = self.open_unix(stream)?;
        let address = self.path(path);
        self.call(name, &[fd, address, 0])
    }

    /// A datagram to a path, from a socket that can be answered to.
    pub fn send_unix(&mut self, path: &Path) -> Option<&'static str> {
        let fd = self.open_unix(false)?;
        let own = self.path(&path.with_file_name(format!("own{fd}")));
        self.call("sock_bind_v2", &[fd, own, 0]);
        let address = self.path(path);
        self.put(IOVEC as usize, &[BUFFER as u32, 4]);
        self.call("sock_send_to_v2", &[fd, IOVEC, 1, address, 0, 0, OUT])
    }

    fn open_unix(&mut self, stream: bool) -> Option<u64> {
        self.make_room();
        let answer = self.call("sock_open", &[3, 1 + u64::from(stream), OUT]);
        (answer == Some("ok")).then(|| self.answer())
    }

    /// Stores an address with a path.
    fn path(&mut self, path: &Path) -> u64 {
        self.put(ADDRESS, &[OCTETS as u32, 128]);
        let (memory, path) = (self.guest.memory(), path.as_os_str().as_encoded_bytes());
        memory[OCTETS..OCTETS + 128].fill(0);
        memory[OCTETS] = 3;
        memory[OCTETS + 2..OCTETS + 2 + path.len()].copy_from_slice(path);
        ADDRESS as u64
    }

    /// A call with two paths, each behind its values.
    pub fn with_paths(
        &mut self,
        name: &str,
        first: &[u64],
        from: &str,
        second: &[u64],
        to: &str,
    ) -> Option<&'static str> {
        let [at, len] = self.text(&format!("{from}{to}"));
        let middle = from.len() as u64;
        let values = [first, &[at, middle], second, &[at + middle, len - middle]].concat();
        self.call(name, &values)
    }

    pub fn listen(&mut self, fd: u64) -> Option<&'static str> {
        let name = if matches!(self.dialect, "berkeley" | "ueno") { "listen" } else { "sock_listen" };
        self.call(name, &[fd, 8])
    }

    pub fn accept(&mut self, fd: u64) -> Option<&'static str> {
        match self.dialect {
            "wasix" => self.call("sock_accept_v2", &[fd, 0, OUT, ADDRESS as u64]),
            "berkeley" | "ueno" => self.call("accept", &[fd, OUT]),
            _ => self.call("sock_accept", &[fd, 0, OUT]),
        }
    }

    pub fn shutdown(&mut self, fd: u64, how: u64) -> Option<&'static str> {
        self.call("sock_shutdown", &[fd, how])
    }

    pub fn read(&mut self, fd: u64) -> Option<&'static str> {
        self.put(IOVEC as usize, &[BUFFER as u32, 256]);
        self.call("fd_read", &[fd, IOVEC, 1, OUT])
    }

    pub fn write(&mut self, fd: u64) -> Option<&'static str> {
        self.put(IOVEC as usize, &[BUFFER as u32, 4]);
        self.call("fd_write", &[fd, IOVEC, 1, OUT])
    }

    pub fn answer(&mut self) -> u64 {
        let at = OUT as usize;
        u64::from(u32::from_le_bytes(self.guest.memory()[at..at + 4].try_into().expect("four bytes")))
    }

    fn put(&mut self, at: usize, words: &[u32]) {
        for (place, word) in self.guest.memory()[at..].chunks_exact_mut(4).zip(words) {
            place.copy_from_slice(&word.to_le_bytes());
        }
    }

    fn text(&mut self, text: &str) -> [u64; 2] {
        self.guest.memory()[ADDRESS..ADDRESS + text.len()].copy_from_slice(text.as_bytes());
        [ADDRESS as u64, text.len() as u64]
    }

    /// Stores the address in the dialect's layout.
    fn address(&mut self, address: SocketAddr) -> Option<u64> {
        let (octets, numbers) = match address.ip() {
            IpAddr::V4(ip) => (ip.octets().to_vec(), ip.octets().to_vec()),
            IpAddr::V6(ip) => (ip.octets().to_vec(), ip.segments().map(u16::to_le_bytes).as_flattened().to_vec()),
        };
        let (six, port) = (u8::from(address.is_ipv6()), address.port().to_le_bytes());
        let bytes = match self.dialect {
            "wamr" => [&[six, 0, 0, 0], &numbers[..], &port].concat(),
            "berkeley" => [&[six, 0], &numbers[..], &port].concat(),
            "wasix" => [&[1 + six, 0], &port[..], &octets, &[0; 8]].concat(),
            "wasmedge" | "wasmedge-v2" => {
                self.guest.memory()[OCTETS..OCTETS + octets.len()].copy_from_slice(&octets);
                [OCTETS as u32, octets.len() as u32].map(u32::to_le_bytes).as_flattened().to_vec()
            }
            _ => return None,
        };
        self.guest.memory()[ADDRESS..ADDRESS + 128].fill(0);
        self.guest.memory()[ADDRESS..ADDRESS + bytes.len()].copy_from_slice(&bytes);
        Some(ADDRESS as u64)
    }
}
