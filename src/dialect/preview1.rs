//! What WASI preview 1 itself says of a descriptor, the same on every runtime.
//!
//! Source: WASI `snapshot_preview1` (`fd_fdstat_get`, `fd_fdstat_set_flags`, `fd_close`, `poll_oneoff`).

use wasi::wasi_snapshot_preview1 as import;
use wasi::{
    CLOCKID_MONOTONIC, EVENTTYPE_CLOCK, EVENTTYPE_FD_READ, EVENTTYPE_FD_WRITE, Event, Eventtype, FDFLAGS_NONBLOCK,
    FILETYPE_SOCKET_DGRAM, FILETYPE_SOCKET_STREAM, Fdstat, Subscription, SubscriptionClock, SubscriptionFdReadwrite,
    SubscriptionU, SubscriptionUU,
};

use crate::dialect::{Fd, Kind};
use crate::errno::{Errno, Result, check};

fn fdstat(fd: Fd) -> Result<Fdstat> {
    let mut stat = core::mem::MaybeUninit::<Fdstat>::zeroed();
    // SAFETY: the host writes one fdstat, which is what the pointer has room for.
    check(unsafe { import::fd_fdstat_get(fd, stat.as_mut_ptr() as usize as i32) })?;
    // SAFETY: all zero is a valid fdstat, and the host wrote a whole one.
    Ok(unsafe { stat.assume_init() })
}

/// The socket's type, by the file type of its descriptor.
pub(crate) fn kind(fd: Fd) -> Result<Kind> {
    match fdstat(fd)?.fs_filetype {
        FILETYPE_SOCKET_STREAM => Ok(Kind::Stream),
        FILETYPE_SOCKET_DGRAM => Ok(Kind::Datagram),
        _ => Err(Errno::ENOTSOCK),
    }
}

/// Whether the descriptor does not block.
pub(crate) fn nonblocking(fd: Fd) -> Result<bool> {
    Ok(fdstat(fd)?.fs_flags & FDFLAGS_NONBLOCK != 0)
}

/// Makes the descriptor block or not; its other flags stay.
pub(crate) fn set_nonblocking(fd: Fd, on: bool) -> Result<()> {
    let flags = fdstat(fd)?.fs_flags & !FDFLAGS_NONBLOCK;
    let flags = if on { flags | FDFLAGS_NONBLOCK } else { flags };
    // SAFETY: the import takes numbers only.
    check(unsafe { import::fd_fdstat_set_flags(fd, i32::from(flags)) })
}

/// Closes a descriptor; its number is gone whatever the host answers.
pub(crate) fn close(fd: Fd) {
    // SAFETY: the import takes a number only.
    let _gone = unsafe { import::fd_close(fd) };
}

/// Waits until a read would not block.
pub(crate) fn wait_readable(fd: Fd) -> Result<()> {
    poll(&[readiness(fd, EVENTTYPE_FD_READ)]).map(|_seen| ())
}

/// Whether a read would not block now.
pub(crate) fn readable(fd: Fd) -> Result<bool> {
    Ok(poll(&[readiness(fd, EVENTTYPE_FD_READ), no_wait()])?.ready)
}

/// Whether the host reports an error condition on the descriptor, as `POLLERR` does. Does not wait.
pub(crate) fn has_error(fd: Fd) -> Result<bool> {
    Ok(poll(&[readiness(fd, EVENTTYPE_FD_WRITE), no_wait()])?.error)
}

fn readiness(fd: Fd, tag: Eventtype) -> Subscription {
    let fd_readwrite = SubscriptionFdReadwrite { file_descriptor: fd.cast_unsigned() };
    // fd_read and fd_write share the shape of their contents.
    let u = SubscriptionUU { fd_write: fd_readwrite };
    Subscription { userdata: u64::from(tag.raw()), u: SubscriptionU { tag: tag.raw(), u } }
}

fn no_wait() -> Subscription {
    // One nanosecond and not zero: a runtime of the wasix family takes zero as "for ever".
    let clock = SubscriptionClock { id: CLOCKID_MONOTONIC, timeout: 1, precision: 0, flags: 0 };
    let tag = EVENTTYPE_CLOCK.raw();
    Subscription { userdata: u64::from(tag), u: SubscriptionU { tag, u: SubscriptionUU { clock } } }
}

/// What a wait has seen of the descriptor.
#[derive(Default)]
struct Seen {
    ready: bool,
    error: bool,
}

/// Waits for one of at most two subscriptions, the descriptor's or the clock's.
fn poll(subscriptions: &[Subscription]) -> Result<Seen> {
    let mut events = [const { core::mem::MaybeUninit::<Event>::zeroed() }; 2];
    let mut count = 0u64;
    // SAFETY: the host reads the subscriptions and writes at most as many events, never more than two.
    check(unsafe {
        import::poll_oneoff(
            subscriptions.as_ptr() as usize as i32,
            events.as_mut_ptr() as usize as i32,
            subscriptions.len().min(events.len()) as i32,
            (&raw mut count) as usize as i32,
        )
    })?;
    let mut seen = Seen::default();
    for event in events.iter().take(count as usize) {
        // SAFETY: all zero is a valid event, and the host wrote whole ones.
        let event = unsafe { event.assume_init_ref() };
        let of_fd = event.type_ != EVENTTYPE_CLOCK;
        seen.ready |= of_fd;
        seen.error |= of_fd && event.error.raw() != 0;
    }
    Ok(seen)
}
