// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Options.
//!
//! Those that the host lacks have Linux's default, and no other value can be set.

use core::ffi::c_int;

use crate::dialect::{Family, Kind};
use crate::errno::{Errno, Result};
use crate::option::{SockOpt, Value};

use super::import::{self, Get, Set};
use super::layout::{Area, Raw};
use super::settings::{BothKinds, Settings};
use super::socket::{Socket, State};

static TCP: BothKinds = BothKinds {
    hop_limit: import::tcp_hop_limit,
    set_hop_limit: import::tcp_set_hop_limit,
    receive_buffer: import::tcp_receive_buffer,
    set_receive_buffer: import::tcp_set_receive_buffer,
    send_buffer: import::tcp_send_buffer,
    set_send_buffer: import::tcp_set_send_buffer,
};

impl Socket {
    fn both_kinds(&self) -> &'static BothKinds {
        self.protocol.datagram.map_or(&TCP, |verbs| &verbs.options)
    }

    fn is_stream(&self) -> bool {
        self.kind() == Kind::Stream
    }
}

/// Sets an option of the host's.
fn put<T>(raw: Raw, call: Set<T>, value: T) -> Result<()> {
    // SAFETY: the socket is the guest's; the host writes to the area.
    Area::of(|area| unsafe { call(raw, value, area) }).status()
}

/// Reads an option of the host's.
fn read(raw: Raw, call: Get) -> Area {
    // SAFETY: the socket is the guest's; the host writes to the area.
    Area::of(|area| unsafe { call(raw, area) })
}

/// Linux's defaults.
const DEFAULT_HOPS: c_int = 64;

const SECOND: u64 = 1_000_000_000;

/// The most seconds and the most probes that Linux takes.
const MOST_SECONDS: c_int = 32767;
const MOST_PROBES: c_int = 127;

/// A number that is at least 1.
fn number(value: c_int, most: c_int) -> Result<c_int> {
    if (1..=most).contains(&value) { Ok(value) } else { Err(Errno::EINVAL) }
}

/// Sets an option; `ENOPROTOOPT` if the host does not support it.
pub(super) fn set(socket: &mut Socket, option: SockOpt, value: Value) -> Result<()> {
    match (option, value) {
        (SockOpt::RecvTimeout, Value::Time(limit)) => {
            socket.limits.arm();
            socket.limits.receive = limit;
        }
        (SockOpt::SendTimeout, Value::Time(limit)) => {
            socket.limits.arm();
            socket.limits.send = limit;
        }
        // The host has it on in any case, and data goes out when Nagle's algorithm says.
        (SockOpt::ReuseAddr, Value::Int(on)) => socket.settings.reuse_addr = on != 0,
        (SockOpt::TcpNoDelay, Value::Int(on)) if socket.is_stream() => socket.settings.no_delay = on != 0,
        (SockOpt::TcpCork, Value::Int(on)) if socket.is_stream() => socket.settings.cork = on != 0,
        (SockOpt::TcpQuickAck, Value::Int(on)) if socket.is_stream() => socket.settings.quick_ack = on != 0,
        // On a connection Linux leaves the two lowest bits unchanged: they do not belong to the program.
        (SockOpt::IpTos, Value::Int(value)) => {
            socket.settings.type_of_service = if socket.is_stream() { value as u8 & !3 } else { value as u8 };
        }
        (SockOpt::Ipv6TrafficClass, Value::Int(value)) if socket.family == Family::V6 => {
            let value = if value == -1 { 0 } else { value as u8 };
            socket.settings.traffic_class = if socket.is_stream() { value & !3 } else { value };
        }
        (SockOpt::IpMulticastTtl, _) if socket.is_stream() => return Err(Errno::EINVAL),
        // A socket that is bound already stays IPv6 only.
        (SockOpt::Ipv6Only, Value::Int(_)) if socket.family == Family::V6 && !is_fresh(socket) => {
            return Err(Errno::EINVAL);
        }
        (SockOpt::KeepAlive, Value::Int(on)) => {
            if socket.is_stream() {
                put(socket.handles.raw()?, import::tcp_set_keep_alive, c_int::from(on != 0))?;
                socket.settings.restore = Some((restore, &TCP));
            }
            socket.settings.keep_alive = on != 0;
        }
        (option, Value::Int(value)) => return set_number(socket, option, value),
        (SockOpt::Linger, Value::Linger { on: false, .. }) => {}
        (SockOpt::BindToDevice, Value::Name { len: 0, .. }) => {}
        _ => return Err(Errno::ENOPROTOOPT),
    }
    Ok(())
}

