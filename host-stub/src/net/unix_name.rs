// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! The name of a socket of `AF_UNIX`.

use std::ffi::OsStr;
use std::fmt;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

use rustix::net::{self as host, SocketAddrAny};

/// Bytes of a name.
pub const NAME: usize = 108;

/// `sun_path`: a path, followed by zeros if there is room; only zeros for a socket without a name; a zero and then an abstract
/// name.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct UnixName(pub [u8; NAME]);

impl UnixName {
    /// The path; none if the name begins with a zero.
    pub(super) fn path(&self) -> Option<&Path> {
        let path = self.0.split(|byte| *byte == 0).next().filter(|path| !path.is_empty())?;
        Some(Path::new(OsStr::from_bytes(path)))
    }

    /// The name that the system returned; none for an address of another family.
    pub(super) fn told(address: &SocketAddrAny) -> Option<Self> {
        const PATH: usize = std::mem::offset_of!(libc::sockaddr_un, sun_path);
        if address.address_family() != host::AddressFamily::UNIX {
            return None;
        }
        // SAFETY: as many bytes are initialised as the length says, which is what the type promises.
        let bytes = unsafe { std::slice::from_raw_parts(address.as_ptr().cast::<u8>(), address.addr_len() as usize) };
        let mut name = [0; NAME];
        // Behind the longest path the system writes one more zero.
        name.iter_mut().zip(bytes.get(PATH..)?).for_each(|(to, from)| *to = *from);
        Some(Self(name))
    }
}

impl fmt::Display for UnixName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.path() {
            Some(path) => write!(f, "{}", path.as_os_str().as_bytes().escape_ascii()),
            None => f.write_str("a name that is no path"),
        }
    }
}
