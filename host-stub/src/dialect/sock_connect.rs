// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! The one import `sock_connect(ipv4, port)` of 2020, on hosts that have no other function for sockets.

use std::net::{Ipv4Addr, SocketAddr};

use super::{Dialect, no_handles};
use crate::arg::{Address, Iovecs, Out};
use crate::errno::{Answer, Errno};
use crate::import::{Imports, PREVIEW1};
use crate::kind::{Family, Kind};
use crate::net::Socket;
use crate::preview1::poll::{self, Subscription};
use crate::preview1::{fdstat, socket};
use crate::state::Host;

pub const DIALECT: Dialect = Dialect { name: "sock-connect", add, handles: no_handles, runtimes: &[] };

fn add(imports: &mut Imports) {
    let mut module = imports.module(PREVIEW1);
    module.add("sock_connect", "ipv4 port fd", connect);
    module.add("sock_recv", "fd iovs ri_flags len ro_flags", receive);
    module.add(
        "sock_send",
        "fd iovs si_flags len",
        |host: &mut Host<'_>, fd: u32, iovs: Iovecs, _: u16, len: Out<u32>| socket::send(host, fd, iovs, 0, len),
    );
    module.add("sock_shutdown", "fd how", shutdown);
    module.add("sock_accept", "fd flags fd", |host: &mut Host<'_>, fd: u32, _: u16, _: Out<u32>| {
        host.socket(fd).and(Err(Errno::ENOTSUP))
    });
    module.add("fd_fdstat_set_flags", "fd flags", |host: &mut Host<'_>, fd: u32, flags: u16| match host.socket(fd) {
        Ok(_) => Err(Errno::ENOTSUP),
        Err(_) => fdstat::set_flags(host.state.table.get_mut(fd)?, flags),
    });
    module.add("poll_oneoff", "in out count events", poll_oneoff);
}

/// Makes a socket and connects it. The first octet is the most significant byte.
fn connect(host: &mut Host<'_>, ipv4: u32, port: u16, fd: Out<u32>) -> Answer {
    let address = SocketAddr::new(Ipv4Addr::from_bits(ipv4).into(), port);
    let socket = Socket::open(Family::Inet, Kind::Stream)?;
    host.state.allowed(host.state.net.connect(&socket, address))?;
    let number = host.insert(socket)?;
    fd.store(&mut host.memory, number)
}

/// Flags are ignored.
fn receive(host: &mut Host<'_>, fd: u32, iovs: Iovecs, _: u16, len: Out<u32>, ro_flags: Out<u16>) -> Answer {
    socket::receive(host, fd, iovs, 0, len, ro_flags)
}

/// A real host panics here, so the guest ends with the exit code of a trap.
fn shutdown(host: &mut Host<'_>, _: u32, _: u32) -> Answer {
    host.state.log("wasock-run: sock_shutdown ends a host that knows sock_connect(ipv4, port)");
    host.state.exit_code = Some(134);
    Ok(())
}

/// Sockets cannot be waited for.
fn poll_oneoff(host: &mut Host<'_>, input: Address, output: Address, count: u32, events: Out<u32>) -> Answer {
    poll::wait_with(host, input, output, count, events, |state, subscriptions| {
        let mut fds = subscriptions.iter().filter_map(Subscription::fd);
        if fds.any(|fd| state.table.socket(fd).is_ok()) {
            Err(Errno::ENOTSUP)
        } else {
            poll::wait(state, subscriptions)
        }
    })
}
