// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! `sock_getsockopt` and `sock_setsockopt`: the host's options under WasmEdge's numbers, the values as the host has them.

use libc::{
    SO_ACCEPTCONN, SO_BINDTODEVICE, SO_BROADCAST, SO_DONTROUTE, SO_ERROR, SO_KEEPALIVE, SO_LINGER, SO_OOBINLINE,
    SO_RCVBUF, SO_RCVLOWAT, SO_RCVTIMEO, SO_REUSEADDR, SO_SNDBUF, SO_SNDTIMEO, SO_TYPE, SOL_SOCKET,
};

use super::WASI_GO;
use crate::arg::{self, Buffer};
use crate::errno::{Answer, Errno};
use crate::import::Module;
use crate::net::SocketOption;
use crate::state::Host;

/// The options of the only level, 0, numbered from 0.
const NAMES: [i32; 15] = [
    SO_REUSEADDR,
    SO_TYPE,
    SO_ERROR,
    SO_DONTROUTE,
    SO_BROADCAST,
    SO_SNDBUF,
    SO_RCVBUF,
    SO_KEEPALIVE,
    SO_OOBINLINE,
    SO_LINGER,
    SO_RCVLOWAT,
    SO_RCVTIMEO,
    SO_SNDTIMEO,
    SO_ACCEPTCONN,
    SO_BINDTODEVICE,
];

const DGRAM: i32 = 1;
const STREAM: i32 = 2;

pub fn add(module: &mut Module<'_>) {
    module.add("sock_getsockopt", "fd level name value size", get);
    module.add("sock_setsockopt", "fd level name value", set);
}

/// `size` is the address of the buffer's size, which is read and written; on wasi-go it is the size itself.
fn get(host: &mut Host<'_>, fd: u32, level: u32, name: u32, value: arg::Address, size: u32) -> Answer {
    if host.state.imitates(WASI_GO) {
        return get_of_wasi_go(host, fd, level, name, value, size);
    }
    let option = known(level, name)?;
    let room: u32 = host.memory.load(size)?;
    host.memory.bytes(value.0, room)?;
    let mut bytes = vec![0; room.min(SIZE_MAX) as usize];
    let len = host.socket(fd)?.option(option, &mut bytes)?;
    if matches!(option.1, SO_ERROR | SO_TYPE) {
        // WasmEdge assumes that there are four bytes.
        let number = bytes.first_chunk_mut().ok_or(Errno::EINVAL)?;
        *number = translated(option.1, i32::from_ne_bytes(*number)).to_le_bytes();
    }
    let filled = bytes.get(..len).ok_or(Errno::EINVAL)?;
    host.memory.bytes_mut(value.0, len as u32)?.copy_from_slice(filled);
    host.memory.store(size, &(len as u32))?;
    let places = [host.memory.range(value.0, len as u64)?, host.memory.range(size, 4)?];
    host.may_lie(places, Ok(()))
}

/// More than the largest value needs; the guest's buffer may be larger.
const SIZE_MAX: u32 = 64;

fn set(host: &mut Host<'_>, fd: u32, level: u32, name: u32, value: Buffer) -> Answer {
    let bytes = host.memory.bytes(value.ptr, value.len)?;
    let option =
        if host.state.imitates(WASI_GO) { settable_in_wasi_go(level, name, value.len)? } else { known(level, name)? };
    host.socket(fd)?.set_option(option, bytes)
}

fn known(level: u32, name: u32) -> Result<SocketOption, Errno> {
    let name = NAMES.get(name as usize).filter(|_| level == 0);
    name.map(|name| SocketOption(SOL_SOCKET, *name)).ok_or(Errno::EINVAL)
}

/// Translates the pending error and the type to WASI's numbers.
fn translated(name: i32, number: i32) -> i32 {
    match (name, number) {
        (SO_ERROR, 0) => 0,
        (SO_ERROR, error) => Errno::from_host(error).code().into(),
        (_, libc::SOCK_DGRAM) => DGRAM,
        _ => STREAM,
    }
}

/// wasi-go has one option beyond WasmEdge's.
fn known_in_wasi_go(level: u32, name: u32) -> Result<SocketOption, Errno> {
    match (level, name) {
        (6, 15) => Ok(SocketOption(libc::IPPROTO_TCP, libc::TCP_NODELAY)),
        _ => known(level, name),
    }
}

/// Only numbers can be read, and the size is checked before the descriptor.
fn get_of_wasi_go(host: &mut Host<'_>, fd: u32, level: u32, name: u32, value: arg::Address, size: u32) -> Answer {
    let option = known_in_wasi_go(level, name);
    if option.is_ok_and(|option| matches!(option.1, SO_LINGER | SO_RCVTIMEO | SO_SNDTIMEO | SO_BINDTODEVICE)) {
        return Err(Errno::ENOTSUP);
    }
    if size != 4 {
        return Err(Errno::EINVAL);
    }
    let option = option?;
    let number = host.socket(fd)?.int(option)?;
    let number = match option {
        // Linux doubles what is set; wasi-go undoes that.
        SocketOption(SOL_SOCKET, SO_SNDBUF | SO_RCVBUF) => number / 2,
        SocketOption(SOL_SOCKET, name @ (SO_ERROR | SO_TYPE)) => translated(name, number),
        _ => number,
    };
    host.memory.store(value.0, &number)
}

fn settable_in_wasi_go(level: u32, name: u32, len: u32) -> Result<SocketOption, Errno> {
    let option = known_in_wasi_go(level, name)?;
    match option {
        SocketOption(libc::IPPROTO_TCP, _) if len == 4 => Ok(option),
        SocketOption(
            SOL_SOCKET,
            SO_REUSEADDR | SO_DONTROUTE | SO_BROADCAST | SO_SNDBUF | SO_RCVBUF | SO_KEEPALIVE | SO_OOBINLINE,
        ) if len == 4 => Ok(option),
        SocketOption(SOL_SOCKET, SO_LINGER | SO_RCVTIMEO | SO_SNDTIMEO | SO_BINDTODEVICE) => Err(Errno::ENOTSUP),
        SocketOption(SOL_SOCKET, SO_TYPE | SO_ERROR | SO_ACCEPTCONN) => Err(Errno::ENOTSUP),
        _ => Err(Errno::EINVAL),
    }
}
