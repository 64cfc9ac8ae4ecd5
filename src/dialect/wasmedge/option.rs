// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Socket options: one import to set and one to read, with the host's numbers and Linux's values.
//!
//! `sock_getsockopt` takes the length as an address on WasmEdge, and as the number 4 itself on wasi-go
//! and wazy, in a parameter of the same type. The library tries an address first: no cell lies at 4,
//! so the others return `EINVAL` without reading memory.

use core::ffi::{c_int, c_void};
use core::sync::atomic::{AtomicBool, Ordering::Relaxed};

use super::import::{sock_getsockopt, sock_setsockopt};
use super::{layout, no_delay};
use crate::abi::IFNAMSIZ;
use crate::dialect::shared::wasip1::Cell;
use crate::dialect::{Fd, Kind};
use crate::errno::{Errno, Result, check};
use crate::option::{SockOpt, Value};

/// A level and a name there.
type Number = (i32, i32);

/// The only level that WasmEdge has.
const SOL_SOCKET: i32 = 0;
pub(super) const TYPE: Number = (SOL_SOCKET, 1);
pub(super) const ERROR: Number = (SOL_SOCKET, 2);
/// wasi-go and wazy have this level, WasmEdge does not.
const TCP_NODELAY: Number = (6, 15);

#[inline]
fn number(option: SockOpt) -> Result<Number> {
    Ok(match option {
        SockOpt::ReuseAddr => (SOL_SOCKET, 0),
        SockOpt::DontRoute => (SOL_SOCKET, 3),
        SockOpt::Broadcast => (SOL_SOCKET, 4),
        SockOpt::SendBuf => (SOL_SOCKET, 5),
        SockOpt::RecvBuf => (SOL_SOCKET, 6),
        SockOpt::KeepAlive => (SOL_SOCKET, 7),
        SockOpt::OobInline => (SOL_SOCKET, 8),
        SockOpt::Linger => (SOL_SOCKET, 9),
        SockOpt::RecvLowat => (SOL_SOCKET, 10),
        SockOpt::RecvTimeout => (SOL_SOCKET, 11),
        SockOpt::SendTimeout => (SOL_SOCKET, 12),
        SockOpt::AcceptConn => (SOL_SOCKET, 13),
        SockOpt::BindToDevice => (SOL_SOCKET, 14),
        SockOpt::TcpNoDelay => TCP_NODELAY,
        _ => return Err(Errno::ENOPROTOOPT),
    })
}

/// `TCP_NODELAY` is unknown to some hosts only.
pub(super) fn can_set(option: SockOpt) -> bool {
    number(option).is_ok()
}

const MICROSECONDS: u64 = 1_000_000;

/// `struct timeval` of a 64-bit host.
type Time = [u64; 2];
/// `struct linger`
type Linger = [c_int; 2];

pub(super) fn set(fd: Fd, option: SockOpt, value: Value) -> Result<()> {
    let number = number(option)?;
    match value {
        Value::Int(value) => set_number(fd, number, value),
        Value::Time(limit) => set_limit(fd, option, limit),
        Value::Linger { on, seconds } => write(fd, number, &[c_int::from(on), seconds], size_of::<Linger>()),
        Value::Name { bytes, len } => write(fd, number, &bytes, len),
        _ => Err(Errno::ENOPROTOOPT),
    }
}

/// A limit in microseconds. Inlined, as [`set_int`].
#[inline(always)]
pub(super) fn set_limit(fd: Fd, option: SockOpt, limit: u64) -> Result<()> {
    write(fd, number(option)?, &[limit / MICROSECONDS, limit % MICROSECONDS], size_of::<Time>())
}

/// An option whose value is a number. Inlined, so that nothing is left of the table where the option is known.
#[inline(always)]
pub(super) fn set_int(fd: Fd, option: SockOpt, value: c_int) -> Result<()> {
    number(option).and_then(|number| set_number(fd, number, value))
}

#[inline(always)]
fn set_number(fd: Fd, number: Number, value: c_int) -> Result<()> {
    write(fd, number, &value, size_of::<c_int>()).map_err(|error| match number {
        TCP_NODELAY => {
            no_delay::set(fd, value != 0);
            errno_of_level(fd, error)
        }
        _ => error,
    })
}

