// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! A host for the native tests: it notes each call, and answers as the test has told it to, or lies.

use core::cell::RefCell;
use core::ffi::{CStr, c_int};
use core::mem::MaybeUninit;
use std::collections::VecDeque;
use std::format;
use std::string::String;
use std::vec::Vec;

use fastrand::Rng;
use wasi::{Event, Subscription};

use crate::abi::{IFNAMSIZ, iovec};
use crate::addr::SocketAddr;
use crate::dialect::fast::Fast;
use crate::dialect::{Dialect, Family, Fd, Flags, How, Kind, Received, ResolveError};
use crate::errno::{Errno, Result};
use crate::option::{SockOpt, Value};

/// What the host answers to one call.
#[derive(Clone, Debug)]
pub(crate) enum Answer {
    /// Success of a verb that returns nothing.
    Done,
    /// A new descriptor.
    Fd(Fd),
    /// So many bytes moved, or answers found, whatever is stored.
    Len(usize),
    /// These bytes received, from someone, perhaps cut.
    Data(&'static [u8], Option<SocketAddr>, bool),
    /// An address.
    Addr(SocketAddr),
    /// The value of an option.
    Value(Value),
    /// Whether `O_NONBLOCK` is set.
    Nonblocking(bool),
    /// The type of a socket.
    Kind(Kind),
    /// Failure.
    Error(Errno),
}

#[derive(Default)]
struct Host {
    lies: Option<Rng>,
    answers: VecDeque<Answer>,
    calls: Vec<String>,
}

std::thread_local! {
    static HOST: RefCell<Host> = RefCell::default();
}

/// Tells the host of this thread what to answer, call by call.
pub(crate) fn answers(answers: impl IntoIterator<Item = Answer>) {
    HOST.with_borrow_mut(|host| *host = Host { answers: answers.into_iter().collect(), ..Host::default() });
}

/// Lets the host of this thread answer whatever chance brings, and note nothing.
pub(crate) fn lie(seed: u64) {
    HOST.with_borrow_mut(|host| *host = Host { lies: Some(Rng::with_seed(seed)), ..Host::default() });
}

/// The calls that came, and that no answer is left over.
pub(crate) fn calls() -> Vec<String> {
    HOST.with_borrow_mut(|host| {
        assert!(host.answers.is_empty(), "not asked for: {:?}", host.answers);
        core::mem::take(&mut host.calls)
    })
}

/// Notes the call; the test's answer to it, read by `pick`.
fn play<T>(call: String, mut pick: impl FnMut(Answer) -> Option<T>) -> Result<T> {
    if let Some(answer) = lied(&mut pick) {
        return answer;
    }
    let answer = HOST.with_borrow_mut(|host| {
        host.calls.push(call.clone());
        host.answers.pop_front()
    });
    match answer {
        Some(Answer::Error(error)) => Err(error),
        Some(other) => {
            let told = format!("{other:?}");
            Ok(pick(other).unwrap_or_else(|| unreachable!("{told} is no answer to {call}")))
        }
        None => unreachable!("the test has no answer to {call}"),
    }
}

/// An answer of a host that lies, if it does: the first by chance that is one to this call.
fn lied<T>(pick: &mut impl FnMut(Answer) -> Option<T>) -> Option<Result<T>> {
    let mut rng = HOST.with_borrow_mut(|host| host.lies.as_mut().map(Rng::fork))?;
    loop {
        match any_answer(&mut rng) {
            Answer::Error(error) => return Some(Err(error)),
            other => {
                if let Some(told) = pick(other) {
                    return Some(Ok(told));
                }
            }
        }
    }
}

fn any_answer(rng: &mut Rng) -> Answer {
    static BYTES: [u8; 512] = [0x5a; 512];
    let from = rng.bool().then(|| any_address(rng));
    match rng.u8(..10) {
        0 => Answer::Done,
        1 => Answer::Fd(rng.i32(..)),
        // What memory there is for is looked at whole; what there is none for is not.
        2 => {
            let bits = if rng.bool() { rng.u32(..20) } else { rng.u32(48..64) };
            Answer::Len(1_usize.wrapping_shl(bits).wrapping_sub(rng.usize(..2)))
        }
        3 => Answer::Data(&BYTES[..rng.usize(..512)], from, rng.bool()),
        4 => Answer::Addr(any_address(rng)),
        5 => Answer::Value(any_value(rng)),
        6 => Answer::Nonblocking(rng.bool()),
        7 => Answer::Kind(if rng.bool() { Kind::Stream } else { Kind::Datagram }),
        8 => Answer::Len(rng.usize(..64)),
        _ => Answer::Error(Errno::new(rng.i32(1..i32::MAX))),
    }
}

/// Any address.
pub(crate) fn any_address(rng: &mut Rng) -> SocketAddr {
    let (octets, port) = (rng.u128(..).to_le_bytes(), rng.u16(..));
    match octets {
        [a, b, c, d, ..] if rng.bool() => SocketAddr::V4 { octets: [a, b, c, d], port },
        _ => SocketAddr::V6 { octets, port, flowinfo: rng.u32(..), scope: rng.u32(..) },
    }
}

fn any_value(rng: &mut Rng) -> Value {
    match rng.u8(..4) {
        0 => Value::Int(rng.i32(..)),
        1 => Value::Time(rng.u64(..)),
        2 => Value::Linger { on: rng.bool(), seconds: rng.i32(..) },
        _ => Value::Name { bytes: rng.u128(..).to_le_bytes(), len: rng.usize(..IFNAMSIZ) },
    }
}

fn done(call: String) -> Result<()> {
    play(call, |answer| matches!(answer, Answer::Done).then_some(()))
}

fn len(parts: &[iovec]) -> usize {
    parts.iter().map(|part| part.iov_len).sum()
}

/// Fills `room` with `data`; how much of it fits.
fn fill(room: &[iovec], mut data: &[u8]) -> usize {
    let whole = data.len();
    for part in room {
        let (now, later) = data.split_at(part.iov_len.min(data.len()));
        // SAFETY: the tests offer buffers of the lengths they say.
        unsafe { core::ptr::copy_nonoverlapping(now.as_ptr(), part.iov_base.cast(), now.len()) };
        data = later;
    }
    whole - data.len()
}

/// The test's host.
pub(crate) struct Fake;

impl Dialect for Fake {
    type Addr = SocketAddr;

