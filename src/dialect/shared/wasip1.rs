// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! The functions of WASI preview 1 itself, which are the same on every runtime.
//!
//! Source: WASI `snapshot_preview1` (`fd_fdstat_get`, `fd_fdstat_set_flags`, `fd_close`, `poll_oneoff`).

use core::mem::MaybeUninit;

use wasi::wasi_snapshot_preview1 as import;
use wasi::{
    CLOCKID_MONOTONIC, ERRNO_NOTCAPABLE, EVENTRWFLAGS_FD_READWRITE_HANGUP, EVENTTYPE_CLOCK, EVENTTYPE_FD_READ,
    EVENTTYPE_FD_WRITE, Event, Eventtype, FDFLAGS_NONBLOCK, FILETYPE_SOCKET_DGRAM, FILETYPE_SOCKET_STREAM, Fdflags,
    Fdstat, RIFLAGS_RECV_PEEK, ROFLAGS_RECV_DATA_TRUNCATED, SDFLAGS_RD, SDFLAGS_WR, Subscription, SubscriptionClock,
    SubscriptionFdReadwrite, SubscriptionU, SubscriptionUU,
};

use crate::abi::iovec;
use crate::dialect::terms::{Fd, How, Kind};
use crate::errno::{Errno, Result, check};

/// A cell for a host to write to. Eight zeroed bytes, aligned: some imports write fewer bytes than they promise, some more.
pub(crate) type Cell = u64;

/// The host's errno for a descriptor that lacks the rights of a call. POSIX has no such error.
pub(crate) const ENOTCAPABLE: i32 = ERRNO_NOTCAPABLE.raw() as i32;

/// Everything that the host reports about a descriptor.
pub(crate) fn fdstat(fd: Fd) -> Result<Fdstat> {
    let mut stat = MaybeUninit::<Fdstat>::zeroed();
    // SAFETY: the host writes one fdstat, which is what the pointer has room for.
    check(unsafe { import::fd_fdstat_get(fd, stat.as_mut_ptr() as usize as i32) })?;
    // SAFETY: all zero is a valid fdstat, and the host wrote a whole one.
    Ok(unsafe { stat.assume_init() })
}

/// The socket's type, by the file type of its descriptor.
pub(crate) fn kind(fd: Fd) -> Result<Kind> {
    kind_of(filetype(fd)?)
}

/// The socket's type for a file type.
#[inline(always)]
pub(crate) fn kind_of(filetype: u8) -> Result<Kind> {
    const STREAM: u8 = FILETYPE_SOCKET_STREAM.raw();
    const DATAGRAM: u8 = FILETYPE_SOCKET_DGRAM.raw();
    match filetype {
        STREAM => Ok(Kind::Stream),
        DATAGRAM => Ok(Kind::Datagram),
        _ => Err(Errno::ENOTSOCK),
    }
}

/// The file type of a descriptor, whatever it is.
#[inline(always)]
pub(crate) fn filetype(fd: Fd) -> Result<u8> {
    let mut stat = MaybeUninit::<Fdstat>::uninit();
    // SAFETY: within the fdstat.
    let filetype = unsafe { &raw mut (*stat.as_mut_ptr()).fs_filetype }.cast::<u8>();
    // SAFETY: the host writes one fdstat, which is what the pointer has room for; its first byte is set in any case.
    unsafe {
        filetype.write(0);
        check(import::fd_fdstat_get(fd, stat.as_mut_ptr() as usize as i32))?;
        Ok(filetype.read())
    }
}

/// Moves the descriptor `from` to the number `to`, and closes the descriptor that had it.
pub(crate) fn renumber(from: Fd, to: Fd) -> Result<()> {
    // SAFETY: the import takes numbers only.
    check(unsafe { import::fd_renumber(from, to) })
}

/// Whether there is such a descriptor.
pub(crate) fn is_open(fd: Fd) -> bool {
    fdstat(fd).is_ok()
}

/// Whether the descriptor does not block.
pub(crate) fn nonblocking(fd: Fd) -> Result<bool> {
    Ok(fdstat(fd)?.fs_flags & FDFLAGS_NONBLOCK != 0)
}

