// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! `ureq` over the sockets and the look-ups of `wasock-net`.

use std::io::{self, Read, Write};
use std::time::Duration;

use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{Buffers, ConnectionDetails, Connector, LazyBuffers, NextTimeout, Transport};
use ureq::{Agent, Error, Timeout};
use wasock_net::{TcpStream, look_up};

/// An agent that connects through `wasock-net`.
#[must_use]
pub fn agent() -> Agent {
    Agent::with_parts(Config::default(), Connect, LookUp)
}

/// The time that a call may take; none for ever.
fn limit(timeout: &NextTimeout) -> Option<Duration> {
    timeout.not_zero().map(|time| *time)
}

/// What `ureq` calls an error of ours: a socket that has waited too long says that it would have to go on.
fn failed(error: impl Into<io::Error>, timeout: &NextTimeout) -> Error {
    let error = error.into();
    match error.kind() {
        io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut => Error::Timeout(timeout.reason),
        _ => Error::Io(error),
    }
}

#[derive(Debug)]
struct LookUp;

impl Resolver for LookUp {
    fn resolve(&self, uri: &Uri, _: &Config, _: NextTimeout) -> Result<ResolvedSocketAddrs, Error> {
        let host = uri.host().ok_or(Error::HostNotFound)?.trim_matches(['[', ']']);
        let port = uri.port_u16().unwrap_or(if uri.scheme_str() == Some("https") { 443 } else { 80 });
        let mut found = self.empty();
        const MOST: usize = 16;
        for addr in look_up(host, port).map_err(|error| Error::Io(error.into()))?.take(MOST) {
            found.push(addr);
        }
        if found.is_empty() { Err(Error::HostNotFound) } else { Ok(found) }
    }
}

#[derive(Debug)]
struct Connect;

impl Connector for Connect {
    type Out = Connection;

    fn connect(&self, details: &ConnectionDetails, _: Option<()>) -> Result<Option<Connection>, Error> {
        let config = details.config;
        let mut last = Error::HostNotFound;
        for addr in &details.addrs {
            let connected = match limit(&details.timeout) {
                Some(time) => TcpStream::connect_timeout(addr, time),
                None => TcpStream::connect(addr),
            };
            match connected {
                Ok(stream) => {
                    let buffers = LazyBuffers::new(config.input_buffer_size(), config.output_buffer_size());
                    return Ok(Some(Connection { stream, buffers }));
                }
                Err(error) if error.kind() == wasock_net::ErrorKind::TimedOut => {
                    last = Error::Timeout(Timeout::Connect)
                }
                Err(error) => last = Error::Io(error.into()),
            }
        }
        Err(last)
    }
}

#[derive(Debug)]
struct Connection {
    stream: TcpStream,
    buffers: LazyBuffers,
}

impl Transport for Connection {
    fn buffers(&mut self) -> &mut dyn Buffers {
        &mut self.buffers
    }

    fn transmit_output(&mut self, amount: usize, timeout: NextTimeout) -> Result<(), Error> {
        self.stream.set_write_timeout(limit(&timeout)).map_err(|error| failed(error, &timeout))?;
        let output = self.buffers.output().get(..amount).unwrap_or_default();
        self.stream.write_all(output).map_err(|error| failed(error, &timeout))
    }

    fn await_input(&mut self, timeout: NextTimeout) -> Result<bool, Error> {
        self.stream.set_read_timeout(limit(&timeout)).map_err(|error| failed(error, &timeout))?;
        let count = self.stream.read(self.buffers.input_append_buf()).map_err(|error| failed(error, &timeout))?;
        self.buffers.input_appended(count);
        Ok(count > 0)
    }

    /// Nothing may come between two requests, neither data nor the end.
    fn is_open(&mut self) -> bool {
        let idle = self.stream.set_nonblocking(true).and_then(|()| self.stream.recv(&mut [0]));
        let is_idle = idle.is_err_and(|error| error.kind() == wasock_net::ErrorKind::WouldBlock);
        is_idle && self.stream.set_nonblocking(false).is_ok()
    }
}
