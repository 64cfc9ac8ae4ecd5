// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! The one call `sock_connect(ipv4, port)` of 2020, which makes a socket and connects it.
//!
//! Source: the branches `bad-sockets` of radu-matei/wasmtime and radu-matei/as-wasi, and
//! `wasi-socket` of kawamuray's wasmtime, wasi and rust.
//!
//! The hidden authority: none. The host lets a program connect to any address.
//!
//! Limits, and what is done about them:
//! - TCP over IPv4 to a numeric address or `localhost`, nothing else: other sockets are `EAFNOSUPPORT` and
//!   `EPROTONOSUPPORT`, `bind` and `listen` `EOPNOTSUPP`.
//! - A socket always blocks and cannot be waited for: `O_NONBLOCK`, `SOCK_NONBLOCK`, `MSG_DONTWAIT` and a
//!   `poll` of a connected one are `EOPNOTSUPP`.
//! - `sock_shutdown` ends the host: it is never called, `shutdown` is `EOPNOTSUPP`.
//! - `sock_recv` ignores its flags: `MSG_PEEK` is refused. There are no options, and the host reports no address.

use core::ffi::c_int;

use crate::addr::SocketAddr;
use crate::dialect::deferred::{DeferredRuntime, HostFd, Stage};
use crate::dialect::shared::wasip1::Cell;
use crate::dialect::{Family, Fd, How, Kind};
use crate::errno::{Errno, Result, check};

#[link(wasm_import_module = "wasi_snapshot_preview1")]
unsafe extern "C" {
    /// The first octet of the address is the most significant byte of `ipv4`; the port is a plain number.
    fn sock_connect(ipv4: u32, port: u32, fd: *mut Cell) -> i32;
}

/// The dialect of hosts with that one call.
pub(crate) struct SockConnect;

impl DeferredRuntime for SockConnect {
    const RECV_FLAGS: c_int = 0;
    const POLLABLE: bool = false;
    const PEER_IS_KNOWN: bool = true;

    fn supports(family: Family, kind: Kind) -> Result<()> {
        match (family, kind) {
            (Family::V4, Kind::Stream) => Ok(()),
            (Family::V4, Kind::Datagram) => Err(Errno::EPROTONOSUPPORT),
            (Family::V6, _) => Err(Errno::EAFNOSUPPORT),
        }
    }

    fn bind(_: &mut Stage, _: &SocketAddr) -> Result<()> {
        Err(Errno::EOPNOTSUPP)
    }

    fn connect(socket: &mut Stage, addr: &SocketAddr) -> Result<()> {
        let SocketAddr::V4 { octets, port } = *addr else { return Err(Errno::EAFNOSUPPORT) };
        let mut fd: Cell = 0;
        // SAFETY: the host writes one descriptor, which fits the cell.
        check(unsafe { sock_connect(u32::from_be_bytes(octets), port.into(), &mut fd) })?;
        socket.data = HostFd::new(fd as Fd);
        Ok(())
    }

    fn listen(_: &mut Stage, _: c_int) -> Result<()> {
        Err(Errno::EOPNOTSUPP)
    }

    fn accept(_: Fd, _: Option<Family>, _: bool) -> Result<Fd> {
        Err(Errno::EOPNOTSUPP)
    }

    fn shutdown(_: Fd, _: How) -> Result<()> {
        Err(Errno::EOPNOTSUPP)
    }
}
