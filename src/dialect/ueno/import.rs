// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! The imports of `networking.witx`. Each returns a WASI errno.

use core::ffi::c_int;

use crate::dialect::Fd;
use crate::dialect::shared::wasip1::Cell;

#[link(wasm_import_module = "networking")]
unsafe extern "C" {
    pub(super) fn open(
        protocol: Fd,
        addr: *const u8,
        len: usize,
        kind: i32,
        rights: u64,
        inheriting: u64,
        flags: i32,
        control: *mut Cell,
    ) -> i32;
    pub(super) fn listen(control: Fd, backlog: c_int) -> i32;
    pub(super) fn accept(control: Fd, connection: *mut Cell) -> i32;
    pub(super) fn connect(control: Fd, addr: *const u8, len: usize, connection: *mut Cell) -> i32;
    pub(super) fn stream_create(connection: Fd, rights: u64, inheriting: u64, flags: i32, stream: *mut Cell) -> i32;
}
