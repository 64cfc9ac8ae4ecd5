// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! The imports, as `api_wasix.h` declares them. Each returns a WASI errno.
//!
//! `sock_recv`, `sock_send` and `sock_shutdown` are in the module of preview 1.

use core::ffi::{c_char, c_int};

use super::layout::{Place, Time};
use crate::abi::iovec;
use crate::dialect::Fd;
use crate::dialect::shared::wasip1::Cell;

#[link(wasm_import_module = "wasix_32v1")]
unsafe extern "C" {
    pub(super) fn sock_open(family: i32, kind: i32, protocol: i32, fd: *mut Cell) -> i32;
    pub(super) fn sock_bind(fd: Fd, addr: *const Place) -> i32;
    pub(super) fn sock_connect(fd: Fd, addr: *const Place) -> i32;
    pub(super) fn sock_listen(fd: Fd, backlog: c_int) -> i32;
    pub(super) fn sock_accept_v2(fd: Fd, flags: i32, new: *mut Cell, addr: *mut Place) -> i32;
    pub(super) fn sock_status(fd: Fd, status: *mut Cell) -> i32;
    pub(super) fn sock_addr_local(fd: Fd, addr: *mut Place) -> i32;
    pub(super) fn sock_addr_peer(fd: Fd, addr: *mut Place) -> i32;
    pub(super) fn sock_recv_from(
        fd: Fd,
        room: *const iovec,
        n: usize,
        flags: i32,
        len: *mut Cell,
        out_flags: *mut Cell,
        addr: *mut Place,
    ) -> i32;
    pub(super) fn sock_send_to(
        fd: Fd,
        data: *const iovec,
        n: usize,
        flags: i32,
        addr: *const Place,
        len: *mut Cell,
    ) -> i32;
    pub(super) fn sock_set_opt_flag(fd: Fd, option: i32, on: i32) -> i32;
    pub(super) fn sock_get_opt_flag(fd: Fd, option: i32, on: *mut Cell) -> i32;
    pub(super) fn sock_set_opt_size(fd: Fd, option: i32, size: u64) -> i32;
    pub(super) fn sock_get_opt_size(fd: Fd, option: i32, size: *mut Cell) -> i32;
    pub(super) fn sock_set_opt_time(fd: Fd, option: i32, time: *const Time) -> i32;
    pub(super) fn sock_get_opt_time(fd: Fd, option: i32, time: *mut Time) -> i32;
    pub(super) fn sock_join_multicast_v4(fd: Fd, group: *const [u8; 4], interface: *const [u8; 4]) -> i32;
    pub(super) fn sock_leave_multicast_v4(fd: Fd, group: *const [u8; 4], interface: *const [u8; 4]) -> i32;
    pub(super) fn sock_join_multicast_v6(fd: Fd, group: *const [u8; 24], interface: u32) -> i32;
    pub(super) fn sock_leave_multicast_v6(fd: Fd, group: *const [u8; 24], interface: u32) -> i32;
    pub(super) fn resolve(
        host: *const c_char,
        len: usize,
        port: i32,
        answers: *mut u8,
        room: usize,
        count: *mut Cell,
    ) -> i32;
}

#[link(wasm_import_module = "wasi_snapshot_preview1")]
unsafe extern "C" {
    pub(super) fn sock_recv(
        fd: Fd,
        room: *const iovec,
        n: usize,
        flags: i32,
        len: *mut Cell,
        out_flags: *mut Cell,
    ) -> i32;
    pub(super) fn sock_send(fd: Fd, data: *const iovec, n: usize, flags: i32, len: *mut Cell) -> i32;
    pub(super) fn sock_shutdown(fd: Fd, how: i32) -> i32;
}