fn is_fresh(socket: &Socket) -> bool {
    socket.bound.is_none() && matches!(socket.state, State::Fresh)
}

/// Sets a number by an import, or accepts the value that is in force.
fn set_number(socket: &mut Socket, option: SockOpt, value: c_int) -> Result<()> {
    /// Linux' least sizes, before it doubles them.
    const LEAST_RECEIVED: c_int = 1152;
    const LEAST_SENT: c_int = 2304;
    let raw = socket.handles.raw()?;
    let (both, settings) = (socket.both_kinds(), &mut socket.settings);
    match option {
        SockOpt::TcpKeepIdle if socket.protocol.datagram.is_none() => {
            settings.keep_idle = number(value, MOST_SECONDS)? as u16;
            put(raw, import::tcp_set_keep_idle, u64::from(settings.keep_idle) * SECOND)?;
        }
        SockOpt::TcpKeepInterval if socket.protocol.datagram.is_none() => {
            settings.keep_interval = number(value, MOST_SECONDS)? as u16;
            put(raw, import::tcp_set_keep_interval, u64::from(settings.keep_interval) * SECOND)?;
        }
        SockOpt::TcpKeepCount if socket.protocol.datagram.is_none() => {
            settings.keep_count = number(value, MOST_PROBES)? as u8;
            put(raw, import::tcp_set_keep_count, settings.keep_count.into())?;
        }
        SockOpt::Ipv6UnicastHops if socket.family == Family::V6 => {
            let value = if value == -1 { DEFAULT_HOPS } else { value };
            settings.hop_limit = number(value, u8::MAX.into())? as u8;
            put(raw, both.set_hop_limit, value)?;
        }
        SockOpt::RecvBuf => {
            settings.receive_buffer = value.max(LEAST_RECEIVED).cast_unsigned();
            put(raw, both.set_receive_buffer, settings.receive_buffer.into())?;
        }
        SockOpt::SendBuf => {
            settings.send_buffer = value.max(LEAST_SENT).cast_unsigned();
            put(raw, both.set_send_buffer, settings.send_buffer.into())?;
        }
        SockOpt::IpTtl if socket.family == Family::V4 => {
            settings.hop_limit = number(value, u8::MAX.into())? as u8;
            put(raw, both.set_hop_limit, value)?;
        }
        _ if in_force(socket, option) == Some(value) => return Ok(()),
        _ => return Err(Errno::ENOPROTOOPT),
    }
    settings.restore = Some((restore, both));
    Ok(())
}

/// Sets the options of another socket on this one. A failure is ignored: that option failed on the other one too.
fn restore(settings: &Settings, both: &BothKinds, raw: Raw) {
    let _failed = [
        settings.keep_alive.then(|| put(raw, import::tcp_set_keep_alive, 1)),
        (settings.keep_idle != 0).then(|| put(raw, import::tcp_set_keep_idle, u64::from(settings.keep_idle) * SECOND)),
        (settings.keep_interval != 0)
            .then(|| put(raw, import::tcp_set_keep_interval, u64::from(settings.keep_interval) * SECOND)),
        (settings.keep_count != 0).then(|| put(raw, import::tcp_set_keep_count, settings.keep_count.into())),
        (settings.receive_buffer != 0).then(|| put(raw, both.set_receive_buffer, settings.receive_buffer.into())),
        (settings.send_buffer != 0).then(|| put(raw, both.set_send_buffer, settings.send_buffer.into())),
        (settings.hop_limit != 0).then(|| put(raw, both.set_hop_limit, settings.hop_limit.into())),
    ];
}

