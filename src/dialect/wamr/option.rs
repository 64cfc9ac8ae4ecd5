// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Socket options: one import each way for every one there is.

use core::ffi::c_int;

use super::hook;
use super::import::*;
use super::layout::{Addr, AddrIp};
use crate::dialect::Fd;
use crate::dialect::shared::wasip1::Cell;
use crate::errno::{Errno, Result};
use crate::option::{SockOpt, Value};

/// Options without an import.
pub(super) const LACKING: [SockOpt; 5] =
    [SockOpt::DontRoute, SockOpt::OobInline, SockOpt::RecvLowat, SockOpt::IpMulticastIf, SockOpt::Ipv6MulticastIf];

/// Always in its place: where the option is known, nothing is left of it but the import.
#[inline(always)]
pub(super) fn set_int(fd: Fd, option: SockOpt, value: c_int) -> Result<()> {
    // SAFETY: the imports take numbers.
    check(unsafe {
        match option {
            SockOpt::ReuseAddr => sock_set_reuse_addr(fd, value),
            SockOpt::ReusePort => sock_set_reuse_port(fd, value),
            SockOpt::KeepAlive => sock_set_keep_alive(fd, value),
            SockOpt::Broadcast => sock_set_broadcast(fd, value),
            SockOpt::TcpNoDelay => sock_set_tcp_no_delay(fd, value),
            SockOpt::TcpQuickAck => sock_set_tcp_quick_ack(fd, value),
            SockOpt::TcpFastOpenConnect => sock_set_tcp_fastopen_connect(fd, value),
            SockOpt::Ipv6Only => sock_set_ipv6_only(fd, value),
            SockOpt::RecvBuf => sock_set_recv_buf_size(fd, value),
            SockOpt::SendBuf => sock_set_send_buf_size(fd, value),
            SockOpt::TcpKeepIdle => sock_set_tcp_keep_idle(fd, value),
            SockOpt::TcpKeepInterval => sock_set_tcp_keep_intvl(fd, value),
            SockOpt::IpTtl => sock_set_ip_ttl(fd, value),
            SockOpt::IpMulticastTtl => sock_set_ip_multicast_ttl(fd, value),
            SockOpt::IpMulticastLoop => sock_set_ip_multicast_loop(fd, 0, value),
            SockOpt::Ipv6MulticastLoop => sock_set_ip_multicast_loop(fd, 1, value),
            _ => return Err(Errno::ENOPROTOOPT),
        }
    })
}

/// Sets a limit in microseconds. Always in its place, as [`set_int`].
#[inline(always)]
pub(super) fn set_limit(fd: Fd, option: SockOpt, limit: u64) -> Result<()> {
    // SAFETY: the imports take numbers.
    check(unsafe {
        match option {
            SockOpt::RecvTimeout => sock_set_recv_timeout(fd, limit as i64),
            SockOpt::SendTimeout => sock_set_send_timeout(fd, limit as i64),
            _ => return Err(Errno::ENOPROTOOPT),
        }
    })
}

pub(super) fn set(fd: Fd, option: SockOpt, value: Value) -> Result<()> {
    // SAFETY: the imports take numbers, and read one group where one is named.
    check(unsafe {
        match (value, option) {
            (Value::Int(value), option) => return set_int(fd, option, value),
            (Value::Time(limit), option) => return set_limit(fd, option, limit),
            (Value::Linger { on, seconds }, SockOpt::Linger) => {
                hook::bind_by(bind_keeping_linger);
                sock_set_linger(fd, on.into(), seconds)
            }
            (Value::Group4 { group, interface }, SockOpt::IpJoin) => {
                sock_set_ip_add_membership(fd, &AddrIp::v4(group), u32::from_ne_bytes(interface))
            }
            (Value::Group4 { group, interface }, SockOpt::IpLeave) => {
                sock_set_ip_drop_membership(fd, &AddrIp::v4(group), u32::from_ne_bytes(interface))
            }
            (Value::Group6 { group, index }, SockOpt::Ipv6Join) => {
                sock_set_ip_add_membership(fd, &AddrIp::v6(group), index)
            }
            (Value::Group6 { group, index }, SockOpt::Ipv6Leave) => {
                sock_set_ip_drop_membership(fd, &AddrIp::v6(group), index)
            }
            _ => return Err(Errno::ENOPROTOOPT),
        }
    })
}

pub(super) fn get(fd: Fd, option: SockOpt) -> Result<Value> {
    let mut cell: Cell = 0;
    let out = &raw mut cell;
    // SAFETY: the host writes at most eight bytes to the cell.
    check(unsafe {
        match option {
            SockOpt::ReuseAddr => sock_get_reuse_addr(fd, out),
            SockOpt::ReusePort => sock_get_reuse_port(fd, out),
            SockOpt::KeepAlive => sock_get_keep_alive(fd, out),
            SockOpt::Broadcast => sock_get_broadcast(fd, out),
            SockOpt::TcpNoDelay => sock_get_tcp_no_delay(fd, out),
            SockOpt::TcpQuickAck => sock_get_tcp_quick_ack(fd, out),
            SockOpt::TcpFastOpenConnect => sock_get_tcp_fastopen_connect(fd, out),
            SockOpt::Ipv6Only => sock_get_ipv6_only(fd, out),
            SockOpt::RecvBuf => sock_get_recv_buf_size(fd, out),
            SockOpt::SendBuf => sock_get_send_buf_size(fd, out),
            SockOpt::TcpKeepIdle => sock_get_tcp_keep_idle(fd, out),
            SockOpt::TcpKeepInterval => sock_get_tcp_keep_intvl(fd, out),
            SockOpt::IpTtl => sock_get_ip_ttl(fd, out),
            SockOpt::IpMulticastTtl => sock_get_ip_multicast_ttl(fd, out),
            SockOpt::IpMulticastLoop => sock_get_ip_multicast_loop(fd, 0, out),
            SockOpt::Ipv6MulticastLoop => sock_get_ip_multicast_loop(fd, 1, out),
            SockOpt::RecvTimeout => sock_get_recv_timeout(fd, out),
            SockOpt::SendTimeout => sock_get_send_timeout(fd, out),
            SockOpt::Linger => return get_linger(fd),
            SockOpt::AcceptConn => return super::is_listening(fd).map(|on| Value::Int(on.into())),
            _ => return Err(Errno::ENOPROTOOPT),
        }
    })?;
    Ok(match option {
        SockOpt::RecvTimeout | SockOpt::SendTimeout => Value::Time(cell),
        _ => Value::Int(cell as c_int),
    })
}

fn get_linger(fd: Fd) -> Result<Value> {
    let (mut on, mut seconds): (Cell, Cell) = (0, 0);
    // SAFETY: the host writes a byte and a number, which fit the cells.
    check(unsafe { sock_get_linger(fd, &mut on, &mut seconds) })?;
    Ok(Value::Linger { on: on != 0, seconds: seconds as c_int })
}

/// See [`hook::Bind`].
///
/// # Safety
/// `addr` points to an address.
unsafe extern "C" fn bind_keeping_linger(fd: Fd, addr: *const Addr) -> c_int {
    let (mut on, mut seconds): (Cell, Cell) = (0, 0);
    // SAFETY: the caller's promise; the host writes a byte and a number, which fit the cells. Where there is nothing to read,
    // `bind` fails.
    unsafe {
        let _off = sock_get_linger(fd, &mut on, &mut seconds);
        match sock_bind(fd, addr) {
            0 => sock_set_linger(fd, (on != 0).into(), seconds as c_int),
            code => code,
        }
    }
}
