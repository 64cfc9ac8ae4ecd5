// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! The servers that a guest could reach and the clients that could reach it, each with a secret.

use std::io::Write;
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener, TcpStream, UdpSocket};
use std::os::fd::AsFd;
use std::process::Command;

use fastrand::Rng;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::net::{AddressFamily, SocketFlags, SocketType};

use crate::names;
use crate::places::{FOLDERS, Places};
use crate::rules::{ADDRESSES, Deed, GROUPS};

pub const PORTS: [u16; 2] = [80, 8080];
/// The start of every secret; eight digits follow.
const MARK: &[u8] = b"SECRET-";
/// The number of connections that stay open.
const KEPT: usize = 64;

/// The network.
pub struct World {
    listeners: Vec<TcpListener>,
    receivers: Vec<UdpSocket>,
    /// Receivers of the first group, which do not answer, one for each port.
    members: Vec<UdpSocket>,
    /// The folders of the guest, if its dialect has paths.
    pub places: Option<Places>,
    kept: Vec<TcpStream>,
    /// For each secret the deed that must be allowed if the guest knows it; `None` if everybody may know it.
    secrets: Vec<Option<Deed>>,
    /// The first secret of a folder.
    paths: usize,
    /// The number of secrets that belong to servers.
    own: usize,
}

impl World {
    /// Assigns the addresses and starts the servers.
    pub fn new() -> Result<Self, String> {
        let mut world = Self {
            listeners: Vec::new(),
            receivers: Vec::new(),
            members: Vec::new(),
            places: None,
            kept: Vec::new(),
            secrets: Vec::new(),
            paths: 0,
            own: 0,
        };
        for (text, _) in ADDRESSES {
            let ip: IpAddr = text.parse().map_err(|error| format!("{text}: {error}"))?;
            if !ip.is_loopback() {
                add(ip)?;
            }
            for port in PORTS {
                let failed = |error| format!("{ip} {port}: {error}");
                let listener = TcpListener::bind((ip, port)).map_err(failed)?;
                listener.set_nonblocking(true).map_err(failed)?;
                world.listeners.push(listener);
                world.secrets.push(Some(Deed::Use(("connect", true, (ip, port).into()))));
            }
        }
        for (text, _) in ADDRESSES {
            let ip: IpAddr = text.parse().map_err(|error| format!("{text}: {error}"))?;
            for port in PORTS {
                let failed = |error| format!("{ip} {port}: {error}");
                let receiver = UdpSocket::bind((ip, port)).map_err(failed)?;
                receiver.set_nonblocking(true).map_err(failed)?;
                world.receivers.push(receiver);
                world.secrets.push(Some(Deed::Use(("receive", false, (ip, port).into()))));
            }
        }
        for port in PORTS {
            let failed = |error| format!("{} {port}: {error}", GROUPS[0]);
            let member = UdpSocket::bind((GROUPS[0], port)).map_err(failed)?;
            member.join_multicast_v4(&GROUPS[0], &Ipv4Addr::LOCALHOST).map_err(failed)?;
            member.set_nonblocking(true).map_err(failed)?;
            world.members.push(member);
        }
        world.paths = world.secrets.len();
        world.secrets.extend((0..FOLDERS.len()).map(|folder| Some(Deed::Path(folder))));
        world.own = world.secrets.len();
        Ok(world)
    }

    /// Answers all clients; returns what they did.
    pub fn serve(&mut self) -> Vec<Deed> {
        let mut come = Vec::new();
        if let Some(places) = &mut self.places {
            come.extend(places.serve(|folder| secret(self.paths + folder)).into_iter().map(Deed::Path));
        }
        for (member, port) in self.members.iter().zip(PORTS) {
            while member.recv_from(&mut [0; 64]).is_ok() {
                come.push(Deed::Use(("send", false, (GROUPS[0], port).into())));
            }
        }
        let ready = {
            let fds = self.listeners.iter().map(AsFd::as_fd).chain(self.receivers.iter().map(AsFd::as_fd));
            let mut fds: Vec<_> = fds.map(|fd| PollFd::from_borrowed_fd(fd, PollFlags::IN)).collect();
            if !matches!(poll(&mut fds, Some(&Timespec::default())), Ok(1..)) {
                return come;
            }
            fds.iter().map(|fd| fd.revents().contains(PollFlags::IN)).collect::<Vec<_>>()
        };
        for (number, _) in ready.iter().enumerate().filter(|(_, ready)| **ready) {
            match self.listeners.get(number) {
                Some(listener) => {
                    while let Ok((mut stream, _)) = listener.accept() {
                        // The guest may be gone.
                        let _ = stream.write_all(&secret(number));
                        come.extend(self.secrets[number]);
                        self.kept.push(stream);
                    }
                }
                None => {
                    let receiver = &self.receivers[number - self.listeners.len()];
                    while let Ok((_, from)) = receiver.recv_from(&mut [0; 64]) {
                        let _ = receiver.send_to(&secret(number), from);
                        if let Some(Deed::Use((_, tcp, address))) = self.secrets[number] {
                            come.push(Deed::Use(("send", tcp, address)));
                        }
                    }
                }
            }
        }
        if self.kept.len() > KEPT {
            self.kept.drain(..KEPT / 2);
        }
        come
    }

