// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! The imports: of each name the type that WasmEdge takes for its second version where the two
//! differ, and that wasi-go and wazy have too; the names with `_v2` are WasmEdge's alone. Each returns a WASI errno.

use core::ffi::{c_char, c_int, c_void};

use super::layout::{AddrInfo, Address, Pointer};
use crate::abi::iovec;
use crate::dialect::Fd;
use crate::dialect::shared::wasip1::Cell;

#[link(wasm_import_module = "wasi_snapshot_preview1")]
unsafe extern "C" {
    pub(super) fn sock_open(family: i32, kind: i32, fd: *mut Cell) -> i32;
    pub(super) fn sock_bind(fd: Fd, addr: *const Address, port: i32) -> i32;
    pub(super) fn sock_connect(fd: Fd, addr: *const Address, port: i32) -> i32;
    pub(super) fn sock_listen(fd: Fd, backlog: c_int) -> i32;
    pub(super) fn sock_accept(fd: Fd, flags: i32, new: *mut Cell) -> i32;
    pub(super) fn sock_recv(
        fd: Fd,
        room: *const iovec,
        n: usize,
        flags: i32,
        len: *mut Cell,
        out_flags: *mut Cell,
    ) -> i32;
    pub(super) fn sock_recv_from(
        fd: Fd,
        room: *const iovec,
        n: usize,
        addr: *const Address,
        flags: i32,
        port: *mut Cell,
        len: *mut Cell,
        out_flags: *mut Cell,
    ) -> i32;
    pub(super) fn sock_send(fd: Fd, data: *const iovec, n: usize, flags: i32, len: *mut Cell) -> i32;
    pub(super) fn sock_send_to(
        fd: Fd,
        data: *const iovec,
        n: usize,
        addr: *const Address,
        port: i32,
        flags: i32,
        len: *mut Cell,
    ) -> i32;
    pub(super) fn sock_bind_v2(fd: Fd, addr: *const Address, port: i32) -> i32;
    pub(super) fn sock_connect_v2(fd: Fd, addr: *const Address, port: i32) -> i32;
    pub(super) fn sock_send_to_v2(
        fd: Fd,
        data: *const iovec,
        n: usize,
        addr: *const Address,
        port: i32,
        flags: i32,
        len: *mut Cell,
    ) -> i32;
    pub(super) fn sock_shutdown(fd: Fd, how: i32) -> i32;
    pub(super) fn sock_getlocaladdr(fd: Fd, addr: *const Address, port: *mut Cell) -> i32;
    pub(super) fn sock_getpeeraddr(fd: Fd, addr: *const Address, port: *mut Cell) -> i32;
    /// `len` is the address of the length, or the length itself: see [`super::option`].
    pub(super) fn sock_getsockopt(fd: Fd, level: i32, name: i32, value: *mut c_void, len: usize) -> i32;
    pub(super) fn sock_setsockopt(fd: Fd, level: i32, name: i32, value: *const c_void, len: usize) -> i32;
    pub(super) fn sock_getaddrinfo(
        host: *const c_char,
        host_len: usize,
        service: *const c_char,
        service_len: usize,
        hints: *const AddrInfo,
        first: *const Pointer,
        room: usize,
        count: *mut Cell,
    ) -> i32;
}
