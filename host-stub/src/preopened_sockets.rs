// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Sockets that the command line opens for the guest. An address there is allowed, and so is every peer that connects to it.
//! The socket's own rules allow nothing else, even after `shutdown`.

use std::net::SocketAddr;

use rustix::net::{self as host, sockopt};

use crate::errno::Errno;
use crate::error::Error;
use crate::fd_table::Entry;
use crate::kind::{Family, Kind};
use crate::net::Socket;
use crate::policy::Rules;

/// The listening sockets, then the connected ones; `tell` gets a line for each listening one, with its port.
pub fn open(
    listeners: &[SocketAddr],
    connections: &[SocketAddr],
    mut tell: impl FnMut(&str),
) -> Result<Vec<Entry>, Error> {
    let mut entries = Vec::new();
    for address in listeners {
        let socket = listen(*address).map_err(|errno| failed("listen on", *address, errno))?;
        let local = socket.local().map_err(|errno| failed("listen on", *address, errno))?;
        tell(&format!("wasock-run: listening on {local}"));
        entries.push(Entry::Socket(socket));
    }
    for address in connections {
        entries.push(Entry::Socket(connect(*address).map_err(|errno| failed("connect to", *address, errno))?));
    }
    Ok(entries)
}

fn failed(operation: &'static str, address: SocketAddr, errno: Errno) -> Error {
    Error::Socket { operation, address, errno: errno.name() }
}

fn stream(address: SocketAddr, rules: Rules) -> Result<Socket, Errno> {
    let mut socket = Socket::open(if address.is_ipv4() { Family::Inet } else { Family::Inet6 }, Kind::Stream)?;
    socket.rules = Some(rules.into());
    Ok(socket)
}

fn listen(address: SocketAddr) -> Result<Socket, Errno> {
    const BACKLOG: i32 = 128;
    let mut socket = stream(address, Rules::default())?;
    // As servers do, so that the address can be used again at once.
    sockopt::set_socket_reuseaddr(&socket, true)?;
    host::bind(&socket, &address)?;
    host::listen(&socket, BACKLOG)?;
    // With the port that the system has chosen.
    socket.rules = Some(Rules::of_listener(socket.local()?).into());
    Ok(socket)
}

fn connect(address: SocketAddr) -> Result<Socket, Errno> {
    let socket = stream(address, Rules::of_connection(address))?;
    host::connect(&socket, &address)?;
    Ok(socket)
}
