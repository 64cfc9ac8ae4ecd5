// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Several address pools: a socket begins in the first, and moves to the pool that allows its address.

use super::option;
use super::pool::{POOLS, local, open_in};
use crate::dialect::shared::wasip1;
use crate::dialect::{Family, Fd};
use crate::errno::{Errno, Result};
use crate::option::{SockOpt, Value};

/// Calls with the socket. If its pool forbids the call, calls with a new socket of each other pool in turn; the one that
/// succeeds takes the socket's number. A socket that has an address already stays in its pool.
#[inline]
pub(super) fn call<T>(fd: Fd, call: impl Fn(Fd) -> Result<T>) -> Result<T> {
    match call(fd) {
        Err(Errno::EACCES) => in_other_pools(fd, call),
        other => other,
    }
}

#[cold]
fn in_other_pools<T>(fd: Fd, call: impl Fn(Fd) -> Result<T>) -> Result<T> {
    let (kind, local) = (wasip1::kind(fd)?, local(fd)?);
    if local.port() != 0 {
        return Err(Errno::EACCES);
    }
    for pool in POOLS.others() {
        let new = open_in(pool, Family::of(&local), kind)?;
        match copy_settings(new, fd).and_then(|()| call(new)) {
            Err(Errno::EACCES) => wasip1::close(new),
            // Any other error means that this pool allows the call.
            result => {
                wasip1::renumber(new, fd).inspect_err(|_| wasip1::close(new))?;
                return result;
            }
        }
    }
    Err(Errno::EACCES)
}

/// Copies the options of `old` to `new`.
fn copy_settings(new: Fd, old: Fd) -> Result<()> {
    glue::copy(new, old)?;
    wasip1::set_nonblocking(new, wasip1::nonblocking(old)?)
}

/// Called before an option is set: from now on there are options to copy.
pub(super) use glue::mark_dirty;

/// In an archive, a program that sets no option does not import what copies them: `src/berkeley.c` calls it by its address.
#[cfg(all(feature = "c-exports", target_family = "wasm"))]
mod glue {
    use core::ffi::c_int;

    use super::{Fd, Result, copy_options};
    use crate::errno::check;

    unsafe extern "C" {
        safe fn wasock_options_differ(copy: extern "C" fn(Fd, Fd) -> c_int);
        safe fn wasock_copy_options(new: Fd, old: Fd) -> c_int;
    }

    extern "C" fn code(new: Fd, old: Fd) -> c_int {
        copy_options(new, old).err().map_or(0, |error| error.get())
    }

    pub fn mark_dirty() {
        wasock_options_differ(code);
    }

    pub fn copy(new: Fd, old: Fd) -> Result<()> {
        check(wasock_copy_options(new, old))
    }
}

/// In a Rust guest, which links no C, every program that connects imports the functions for copying options.
#[cfg(not(all(feature = "c-exports", target_family = "wasm")))]
mod glue {
    use super::{Fd, Result, copy_options};

    pub fn copy(new: Fd, old: Fd) -> Result<()> {
        copy_options(new, old)
    }

    pub fn mark_dirty() {}
}

fn copy_options(new: Fd, old: Fd) -> Result<()> {
    for option in option::ALL {
        let wanted = option::get(old, option)?;
        if option::get(new, option)? != wanted {
            set_alike(new, option, wanted)?;
        }
    }
    Ok(())
}

/// Sets an option so that it reads as `wanted`. Linux doubles the sizes of buffers, other systems do not.
fn set_alike(fd: Fd, option: SockOpt, wanted: Value) -> Result<()> {
    if let (SockOpt::RecvBuf | SockOpt::SendBuf, Value::Int(size)) = (option, wanted) {
        option::set(fd, option, Value::Int(size / 2))?;
        if option::get(fd, option)? == wanted {
            return Ok(());
        }
    }
    option::set(fd, option, wanted)
}
