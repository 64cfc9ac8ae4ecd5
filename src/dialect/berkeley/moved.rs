//! Several address pools: a socket comes from the first, and moves to the one that allows its address.

use super::{Berkeley, POOLS, open_in, option};
use crate::addr::SocketAddr;
use crate::dialect::{Dialect, Family, Fd, preview1};
use crate::errno::{Errno, Result};
use crate::option::{SockOpt, Value};

/// Calls with the socket; if its pool forbids what is asked, with one of each other pool in turn, which
/// then takes the socket's number. A socket that has an address already stays where it is.
#[inline]
pub(super) fn call<T>(fd: Fd, call: impl Fn(Fd) -> Result<T>) -> Result<T> {
    match call(fd) {
        Err(Errno::EACCES) => elsewhere(fd, call),
        other => other,
    }
}

#[cold]
fn elsewhere<T>(fd: Fd, call: impl Fn(Fd) -> Result<T>) -> Result<T> {
    let (kind, local) = (Berkeley::kind(fd)?, Berkeley::local(fd)?);
    if local.port() != 0 {
        return Err(Errno::EACCES);
    }
    for pool in POOLS.others() {
        let new = open_in(pool, family(&local), kind)?;
        match resemble(new, fd).and_then(|()| call(new)) {
            Err(Errno::EACCES) => Berkeley::close(new),
            // Whatever else it is: this pool allows it.
            result => {
                preview1::renumber(new, fd).inspect_err(|_| Berkeley::close(new))?;
                return result;
            }
        }
    }
    Err(Errno::EACCES)
}

fn family(addr: &SocketAddr) -> Family {
    match addr {
        SocketAddr::V4 { .. } => Family::V4,
        SocketAddr::V6 { .. } => Family::V6,
    }
}

/// Gives `new` what has been set on `old`.
fn resemble(new: Fd, old: Fd) -> Result<()> {
    for option in option::ALL {
        let wanted = option::get(old, option)?;
        if option::get(new, option)? != wanted {
            set_alike(new, option, wanted)?;
        }
    }
    Berkeley::set_nonblocking(new, Berkeley::nonblocking(old)?)
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
