// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Options that are advice: when data leaves, and how it queues on its way.
//!
//! A system may ignore them, and no program can observe whether it does. So a program may set them where the host has no such
//! option: `send` and `recv` stay exact. Reading one fails with `ENOPROTOOPT`, and so does every other option that the host
//! lacks.

use crate::abi::{AF_INET6, AF_UNIX};
use crate::addr::DialectAddr as _;
use crate::dialect::{Dialect, Fd, Kind};
use crate::errno::{Errno, Result};
use crate::option::SockOpt;

/// The result of setting an option that the host refused with `error`. Inlined, so that the compiler removes it
/// where the option is known and is not advice.
#[inline(always)]
pub(crate) fn or_ignore<D: Dialect>(fd: Fd, option: SockOpt, error: Errno) -> Result<()> {
    use SockOpt::{IpTos, Ipv6TrafficClass, TcpCork, TcpNoDelay, TcpQuickAck};
    match option {
        TcpNoDelay | TcpCork | TcpQuickAck | IpTos | Ipv6TrafficClass if error == Errno::ENOPROTOOPT => {
            ignore::<D>(fd, option)
        }
        _ => Err(error),
    }
}

/// Success for a socket that has the option on Linux.
#[inline(always)]
fn ignore<D: Dialect>(fd: Fd, option: SockOpt) -> Result<()> {
    let has_option = match option {
        _ if D::Addr::HAS_UNIX && D::family(fd)? == AF_UNIX => return Err(Errno::EOPNOTSUPP),
        SockOpt::IpTos => D::kind(fd).map(|_any| true)?,
        SockOpt::Ipv6TrafficClass => D::family(fd)? == AF_INET6,
        _ => D::kind(fd)? == Kind::Stream,
    };
    if has_option { Ok(()) } else { Err(Errno::ENOPROTOOPT) }
}
