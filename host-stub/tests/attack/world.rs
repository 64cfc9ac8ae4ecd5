//! The servers that a guest could reach and the clients that could reach it, each with a secret.

use std::io::Write;
use std::net::{IpAddr, SocketAddr, TcpListener, TcpStream, UdpSocket};
use std::os::fd::AsFd;
use std::process::Command;

use fastrand::Rng;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::net::{AddressFamily, SocketFlags, SocketType};

use crate::rules::{ADDRESSES, Use};

pub const PORTS: [u16; 2] = [80, 8080];
/// The start of every secret; eight digits follow.
const MARK: &[u8] = b"SECRET-";
/// The number of connections that stay open.
const KEPT: usize = 64;

/// The network.
pub struct World {
    listeners: Vec<TcpListener>,
    receivers: Vec<UdpSocket>,
    kept: Vec<TcpStream>,
    /// For each secret the use that must be allowed if the guest knows it; `None` if everybody may know it.
    secrets: Vec<Option<Use>>,
    /// The number of secrets that belong to servers.
    own: usize,
}

impl World {
    /// Assigns the addresses and starts the servers.
    pub fn new() -> Result<Self, String> {
        let mut world =
            Self { listeners: Vec::new(), receivers: Vec::new(), kept: Vec::new(), secrets: Vec::new(), own: 0 };
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
                world.secrets.push(Some(("connect", true, (ip, port).into())));
            }
        }
        for (text, _) in ADDRESSES {
            let ip: IpAddr = text.parse().map_err(|error| format!("{text}: {error}"))?;
            for port in PORTS {
                let failed = |error| format!("{ip} {port}: {error}");
                let receiver = UdpSocket::bind((ip, port)).map_err(failed)?;
                receiver.set_nonblocking(true).map_err(failed)?;
                world.receivers.push(receiver);
                world.secrets.push(Some(("receive", false, (ip, port).into())));
            }
        }
        world.own = world.secrets.len();
        Ok(world)
    }

    /// Answers all clients; returns what they did.
    pub fn serve(&mut self) -> Vec<Use> {
        let mut come = Vec::new();
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
                        come.extend(self.secrets[number].map(|(_, tcp, address)| ("send", tcp, address)));
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
        self.secrets.push(if is_open { None } else { Some(("accept", true, stream.local_addr()?)) });
        stream.write_all(&secret(self.secrets.len() - 1))?;
        self.kept.push(stream);
        Ok(())
    }

    /// Finds and erases the secrets in the guest's memory; returns the use that must be allowed for each.
    pub fn read(&self, memory: &mut [u8]) -> Vec<Use> {
        let mut found = Vec::new();
        let mut at = 0;
        while let Some(next) = memory.get(at..).and_then(|rest| rest.windows(MARK.len()).position(|part| part == MARK))
        {
            at += next;
            let digits =
                memory.get(at + MARK.len()..at + MARK.len() + 8).and_then(|digits| std::str::from_utf8(digits).ok());
            let number = digits.and_then(|digits| digits.parse::<usize>().ok());
            // A part of a secret was found as a whole before.
            found.extend(number.and_then(|number| *self.secrets.get(number)?));
            memory[at..at + MARK.len()].fill(0);
        }
        found
    }

    /// Closes all connections and forgets the clients' secrets.
    pub fn end(&mut self) {
        self.kept.clear();
        self.serve();
        self.kept.clear();
        self.secrets.truncate(self.own);
    }
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
