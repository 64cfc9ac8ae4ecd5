// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! What a test talks to: another program beside it, on loopback. Some hosts cannot tell a program which port it has
//! got, so that it cannot talk to itself.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::thread;
use std::time::Duration;

use crate::{Result, trying};

/// What the peer does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Listens on `PEER_PORT`, and sends back what comes until the other side ends; nobody listens on `REFUSED_PORT`.
    Echo,
    /// Calls at `LISTEN_PORT` as soon as somebody listens there, says "hello", and sends back what comes; calls again
    /// when the other side has ended.
    Caller,
    /// Listens on `PEER_PORT`, and sends a byte every 200 ms until the other side ends, 20 at the most.
    Slow,
}

/// A peer for the length of one run.
pub struct Peer {
    role: Role,
    port: u16,
    over: Arc<AtomicBool>,
}

/// Longest silence of the other side.
const PATIENCE: Duration = Duration::from_secs(20);
/// Between two calls.
const PAUSE: Duration = Duration::from_millis(5);

impl Peer {
    /// Starts the peer.
    ///
    /// # Errors
    /// There is no port for it.
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

    /// What the program finds in its environment.
    ///
    /// # Errors
    /// There is no port that nobody listens on.
    pub fn env(&self) -> Result<Vec<(String, String)>> {
        let named = |name: &str, port: u16| (name.into(), port.to_string());
        Ok(match self.role {
            Role::Echo => vec![named("PEER_PORT", self.port), named("REFUSED_PORT", free_port()?)],
            Role::Caller => vec![named("LISTEN_PORT", self.port)],
            Role::Slow => vec![named("PEER_PORT", self.port)],
        })
    }

    /// What opens the program's sockets for it, on a host that does that.
    #[must_use]
    pub fn preopen(&self) -> Vec<String> {
        match self.role {
            // No program connects more often.
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

/// Listens on a port of its own; who connects is served.
fn serve(over: &Arc<AtomicBool>, aside: fn(TcpStream)) -> Result<u16> {
    let listener = trying("loopback", TcpListener::bind((Ipv4Addr::LOCALHOST, 0)))?;
    trying("loopback", listener.set_nonblocking(true))?;
    let address = trying("loopback", listener.local_addr())?;
    until(over, move || listener.accept().ok().map(|(stream, _)| stream), aside);
    Ok(address.port())
}

/// Looks for connections until it is over.
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

/// What fails here shows in what the program observes.
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

/// A port below those that the system gives out, so that nobody gets it by chance. Each one once, and another process
/// starts elsewhere: for a minute the system remembers a port that was in use.
fn free_port() -> Result<u16> {
    const FIRST: u32 = 20_000;
    const COUNT: u32 = 10_000;
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let next = || NEXT.fetch_add(1, Ordering::Relaxed).wrapping_add(std::process::id().wrapping_mul(97));
    let ports = std::iter::repeat_with(|| (FIRST + next() % COUNT) as u16).take(COUNT as usize);
    let is_free = |port: &u16| TcpListener::bind((Ipv4Addr::LOCALHOST, *port)).is_ok();
    ports.into_iter().find(is_free).ok_or_else(|| "no free port between 20000 and 30000".into())
}