pub(super) fn get(fd: Fd, option: SockOpt) -> Result<Value> {
    let number = number(option)?;
    match option {
        SockOpt::RecvTimeout | SockOpt::SendTimeout => {
            let ([seconds, rest], _) = read::<Time>(fd, number)?;
            Ok(Value::Time(seconds.saturating_mul(MICROSECONDS).saturating_add(rest)))
        }
        SockOpt::Linger => {
            let ([on, seconds], _) = read::<Linger>(fd, number)?;
            Ok(Value::Linger { on: on != 0, seconds })
        }
        SockOpt::BindToDevice => {
            let (bytes, len) = read::<[u8; IFNAMSIZ]>(fd, number)?;
            // The NUL behind the name counts on the host's side.
            Ok(Value::Name { bytes, len: len.min(IFNAMSIZ).saturating_sub(1) })
        }
        SockOpt::TcpNoDelay => int(fd, number).map(Value::Int).map_err(|error| errno_of_level(fd, error)),
        _ => int(fd, number).map(Value::Int),
    }
}

/// The socket's type.
pub(super) fn kind(fd: Fd) -> Result<Kind> {
    layout::known_kind(int(fd, TYPE)?).ok_or(Errno::ENOTSOCK)
}

/// For a level that it lacks, WasmEdge returns `EINVAL` before it checks the descriptor.
fn errno_of_level(fd: Fd, error: Errno) -> Errno {
    match error {
        Errno::EINVAL => kind(fd).err().unwrap_or(Errno::ENOPROTOOPT),
        error => error,
    }
}

/// The error of a host without the option.
fn errno_of_option(error: Errno) -> Errno {
    if error == Errno::EOPNOTSUPP { Errno::ENOPROTOOPT } else { error }
}

fn write<T>(fd: Fd, (level, name): Number, value: &T, len: usize) -> Result<()> {
    // SAFETY: the host reads at most the whole of the value.
    check(unsafe { sock_setsockopt(fd, level, name, (&raw const *value).cast(), len.min(size_of::<T>())) })
        .map_err(errno_of_option)
}

/// A value and the length that the host gives it. Only WasmEdge has values other than numbers.
fn read<T: Default>(fd: Fd, number: Number) -> Result<(T, usize)> {
    let (mut value, mut len) = (T::default(), size_of::<T>() as Cell);
    // SAFETY: the host writes at most `len` bytes, which is what the value has.
    match unsafe { read_at(fd, number, (&raw mut value).cast(), &raw mut len as usize) } {
        Ok(()) => Ok((value, len as usize)),
        // This host takes a number for the length, so all its values are numbers.
        Err(Errno::EINVAL) => Err(errno_of_level(fd, Errno::EINVAL)),
        Err(error) => Err(errno_of_option(error)),
    }
}

/// Whether the host takes a number for the length. It is only ever set, so a thread that does not see it yet finds out
/// by itself.
static BY_VALUE: AtomicBool = AtomicBool::new(false);

/// An option that is an int.
pub(super) fn int(fd: Fd, number: Number) -> Result<c_int> {
    const LEN: usize = size_of::<c_int>();
    let (mut value, mut len) = (0 as c_int, LEN as Cell);
    let out: *mut c_void = (&raw mut value).cast();
    // SAFETY: the host writes an int, and to the cell of its length. WasmEdge would take 4 for the place of
    // that cell, but is not asked so: `EINVAL` is its answer to a level that it lacks, whatever the length.
    let found = unsafe {
        if BY_VALUE.load(Relaxed) {
            read_at(fd, number, out, LEN)
        } else {
            match read_at(fd, number, out, &raw mut len as usize) {
                Err(Errno::EINVAL) => read_at(fd, number, out, LEN).inspect(|()| BY_VALUE.store(true, Relaxed)),
                found => found,
            }
        }
    };
    found.map(|()| value).map_err(errno_of_option)
}

/// # Safety
/// `out` has room for as many bytes as `len` says, or the cell at `len`.
unsafe fn read_at(fd: Fd, (level, name): Number, out: *mut c_void, len: usize) -> Result<()> {
    // SAFETY: the caller's promise.
    check(unsafe { sock_getsockopt(fd, level, name, out, len) })
}