    const RECORD: usize = size_of::<[u8; 4]>();

    fn open(family: Family, kind: Kind) -> Result<Fd> {
        play(format!("open {family:?} {kind:?}"), |answer| match answer {
            Answer::Fd(fd) => Some(fd),
            _ => None,
        })
    }

    fn bind(fd: Fd, addr: &SocketAddr) -> Result<()> {
        done(format!("bind {fd} {addr:?}"))
    }

    fn connect(fd: Fd, addr: &SocketAddr) -> Result<()> {
        done(format!("connect {fd} {addr:?}"))
    }

    fn listen(fd: Fd, backlog: c_int) -> Result<()> {
        done(format!("listen {fd} {backlog}"))
    }

    fn accept(fd: Fd, nonblocking: bool) -> Result<Fd> {
        play(format!("accept {fd} {nonblocking}"), |answer| match answer {
            Answer::Fd(fd) => Some(fd),
            _ => None,
        })
    }

    fn send(fd: Fd, data: &[iovec], flags: Flags) -> Result<usize> {
        play(format!("send {fd} {} {:#x}", len(data), flags.0), |answer| match answer {
            Answer::Len(len) => Some(len),
            _ => None,
        })
    }

    fn send_to(fd: Fd, data: &[iovec], flags: Flags, addr: &SocketAddr) -> Result<usize> {
        play(format!("send_to {fd} {} {:#x} {addr:?}", len(data), flags.0), |answer| match answer {
            Answer::Len(len) => Some(len),
            _ => None,
        })
    }

    fn recv(fd: Fd, room: &[iovec], flags: Flags) -> Result<usize> {
        play(format!("recv {fd} {} {:#x}", len(room), flags.0), |answer| match answer {
            Answer::Data(data, _, _) => Some(fill(room, data)),
            Answer::Len(len) => Some(len),
            _ => None,
        })
    }

