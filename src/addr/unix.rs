// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Addresses of `AF_UNIX`: paths of the host's file system.

use core::mem::offset_of;

use crate::abi::{AF_UNIX, sa_family_t, sockaddr, sockaddr_un};
use crate::errno::{Errno, Result};
use crate::memory;

/// The bytes of `sun_path`.
const ROOM: usize = size_of::<sockaddr_un>() - PATH;
/// Where it begins.
const PATH: usize = offset_of!(sockaddr_un, sun_path);

/// A path, or the name of a socket that has none. Linux's abstract names are no paths, and have no place here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct UnixAddr {
    /// The path with zeros behind it, of which there need be none; zeros alone for a socket without a name.
    pub path: [u8; ROOM],
}

impl UnixAddr {
    /// Decodes what C passed. The path ends at a NUL, or else where the address does.
    ///
    /// Errors: `EINVAL` for a length that no such address has, or that leaves no path: no host finds a name for a
    /// socket; `EOPNOTSUPP` for an abstract name.
    ///
    /// # Safety
    /// `len` bytes lie at `ptr`.
    pub(super) unsafe fn read(ptr: *const sockaddr, len: usize) -> Result<Self> {
        let len = len.checked_sub(PATH).filter(|len| (1..=ROOM).contains(len)).ok_or(Errno::EINVAL)?;
        // SAFETY: that many bytes of path lie there, and are not written while they are looked at.
        let given = unsafe { core::slice::from_raw_parts(ptr.cast::<u8>().wrapping_add(PATH), len) };
        if given.first() == Some(&0) {
            return Err(Errno::EOPNOTSUPP);
        }
        let mut path = [0; ROOM];
        let bytes = given.iter().take_while(|byte| **byte != 0);
        path.iter_mut().zip(bytes).for_each(|(to, from)| *to = *from);
        Ok(Self { path })
    }

    /// Encodes at most `room` bytes of it as C holds it; returns its whole length, which counts a NUL behind the path
    /// though there may be no room for it in `sun_path`, as on Linux.
    ///
    /// # Safety
    /// `ptr`, when inside memory, may be written for `room` bytes.
    pub(super) unsafe fn write(&self, ptr: *mut sockaddr, room: usize) -> Result<usize> {
        let mut bytes = [0; PATH + ROOM + 1];
        let (family, path) = bytes.split_at_mut(PATH);
        family.copy_from_slice(&(AF_UNIX as sa_family_t).to_ne_bytes());
        path.iter_mut().zip(self.path).for_each(|(to, from)| *to = from);
        let len = match self.path.iter().position(|byte| *byte == 0).unwrap_or(ROOM) {
            0 => PATH,
            len => PATH + len + 1,
        };
        // SAFETY: the caller's promise.
        unsafe { memory::copy_out(bytes.get(..len).unwrap_or(&bytes), ptr.cast(), room) }?;
        Ok(len)
    }
}

#[cfg(test)]
mod tests {
    use std::vec::Vec;

    use super::*;

    fn given(path: &[u8]) -> Vec<u8> {
        [&(AF_UNIX as sa_family_t).to_ne_bytes()[..], path].concat()
    }

    fn read(bytes: &[u8]) -> Result<UnixAddr> {
        // SAFETY: the length is that of the bytes.
        unsafe { UnixAddr::read(bytes.as_ptr().cast(), bytes.len()) }
    }

    fn written(addr: &UnixAddr, room: usize) -> (Vec<u8>, usize) {
        let mut bytes = [0xaa; 120];
        // SAFETY: there is more room than that.
        let len = unsafe { addr.write(bytes.as_mut_ptr().cast(), room) }.unwrap_or(0);
        (bytes[..room].to_vec(), len)
    }

    #[test]
    fn a_path_ends_at_a_nul_or_with_the_address() {
        let whole = read(&given(b"/a/b"));
        assert_eq!(whole, read(&given(b"/a/b\0rest")));
        let addr = whole.unwrap_or(UnixAddr { path: [0; ROOM] });
        assert_eq!(&addr.path[..5], b"/a/b\0");
        assert_eq!(written(&addr, 7), (given(b"/a/b\0"), 7));
    }

    #[test]
    fn what_is_no_path_is_an_error() {
        assert_eq!(read(&given(b"")), Err(Errno::EINVAL));
        assert_eq!(read(&given(&[b'x'; ROOM + 1])), Err(Errno::EINVAL));
        assert_eq!(read(&given(b"\0abstract")), Err(Errno::EOPNOTSUPP));
    }

    #[test]
    fn the_longest_path_has_its_nul_outside() {
        let addr = read(&given(&[b'x'; ROOM])).unwrap_or(UnixAddr { path: [0; ROOM] });
        let (bytes, len) = written(&addr, 111);
        assert_eq!((len, &bytes[109..]), (111, &b"x\0"[..]));
    }

    /// Whatever C passes, what is read comes back: its path, and the same once more.
    #[test]
    fn what_is_read_comes_back() {
        let mut rng = fastrand::Rng::with_seed(1);
        for _ in 0..10_000 {
            let path: Vec<u8> =
                (0..rng.usize(..=ROOM + 2)).map(|_| rng.choice(b"\0abc/.".iter().copied()).unwrap_or(0)).collect();
            let Ok(addr) = read(&given(&path)) else {
                assert!(path.first().is_none_or(|byte| *byte == 0) || path.len() > ROOM, "{path:?}");
                continue;
            };
            let end = path.iter().position(|byte| *byte == 0).unwrap_or(path.len());
            let (bytes, len) = written(&addr, 111);
            assert_eq!((&bytes[2..len], len), (&[&path[..end], b"\0"].concat()[..], end + 3));
            assert_eq!(read(&bytes[..len.min(PATH + ROOM)]), Ok(addr));
        }
    }

    #[test]
    fn a_socket_without_a_name_is_a_family() {
        let (bytes, len) = written(&UnixAddr { path: [0; ROOM] }, 4);
        assert_eq!((len, &bytes[..2], &bytes[2..]), (2, &given(b"")[..], &[0xaa; 2][..]));
    }
}
