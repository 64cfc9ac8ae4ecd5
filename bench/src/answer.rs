// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Whether the measured programs do what they are measured for: each of them is run, and has to get or to give the
//! right answer. They have their ports written in, so all this happens in a network of its own.

use std::io::{Error, Read, Write};
use std::net::{Ipv4Addr, Ipv6Addr, TcpListener, TcpStream, UdpSocket};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::{Duration, Instant};

use rust_tests::{Result, in_namespace, project, trying};

use crate::built;
use crate::link::{By, name};
use crate::size::{PROGRAMS, is_measured};
use crate::usual;

const PATIENCE: Duration = Duration::from_secs(10);
const ECHO: u16 = 7;
const HTTP: u16 = 80;
const GREETING: &[u8] = b"hello\n";
const REQUEST: &[u8] = b"GET / HTTP/1.0\r\n";
const PAGE: &[u8] = b"HTTP/1.0 200 OK\r\n\r\nhello\n";

/// Runs them all; how many there were.
pub fn check(only: Option<&str>) -> Result<usize> {
    let own = trying("bench", std::env::current_exe())?;
    let [unshare, args @ ..] = &in_namespace()?[..] else { return Err("no network".into()) };
    let status = Command::new(unshare).args(args).arg(own).arg("answers").args(only).status();
    if !trying("unshare", status)?.success() {
        return Err("a measured program does not do what it is measured for".into());
    }
    Ok(programs(only)?.len())
}

/// In the network of its own.
pub fn check_here(only: Option<&str>) -> Result<()> {
    let (servers, clients): (Vec<_>, Vec<_>) = programs(only)?.into_iter().partition(Run::is_server);
    servers.iter().try_for_each(Run::as_server)?;
    // Their ports are free again.
    let heard = peers()?;
    clients.iter().try_for_each(|run| run.as_client(&heard))
}

/// One linked program.
struct Run {
    program: &'static str,
    dialect: &'static str,
    module: PathBuf,
}

fn programs(only: Option<&str>) -> Result<Vec<Run>> {
    let mut ways: Vec<(_, &[_], _)> = Vec::new();
    for (program, dialects, by_hand) in PROGRAMS {
        let by = [By::Wasock, By::Lto].into_iter().chain(by_hand.then_some(By::Hand));
        ways.extend(by.map(|by| (program, dialects, by)));
    }
    for (program, dialects) in usual::PROGRAMS {
        ways.extend(usual::LEVELS.map(|level| (program, dialects, By::Level(level))));
    }
    let mut runs = Vec::new();
    for (program, dialects, by) in ways {
        for dialect in dialects.iter().copied().filter(|dialect| is_measured(dialect, only)) {
            runs.push(Run { program, dialect, module: built(&format!("{}.wasm", name(program, dialect, by)))? });
        }
    }
    Ok(runs)
}

impl Run {
    fn is_server(&self) -> bool {
        ["server", "visitors", "responder", "crowd", "peers"].contains(&self.program)
    }

    /// `wasock-run`, with the sockets opened where the program cannot do it.
    fn command(&self) -> Command {
        let mut command = Command::new(project("build/bin/wasock-run"));
        command.args(["--addr-pool=127.0.0.0/8,::1/128,0.0.0.0/32", "--allow-resolve=localhost"]);
        if self.dialect == "preview1" {
            command.arg(match self.program {
                "server" | "visitors" | "crowd" => format!("--tcplisten=0.0.0.0:{ECHO}"),
                "get" | "fetch" => format!("--tcpconnect=127.0.0.1:{HTTP}"),
                _ => format!("--tcpconnect=127.0.0.1:{ECHO}"),
            });
        }
        command.arg(&self.module);
        command
    }

