// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Socket options: one import to set and one to read each, grouped by the shape of the value.

use std::net::{IpAddr, Ipv4Addr};
use std::time::Duration;

use super::NAME;
use super::address::Ip;
use crate::arg::{In, Out};
use crate::errno::{Answer, Errno};
use crate::import::Module;
use crate::memory::set_field;
use crate::net::{Group, SocketOption};
use crate::state::Host;

const fn socket(name: i32) -> SocketOption {
    SocketOption(libc::SOL_SOCKET, name)
}
const fn tcp(name: i32) -> SocketOption {
    SocketOption(libc::IPPROTO_TCP, name)
}
const fn ip(name: i32) -> SocketOption {
    SocketOption(libc::IPPROTO_IP, name)
}
const fn ipv6(name: i32) -> SocketOption {
    SocketOption(libc::IPPROTO_IPV6, name)
}

const BOOLS: [(&str, SocketOption); 8] = [
    ("reuse_addr", socket(libc::SO_REUSEADDR)),
    ("reuse_port", socket(libc::SO_REUSEPORT)),
    ("keep_alive", socket(libc::SO_KEEPALIVE)),
    ("broadcast", socket(libc::SO_BROADCAST)),
    ("tcp_no_delay", tcp(libc::TCP_NODELAY)),
    ("tcp_quick_ack", tcp(libc::TCP_QUICKACK)),
    ("tcp_fastopen_connect", tcp(libc::TCP_FASTOPEN_CONNECT)),
    ("ipv6_only", ipv6(libc::IPV6_V6ONLY)),
];

const INTS: [(&str, SocketOption); 2] =
    [("tcp_keep_idle", tcp(libc::TCP_KEEPIDLE)), ("tcp_keep_intvl", tcp(libc::TCP_KEEPINTVL))];

const SIZES: [(&str, SocketOption); 2] =
    [("recv_buf_size", socket(libc::SO_RCVBUF)), ("send_buf_size", socket(libc::SO_SNDBUF))];

const BYTES: [(&str, SocketOption); 2] =
    [("ip_ttl", ip(libc::IP_TTL)), ("ip_multicast_ttl", ip(libc::IP_MULTICAST_TTL))];

const TIMES: [(&str, SocketOption); 2] =
    [("recv_timeout", socket(libc::SO_RCVTIMEO)), ("send_timeout", socket(libc::SO_SNDTIMEO))];

pub fn add(module: &mut Module<'_>) {
    for (name, option) in BOOLS {
        module.add(format!("sock_set_{name}"), "fd on", move |host: &mut Host<'_>, fd: u32, on: bool| {
            host.socket(fd)?.set_int(option, on.into())
        });
        module.add(format!("sock_get_{name}"), "fd on", move |host: &mut Host<'_>, fd: u32, on: Out<bool>| {
            let value = host.socket(fd)?.int(option)?;
            on.store(&mut host.memory, value != 0)
        });
    }
    for (name, option) in INTS.into_iter().chain(SIZES) {
        module.add(format!("sock_set_{name}"), "fd value", move |host: &mut Host<'_>, fd: u32, value: u32| {
            host.socket(fd)?.set_int(option, i32::try_from(value).unwrap_or(i32::MAX))
        });
    }
    for (name, option) in INTS {
        module.add(format!("sock_get_{name}"), "fd value", move |host: &mut Host<'_>, fd: u32, value: Out<u32>| {
            let number = host.socket(fd)?.int(option)?;
            value.store(&mut host.memory, number.cast_unsigned())
        });
    }
    for (name, option) in SIZES {
        module.add(format!("sock_get_{name}"), "fd size", move |host: &mut Host<'_>, fd: u32, size: Out<u32>| {
            get_size(host, fd, option, size)
        });
    }
    for (name, option) in BYTES {
        module.add(format!("sock_set_{name}"), "fd value", move |host: &mut Host<'_>, fd: u32, value: u8| {
            host.socket(fd)?.set_int(option, value.into())
        });
        module.add(format!("sock_get_{name}"), "fd value", move |host: &mut Host<'_>, fd: u32, value: Out<u8>| {
            let number = host.socket(fd)?.int(option)?;
            value.store(&mut host.memory, u8::try_from(number).map_err(|_| Errno::EOVERFLOW)?)
        });
    }
    for (name, option) in TIMES {
        module.add(format!("sock_set_{name}"), "fd micros", move |host: &mut Host<'_>, fd: u32, micros: i64| {
            let time = Duration::from_micros(u64::try_from(micros).map_err(|_| Errno::EINVAL)?);
            host.socket(fd)?.set_time(option, time)
        });
        module.add(format!("sock_get_{name}"), "fd micros", move |host: &mut Host<'_>, fd: u32, micros: Out<u64>| {
            let time = host.socket(fd)?.time(option)?;
            micros.store(&mut host.memory, time)
        });
    }
    add_linger(module);
    add_multicast(module);
}

