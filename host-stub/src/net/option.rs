// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Socket options, as bytes and in the few shapes of their values.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::os::fd::{AsFd, AsRawFd};
use std::time::Duration;

use super::Socket;
use crate::errno::Errno;
use crate::kind::Family;

/// An option of the host: its level and its number.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct SocketOption(pub i32, pub i32);

/// A multicast group and the interface it is joined on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Group {
    /// With the interface's address, or the wildcard for the host to choose.
    V4(Ipv4Addr, Ipv4Addr),
    /// With the interface's index, or 0 for the host to choose.
    V6(Ipv6Addr, u32),
}

impl Group {
    /// The group's address.
    pub fn address(self) -> IpAddr {
        match self {
            Self::V4(group, _) => group.into(),
            Self::V6(group, _) => group.into(),
        }
    }
}

const ONLY_IPV6: SocketOption = SocketOption(libc::IPPROTO_IPV6, libc::IPV6_V6ONLY);
const LINGER: SocketOption = SocketOption(libc::SOL_SOCKET, libc::SO_LINGER);
const MICROS: u64 = 1_000_000;

impl Socket {
    /// Sets an option from its bytes.
    pub fn set_option(&self, SocketOption(level, name): SocketOption, value: &[u8]) -> Result<(), Errno> {
        let len = libc::socklen_t::try_from(value.len()).map_err(|_| Errno::EINVAL)?;
        // SAFETY: the pointer is valid for `len` bytes, which the call only reads.
        let status = unsafe { libc::setsockopt(self.as_fd().as_raw_fd(), level, name, value.as_ptr().cast(), len) };
        checked(status)
    }

    /// Reads an option into `value`; returns its length.
    pub fn option(&self, SocketOption(level, name): SocketOption, value: &mut [u8]) -> Result<usize, Errno> {
        let mut len = libc::socklen_t::try_from(value.len()).map_err(|_| Errno::EINVAL)?;
        let pointer = value.as_mut_ptr().cast();
        // SAFETY: the pointer is valid for writes of `len` bytes, and the call writes no more than that.
        let status = unsafe { libc::getsockopt(self.as_fd().as_raw_fd(), level, name, pointer, &mut len) };
        checked(status).map(|()| len as usize)
    }

    /// Sets an option that is an int.
    pub fn set_int(&self, option: SocketOption, value: i32) -> Result<(), Errno> {
        self.set_option(option, &value.to_ne_bytes())
    }

    /// Reads an option that is an int; a value that the host keeps in one byte is widened.
    pub fn int(&self, option: SocketOption) -> Result<i32, Errno> {
        let mut value = [0; 4];
        self.option(option, &mut value)?;
        Ok(i32::from_ne_bytes(value))
    }

    /// Sets whether `close` waits for data to be sent, and the seconds; with 0 it discards the data.
    pub fn set_linger(&self, on: bool, seconds: i32) -> Result<(), Errno> {
        let words = [i32::from(on), seconds];
        self.set_option(LINGER, words.map(i32::to_ne_bytes).as_flattened())
    }

    /// Whether `close` waits for data to be sent, and the seconds.
    pub fn linger(&self) -> Result<(bool, i32), Errno> {
        let mut words = [[0; 4]; 2];
        self.option(LINGER, words.as_flattened_mut())?;
        let [on, seconds] = words.map(i32::from_ne_bytes);
        Ok((on != 0, seconds))
    }

    /// Makes `close` return at once and send data afterwards. A socket whose `close` discards data stays so.
    pub fn do_not_linger(&self) -> Result<(), Errno> {
        match self.linger()? {
            (true, 1..) => self.set_linger(false, 0),
            _ => Ok(()),
        }
    }

    /// Sets an option that is a time; zero is no limit.
    pub fn set_time(&self, option: SocketOption, time: Duration) -> Result<(), Errno> {
        let seconds = i64::try_from(time.as_secs()).map_err(|_| Errno::EDOM)?;
        let words = [seconds, i64::from(time.subsec_micros())];
        self.set_option(option, words.map(i64::to_ne_bytes).as_flattened())
    }

    /// Reads an option that is a time, in microseconds.
    pub fn time(&self, option: SocketOption) -> Result<u64, Errno> {
        let mut words = [[0; 8]; 2];
        self.option(option, words.as_flattened_mut())?;
        let [seconds, micros] = words.map(u64::from_ne_bytes);
        Ok(seconds.saturating_mul(MICROS).saturating_add(micros))
    }

    /// Whether the socket listens.
    pub fn is_listener(&self) -> bool {
        self.int(SocketOption(libc::SOL_SOCKET, libc::SO_ACCEPTCONN)).is_ok_and(|value| value != 0)
    }

    /// Whether the socket takes IPv6 only. For an IPv4 socket this is false.
    pub(super) fn only_ipv6(&self) -> Result<bool, Errno> {
        Ok(self.family == Family::Inet6 && self.int(ONLY_IPV6)? != 0)
    }

    /// Joins a multicast group without a check.
    pub(super) fn join(&self, group: Group) -> Result<(), Errno> {
        self.membership(group, libc::IP_ADD_MEMBERSHIP, libc::IPV6_ADD_MEMBERSHIP)
    }

    /// Leaves a multicast group.
    pub fn leave(&self, group: Group) -> Result<(), Errno> {
        self.membership(group, libc::IP_DROP_MEMBERSHIP, libc::IPV6_DROP_MEMBERSHIP)
    }

    /// `struct ip_mreq` is two addresses, `struct ipv6_mreq` an address and an index.
    fn membership(&self, group: Group, ipv4: i32, ipv6: i32) -> Result<(), Errno> {
        match group {
            Group::V4(group, interface) => {
                let value = [group.octets(), interface.octets()];
                self.set_option(SocketOption(libc::IPPROTO_IP, ipv4), value.as_flattened())
            }
            Group::V6(group, index) => {
                let value = [&group.octets()[..], &index.to_ne_bytes()].concat();
                self.set_option(SocketOption(libc::IPPROTO_IPV6, ipv6), &value)
            }
        }
    }
}

fn checked(status: i32) -> Result<(), Errno> {
    if status == 0 { Ok(()) } else { Err(std::io::Error::last_os_error().into()) }
}
