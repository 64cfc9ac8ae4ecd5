// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! What the host does not accept for a datagram socket, and the library holds until the socket is closed: its time limits,
//! which the host has for streams only, and options that the host accepts only after `bind`.
//!
//! Only a socket of which something is held has a place here. Everybody else asks [`serve`], or [`serve_limits`] where the program
//! has set no such option, through [`hook`].

use core::ffi::c_int;

use super::layout::RECV;
use super::raw_option::set_int;
use super::socket::bind_anywhere;
use super::{hook, time};
use crate::descriptor::beside::Beside;
use crate::dialect::Fd;
use crate::dialect::shared::wasip1;
use crate::errno::{Errno, Result};
use crate::option::SockOpt;

/// Options that wait for `bind`.
const WAITING: [SockOpt; 5] =
    [SockOpt::Broadcast, SockOpt::IpTtl, SockOpt::IpMulticastTtl, SockOpt::IpMulticastLoop, SockOpt::Ipv6MulticastLoop];

#[derive(Default)]
struct Held {
    /// In microseconds, 0 for none.
    receive: u64,
    send: u64,
    waiting: [Option<c_int>; WAITING.len()],
}

/// The most sockets of which something is held at once.
const SLOTS: usize = 256;

static SOCKETS: Beside<Held, SLOTS> = Beside::new();

/// Works on what is held of a socket, to hold more. `ENOBUFS` if something is held of too many other sockets.
fn with_new(fd: Fd, work: impl FnOnce(&mut Held)) -> Result<()> {
    SOCKETS.with_new(fd, Held::default, |held| {
        work(held);
        Ok(())
    })
}

/// Sets a limit in microseconds, 0 for none.
#[cold]
pub(super) fn set_limit(fd: Fd, which: c_int, limit: u64) -> Result<()> {
    if limit == 0 && self::limit(fd, which) == 0 {
        return Ok(());
    }
    hook::serve_at_least_by(serve_limits);
    with_new(fd, |held| if which == RECV { held.receive = limit } else { held.send = limit })
}

fn limit(fd: Fd, which: c_int) -> u64 {
    SOCKETS.with(fd, |held| if which == RECV { held.receive } else { held.send }).unwrap_or(0)
}

/// Whether an option can wait for `bind`. Inlined, so that a program that sets others does not link this file.
#[inline(always)]
pub(super) fn waits(option: SockOpt) -> bool {
    WAITING.contains(&option)
}

/// Keeps an option that waits for `bind`.
#[cold]
pub(super) fn keep_option(fd: Fd, option: SockOpt, value: c_int) -> Result<()> {
    let at = WAITING.iter().position(|one| *one == option).ok_or(Errno::ENOPROTOOPT)?;
    hook::serve_by(serve);
    with_new(fd, |held| {
        if let Some(place) = held.waiting.get_mut(at) {
            *place = Some(value);
        }
    })
}

/// The value of an option, by its number.
fn option(fd: Fd, number: c_int) -> Option<c_int> {
    let at = WAITING.iter().position(|one| *one as c_int == number)?;
    SOCKETS.with(fd, |held| held.waiting.get(at).copied().flatten()).flatten()
}

fn has_options(fd: Fd) -> bool {
    SOCKETS.with(fd, |held| held.waiting.iter().any(Option::is_some)) == Some(true)
}

/// Waits for a datagram within the limit.
fn wait(fd: Fd) -> Result<()> {
    let limit = limit(fd, RECV);
    let has_come = || wasip1::readable_within(fd, limit.saturating_mul(time::MICROSECOND));
    if limit == 0 || wasip1::nonblocking(fd)? || has_come()? { Ok(()) } else { Err(Errno::EAGAIN) }
}

/// Sets the options that have waited. They were tried out when the program set them.
fn hand_over(fd: Fd) {
    let waiting = SOCKETS.with(fd, |held| core::mem::take(&mut held.waiting)).unwrap_or_default();
    for (option, value) in WAITING.into_iter().zip(waiting) {
        let _refused = value.map(|value| set_int(fd, option, value));
    }
}

/// What [`hook`] calls once an option has waited.
extern "C" fn serve(what: c_int, fd: Fd, n: c_int) -> i64 {
    match what {
        hook::OPTION => return option(fd, n).map_or(hook::NOTHING, i64::from),
        hook::BIND if has_options(fd) => {
            let _bound = bind_anywhere(fd);
        }
        hook::BOUND => hand_over(fd),
        _ => return serve_limits(what, fd, n),
    }
    0
}

/// What [`hook`] calls once a limit has been set.
extern "C" fn serve_limits(what: c_int, fd: Fd, n: c_int) -> i64 {
    match what {
        hook::LIMIT => return limit(fd, n).cast_signed(),
        hook::WAIT => return wait(fd).err().map_or(0, |error| error.get().into()),
        hook::OPTION => return hook::NOTHING,
        hook::RENUMBER => SOCKETS.renumber(fd, n),
        hook::FORGET => SOCKETS.forget(fd),
        _ => {}
    }
    0
}
