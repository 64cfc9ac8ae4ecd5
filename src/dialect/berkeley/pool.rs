//! The address pools: descriptors that the host has opened before the program starts.

use core::sync::atomic::{AtomicI32, Ordering::Relaxed};

use crate::dialect::{Fd, preview1};
use crate::errno::{Errno, Result};

/// `filetype` of an address pool.
const ADDRESS_POOL: u8 = 9;

/// The pool that sockets come from: the one the program has named, else the first that was found.
static POOL: AtomicI32 = AtomicI32::new(UNKNOWN);
/// No pool has been looked for.
const UNKNOWN: Fd = -1;
/// Set beside [`POOL`] when the program has named it.
static NAMED: core::sync::atomic::AtomicBool = core::sync::atomic::AtomicBool::new(false);

fn is_pool(fd: Fd) -> Result<bool> {
    preview1::filetype(fd).map(|filetype| filetype == ADDRESS_POOL)
}

/// Every pool from descriptor `from` on. Those that the host opens come one after the other behind
/// the standard ones, so the first number without one ends them.
fn found(from: Fd) -> impl Iterator<Item = Fd> {
    (from..Fd::MAX).map_while(|fd| is_pool(fd).ok().map(|yes| (fd, yes))).filter(|(_, yes)| *yes).map(|(fd, _)| fd)
}

/// The first descriptor that is not a standard one.
const FIRST: Fd = 3;

/// The pool to try first. Without any there is no network for the program: `EACCES`.
pub(super) fn first() -> Result<Fd> {
    match POOL.load(Relaxed) {
        UNKNOWN => {
            let fd = found(FIRST).next().ok_or(Errno::EACCES)?;
            POOL.store(fd, Relaxed);
            Ok(fd)
        }
        fd => Ok(fd),
    }
}

/// The pools to try when the first forbids an address: none where the program has named its pool.
pub(super) fn others() -> impl Iterator<Item = Fd> {
    let (first, named) = (POOL.load(Relaxed), NAMED.load(Relaxed));
    found(FIRST).filter(move |fd| !named && *fd != first)
}

/// Takes the pool for all that comes, or with −1 finds one again.
pub(super) fn set(fd: Fd) -> Result<()> {
    if fd != UNKNOWN && !is_pool(fd)? {
        return Err(Errno::EINVAL);
    }
    POOL.store(fd, Relaxed);
    NAMED.store(fd != UNKNOWN, Relaxed);
    Ok(())
}