fn add_linger(module: &mut Module<'_>) {
    module.add("sock_set_linger", "fd on seconds", |host: &mut Host<'_>, fd: u32, on: bool, seconds: i32| {
        host.socket(fd)?.set_linger(on, seconds)
    });
    module.add("sock_get_linger", "fd on seconds", |host: &mut Host<'_>, fd: u32, on: Out<bool>, seconds: Out<i32>| {
        let (is_on, time) = host.socket(fd)?.linger()?;
        on.store(&mut host.memory, is_on)?;
        seconds.store(&mut host.memory, time)
    });
}

fn add_multicast(module: &mut Module<'_>) {
    let option = |is_ipv6| if is_ipv6 { ipv6(libc::IPV6_MULTICAST_LOOP) } else { ip(libc::IP_MULTICAST_LOOP) };
    module.add(
        "sock_set_ip_multicast_loop",
        "fd ipv6 on",
        move |host: &mut Host<'_>, fd: u32, is_ipv6: bool, on: bool| {
            host.socket(fd)?.set_int(option(is_ipv6), on.into())
        },
    );
    module.add(
        "sock_get_ip_multicast_loop",
        "fd ipv6 on",
        move |host: &mut Host<'_>, fd: u32, is_ipv6: bool, on: Out<bool>| {
            let value = host.socket(fd)?.int(option(is_ipv6))?;
            on.store(&mut host.memory, value != 0)
        },
    );
    module.add(
        "sock_set_ip_add_membership",
        "fd group interface",
        |host: &mut Host<'_>, fd: u32, ip: In<Ip>, interface: u32| {
            let group = group(ip.load(&host.memory)?, interface);
            host.network(fd, |net, socket| net.join(socket, group))
        },
    );
    module.add(
        "sock_set_ip_drop_membership",
        "fd group interface",
        |host: &mut Host<'_>, fd: u32, ip: In<Ip>, interface: u32| {
            let group = group(ip.load(&host.memory)?, interface);
            host.socket(fd)?.leave(group)
        },
    );
}

/// For IPv4 the interface is an address with the memory layout of `in_addr`, for IPv6 an index.
fn group(Ip(ip): Ip, interface: u32) -> Group {
    match ip {
        IpAddr::V4(ip) => Group::V4(ip, Ipv4Addr::from(interface.to_le_bytes())),
        IpAddr::V6(ip) => Group::V6(ip, interface),
    }
}

/// WAMR on a 64-bit host writes a `size_t`, though the ABI has 4 bytes there.
fn get_size(host: &mut Host<'_>, fd: u32, option: SocketOption, size: Out<u32>) -> Answer {
    let bytes = host.socket(fd)?.int(option)?.cast_unsigned();
    if !host.state.imitates(NAME) {
        return size.store(&mut host.memory, bytes);
    }
    let slot = host.memory.bytes_mut(size.address(), 8)?;
    set_field(slot, 0, u64::from(bytes))
}
