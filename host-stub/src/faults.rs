// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Injected faults of network and system, chosen at random from a seed.
//!
//! All of them also happen on Linux and are reported as Linux reports them, so a program that is correct on Linux is correct
//! here. The exception are lies: results that no honest host returns, which the library must survive.

mod byzantine;
mod spec;

use std::ops::Range;
use std::time::Duration;

use fastrand::Rng;
use rustix::fs::OFlags;
use rustix::net::{RecvFlags, sockopt};

use crate::errno::{Answer, Errno};
use crate::kind::Kind;
use crate::net::{Shutdown, Socket};

pub use spec::{FaultError, FaultSpec};

/// The most `EAGAIN`s in a row.
const STORM: u32 = 16;
/// Longest time that a slow peer takes, in microseconds.
const SLOWEST: u64 = 20_000;

/// The faults of one guest.
pub struct Faults {
    spec: FaultSpec,
    rng: Rng,
    /// How many `EAGAIN`s are left of the current row.
    storm: u32,
    /// Whether the current function may lie.
    in_liar: bool,
    /// Whether the current function is interrupted.
    interrupts: bool,
    /// How many faults of each kind there were, in the order of [`KINDS`].
    count: [u64; KINDS.len()],
}

/// The kinds of fault.
#[derive(Clone, Copy)]
enum Happening {
    Short,
    Interrupted,
    Again,
    Reset,
    Slow,
    Lie,
}

const KINDS: [&str; 6] = ["short", "eintr", "again", "reset", "slow", "lies"];

/// The functions that wait and so can be interrupted. Sending, receiving and polling check by themselves.
const WAITING: &str = "accept";

impl Faults {
    /// The faults of this specification.
    pub fn new(spec: FaultSpec) -> Self {
        Self { rng: Rng::with_seed(spec.seed), spec, storm: 0, in_liar: false, interrupts: false, count: [0; _] }
    }

    /// How many faults there were, for the log.
    pub fn line(&self) -> String {
        let counts = KINDS.iter().zip(self.count).filter(|(_, count)| *count > 0);
        let counts: Vec<_> = counts.map(|(kind, count)| format!("{kind} {count}")).collect();
        format!("wasock-run: faults: {}", if counts.is_empty() { "none".into() } else { counts.join(", ") })
    }

    fn strikes(&mut self, happening: Happening) -> bool {
        let rate = match happening {
            Happening::Short => self.spec.short,
            Happening::Interrupted => self.spec.eintr,
            Happening::Again => self.spec.again,
            Happening::Reset => self.spec.reset,
            Happening::Slow => self.spec.slow,
            Happening::Lie => self.spec.lies,
        };
        let strikes = rate > 0 && self.rng.u32(..1000) < rate;
        if strikes {
            self.note(happening);
        }
        strikes
    }

    fn note(&mut self, happening: Happening) {
        if let Some(count) = self.count.get_mut(happening as usize) {
            *count += 1;
        }
    }

    /// Notes which function is called, and whether it may lie.
    pub fn enter(&mut self, function: &str, may_lie: bool) {
        self.in_liar = self.is_liar() && may_lie;
        self.interrupts = !self.is_liar() && function.contains(WAITING) && self.strikes(Happening::Interrupted);
    }

    /// Before the function does anything: `EINTR` from one that waits.
    pub fn before_call(&mut self) -> Answer {
        if self.interrupts { Err(Errno::EINTR) } else { Ok(()) }
    }

    /// Before a poll that may wait: `EINTR`.
    pub fn poll(&mut self) -> Answer {
        if !self.is_liar() && self.strikes(Happening::Interrupted) { Err(Errno::EINTR) } else { Ok(()) }
    }

    /// Before data is sent: the buffers that are left to send.
    pub fn send(&mut self, socket: &Socket, buffers: Vec<Range<usize>>) -> Result<Vec<Range<usize>>, Errno> {
        self.transfer(socket)?;
        Ok(self.shorten(socket, buffers))
    }

    /// Before data is received: the buffers that are left to fill.
    pub fn receive(
        &mut self,
        socket: &Socket,
        buffers: Vec<Range<usize>>,
        flags: RecvFlags,
    ) -> Result<Vec<Range<usize>>, Errno> {
        if self.strikes(Happening::Slow) {
            std::thread::sleep(Duration::from_micros(self.rng.u64(..SLOWEST)));
        }
        self.transfer(socket)?;
        Ok(if flags.contains(RecvFlags::WAITALL) { buffers } else { self.shorten(socket, buffers) })
    }

    fn transfer(&mut self, socket: &Socket) -> Result<(), Errno> {
        if self.strikes(Happening::Interrupted) {
            return Err(Errno::EINTR);
        }
        if self.storms() && rustix::fs::fcntl_getfl(socket)?.contains(OFlags::NONBLOCK) {
            self.note(Happening::Again);
            return Err(Errno::EAGAIN);
        }
        if socket.kind == Kind::Stream && socket.peer().is_ok() && self.strikes(Happening::Reset) {
            reset(socket)?;
        }
        Ok(())
    }

    /// Whether an `EAGAIN` is due; they come in rows.
    fn storms(&mut self) -> bool {
        if self.storm == 0 && self.spec.again > 0 && self.rng.u32(..1000) < self.spec.again {
            self.storm = self.rng.u32(1..=STORM);
        }
        let storms = self.storm > 0;
        self.storm = self.storm.saturating_sub(1);
        storms
    }

    /// Shortens the transfer of a stream, to at least one byte.
    fn shorten(&mut self, socket: &Socket, mut buffers: Vec<Range<usize>>) -> Vec<Range<usize>> {
        let whole: usize = buffers.iter().map(Range::len).sum();
        if socket.kind != Kind::Stream || whole < 2 || !self.strikes(Happening::Short) {
            return buffers;
        }
        // Sometimes by one byte, and sometimes to one byte.
        let mut left = match self.rng.u8(..4) {
            0 => 1,
            1 => whole - 1,
            _ => self.rng.usize(1..whole),
        };
        for buffer in &mut buffers {
            let len = buffer.len().min(left);
            buffer.end = buffer.start + len;
            left -= len;
        }
        buffers
    }
}

/// Resets the connection as a peer's reset does: the peer sees a reset, and this end has `ECONNRESET` pending and can
/// neither send nor receive.
fn reset(socket: &Socket) -> Result<(), Errno> {
    sockopt::set_socket_linger(socket, Some(Duration::ZERO))?;
    rustix::net::connect_unspec(socket)?;
    // It returns `ENOTCONN` and ends both directions anyway.
    let _not_connected = socket.shutdown(Shutdown::Both);
    Ok(())
}

#[cfg(test)]
mod tests;
