// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! The imports, as `libc_wasi_wrapper.c` registers them. Each returns a WASI errno.

use core::cell::UnsafeCell;
use core::ffi::{c_char, c_int};
use core::mem::MaybeUninit;

use super::layout::{Addr, AddrInfo, AddrIp, Hints};
use crate::abi::iovec;
use crate::dialect::Fd;
use crate::dialect::shared::wasip1::{self, Cell};
use crate::errno::{self, Errno, Result};

#[link(wasm_import_module = "wasi_snapshot_preview1")]
unsafe extern "C" {
    pub(super) fn sock_open(pool: i32, family: i32, kind: i32, fd: *mut Cell) -> i32;
    pub(super) fn sock_bind(fd: Fd, addr: *const Addr) -> i32;
    pub(super) fn sock_connect(fd: Fd, addr: *const Addr) -> i32;
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
        flags: i32,
        addr: *mut Addr,
        len: *mut Cell,
    ) -> i32;
    pub(super) fn sock_send(fd: Fd, data: *const iovec, n: usize, flags: i32, len: *mut Cell) -> i32;
    pub(super) fn sock_send_to(
        fd: Fd,
        data: *const iovec,
        n: usize,
        flags: i32,
        addr: *const Addr,
        len: *mut Cell,
    ) -> i32;
    pub(super) fn sock_shutdown(fd: Fd, how: i32) -> i32;
    pub(super) fn sock_addr_local(fd: Fd, addr: *mut Addr) -> i32;
    pub(super) fn sock_addr_remote(fd: Fd, addr: *mut Addr) -> i32;
    pub(super) fn sock_addr_resolve(
        host: *const c_char,
        service: *const c_char,
        hints: *const Hints,
        answers: *mut AddrInfo,
        room: usize,
        total: *mut Cell,
    ) -> i32;

    pub(super) fn sock_set_reuse_addr(fd: Fd, on: i32) -> i32;
    pub(super) fn sock_get_reuse_addr(fd: Fd, on: *mut Cell) -> i32;
    pub(super) fn sock_set_reuse_port(fd: Fd, on: i32) -> i32;
    pub(super) fn sock_get_reuse_port(fd: Fd, on: *mut Cell) -> i32;
    pub(super) fn sock_set_keep_alive(fd: Fd, on: i32) -> i32;
    pub(super) fn sock_get_keep_alive(fd: Fd, on: *mut Cell) -> i32;
    pub(super) fn sock_set_broadcast(fd: Fd, on: i32) -> i32;
    pub(super) fn sock_get_broadcast(fd: Fd, on: *mut Cell) -> i32;
    pub(super) fn sock_set_tcp_no_delay(fd: Fd, on: i32) -> i32;
    pub(super) fn sock_get_tcp_no_delay(fd: Fd, on: *mut Cell) -> i32;
    pub(super) fn sock_set_tcp_quick_ack(fd: Fd, on: i32) -> i32;
    pub(super) fn sock_get_tcp_quick_ack(fd: Fd, on: *mut Cell) -> i32;
    pub(super) fn sock_set_tcp_fastopen_connect(fd: Fd, on: i32) -> i32;
    pub(super) fn sock_get_tcp_fastopen_connect(fd: Fd, on: *mut Cell) -> i32;
    pub(super) fn sock_set_ipv6_only(fd: Fd, on: i32) -> i32;
    pub(super) fn sock_get_ipv6_only(fd: Fd, on: *mut Cell) -> i32;
    pub(super) fn sock_set_recv_buf_size(fd: Fd, size: i32) -> i32;
    pub(super) fn sock_get_recv_buf_size(fd: Fd, size: *mut Cell) -> i32;
    pub(super) fn sock_set_send_buf_size(fd: Fd, size: i32) -> i32;
    pub(super) fn sock_get_send_buf_size(fd: Fd, size: *mut Cell) -> i32;
    pub(super) fn sock_set_tcp_keep_idle(fd: Fd, seconds: i32) -> i32;
    pub(super) fn sock_get_tcp_keep_idle(fd: Fd, seconds: *mut Cell) -> i32;
    pub(super) fn sock_set_tcp_keep_intvl(fd: Fd, seconds: i32) -> i32;
    pub(super) fn sock_get_tcp_keep_intvl(fd: Fd, seconds: *mut Cell) -> i32;
    pub(super) fn sock_set_ip_ttl(fd: Fd, ttl: i32) -> i32;
    pub(super) fn sock_get_ip_ttl(fd: Fd, ttl: *mut Cell) -> i32;
    pub(super) fn sock_set_ip_multicast_ttl(fd: Fd, ttl: i32) -> i32;
    pub(super) fn sock_get_ip_multicast_ttl(fd: Fd, ttl: *mut Cell) -> i32;
    pub(super) fn sock_set_ip_multicast_loop(fd: Fd, ipv6: i32, on: i32) -> i32;
    pub(super) fn sock_get_ip_multicast_loop(fd: Fd, ipv6: i32, on: *mut Cell) -> i32;
    pub(super) fn sock_set_ip_add_membership(fd: Fd, group: *const AddrIp, interface: u32) -> i32;
    pub(super) fn sock_set_ip_drop_membership(fd: Fd, group: *const AddrIp, interface: u32) -> i32;
    pub(super) fn sock_set_linger(fd: Fd, on: i32, seconds: i32) -> i32;
    pub(super) fn sock_get_linger(fd: Fd, on: *mut Cell, seconds: *mut Cell) -> i32;
    pub(super) fn sock_set_recv_timeout(fd: Fd, microseconds: i64) -> i32;
    pub(super) fn sock_get_recv_timeout(fd: Fd, microseconds: *mut Cell) -> i32;
    pub(super) fn sock_set_send_timeout(fd: Fd, microseconds: i64) -> i32;
    pub(super) fn sock_get_send_timeout(fd: Fd, microseconds: *mut Cell) -> i32;
}

/// The result of an import. WAMR returns `ENOTCAPABLE` for a descriptor without a socket's rights.
#[inline(never)]
pub(super) fn check(code: i32) -> Result<()> {
    errno::check(if code == wasip1::ENOTCAPABLE { Errno::ENOTSOCK.get() } else { code })
}

/// A place for results that the library ignores.
pub(super) struct Ignored<T>(UnsafeCell<MaybeUninit<T>>);

// SAFETY: it is never read.
unsafe impl<T> Sync for Ignored<T> {}

impl<T> Ignored<T> {
    pub(super) const fn new() -> Self {
        Self(UnsafeCell::new(MaybeUninit::uninit()))
    }

    pub(super) fn at(&self) -> *mut T {
        self.0.get().cast()
    }
}
