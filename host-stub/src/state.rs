// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! The state of one running guest: its descriptors, its network, its arguments.

use std::io::IoSlice;
use std::net::SocketAddr;
use std::ops::Range;

use dns_lookup::LookupError;
use rustix::net::RecvFlags;
use wasmi::{Caller, Memory as Linear};

use crate::arg::Iovecs;
use crate::errno::{Answer, Errno};
use crate::faults::Faults;
use crate::fd_table::{Entry, FdTable};
use crate::kind::Kind;
use crate::memory::{Memory, total};
use crate::net::{Net, Received, Refusal, ResolveError, Socket};
use crate::quota::Quota;

/// Everything that belongs to one guest.
pub struct State {
    /// All its descriptors.
    pub table: FdTable,
    /// Its network.
    pub net: Net,
    /// Its arguments, the program's name first.
    pub args: Vec<String>,
    /// Its environment, each `NAME=VALUE`.
    pub env: Vec<String>,
    /// The runtime that is imitated with its faults; without one the host supports everything that the ABI's types express.
    pub runtime: Option<&'static str>,
    /// Whether that runtime ends the guest that passes a buffer outside its memory.
    pub traps: bool,
    /// What goes wrong on purpose.
    pub faults: Option<Faults>,
    /// The quota of its memories and tables.
    pub quota: Quota,
    /// Its linear memory, known once it is instantiated.
    pub linear: Option<Linear>,
    /// Set once the guest has asked to end.
    pub exit_code: Option<i32>,
}

impl State {
    /// Writes one line of the host's own.
    pub fn log(&self, line: &str) {
        self.net.journal.write(line);
    }

    /// Logs how many faults were injected, if any were requested.
    pub fn tell_faults(&self) {
        if let Some(line) = self.faults.as_ref().map(Faults::line) {
            self.log(&line);
        }
    }

    /// Whether this runtime is imitated.
    pub fn imitates(&self, runtime: &str) -> bool {
        self.runtime == Some(runtime)
    }

    /// The guest's result; a refusal by the policy is logged.
    pub fn allowed<T>(&self, outcome: Result<T, Refusal>) -> Result<T, Errno> {
        outcome.map_err(|refusal| self.refused(&refusal))
    }

    fn refused(&self, refusal: &Refusal) -> Errno {
        if let Some(line) = refusal.line() {
            self.net.journal.refused(line);
        }
        refusal.errno()
    }

    /// The same for a look-up, whose error numbers are the dialect's.
    pub fn resolved<T>(
        &self,
        outcome: Result<T, ResolveError>,
        errno: impl FnOnce(&LookupError) -> Errno,
    ) -> Result<T, Errno> {
        outcome.map_err(|error| match error {
            ResolveError::Refused(refusal) => self.refused(&refusal),
            ResolveError::Lookup(error) => errno(&error),
        })
    }
}

/// The context of a host function.
pub struct Host<'a> {
    /// The guest's memory.
    pub memory: Memory<'a>,
    /// The rest of the guest's state.
    pub state: &'a mut State,
}

impl<'a> Host<'a> {
    /// Makes the context from the engine's. A guest without a memory cannot call host functions.
    pub fn enter(caller: &'a mut Caller<'_, State>) -> Result<Self, wasmi::Error> {
        let linear = match caller.data().linear {
            Some(linear) => linear,
            None => exported_memory(caller).ok_or_else(|| wasmi::Error::new("the module exports no memory"))?,
        };
        let (bytes, state) = linear.data_and_store_mut(&mut *caller);
        Ok(Self { memory: Memory(bytes), state })
    }

    /// The socket behind a descriptor: `EBADF` if it is not open, `ENOTSOCK` if it is something else.
    pub fn socket(&self, fd: u32) -> Result<&Socket, Errno> {
        self.state.table.socket(fd)
    }

    /// An operation on a socket that the policy may refuse; a refusal is logged.
    pub fn network<T>(
        &mut self,
        fd: u32,
        operation: impl FnOnce(&Net, &Socket) -> Result<T, Refusal>,
    ) -> Result<T, Errno> {
        let outcome = operation(&self.state.net, self.state.table.socket(fd)?);
        self.state.allowed(outcome)
    }