/// The value of an option that the host lacks; no call can change it.
fn in_force(socket: &Socket, option: SockOpt) -> Option<c_int> {
    let is_stream = socket.is_stream();
    Some(match option {
        SockOpt::DontRoute | SockOpt::Broadcast | SockOpt::OobInline | SockOpt::ReusePort => 0,
        SockOpt::RecvLowat => 1,
        SockOpt::TcpFastOpenConnect if is_stream => 0,
        SockOpt::Ipv6Only if socket.family == Family::V6 => 1,
        SockOpt::IpTtl => DEFAULT_HOPS,
        SockOpt::IpMulticastTtl | SockOpt::IpMulticastLoop => 1,
        SockOpt::Ipv6MulticastLoop if socket.family == Family::V6 => 1,
        _ => return None,
    })
}

/// The value of an option; `ENOPROTOOPT` if neither the host nor the library has it.
/// A limit as the program reads it. The shortest one stands for a time below zero, which Linux reports as 0.
fn reported(limit: u64) -> u64 {
    const SHORTEST: u64 = 1;
    if limit == SHORTEST { 0 } else { limit }
}

pub(super) fn get(socket: &Socket, option: SockOpt) -> Result<Value> {
    let raw = socket.handles.raw()?;
    let (both, settings) = (socket.both_kinds(), &socket.settings);
    let is_stream = socket.is_stream();
    Ok(Value::Int(match option {
        SockOpt::RecvTimeout => return Ok(Value::Time(reported(socket.limits.receive))),
        SockOpt::SendTimeout => return Ok(Value::Time(reported(socket.limits.send))),
        SockOpt::Linger => return Ok(Value::Linger { on: false, seconds: 0 }),
        SockOpt::BindToDevice => return Ok(Value::Name { bytes: [0; _], len: 0 }),
        SockOpt::AcceptConn => matches!(socket.state, State::Listening { .. }).into(),
        SockOpt::ReuseAddr => settings.reuse_addr.into(),
        SockOpt::TcpNoDelay if is_stream => settings.no_delay.into(),
        SockOpt::TcpCork if is_stream => settings.cork.into(),
        SockOpt::TcpQuickAck if is_stream => settings.quick_ack.into(),
        SockOpt::IpTos => settings.type_of_service.into(),
        SockOpt::Ipv6TrafficClass if socket.family == Family::V6 => settings.traffic_class.into(),
        SockOpt::KeepAlive => settings.keep_alive.into(),
        SockOpt::TcpKeepIdle if is_stream => seconds(&read(raw, import::tcp_keep_idle))?,
        SockOpt::TcpKeepInterval if is_stream => seconds(&read(raw, import::tcp_keep_interval))?,
        SockOpt::RecvBuf => size(&read(raw, both.receive_buffer))?,
        SockOpt::SendBuf => size(&read(raw, both.send_buffer))?,
        SockOpt::TcpKeepCount if is_stream => {
            let area = read(raw, import::tcp_keep_count);
            area.check(4)?;
            area.u32(4).cast_signed()
        }
        SockOpt::Ipv6UnicastHops | SockOpt::IpTtl if is_of(socket, option) => {
            let area = read(raw, both.hop_limit);
            area.status()?;
            area.u8(1).into()
        }
        option => in_force(socket, option).ok_or(Errno::ENOPROTOOPT)?,
    }))
}

/// Whether the hop limit of the socket's family is meant.
fn is_of(socket: &Socket, option: SockOpt) -> bool {
    (socket.family == Family::V6) == (option == SockOpt::Ipv6UnicastHops)
}

fn seconds(area: &Area) -> Result<c_int> {
    area.check(8)?;
    Ok(c_int::try_from(area.u64(8) / SECOND).unwrap_or(c_int::MAX))
}

/// The size of a buffer. Linux returns the double, of which half is for its own use.
fn size(area: &Area) -> Result<c_int> {
    area.check(8)?;
    Ok(c_int::try_from(area.u64(8).saturating_mul(2)).unwrap_or(c_int::MAX))
}
