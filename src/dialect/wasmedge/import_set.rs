// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! The names of the three imports that take an address: those that every host has, and WasmEdge's second set.
//!
//! Under the plain names an address is 4 or 16 octets. Under those with `_v2` it may also be a [`Storage`], which begins with
//! the family: the only form with room for a path. Both sets return addresses in this form.

use super::import::*;
use super::layout::{Address, Storage, UNIX, kind};
use crate::abi::iovec;
use crate::addr::{self, AnyAddr, SocketAddr};
use crate::dialect::shared::wasip1::Cell;
use crate::dialect::{Fd, Kind};
use crate::errno::{Errno, Result, check};

/// One set of names.
pub(crate) trait ImportSet {
    /// The addresses that it has.
    type Addr: addr::DialectAddr;

    /// # Safety
    /// A host reads what the address names.
    unsafe fn bind(fd: Fd, addr: &Address, port: i32) -> i32;
    /// # Safety
    /// As for [`Self::bind`].
    unsafe fn connect(fd: Fd, addr: &Address, port: i32) -> i32;
    /// # Safety
    /// As for [`Self::bind`]; it reads the iovecs and what they name, within memory, and writes a length to the cell.
    unsafe fn send_to(fd: Fd, data: &[iovec], addr: &Address, port: i32, len: &mut Cell) -> i32;

    /// Calls with an address as the imports take it, and its port.
    fn with_address<T>(addr: &Self::Addr, call: impl FnOnce(&Address, i32) -> T) -> T;
    /// The address that a host has stored, with this port; `None` if C has no form for it.
    fn decode(storage: &Storage, port: u16) -> Option<Self::Addr>;
    /// The sender of a datagram, stored so.
    fn decode_sender(storage: &Storage, port: u16) -> Option<Self::Addr> {
        Self::decode(storage, port)
    }
    /// A socket of `AF_UNIX`.
    fn open_unix(kind: Kind) -> Result<Fd>;
}

/// The plain names.
pub(crate) struct V1;

impl ImportSet for V1 {
    type Addr = SocketAddr;

    unsafe fn bind(fd: Fd, addr: &Address, port: i32) -> i32 {
        // SAFETY: the caller's promise.
        unsafe { sock_bind(fd, addr, port) }
    }

    unsafe fn connect(fd: Fd, addr: &Address, port: i32) -> i32 {
        // SAFETY: the caller's promise.
        unsafe { sock_connect(fd, addr, port) }
    }

    unsafe fn send_to(fd: Fd, data: &[iovec], addr: &Address, port: i32, len: &mut Cell) -> i32 {
        // SAFETY: the caller's promise.
        unsafe { sock_send_to(fd, data.as_ptr(), data.len(), addr, port, 0, len) }
    }

    fn with_address<T>(addr: &SocketAddr, call: impl FnOnce(&Address, i32) -> T) -> T {
        let (address, port) = Address::of(addr);
        call(&address, port)
    }

    fn decode(storage: &Storage, port: u16) -> Option<SocketAddr> {
        storage.decode(port)
    }

    fn open_unix(_: Kind) -> Result<Fd> {
        Err(Errno::EAFNOSUPPORT)
    }
}

/// Those with `_v2`.
pub(crate) struct V2;

impl ImportSet for V2 {
    type Addr = AnyAddr;

    unsafe fn bind(fd: Fd, addr: &Address, port: i32) -> i32 {
        // SAFETY: the caller's promise.
        unsafe { sock_bind_v2(fd, addr, port) }
    }

    unsafe fn connect(fd: Fd, addr: &Address, port: i32) -> i32 {
        // SAFETY: the caller's promise.
        unsafe { sock_connect_v2(fd, addr, port) }
    }

    unsafe fn send_to(fd: Fd, data: &[iovec], addr: &Address, port: i32, len: &mut Cell) -> i32 {
        // SAFETY: the caller's promise.
        unsafe { sock_send_to_v2(fd, data.as_ptr(), data.len(), addr, port, 0, len) }
    }

    fn with_address<T>(addr: &AnyAddr, call: impl FnOnce(&Address, i32) -> T) -> T {
        match addr {
            AnyAddr::Inet(addr) => V1::with_address(addr, call),
            AnyAddr::Unix(addr) => {
                let mut storage = Storage::of(addr);
                call(&Address::room(&mut storage), 0)
            }
        }
    }

    /// Only Internet addresses have a port: for a path the host stores any number.
    fn decode(storage: &Storage, port: u16) -> Option<AnyAddr> {
        storage.path().map(AnyAddr::Unix).or_else(|| storage.decode(port).map(AnyAddr::Inet))
    }

    /// For a sender without a name WasmEdge stores no octets, and any family.
    fn decode_sender(storage: &Storage, port: u16) -> Option<AnyAddr> {
        if storage.is_blank() { None } else { Self::decode(storage, port) }
    }

    /// Without `--allow-af-unix` the host answers `ENOSYS`.
    fn open_unix(kind: Kind) -> Result<Fd> {
        let mut fd: Cell = 0;
        // SAFETY: the host writes one descriptor, which fits the cell.
        let opened = check(unsafe { sock_open(UNIX.into(), self::kind(kind).into(), &mut fd) });
        opened.map_err(|error| if error == Errno::ENOSYS { Errno::EAFNOSUPPORT } else { error })?;
        Ok(fd as Fd)
    }
}
