// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Socket options: by number, in three pairs of functions for flags, sizes and times.

use std::fmt;
use std::time::Duration;

use libc::{IPPROTO_IP, IPPROTO_IPV6, IPPROTO_TCP, SOL_SOCKET};

use super::address::{Ip4, Ip6};
use super::wasmer::{self, ACCEPT_TIMEOUT, CONNECT_TIMEOUT, RECV_TIMEOUT, SEND_TIMEOUT, Stage};
use crate::arg::{In, Out};
use crate::errno::{Answer, Errno};
use crate::import::Module;
use crate::memory::{Record, field, set_field};
use crate::net::{Group, SocketOption};
use crate::state::Host;

const LISTENING: u32 = 10;
const LAST_ERROR: u32 = 11;
pub const LINGER: u32 = 13;
const MICROSECOND: u64 = 1_000;
const SECOND: u64 = 1_000_000_000;

/// `__wasi_option_timestamp_t`: tag u8 @0, nanoseconds u64 @8; 16 bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Time(Option<u64>);

impl Record for Time {
    const SIZE: u32 = 16;
    const ALIGN: u32 = 8;
    fn load(bytes: &[u8]) -> Result<Self, Errno> {
        let some: bool = field(bytes, 0)?;
        Ok(Self(some.then_some(field(bytes, 8)?)))
    }
    fn store(&self, bytes: &mut [u8]) -> Answer {
        bytes.fill(0);
        set_field(bytes, 0, self.0.is_some())?;
        set_field(bytes, 8, self.0.unwrap_or_default())
    }
}

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            None => f.write_str("none"),
            Some(nanoseconds) => write!(f, "{nanoseconds}ns"),
        }
    }
}

pub fn add(module: &mut Module<'_>) {
    module.add("sock_set_opt_flag", "fd option on", |host: &mut Host<'_>, fd: u32, option: u32, on: bool| {
        wasmer::check_flag(host, fd, option, true)?;
        host.socket(fd)?.set_int(flag(option)?, on.into())
    });
    module.add("sock_get_opt_flag", "fd option on", |host: &mut Host<'_>, fd: u32, option: u32, on: Out<bool>| {
        wasmer::check_flag(host, fd, option, false)?;
        let value = host.socket(fd)?.int(flag(option)?)?;
        on.store(&mut host.memory, value != 0)
    });
    module.add("sock_set_opt_size", "fd option size", set_size);
    module.add("sock_get_opt_size", "fd option size", get_size);
    module.add("sock_set_opt_time", "fd option time", set_time);
    module.add("sock_get_opt_time", "fd option time", get_time);
    add_multicast(module);
}

fn flag(option: u32) -> Result<SocketOption, Errno> {
    Ok(match option {
        1 => SocketOption(SOL_SOCKET, libc::SO_REUSEPORT),
        2 => SocketOption(SOL_SOCKET, libc::SO_REUSEADDR),
        3 => SocketOption(IPPROTO_TCP, libc::TCP_NODELAY),
        4 => SocketOption(SOL_SOCKET, libc::SO_DONTROUTE),
        5 => SocketOption(IPPROTO_IPV6, libc::IPV6_V6ONLY),
        6 => SocketOption(SOL_SOCKET, libc::SO_BROADCAST),
        7 => SocketOption(IPPROTO_IP, libc::IP_MULTICAST_LOOP),
        8 => SocketOption(IPPROTO_IPV6, libc::IPV6_MULTICAST_LOOP),
        LISTENING => SocketOption(SOL_SOCKET, libc::SO_ACCEPTCONN),
        12 => SocketOption(SOL_SOCKET, libc::SO_KEEPALIVE),
        14 => SocketOption(SOL_SOCKET, libc::SO_OOBINLINE),
        _ => return Err(Errno::EINVAL),
    })
}

fn size(option: u32) -> Result<SocketOption, Errno> {
    Ok(match option {
        15 => SocketOption(SOL_SOCKET, libc::SO_RCVBUF),
        16 => SocketOption(SOL_SOCKET, libc::SO_SNDBUF),
        17 => SocketOption(SOL_SOCKET, libc::SO_RCVLOWAT),
        23 => SocketOption(IPPROTO_IP, libc::IP_TTL),
        24 => SocketOption(IPPROTO_IP, libc::IP_MULTICAST_TTL),
        _ => return Err(Errno::EINVAL),
    })
}

fn set_size(host: &mut Host<'_>, fd: u32, option: u32, value: u64) -> Answer {
    if wasmer::takes_size_for_nothing(host, fd, option)? {
        return Ok(());
    }
    let option = size(option)?;
    // A number that is negative to the guest is negative here.
    host.socket(fd)?.set_int(option, i32::try_from(value.cast_signed()).unwrap_or(i32::MAX))
}