    fn as_client(&self, heard: &Receiver<Vec<u8>>) -> Result<()> {
        let output = trying(self.module.display(), self.command().output())?;
        let (asked, printed): (_, &[u8]) =
            if ["get", "fetch"].contains(&self.program) { (REQUEST, PAGE) } else { (GREETING, b"") };
        let heard = heard.recv_timeout(PATIENCE).unwrap_or_default();
        let is_right = output.status.success() && output.stdout == printed && heard.starts_with(asked);
        if is_right { Ok(()) } else { Err(self.fault(&output.stderr)) }
    }

    fn as_server(&self) -> Result<()> {
        let mut command = self.command();
        let mut server = trying(self.module.display(), command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn())?;
        let answer = if self.program == "responder" { greet_by_datagram() } else { greet(&mut server) };
        trying("kill", server.kill())?;
        let output = trying("wait", server.wait_with_output())?;
        let names_peer = match self.dialect {
            _ if self.program != "visitors" => output.stdout.is_empty(),
            "ueno" | "preview1" => output.stdout == b"somebody\n",
            _ => output.stdout.starts_with(b"127.0.0.1:"),
        };
        if answer? == GREETING && names_peer { Ok(()) } else { Err(self.fault(&output.stderr)) }
    }

    fn fault(&self, said: &[u8]) -> String {
        format!("{}: not the right answer\n{}", self.module.display(), String::from_utf8_lossy(said))
    }
}

/// What the server sends back. It has to start first.
fn greet(server: &mut Child) -> Result<Vec<u8>> {
    let start = Instant::now();
    let mut stream = loop {
        match TcpStream::connect((Ipv4Addr::LOCALHOST, ECHO)) {
            Ok(stream) => break stream,
            Err(_) if start.elapsed() < PATIENCE && matches!(server.try_wait(), Ok(None)) => {
                thread::sleep(Duration::from_millis(2));
            }
            Err(_) => return Ok(Vec::new()),
        }
    };
    let mut answer = [0; GREETING.len()];
    let exchange = stream.set_read_timeout(Some(PATIENCE)).and_then(|()| stream.write_all(GREETING));
    trying("the server", exchange.and_then(|()| stream.read_exact(&mut answer)))?;
    Ok(answer.into())
}

/// The same of a server of datagrams. They get lost until it has started.
fn greet_by_datagram() -> Result<Vec<u8>> {
    const A_MOMENT: Duration = Duration::from_millis(20);
    let start = Instant::now();
    let socket = trying("a socket", UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)))?;
    trying("a socket", socket.set_read_timeout(Some(A_MOMENT)))?;
    let mut answer = [0; 2 * GREETING.len()];
    while start.elapsed() < PATIENCE {
        trying("the server", socket.send_to(GREETING, (Ipv4Addr::LOCALHOST, ECHO)))?;
        if let Ok(len) = socket.recv(&mut answer) {
            return Ok(answer[..len].into());
        }
    }
    Ok(Vec::new())
}

/// Whom the clients talk to: what each of them has said.
fn peers() -> Result<Receiver<Vec<u8>>> {
    let (heard, told) = mpsc::channel();
    for (port, page) in [(ECHO, None), (HTTP, Some(PAGE))] {
        let (listener, heard) = (trying(port, TcpListener::bind((Ipv6Addr::UNSPECIFIED, port)))?, heard.clone());
        thread::spawn(move || {
            for mut stream in listener.incoming().flatten() {
                let mut room = [0; 1024];
                let said = stream.read(&mut room).map(|len| room[..len].to_vec()).unwrap_or_default();
                // What fails here shows in the client.
                let _ = stream.write_all(page.unwrap_or(&said)).and_then(|()| heard.send(said).map_err(Error::other));
            }
        });
    }
    let socket = trying(ECHO, UdpSocket::bind((Ipv4Addr::LOCALHOST, ECHO)))?;
    thread::spawn(move || {
        let mut room = [0; 1024];
        while let Ok((len, from)) = socket.recv_from(&mut room) {
            let sent = socket.send_to(&room[..len], from).is_ok() && heard.send(room[..len].to_vec()).is_ok();
            if !sent {
                break;
            }
        }
    });
    Ok(told)
}
