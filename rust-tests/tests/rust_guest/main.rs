// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! The examples in Rust: each is built as its reader would, and talks to a server of this test.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;
use std::time::Duration;
use std::{fs, io};

use rust_tests::{Result, Verdict, project, trying};
use wasmparser::{Parser, Payload};

/// What an example is built for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum For {
    Wamr,
    /// As a component.
    WasiSockets,
}

/// Builds the example in `examples/rust-<name>`, and gives its module or component.
fn built(name: &str, dialect: For) -> Result<PathBuf> {
    let folder = if dialect == For::Wamr { name.to_owned() } else { format!("{name}-component") };
    let target = project("build/test/rust-guest").join(folder);
    let mut cargo = Command::new(env!("CARGO"));
    cargo.current_dir(project(&format!("examples/rust-{name}"))).env("CARGO_TARGET_DIR", &target);
    cargo.args(["build", "--quiet", "--locked", "--release", "--target", "wasm32-wasip1"]);
    if dialect == For::WasiSockets {
        cargo.env("RUSTFLAGS", "-C linker=wasm-component-ld").env("WASOCK_DIALECT", "wasi-sockets");
    }
    if dialect == For::WasiSockets && name == "no-std" {
        cargo.args(["--no-default-features", "--features", "wasi-sockets"]);
    }
    if trying("cargo", cargo.status())?.success() {
        Ok(target.join(format!("wasm32-wasip1/release/{name}-client.wasm")))
    } else {
        Err(format!("examples/rust-{name} does not build"))
    }
}

/// Sends one client what it has sent first.
fn echo(listener: &TcpListener) -> io::Result<()> {
    let (mut client, _) = listener.accept()?;
    client.set_read_timeout(Some(Duration::from_secs(10)))?;
    let mut line = [0; 64];
    let count = client.read(&mut line)?;
    client.write_all(line.get(..count).unwrap_or_default())
}

/// What the program prints that is given the port of an echo server.
fn echoed(module: &Path, dialect: For) -> Result<String> {
    let listener = trying("bind", TcpListener::bind((Ipv4Addr::LOCALHOST, 0)))?;
    let port = trying("the port", listener.local_addr())?.port();
    let server = thread::spawn(move || echo(&listener));
    let mut host = match dialect {
        For::Wamr => Command::new(project("build/bin/wasock-run")),
        For::WasiSockets => Command::new(project("tools/wasmtime-component")),
    };
    if dialect == For::Wamr {
        host.arg("--addr-pool=127.0.0.1/32");
    }
    host.arg(module).arg(port.to_string());
    let output = trying("the host (`make host tools` builds it)", host.output())?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned());
    }
    trying("the server", server.join().unwrap_or_else(|_| Err(io::Error::other("ended badly"))))?;
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// The socket functions that a module asks its host for.
fn socket_imports(module: &Path) -> Result<Vec<String>> {
    let bytes = trying(module.display(), fs::read(module))?;
    let mut names = Vec::new();
    for payload in Parser::new(0).parse_all(&bytes) {
        if let Payload::ImportSection(section) = trying(module.display(), payload)? {
            for import in section.into_imports() {
                names.push(trying(module.display(), import)?.name.to_owned());
            }
        }
    }
    names.retain(|name| name.starts_with("sock_"));
    names.sort();
    Ok(names)
}

#[test]
fn a_guest_without_std_calls_the_crate() -> Verdict {
    let module = built("no-std", For::Wamr)?;
    let (line, imports) = (echoed(&module, For::Wamr)?, socket_imports(&module)?);
    if line != "hello\n" {
        return Err(line.into());
    }
    // One for each call; before a send the host is asked for the peer, and for the error of a wrong address for the socket's own.
    let needed = ["sock_addr_local", "sock_addr_remote", "sock_connect", "sock_open", "sock_recv", "sock_send"];
    if imports == needed { Ok(()) } else { Err(format!("it imports {imports:?}").into()) }
}

#[test]
fn a_guest_with_std_calls_the_archive() -> Verdict {
    let line = echoed(&built("libc", For::Wamr)?, For::Wamr)?;
    if line == "hello\n" { Ok(()) } else { Err(line.into()) }
}

#[test]
fn both_are_components_over_wasi_sockets() -> Verdict {
    for name in ["no-std", "libc"] {
        let line = echoed(&built(name, For::WasiSockets)?, For::WasiSockets)?;
        if line != "hello\n" {
            return Err(format!("{name}: {line}").into());
        }
    }
    Ok(())
}