/// Makes the descriptor block or not; its other flags stay.
pub(crate) fn set_nonblocking(fd: Fd, on: bool) -> Result<()> {
    let flags = fdstat(fd)?.fs_flags & !FDFLAGS_NONBLOCK;
    set_flags(fd, if on { flags | FDFLAGS_NONBLOCK } else { flags })
}

/// Sets all flags of a descriptor.
pub(crate) fn set_flags(fd: Fd, flags: Fdflags) -> Result<()> {
    // SAFETY: the import takes numbers only.
    check(unsafe { import::fd_fdstat_set_flags(fd, i32::from(flags)) })
}

/// Closes a descriptor; its number is free afterwards, whatever the host returns.
pub(crate) fn close(fd: Fd) {
    // SAFETY: the import takes a number only.
    let _gone = unsafe { import::fd_close(fd) };
}

/// Sends to the connected peer.
#[inline]
pub(crate) fn sock_send(fd: Fd, data: &[iovec]) -> Result<usize> {
    let mut len: Cell = 0;
    let (data, n, len_at) = (data.as_ptr() as usize as i32, data.len() as i32, (&raw mut len) as usize as i32);
    // SAFETY: the host reads the iovecs and what they name, within memory, and writes a length.
    check(unsafe { import::sock_send(fd, data, n, 0, len_at) }).map(|()| len as usize)
}

/// `fd_write`. A descriptor that lacks the right to be written keeps the host's error, [`ENOTCAPABLE`].
pub(crate) fn write(fd: Fd, data: &[iovec]) -> Result<usize> {
    let mut len: Cell = 0;
    let (data, n, len_at) = (data.as_ptr() as usize as i32, data.len() as i32, (&raw mut len) as usize as i32);
    // SAFETY: the host reads the iovecs and what they name, within memory, and writes a length.
    check(unsafe { import::fd_write(fd, data, n, len_at) }).map(|()| len as usize)
}

/// Writes all buffers to a descriptor that is not a socket.
pub(crate) fn write_buffers(fd: Fd, data: &[iovec]) -> Result<usize> {
    buffer_by_buffer(data, |rest| write(fd, rest), || true)
}

/// Goes on where a host has moved one buffer alone, as wasmtime and its adapter do: the first that is not empty.
pub(crate) fn buffer_by_buffer(
    buffers: &[iovec],
    mut move_some: impl FnMut(&[iovec]) -> Result<usize>,
    goes_on: impl Fn() -> bool,
) -> Result<usize> {
    let mut len = move_some(buffers)?;
    let (mut done, mut rest) = (len, buffers);
    while let Some((first, others)) = rest.split_first()
        && !others.is_empty()
    {
        if first.iov_len > 0 {
            if len != first.iov_len || !goes_on() {
                break;
            }
            len = move_some(others).unwrap_or(0);
            done += len;
        }
        rest = others;
    }
    Ok(done)
}

/// `fd_read`. A descriptor that lacks the right to be read keeps the host's error, [`ENOTCAPABLE`].
pub(crate) fn read(fd: Fd, room: &[iovec]) -> Result<usize> {
    let mut len: Cell = 0;
    let (room, n, len_at) = (room.as_ptr() as usize as i32, room.len() as i32, (&raw mut len) as usize as i32);
    // SAFETY: the host writes where the iovecs say, within memory, and a length.
    check(unsafe { import::fd_read(fd, room, n, len_at) }).map(|()| len as usize)
}

/// Receives, or peeks; also returns whether a datagram was truncated.
#[inline]
pub(crate) fn sock_recv(fd: Fd, room: &[iovec], peek: bool) -> Result<(usize, bool)> {
    let (mut len, mut flags): (Cell, Cell) = (0, 0);
    let peek = if peek { i32::from(RIFLAGS_RECV_PEEK) } else { 0 };
    let (room, n) = (room.as_ptr() as usize as i32, room.len() as i32);
    let (len_at, flags_at) = ((&raw mut len) as usize as i32, (&raw mut flags) as usize as i32);
    // SAFETY: the host writes where the iovecs say, within memory, a length and flags.
    check(unsafe { import::sock_recv(fd, room, n, peek, len_at, flags_at) })?;
    Ok((len as usize, flags as u16 & ROFLAGS_RECV_DATA_TRUNCATED != 0))
}