    /// The buffers of an array, no more of them than one call may have: `EINVAL`.
    pub fn buffers(&mut self, iovecs: Iovecs) -> Result<Vec<Range<usize>>, Errno> {
        let buffers = iovecs.load(&self.memory, self.state.net.limits.iovecs());
        if self.state.traps && matches!(buffers, Err(Errno::EFAULT)) {
            self.state.log("the runtime would have ended the guest here: a buffer lies outside memory");
            self.state.exit_code = Some(1);
        }
        buffers
    }

    /// Receives into these parts of the guest's memory, without a copy.
    pub fn receive(&mut self, fd: u32, buffers: &[Range<usize>], flags: RecvFlags) -> Result<Received, Errno> {
        let socket = self.state.table.socket(fd)?;
        let mut buffers = self.state.net.limits.first_bytes(buffers);
        if let Some(faults) = &mut self.state.faults {
            buffers = faults.receive(socket, buffers, flags)?;
        }
        let received = self.state.net.receive(socket, &mut self.memory.scatter(&buffers)?, flags);
        self.state.allowed(received)
    }

    /// Sends these parts of the guest's memory, without a copy; returns the number of bytes. A datagram is sent whole:
    /// `EMSGSIZE` for one beyond the limit.
    pub fn send(&mut self, fd: u32, buffers: &[Range<usize>], to: Option<SocketAddr>) -> Result<u32, Errno> {
        self.send_by(fd, buffers, |net, socket, buffers| net.send(socket, buffers, to))
    }

    /// The same, by this function of the network.
    pub fn send_by(
        &mut self,
        fd: u32,
        buffers: &[Range<usize>],
        way: impl FnOnce(&Net, &Socket, &[IoSlice<'_>]) -> Result<u32, Refusal>,
    ) -> Result<u32, Errno> {
        let socket = self.state.table.socket(fd)?;
        if !socket.may_write.get() {
            return Err(Errno::ENOTCAPABLE);
        }
        let limits = &self.state.net.limits;
        if socket.kind == Kind::Datagram && total(buffers) > limits.bytes() as u64 {
            return Err(Errno::EMSGSIZE);
        }
        let mut buffers = limits.first_bytes(buffers);
        if let Some(faults) = &mut self.state.faults {
            buffers = faults.send(socket, buffers)?;
        }
        let sent = way(&self.state.net, socket, &self.memory.gather(&buffers)?);
        self.state.allowed(sent)
    }

    /// The behaviour of a runtime that sends without `MSG_NOSIGNAL`: on a stream that cannot send any more it ends by `SIGPIPE`,
    /// and the guest with it.
    pub fn or_ends_by_sigpipe<T>(&mut self, fd: u32, sent: Result<T, Errno>) -> Result<T, Errno> {
        /// As a shell reports the signal.
        const SIGPIPE: i32 = 128 + libc::SIGPIPE;
        let is_stream = self.socket(fd).is_ok_and(|socket| socket.kind == Kind::Stream);
        if is_stream && sent.as_ref().is_err_and(|error| *error == Errno::EPIPE) {
            self.state.log("the runtime would have ended by SIGPIPE here");
            self.state.exit_code = Some(SIGPIPE);
        }
        sent
    }

    /// The next connection of an allowed peer; it stays in the queue if there is no free descriptor.
    pub fn accept(&mut self, fd: u32) -> Result<Socket, Errno> {
        let listener = self.state.table.socket(fd)?;
        self.state.table.check_room()?;
        self.state.net.accept(listener)
    }

    /// The injected faults that prevent the call of a host function.
    pub fn before_call(&mut self) -> Answer {
        self.state.faults.as_mut().map_or(Ok(()), Faults::before_call)
    }

    /// The guest's result. If the host may lie, neither the errno nor the results in these places need be true.
    pub fn may_lie(&mut self, places: impl IntoIterator<Item = Range<usize>>, truth: Answer) -> Answer {
        let Some(faults) = self.state.faults.as_mut().filter(|faults| faults.may_lie()) else { return truth };
        for place in places {
            if let Some(place) = self.memory.0.get_mut(place).filter(|_| faults.lies()) {
                faults.make_up(place);
            }
        }
        if faults.lies() { faults.errno() } else { truth }
    }

    /// Gives a socket its descriptor.
    pub fn insert(&mut self, socket: Socket) -> Result<u32, Errno> {
        self.state.table.insert(Entry::Socket(socket))
    }
}

/// The guest's memory, which is looked up once.
fn exported_memory(caller: &mut Caller<'_, State>) -> Option<Linear> {
    let linear = caller.get_export("memory")?.into_memory()?;
    caller.data_mut().linear = Some(linear);
    Some(linear)
}