/// The pending error is read here too, and cleared.
fn get_size(host: &mut Host<'_>, fd: u32, option: u32, value: Out<u64>) -> Answer {
    if option == LAST_ERROR {
        let error = host.socket(fd)?.int(SocketOption(SOL_SOCKET, libc::SO_ERROR))?;
        let code = if error == 0 { 0 } else { Errno::from_host(error).code() };
        return value.store(&mut host.memory, code.into());
    }
    wasmer::check_size(host, fd, option)?;
    let number = host.socket(fd)?.int(size(option)?)?;
    value.store(&mut host.memory, number.cast_unsigned().into())
}

/// On the system the limit on receiving also limits accepting, and the limit on sending also limits connecting.
fn limit(option: u32) -> Result<SocketOption, Errno> {
    match option {
        RECV_TIMEOUT | ACCEPT_TIMEOUT => Ok(SocketOption(SOL_SOCKET, libc::SO_RCVTIMEO)),
        SEND_TIMEOUT | CONNECT_TIMEOUT => Ok(SocketOption(SOL_SOCKET, libc::SO_SNDTIMEO)),
        _ => Err(Errno::EINVAL),
    }
}

fn set_time(host: &mut Host<'_>, fd: u32, option: u32, time: In<Time>) -> Answer {
    let Time(time) = time.load(&host.memory)?;
    wasmer::check_time(host, fd, option)?;
    let socket = host.socket(fd)?;
    if option == LINGER {
        let seconds = i32::try_from(time.unwrap_or_default() / SECOND).unwrap_or(i32::MAX);
        return socket.set_linger(time.is_some(), seconds);
    }
    // Zero means "none" to the system. A limit of zero ends at once: the nearest is the system's shortest limit.
    let shortest = Duration::from_micros(1);
    let time = time.map_or(Duration::ZERO, |time| Duration::from_nanos(time).max(shortest));
    socket.set_time(limit(option)?, time)
}

fn get_time(host: &mut Host<'_>, fd: u32, option: u32, time: Out<Time>) -> Answer {
    wasmer::check_time(host, fd, option)?;
    let socket = host.socket(fd)?;
    let value = if option == LINGER {
        let (on, seconds) = socket.linger()?;
        on.then(|| u64::from(seconds.cast_unsigned()) * SECOND)
    } else {
        let micros = socket.time(limit(option)?)?;
        (micros != 0).then(|| micros.saturating_mul(MICROSECOND))
    };
    time.store(&mut host.memory, Time(value))
}

fn add_multicast(module: &mut Module<'_>) {
    module.add(
        "sock_join_multicast_v4",
        "fd group interface",
        |host: &mut Host<'_>, fd: u32, group: In<Ip4>, interface: In<Ip4>| {
            let group = Group::V4(group.load(&host.memory)?.0, interface.load(&host.memory)?.0);
            member(host, fd, group, true)
        },
    );
    module.add(
        "sock_leave_multicast_v4",
        "fd group interface",
        |host: &mut Host<'_>, fd: u32, group: In<Ip4>, interface: In<Ip4>| {
            let group = Group::V4(group.load(&host.memory)?.0, interface.load(&host.memory)?.0);
            member(host, fd, group, false)
        },
    );
    module.add(
        "sock_join_multicast_v6",
        "fd group interface",
        |host: &mut Host<'_>, fd: u32, group: In<Ip6>, interface: u32| {
            let group = Group::V6(group.load(&host.memory)?.0, interface);
            member(host, fd, group, true)
        },
    );
    module.add(
        "sock_leave_multicast_v6",
        "fd group interface",
        |host: &mut Host<'_>, fd: u32, group: In<Ip6>, interface: u32| {
            let group = Group::V6(group.load(&host.memory)?.0, interface);
            member(host, fd, group, false)
        },
    );
}

/// On Wasmer only a bound datagram socket can be a member.
fn member(host: &mut Host<'_>, fd: u32, group: Group, joins: bool) -> Answer {
    if wasmer::is_imitated(host) {
        match wasmer::stage(host, fd)? {
            Stage::Datagram => {}
            Stage::Fresh | Stage::Bound => return Err(Errno::EIO),
            Stage::Listener | Stage::Stream => return Err(Errno::ENOTSUP),
        }
    }
    if joins { host.network(fd, |net, socket| net.join(socket, group)) } else { host.socket(fd)?.leave(group) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_has_its_tag_eight_bytes_before_it() {
        let mut bytes = [0xff; 16];
        assert_eq!(Time(Some(5)).store(&mut bytes), Ok(()));
        assert_eq!((bytes[0], bytes[8], Time::load(&bytes)), (1, 5, Ok(Time(Some(5)))));
        assert_eq!(Time(None).store(&mut bytes), Ok(()));
        assert_eq!((bytes, Time::load(&bytes)), ([0; 16], Ok(Time(None))));
        bytes[0] = 2;
        assert_eq!(Time::load(&bytes), Err(Errno::EINVAL));
    }

    #[test]
    fn every_number_is_of_one_kind() {
        for option in 0..30 {
            let kinds = [flag(option).is_ok(), size(option).is_ok(), limit(option).is_ok()];
            assert!(kinds.into_iter().filter(|kind| *kind).count() <= 1, "{option}");
        }
    }
}
