// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Waits for several sockets at once.

use core::ffi::{c_short, c_uint};
use core::fmt;
use core::marker::PhantomData;
use core::ops::{BitOr, BitOrAssign};
use core::time::Duration;

use crate::error::{Checked as _, Error, Result};
use crate::fd::{OwnedFd, RawFd};
use crate::sys;

/// The events to wait for, or the events that have happened.
///
/// ```
/// use wasock_net::Events;
///
/// let both = Events::READABLE | Events::WRITABLE;
/// assert!(both.contains(Events::READABLE));
/// assert!(!Events::READABLE.contains(both));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub struct Events(c_short);

impl Events {
    /// A receive or an accept would not wait: there is data, a connection, or the end of the stream.
    pub const READABLE: Self = Self(sys::POLLIN);
    /// A send would not wait, or a connect has ended.
    pub const WRITABLE: Self = Self(sys::POLLOUT);
    /// The socket has an error. `poll` always reports it.
    pub const ERROR: Self = Self(sys::POLLERR);
    /// The peer has gone. `poll` always reports it.
    pub const HANG_UP: Self = Self(sys::POLLHUP);
    /// The descriptor is closed. `poll` always reports it.
    pub const INVALID: Self = Self(sys::POLLNVAL);

    /// No events.
    #[must_use]
    pub const fn empty() -> Self {
        Self(0)
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether all of these are among them.
    #[must_use]
    pub const fn contains(self, events: Self) -> bool {
        self.0 & events.0 == events.0
    }
}

impl BitOr for Events {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl BitOrAssign for Events {
    fn bitor_assign(&mut self, other: Self) {
        self.0 |= other.0;
    }
}

impl fmt::Debug for Events {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const NAMES: [(Events, &str); 5] = [
            (Events::READABLE, "READABLE"),
            (Events::WRITABLE, "WRITABLE"),
            (Events::ERROR, "ERROR"),
            (Events::HANG_UP, "HANG_UP"),
            (Events::INVALID, "INVALID"),
        ];
        let mut set = f.debug_set();
        for (event, name) in NAMES {
            if self.contains(event) {
                set.entry(&format_args!("{name}"));
            }
        }
        set.finish()
    }
}

/// A socket that [`poll`] waits for, and the events.
///
/// ```
/// # fn main() -> wasock_net::Result<()> {
/// use std::time::Duration;
/// use wasock_net::{Events, PollFd, UdpSocket, poll};
///
/// let one = UdpSocket::bind("127.0.0.1:0")?;
/// let other = UdpSocket::bind("127.0.0.1:0")?;
/// one.send_to(b"hello", other.local_addr()?)?;
///
/// let mut sockets = [PollFd::new(&one, Events::READABLE), PollFd::new(&other, Events::READABLE)];
/// assert_eq!(poll(&mut sockets, Some(Duration::from_secs(5)))?, 1);
/// let [one, other] = sockets;
/// assert!(one.happened().is_empty());
/// assert!(other.happened().contains(Events::READABLE));
/// # Ok(())
/// # }
/// ```
#[repr(transparent)]
pub struct PollFd<'a> {
    raw: sys::pollfd,
    socket: PhantomData<&'a OwnedFd>,
}

impl<'a> PollFd<'a> {
    /// Waits for these events of a socket.
    #[must_use]
    pub fn new(socket: &'a impl AsRef<OwnedFd>, events: Events) -> Self {
        Self::of(socket.as_ref().as_raw_fd(), events)
    }

    /// Waits for a descriptor that is not a socket of this crate, such as 0 for standard input. For a closed one, `poll`
    /// reports [`Events::INVALID`]; a negative one is ignored.
    #[must_use]
    pub const fn of(fd: RawFd, events: Events) -> Self {
        Self { raw: sys::pollfd { fd, events: events.0, revents: 0 }, socket: PhantomData }
    }

    /// The events that [`poll`] has found.
    #[must_use]
    pub const fn happened(&self) -> Events {
        Events(self.raw.revents)
    }
}

impl fmt::Debug for PollFd<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (events, happened) = (Events(self.raw.events), self.happened());
        f.debug_struct("PollFd")
            .field("fd", &self.raw.fd)
            .field("events", &events)
            .field("happened", &happened)
            .finish()
    }
}

/// Waits until one of the sockets has an event, or until the timeout; `None` waits for ever. Returns how many sockets have
/// events, 0 after the timeout.
///
/// # Errors
/// `EOPNOTSUPP` if the host cannot wait, `ENOMEM` if there is no memory for a long list.
pub fn poll(sockets: &mut [PollFd<'_>], timeout: Option<Duration>) -> Result<usize> {
    let time = timeout.map(|time| sys::timespec {
        tv_sec: i64::try_from(time.as_secs()).unwrap_or(i64::MAX),
        tv_nsec: time.subsec_nanos() as _,
    });
    let time = time.as_ref().map_or(core::ptr::null(), |time| &raw const *time);
    let n = c_uint::try_from(sockets.len()).map_err(|_| Error::EINVAL)?;
    // SAFETY: a `PollFd` is laid out as C's structure; list and time are there until the call returns.
    let ready = unsafe { sys::ppoll(sockets.as_mut_ptr().cast(), n, time, core::ptr::null()) };
    ready.checked().map(|ready| ready as usize)
}
