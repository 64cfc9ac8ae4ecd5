// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! `getnetbyname` `getnetbyaddr` and the walk through the networks.

use core::ffi::{CStr, c_char, c_int};

use crate::abi::*;
use crate::errno::Result;
use crate::posix::netdb::arena::Arena;
use crate::posix::netdb::h_errno;
use crate::posix::netdb::statics::{Kept, Walk};
use crate::posix::netdb::table::{self, Line};

/// The networks of Debian's `/etc/networks`: a name and the number in host byte order.
const NETWORKS: &str = "default 0\nloopback 2130706432\nlink-local 2851995648";

static ENTRY: Kept<netent> = Kept::new();
static WALK: Walk = Walk::new();

fn all() -> impl Iterator<Item = Line> {
    table::lines(NETWORKS)
}

fn fill(line: Line, arena: &mut Arena) -> Result<netent> {
    Ok(netent {
        n_aliases: arena.strings(line.aliases())?,
        n_name: arena.string(line.name)?,
        n_addrtype: AF_INET,
        n_net: line.number,
    })
}

fn keep(line: Option<Line>) -> *mut netent {
    if line.is_none() {
        h_errno::set(HOST_NOT_FOUND);
    }
    line.map_or(core::ptr::null_mut(), |line| ENTRY.keep(|arena| fill(line, arena)))
}

/// The network of a name, in any case of letters; null with `h_errno` when there is none.
/// <https://pubs.opengroup.org/onlinepubs/9799919799/functions/getnetbyname.html>
///
/// # Safety
/// `name` is a string; one thread at a time.
#[cfg_attr(feature = "c-exports", unsafe(no_mangle))]
pub unsafe extern "C" fn getnetbyname(name: *const c_char) -> *mut netent {
    // SAFETY: the caller's promise.
    let name = unsafe { CStr::from_ptr(name) }.to_bytes();
    keep(all().find(|line| line.name.eq_ignore_ascii_case(name)))
}

/// The network of a number, in host byte order; null with `h_errno` when there is none of the family.
/// <https://pubs.opengroup.org/onlinepubs/9799919799/functions/getnetbyaddr.html>
#[cfg_attr(feature = "c-exports", unsafe(no_mangle))]
pub extern "C" fn getnetbyaddr(net: u32, family: c_int) -> *mut netent {
    let of_family = matches!(family, AF_INET | AF_UNSPEC);
    keep(all().find(|line| of_family && line.number == net))
}

/// Back to the first network; `_stay_open` has no meaning for a table in memory.
/// <https://pubs.opengroup.org/onlinepubs/9799919799/functions/setnetent.html>
#[cfg_attr(feature = "c-exports", unsafe(no_mangle))]
pub extern "C" fn setnetent(_stay_open: c_int) {
    WALK.rewind();
}

/// The next network, null behind the last.
/// <https://pubs.opengroup.org/onlinepubs/9799919799/functions/getnetent.html>
#[cfg_attr(feature = "c-exports", unsafe(no_mangle))]
pub extern "C" fn getnetent() -> *mut netent {
    keep(WALK.next(all()))
}

/// Ends a walk: the next starts with the first network.
/// <https://pubs.opengroup.org/onlinepubs/9799919799/functions/endnetent.html>
#[cfg_attr(feature = "c-exports", unsafe(no_mangle))]
pub extern "C" fn endnetent() {
    WALK.rewind();
}