    fn recv_from(fd: Fd, room: &[iovec], flags: Flags) -> Result<(usize, Option<SocketAddr>)> {
        play(format!("recv_from {fd} {} {:#x}", len(room), flags.0), |answer| match answer {
            Answer::Data(data, from, _) => Some((fill(room, data), from)),
            Answer::Len(len) => Some((len, None)),
            _ => None,
        })
    }

    fn recv_msg(fd: Fd, room: &[iovec], flags: Flags) -> Result<(Received, Option<SocketAddr>)> {
        play(format!("recv_msg {fd} {} {:#x}", len(room), flags.0), |answer| match answer {
            Answer::Data(data, from, truncated) => Some((Received { len: fill(room, data), truncated }, from)),
            Answer::Len(len) => Some((Received { len, truncated: false }, None)),
            _ => None,
        })
    }

    fn shutdown(fd: Fd, how: How) -> Result<()> {
        done(format!("shutdown {fd} {how:?}"))
    }

    fn local(fd: Fd) -> Result<SocketAddr> {
        play(format!("local {fd}"), |answer| match answer {
            Answer::Addr(addr) => Some(addr),
            _ => None,
        })
    }

    fn peer(fd: Fd) -> Result<SocketAddr> {
        play(format!("peer {fd}"), |answer| match answer {
            Answer::Addr(addr) => Some(addr),
            _ => None,
        })
    }

    fn set(fd: Fd, option: SockOpt, value: Value) -> Result<()> {
        done(format!("set {fd} {option:?} {value:?}"))
    }

    fn get(fd: Fd, option: SockOpt) -> Result<Value> {
        play(format!("get {fd} {option:?}"), |answer| match answer {
            Answer::Value(value) => Some(value),
            _ => None,
        })
    }

    fn take_error(fd: Fd) -> Result<Option<Errno>> {
        play(format!("take_error {fd}"), |answer| matches!(answer, Answer::Done).then_some(None))
    }

    /// Answers with the bytes of the next [`Answer::Data`], four for each address.
    fn resolve(host: &CStr, family: Option<Family>, answers: &mut [u8]) -> core::result::Result<usize, ResolveError> {
        play(format!("resolve {host:?} {family:?}"), |answer| match answer {
            Answer::Data(data, _, _) => {
                for (to, from) in answers.iter_mut().zip(data) {
                    *to = *from;
                }
                Some(data.len() / Self::RECORD)
            }
            Answer::Len(len) => Some(len),
            _ => None,
        })
        .map_err(|error| match error {
            Errno::ENOENT => ResolveError::NoName,
            Errno::EAGAIN => ResolveError::Again,
            Errno::EIO => ResolveError::Fail,
            Errno::ENOMEM => ResolveError::Memory,
            error => ResolveError::System(error),
        })
    }

    fn answer(record: &[u8]) -> Option<SocketAddr> {
        let octets = *record.first_chunk()?;
        Some(SocketAddr::V4 { octets, port: 0 })
    }

    fn kind(fd: Fd) -> Result<Kind> {
        play(format!("kind {fd}"), |answer| match answer {
            Answer::Kind(kind) => Some(kind),
            _ => None,
        })
    }

    fn nonblocking(fd: Fd) -> Result<bool> {
        play(format!("nonblocking {fd}"), |answer| match answer {
            Answer::Nonblocking(on) => Some(on),
            _ => None,
        })
    }

    /// No socket of a test has a time limit.
    fn recv_limit(_fd: Fd) -> u64 {
        0
    }

    fn now() -> Result<u64> {
        Ok(0)
    }

    fn poll(_: &mut [Subscription], _: &mut [MaybeUninit<Event>]) -> Result<usize> {
        Err(Errno::EIO)
    }

    fn set_nonblocking(fd: Fd, on: bool) -> Result<()> {
        done(format!("set_nonblocking {fd} {on}"))
    }

    fn close(fd: Fd) {
        HOST.with_borrow_mut(|host| match host.lies {
            Some(_) => {}
            None => host.calls.push(format!("close {fd}")),
        });
    }
}

impl Fast for Fake {}