/// The next connection.
pub(crate) fn sock_accept(fd: Fd, nonblocking: bool) -> Result<Fd> {
    let mut new: Cell = 0;
    let flags = if nonblocking { i32::from(FDFLAGS_NONBLOCK) } else { 0 };
    // SAFETY: the host writes one descriptor.
    check(unsafe { import::sock_accept(fd, flags, (&raw mut new) as usize as i32) }).map(|()| new as Fd)
}

/// Closes one direction of a connection or both.
pub(crate) fn sock_shutdown(fd: Fd, how: How) -> Result<()> {
    // SAFETY: the import takes numbers only.
    check(unsafe { import::sock_shutdown(fd, sdflags(how)) })
}

/// `sdflags`, which every runtime numbers alike.
#[inline]
pub(crate) fn sdflags(how: How) -> i32 {
    i32::from(match how {
        How::Read => SDFLAGS_RD,
        How::Write => SDFLAGS_WR,
        How::Both => SDFLAGS_RD | SDFLAGS_WR,
    })
}

/// Now, in nanoseconds of the monotonic clock.
pub(crate) fn now() -> Result<u64> {
    let mut time: Cell = 0;
    // SAFETY: the host writes one time.
    let code = unsafe { import::clock_time_get(CLOCKID_MONOTONIC.raw() as i32, 0, (&raw mut time) as usize as i32) };
    check(code).map(|()| time)
}

/// Readiness to read or to write, as a subscription.
pub(crate) fn readiness(fd: Fd, tag: Eventtype, userdata: u64) -> Subscription {
    let file = SubscriptionFdReadwrite { file_descriptor: fd.cast_unsigned() };
    // fd_read and fd_write share the shape of their contents.
    Subscription { userdata, u: SubscriptionU { tag: tag.raw(), u: SubscriptionUU { fd_write: file } } }
}

/// A time limit in nanoseconds, as a subscription.
pub(crate) fn timer(nanoseconds: u64, userdata: u64) -> Subscription {
    // Never zero: runtimes of WASIX take zero as "for ever".
    let clock = SubscriptionClock { id: CLOCKID_MONOTONIC, timeout: nanoseconds.max(1), precision: 0, flags: 0 };
    Subscription { userdata, u: SubscriptionU { tag: EVENTTYPE_CLOCK.raw(), u: SubscriptionUU { clock } } }
}

/// `poll_oneoff`: how many of `events` the host wrote.
pub(crate) fn poll(subscriptions: &[Subscription], events: &mut [MaybeUninit<Event>]) -> Result<usize> {
    let (code, count) = poll_raw(subscriptions, events);
    check(code).map(|()| count)
}

/// The same with the host's errno, or 0.
#[inline(always)]
fn poll_raw(subscriptions: &[Subscription], events: &mut [MaybeUninit<Event>]) -> (i32, usize) {
    let mut count: Cell = 0;
    let n = subscriptions.len().min(events.len());
    // SAFETY: the host reads `n` subscriptions and writes at most `n` events.
    let code = unsafe {
        import::poll_oneoff(
            subscriptions.as_ptr() as usize as i32,
            events.as_mut_ptr() as usize as i32,
            n as i32,
            (&raw mut count) as usize as i32,
        )
    };
    (code, n.min(count as usize))
}

/// Waits until a read would not block.
pub(crate) fn wait_readable(fd: Fd) -> Result<()> {
    watch(&[readiness(fd, EVENTTYPE_FD_READ, 0)]).map(|_event| ())
}

/// Whether a read would not block within so many nanoseconds.
pub(crate) fn readable_within(fd: Fd, nanoseconds: u64) -> Result<bool> {
    Ok(watch(&[readiness(fd, EVENTTYPE_FD_READ, 0), timer(nanoseconds, 0)])?.is_some())
}

/// The state of a descriptor, from its event.
#[derive(Clone, Copy)]
struct Seen(u32);