    /// Sends a secret to the guest by TCP or UDP; `is_open` if the guest accepts every peer there.
    pub fn visit(&mut self, to: SocketAddr, is_open: bool, rng: &mut Rng) {
        if rng.u8(..4) == 0 {
            // Without a member there is no way.
            let _ = self.tell_group(to.port(), rng);
            return;
        }
        if rng.bool() {
            let number = self.listeners.len() + rng.usize(..self.receivers.len());
            // The family may differ, and nobody may listen.
            let _ = self.receivers[number - self.listeners.len()].send_to(&secret(number), to);
            return;
        }
        let from: IpAddr = ADDRESSES[rng.usize(..ADDRESSES.len())].0.parse().expect("an address");
        // The guest may refuse.
        let _ = self.connect(from, to, is_open);
    }

    /// Sends a secret to a port of the second group.
    pub fn tell_group(&mut self, port: u16, rng: &mut Rng) -> std::io::Result<()> {
        // Of a public one, for which a wide rule is enough, or of any.
        let public = ADDRESSES.iter().position(|(_, home)| home.is_none()).unwrap_or_default();
        let number = if rng.bool() { public } else { rng.usize(..ADDRESSES.len()) };
        let from: IpAddr = ADDRESSES[number].0.parse().expect("an address");
        let IpAddr::V4(own) = from else { return Ok(()) };
        let sender = UdpSocket::bind((from, 0))?;
        rustix::net::sockopt::set_ip_multicast_if(&sender, &own)?;
        self.secrets.push(Some(Deed::Group(sender.local_addr()?, GROUPS[1])));
        sender.send_to(&secret(self.secrets.len() - 1), (GROUPS[1], port))?;
        Ok(())
    }

    fn connect(&mut self, from: IpAddr, to: SocketAddr, is_open: bool) -> std::io::Result<()> {
        let family = if from.is_ipv4() { AddressFamily::INET } else { AddressFamily::INET6 };
        let socket = rustix::net::socket_with(family, SocketType::STREAM, SocketFlags::CLOEXEC, None)?;
        rustix::net::bind(&socket, &SocketAddr::new(from, 0))?;
        rustix::io::ioctl_fionbio(&socket, true)?;
        // On loopback it is connected at once, if at all.
        if let Err(error) = rustix::net::connect(&socket, &to)
            && error != rustix::io::Errno::INPROGRESS
        {
            return Err(error.into());
        }
        let mut stream = TcpStream::from(socket);
        self.secrets.push(if is_open { None } else { Some(Deed::Use(("accept", true, stream.local_addr()?))) });
        stream.write_all(&secret(self.secrets.len() - 1))?;
        self.kept.push(stream);
        Ok(())
    }

    /// Finds and erases the secrets in the guest's memory; returns the deed that must be allowed for each.
    pub fn read(&self, memory: &mut [u8]) -> Vec<Deed> {
        let mut found: Vec<_> = names::read(memory).into_iter().map(Deed::Name).collect();
        for at in positions(memory, MARK[0]) {
            if memory[at..].starts_with(MARK) {
                let digits = memory.get(at + MARK.len()..at + MARK.len() + 8);
                let digits = digits.and_then(|digits| std::str::from_utf8(digits).ok());
                let number = digits.and_then(|digits| digits.parse::<usize>().ok());
                // A part of a secret was found as a whole before.
                found.extend(number.and_then(|number| *self.secrets.get(number)?));
                memory[at..at + MARK.len()].fill(0);
            }
        }
        found
    }

    /// Closes all connections and forgets the clients' secrets.
    pub fn end(&mut self) {
        self.kept.clear();
        self.serve();
        self.kept.clear();
        self.places = None;
        self.secrets.truncate(self.own);
    }
}

/// Where the byte is; `contains` is fast in every build.
pub fn positions(memory: &[u8], byte: u8) -> Vec<usize> {
    const CHUNK: usize = 256;
    let chunks = memory.chunks(CHUNK).enumerate().filter(|(_, chunk)| chunk.contains(&byte));
    let within = |(number, chunk): (usize, &[u8])| {
        let found = chunk.iter().enumerate().filter(|(_, other)| **other == byte);
        found.map(|(at, _)| number * CHUNK + at).collect::<Vec<_>>()
    };
    chunks.flat_map(within).collect()
}

fn secret(number: usize) -> Vec<u8> {
    [MARK, format!("{number:08}").as_bytes()].concat()
}

fn add(ip: IpAddr) -> Result<(), String> {
    let bits = if ip.is_ipv4() { 32 } else { 128 };
    let mut command = Command::new("ip");
    command.args(["address", "add", &format!("{ip}/{bits}"), "dev", "lo"]);
    if ip.is_ipv6() {
        command.arg("nodad");
    }
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        other => Err(format!("cannot have the address {ip}: {other:?}")),
    }
}
