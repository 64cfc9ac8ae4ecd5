// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! The host's options: by its numbers, with its own errors.

use core::ffi::c_int;

use super::errno::check;
use super::import::{sock_get_opt_flag, sock_get_opt_size, sock_set_opt_flag, sock_set_opt_size};
use super::layout::{RECV, SEND};
use crate::dialect::Fd;
use crate::dialect::shared::wasip1::Cell;
use crate::errno::{Errno, Result};
use crate::option::SockOpt;

pub(super) fn get_flag(fd: Fd, number: i32) -> Result<bool> {
    let mut on: Cell = 0;
    // SAFETY: the host writes one byte, which fits the cell.
    check(fd, unsafe { sock_get_opt_flag(fd, number, &mut on) })?;
    Ok(on != 0)
}

pub(super) fn get_size(fd: Fd, number: i32) -> Result<u64> {
    let mut size: Cell = 0;
    // SAFETY: the host writes eight bytes, which fit the cell.
    check(fd, unsafe { sock_get_opt_size(fd, number, &mut size) })?;
    Ok(size)
}

/// How the number of an option is used.
pub(super) enum Way {
    Flag(i32),
    Size(i32),
    Limit(i32),
}

const RECV_BUF: i32 = 15;
const SEND_BUF: i32 = 16;

/// `__wasi_sock_option_t`
pub(super) fn way(option: SockOpt) -> Result<Way> {
    Ok(match option {
        SockOpt::ReusePort => Way::Flag(1),
        SockOpt::ReuseAddr => Way::Flag(2),
        SockOpt::TcpNoDelay => Way::Flag(3),
        SockOpt::DontRoute => Way::Flag(4),
        SockOpt::Ipv6Only => Way::Flag(5),
        SockOpt::Broadcast => Way::Flag(6),
        SockOpt::IpMulticastLoop => Way::Flag(7),
        SockOpt::Ipv6MulticastLoop => Way::Flag(8),
        SockOpt::KeepAlive => Way::Flag(12),
        SockOpt::OobInline => Way::Flag(14),
        SockOpt::RecvBuf => Way::Size(RECV_BUF),
        SockOpt::SendBuf => Way::Size(SEND_BUF),
        SockOpt::RecvLowat => Way::Size(17),
        SockOpt::RecvTimeout => Way::Limit(RECV),
        SockOpt::SendTimeout => Way::Limit(SEND),
        SockOpt::IpTtl => Way::Size(23),
        SockOpt::IpMulticastTtl => Way::Size(24),
        _ => return Err(Errno::ENOPROTOOPT),
    })
}

pub(super) fn set_int(fd: Fd, option: SockOpt, value: c_int) -> Result<()> {
    match way(option)? {
        // SAFETY: the imports take numbers only.
        Way::Flag(number) => check(fd, unsafe { sock_set_opt_flag(fd, number, value) }),
        Way::Size(number) => {
            // SAFETY: as above.
            check(fd, unsafe { sock_set_opt_size(fd, number, i64::from(value).cast_unsigned()) })?;
            // A host may accept the size of a buffer and ignore it; then it returns none.
            get_size(fd, number).and_then(|size| known(number, size)).map(|_size| ())
        }
        Way::Limit(_) => Err(Errno::ENOPROTOOPT),
    }
}

/// A size as an `int`. A host that does not know the size returns 0, which no buffer has.
pub(super) fn known(number: i32, size: u64) -> Result<c_int> {
    if size == 0 && matches!(number, RECV_BUF | SEND_BUF) { Err(Errno::EOPNOTSUPP) } else { Ok(size as c_int) }
}