impl Seen {
    /// From an event; its error is in the lower half.
    const EVENT: u32 = 1 << 16;
    const HANG_UP: u32 = 1 << 17;
    /// The host has failed, with the error in the lower half.
    const FAILED: u32 = 1 << 18;

    /// Polls without waiting. All callers share this function, whose result needs no memory.
    #[inline(never)]
    fn of(fd: Fd, tag: Eventtype) -> Self {
        let subscriptions = [readiness(fd, tag, 0), timer(0, 0)];
        let mut events = [const { MaybeUninit::<Event>::uninit() }; 2];
        match poll_raw(&subscriptions, &mut events) {
            (0, count) => {
                for event in events.iter().take(count) {
                    // SAFETY: the host wrote so many, any bytes of which are valid.
                    let event = unsafe { event.assume_init_ref() };
                    if event.type_ == tag {
                        let hang_up = u32::from(event.fd_readwrite.flags & EVENTRWFLAGS_FD_READWRITE_HANGUP) << 17;
                        return Self(Self::EVENT | hang_up | u32::from(event.error.raw()));
                    }
                }
                Self(0)
            }
            (code, _) => Self(Self::FAILED | code as u16 as u32),
        }
    }

    fn checked(self) -> Result<Self> {
        if self.0 & Self::FAILED == 0 { Ok(self) } else { Err(Errno::new((self.0 as u16).into())) }
    }

    fn is_there(self) -> bool {
        self.0 & Self::EVENT != 0
    }

    fn has_error(self) -> bool {
        self.0 as u16 != 0 && self.is_there()
    }

    fn hung_up(self) -> bool {
        self.0 & Self::HANG_UP != 0
    }
}

const _: () = assert!(EVENTRWFLAGS_FD_READWRITE_HANGUP == 1, "the flag becomes Seen::HANG_UP");

/// Whether a read would not block now.
pub(crate) fn readable(fd: Fd) -> Result<bool> {
    Ok(Seen::of(fd, EVENTTYPE_FD_READ).checked()?.is_there())
}

/// Whether the host reports an error condition on the descriptor, as `POLLERR` does. Does not wait.
pub(crate) fn has_error(fd: Fd) -> Result<bool> {
    Ok(Seen::of(fd, EVENTTYPE_FD_WRITE).checked()?.has_error())
}

/// Whether a stream is over, or was never connected: then the host has an event for it at once, a hang-up or an error.
pub(crate) fn is_over(fd: Fd) -> bool {
    let seen = Seen::of(fd, EVENTTYPE_FD_WRITE);
    seen.has_error() || seen.hung_up()
}

/// Whether the connection is closed, or was never made. Does not wait.
pub(crate) fn hung_up(fd: Fd) -> Result<bool> {
    Ok(Seen::of(fd, EVENTTYPE_FD_WRITE).checked()?.hung_up())
}

/// Whether a stream without a peer listens or is being connected: the host reports a hang-up for one that does neither.
pub(crate) fn is_waiting(fd: Fd) -> Result<bool> {
    Ok(kind(fd)? == Kind::Stream && !hung_up(fd)?)
}

/// The bytes waiting to be read, as the host counts them.
pub(crate) fn available(fd: Fd) -> Result<usize> {
    fdstat(fd)?;
    let seen = look(&readiness(fd, EVENTTYPE_FD_READ, 0))?;
    Ok(seen.map_or(0, |event| event.fd_readwrite.nbytes as usize))
}

/// The event that a subscription to a descriptor has now, if any. Does not wait.
#[inline(always)]
pub(crate) fn look(subscription: &Subscription) -> Result<Option<Event>> {
    watch(&[*subscription, timer(0, 0)])
}

/// Waits for one of at most two subscriptions; returns the event of the descriptor, if there is one.
fn watch(subscriptions: &[Subscription]) -> Result<Option<Event>> {
    let mut events = [const { MaybeUninit::<Event>::zeroed() }; 2];
    let count = poll(subscriptions, &mut events)?;
    for event in events.iter().take(count) {
        // SAFETY: all zero is a valid event, and the host wrote whole ones.
        let event = unsafe { event.assume_init_ref() };
        if event.type_ != EVENTTYPE_CLOCK {
            return Ok(Some(*event));
        }
    }
    Ok(None)
}
