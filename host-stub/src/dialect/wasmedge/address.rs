// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! `__wasi_address_t`: a pointer and a length. The length determines the form of the bytes.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use crate::errno::Errno;
use crate::memory::{Memory, Record, field, set_field};
use crate::net::{UNIX_NAME, UnixName};

const INET4: u16 = 1;
const INET6: u16 = 2;
const UNIX: u16 = 3;
/// The form with a family: u16, then the octets or the path at 2.
const STORAGE: u32 = 128;

/// Pointer and length, 8 bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Address {
    ptr: u32,
    len: u32,
}

impl Record for Address {
    const SIZE: u32 = 8;
    const ALIGN: u32 = 4;
    fn load(bytes: &[u8]) -> Result<Self, Errno> {
        Ok(Self { ptr: field(bytes, 0)?, len: field(bytes, 4)? })
    }
    fn store(&self, _: &mut [u8]) -> Result<(), Errno> {
        Err(Errno::ENOTSUP)
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:#x}[{}]", self.ptr, self.len)
    }
}

/// What an address stands for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Place {
    Net(SocketAddr),
    Unix(UnixName),
}

impl Address {
    /// The address that the guest passes, with a port. The first version of the imports takes octets only.
    pub fn read(self, memory: &Memory<'_>, port: u32, storage: bool) -> Result<Place, Errno> {
        let port = u16::try_from(port).map_err(|_| Errno::EINVAL)?;
        let bytes = memory.bytes(self.ptr, self.len)?;
        let ip = match self.len {
            4 => ipv4(bytes, 0)?,
            16 => ipv6(bytes, 0)?,
            STORAGE if storage => match field(bytes, 0)? {
                INET4 => ipv4(bytes, 2)?,
                INET6 => ipv6(bytes, 2)?,
                UNIX => return Ok(Place::Unix(UnixName(field(bytes, 2)?))),
                _ => return Err(Errno::EAFNOSUPPORT),
            },
            _ => return Err(Errno::EINVAL),
        };
        Ok(Place::Net(SocketAddr::new(ip, port)))
    }

    /// Checks the place for a result of the second version: `EINVAL` or `EFAULT` if it does not suit. For a sender it may
    /// also have room for the octets only.
    pub fn check(self, memory: &Memory<'_>, octets: bool) -> Result<(), Errno> {
        memory.bytes(self.ptr, self.len)?;
        let fits = self.len == STORAGE || octets && (self.len == 4 || self.len == 16);
        if fits { Ok(()) } else { Err(Errno::EINVAL) }
    }

    /// Its address in memory.
    pub fn range(self, memory: &Memory<'_>) -> Result<std::ops::Range<usize>, Errno> {
        memory.array(self.ptr, self.len, 1, 1)
    }

    /// Writes a path, or no name; only the form with a family has room for it.
    pub fn write_unix(self, memory: &mut Memory<'_>, name: UnixName) -> Result<(), Errno> {
        if self.len != STORAGE {
            return Err(Errno::EINVAL);
        }
        let place = memory.bytes_mut(self.ptr, self.len)?;
        set_field(place, 0, UNIX)?;
        set_field::<[u8; UNIX_NAME]>(place, 2, name.0)
    }

    /// Writes a family and nothing else.
    pub fn write_any_family(self, memory: &mut Memory<'_>) -> Result<(), Errno> {
        if self.len == STORAGE { set_field(memory.bytes_mut(self.ptr, self.len)?, 0, INET4) } else { Ok(()) }
    }

    /// Writes an address; as octets only, if the place has that size.
    pub fn write(self, memory: &mut Memory<'_>, ip: IpAddr) -> Result<(), Errno> {
        let place = memory.bytes_mut(self.ptr, self.len)?;
        let at = if self.len == STORAGE { 2 } else { 0 };
        if at != 0 {
            set_field(place, 0, if ip.is_ipv4() { INET4 } else { INET6 })?;
        }
        match ip {
            IpAddr::V4(ip) => set_field(place, at, ip.octets()),
            IpAddr::V6(_) if self.len == 4 => Ok(()),
            IpAddr::V6(ip) => set_field(place, at, ip.octets()),
        }
    }
}

fn ipv4(bytes: &[u8], at: usize) -> Result<IpAddr, Errno> {
    Ok(Ipv4Addr::from(field::<[u8; 4]>(bytes, at)?).into())
}

fn ipv6(bytes: &[u8], at: usize) -> Result<IpAddr, Errno> {
    Ok(Ipv6Addr::from(field::<[u8; 16]>(bytes, at)?).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(len: u32) -> Address {
        Address { ptr: 8, len }
    }

    #[test]
    fn the_length_tells_the_form() {
        let mut bytes = vec![0; 160];
        bytes[8..14].copy_from_slice(&[1, 0, 127, 0, 0, 1]);
        let mut memory = Memory(&mut bytes);
        let read = |len, storage| match place(len).read(&memory, 80, storage)? {
            Place::Net(found) => Ok(found.to_string()),
            Place::Unix(name) => Ok(name.to_string()),
        };
        assert_eq!(read(4, false), Ok("1.0.127.0:80".to_owned()));
        assert_eq!(read(16, false), Ok("[100:7f00:1::]:80".to_owned()));
        assert_eq!(read(128, true), Ok("127.0.0.1:80".to_owned()));
        assert_eq!(read(128, false), Err(Errno::EINVAL));
        assert_eq!(read(5, true), Err(Errno::EINVAL));
        assert_eq!(read(153, true), Err(Errno::EFAULT));
        assert_eq!(place(4).read(&memory, 65_536, false), Err(Errno::EINVAL));
        memory.0[8..14].copy_from_slice(b"\x03\0/a\0\0");
        assert_eq!(place(128).read(&memory, 0, true), Ok(Place::Unix(name(b"/a"))));
        assert_eq!(place(128).write_unix(&mut memory, name(b"b")), Ok(()));
        assert_eq!(bytes[8..13], *b"\x03\0b\0\0");
    }

    fn name(path: &[u8]) -> UnixName {
        let mut name = [0; UNIX_NAME];
        name[..path.len()].copy_from_slice(path);
        UnixName(name)
    }

    #[test]
    fn an_answer_has_its_family_in_front() {
        let mut bytes = vec![0xff; 160];
        assert_eq!(place(128).write(&mut Memory(&mut bytes), Ipv4Addr::new(127, 0, 0, 1).into()), Ok(()));
        assert_eq!(bytes[8..15], [1, 0, 127, 0, 0, 1, 0xff]);
        assert_eq!(place(128).write(&mut Memory(&mut bytes), Ipv6Addr::LOCALHOST.into()), Ok(()));
        assert_eq!((bytes[8], bytes[25], bytes[26]), (2, 1, 0xff));
    }
}
