// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! The peer of a test: another program on loopback. A program cannot be its own peer on hosts that do not report its
//! port.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::thread;
use std::time::Duration;

use crate::{Result, trying};

/// The behaviour of the peer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Listens on `PEER_PORT`, and echoes data until the end; nothing listens on `REFUSED_PORT`.
    Echo,
    /// Connects to `LISTEN_PORT` as soon as the program listens there, sends "hello", and echoes data; connects again after
    /// the end.
    Caller,
    /// Listens on `PEER_PORT`, and sends a byte every 200 ms until the end, at most 20.
    Slow,
}

/// A peer for the duration of one run.
pub struct Peer {
    role: Role,
    port: u16,
    over: Arc<AtomicBool>,
}

/// The longest wait for data.
const PATIENCE: Duration = Duration::from_secs(20);
/// The time between two attempts to connect.
const PAUSE: Duration = Duration::from_millis(5);

impl Peer {
    /// Starts the peer.
    ///
    /// # Errors
    /// No port is free.
    pub fn start(role: Role) -> Result<Self> {
        let over = Arc::new(AtomicBool::new(false));
        let port = match role {
            Role::Echo => serve(&over, |stream| drop(thread::spawn(move || echo(stream))))?,
            Role::Slow => serve(&over, |stream| drop(thread::spawn(move || trickle(stream))))?,
            Role::Caller => {
                let address = SocketAddr::from((Ipv4Addr::LOCALHOST, free_port()?));
                until(&over, move || TcpStream::connect_timeout(&address, PATIENCE).ok(), greet);
                address.port()
            }
        };
        Ok(Self { role, port, over })
    }

    /// The variables of the program's environment.
    ///
    /// # Errors
    /// No unused port was found.
    pub fn env(&self) -> Result<Vec<(String, String)>> {
        let named = |name: &str, port: u16| (name.into(), port.to_string());
        Ok(match self.role {
            Role::Echo => vec![named("PEER_PORT", self.port), named("REFUSED_PORT", free_port()?)],
            Role::Caller => vec![named("LISTEN_PORT", self.port)],
            Role::Slow => vec![named("PEER_PORT", self.port)],
        })
    }

    /// The flags that open the program's sockets, for a host that opens them itself.
    #[must_use]
    pub fn preopen(&self) -> Vec<String> {
        match self.role {
            // No program needs more connections.
            Role::Echo | Role::Slow => vec![format!("--tcpconnect=127.0.0.1:{}", self.port); 2],
            Role::Caller => vec![format!("--tcplisten=127.0.0.1:{}", self.port)],
        }
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        self.over.store(true, Ordering::Relaxed);
    }
}

/// Listens on a port and serves each connection.
fn serve(over: &Arc<AtomicBool>, aside: fn(TcpStream)) -> Result<u16> {
    let listener = trying("loopback", TcpListener::bind((Ipv4Addr::LOCALHOST, 0)))?;
    trying("loopback", listener.set_nonblocking(true))?;
    let address = trying("loopback", listener.local_addr())?;
    until(over, move || listener.accept().ok().map(|(stream, _)| stream), aside);
    Ok(address.port())
}

/// Accepts connections until the run ends.
fn until(over: &Arc<AtomicBool>, mut next: impl FnMut() -> Option<TcpStream> + Send + 'static, serve: fn(TcpStream)) {
    let over = Arc::clone(over);
    thread::spawn(move || {
        while !over.load(Ordering::Relaxed) {
            match next() {
                Some(stream) => serve(stream),
                None => thread::sleep(PAUSE),
            }
        }
    });
}

/// Errors are ignored here: they show in the output of the program.
fn echo(mut stream: TcpStream) {
    let ready = stream.set_nonblocking(false).and_then(|()| stream.set_read_timeout(Some(PATIENCE)));
    let mut room = [0; 4096];
    while let (Ok(()), Ok(len @ 1..)) = (&ready, stream.read(&mut room)) {
        if stream.write_all(&room[..len]).is_err() {
            break;
        }
    }
}

fn trickle(mut stream: TcpStream) {
    const BYTES: usize = 20;
    const BETWEEN: Duration = Duration::from_millis(200);
    let mut ready = stream.set_nonblocking(false);
    for _ in 0..BYTES {
        ready = ready.and_then(|()| stream.write_all(b"."));
        if ready.is_err() {
            break;
        }
        thread::sleep(BETWEEN);
    }
}

fn greet(mut stream: TcpStream) {
    if stream.write_all(b"hello").is_ok() {
        echo(stream);
    }
}

/// A port below those that the system assigns by itself, so that no other socket gets it by chance. Each port is used once,
/// and each process begins at another one, because the system blocks a used port for a minute.
fn free_port() -> Result<u16> {
    const FIRST: u32 = 20_000;
    const COUNT: u32 = 10_000;
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let next = || NEXT.fetch_add(1, Ordering::Relaxed).wrapping_add(std::process::id().wrapping_mul(97));
    let ports = std::iter::repeat_with(|| (FIRST + next() % COUNT) as u16).take(COUNT as usize);
    let is_free = |port: &u16| TcpListener::bind((Ipv4Addr::LOCALHOST, *port)).is_ok();
    ports.into_iter().find(is_free).ok_or_else(|| "no free port between 20000 and 30000".into())
}
