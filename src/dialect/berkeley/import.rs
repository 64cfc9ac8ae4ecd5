// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! The imports of `wasi_ephemeral_sock.witx` and `wasi_ephemeral_addr.witx`. Each returns a WASI errno.

use core::ffi::{c_char, c_int, c_void};

use super::layout::Addr;
use crate::dialect::Fd;
use crate::dialect::shared::wasip1::{self, Cell};
use crate::errno::{self, Errno, Result};

#[link(wasm_import_module = "wasi_ephemeral_sock")]
unsafe extern "C" {
    pub(super) fn open(pool: Fd, family: i32, kind: i32, fd: *mut Cell) -> i32;
    pub(super) fn bind(fd: Fd, addr: *const Addr) -> i32;
    pub(super) fn connect(fd: Fd, addr: *const Addr) -> i32;
    pub(super) fn listen(fd: Fd, backlog: c_int) -> i32;
    pub(super) fn accept(fd: Fd, new: *mut Cell) -> i32;
    pub(super) fn shutdown(fd: Fd, how: i32) -> i32;
    pub(super) fn addr_local(fd: Fd, addr: *mut Addr, size: usize) -> i32;
    pub(super) fn addr_remote(fd: Fd, addr: *mut Addr, size: usize) -> i32;
    pub(super) fn send(fd: Fd, data: *const c_void, size: usize, flags: i32, len: *mut Cell) -> i32;
    pub(super) fn send_to(
        fd: Fd,
        data: *const c_void,
        size: usize,
        addr: *const Addr,
        flags: i32,
        len: *mut Cell,
    ) -> i32;
    pub(super) fn recv(fd: Fd, room: *mut c_void, size: usize, flags: i32, len: *mut Cell, out_flags: *mut Cell)
    -> i32;
    pub(super) fn recv_from(
        fd: Fd,
        room: *mut c_void,
        size: usize,
        addr: *mut Addr,
        addr_size: usize,
        flags: i32,
        len: *mut Cell,
    ) -> i32;

    pub(super) fn set_reuse_addr(fd: Fd, on: i32) -> i32;
    pub(super) fn get_reuse_addr(fd: Fd, on: *mut Cell) -> i32;
    pub(super) fn set_reuse_port(fd: Fd, on: i32) -> i32;
    pub(super) fn get_reuse_port(fd: Fd, on: *mut Cell) -> i32;
    pub(super) fn set_recv_buf_size(fd: Fd, size: i32) -> i32;
    pub(super) fn get_recv_buf_size(fd: Fd, size: *mut Cell) -> i32;
    pub(super) fn set_send_buf_size(fd: Fd, size: i32) -> i32;
    pub(super) fn get_send_buf_size(fd: Fd, size: *mut Cell) -> i32;
}

#[link(wasm_import_module = "wasi_ephemeral_addr")]
unsafe extern "C" {
    pub(super) fn resolve(
        pool: Fd,
        host: *const c_char,
        host_len: usize,
        port: i32,
        answers: *mut u8,
        size: usize,
        used: *mut Cell,
    ) -> i32;
}

/// The result of an import. `ENOTCAPABLE` means that the pool forbids the address.
#[inline]
pub(super) fn check(code: i32) -> Result<()> {
    errno::check(code).map_err(|error| if error.get() == wasip1::ENOTCAPABLE { Errno::EACCES } else { error })
}
