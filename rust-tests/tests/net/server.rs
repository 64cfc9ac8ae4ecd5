// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Real servers on loopback, each for the length of one test.

use std::fs::{self, File};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use rust_tests::{Result, project, trying};

/// A port that nobody uses just now.
pub fn free_port() -> Result<u16> {
    let listener = trying("loopback", TcpListener::bind((Ipv4Addr::LOCALHOST, 0)))?;
    Ok(trying("loopback", listener.local_addr())?.port())
}

/// A server that runs; it is ended with the test.
pub struct Server {
    child: Child,
    pub folder: PathBuf,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ended = self.child.kill().and_then(|()| self.child.wait());
    }
}

/// An empty folder for a server's files.
pub fn folder(name: &str) -> Result<PathBuf> {
    let folder = project("build/test/net-servers").join(name);
    let _first_time = fs::remove_dir_all(&folder);
    trying(folder.display(), fs::create_dir_all(&folder))?;
    Ok(folder)
}

/// Starts a server, and waits until it listens at each of the ports.
pub fn start(program: &str, args: &[&str], folder: &Path, ports: &[u16]) -> Result<Server> {
    let log = folder.join("log");
    let output = trying(log.display(), File::create(&log))?;
    let errors = trying(log.display(), output.try_clone())?;
    let mut command = Command::new(program);
    // Debian keeps servers where the path of a user may not lead.
    let path = std::env::var("PATH").unwrap_or_default() + ":/usr/sbin";
    command.args(args).env("PATH", &path).current_dir(folder);
    command.stdin(Stdio::null()).stdout(output).stderr(errors);
    let child = trying(format!("{program} (`make test-tools` installs it)"), command.spawn())?;
    let server = Server { child, folder: folder.into() };
    const PATIENCE: Duration = Duration::from_secs(20);
    let begin = Instant::now();
    for port in ports {
        while TcpStream::connect((Ipv4Addr::LOCALHOST, *port)).is_err() {
            if begin.elapsed() > PATIENCE {
                return Err(format!("{program} does not listen: {}", fs::read_to_string(&log).unwrap_or_default()));
            }
            sleep(Duration::from_millis(20));
        }
    }
    Ok(server)
}

/// Stores a file in the folder of a server.
pub fn write(folder: &Path, name: &str, text: &str) -> Result<()> {
    trying(name, fs::write(folder.join(name), text))
}

/// Runs `openssl` in a folder.
pub fn openssl(folder: &Path, args: &str) -> Result<()> {
    let mut command = Command::new("openssl");
    let output = trying("openssl", command.args(args.split(' ')).current_dir(folder).output())?;
    if output.status.success() {
        Ok(())
    } else {
        Err(format!("openssl {args}: {}", String::from_utf8_lossy(&output.stderr)))
    }
}
