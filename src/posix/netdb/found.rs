// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! A host that has been looked up, and its `struct hostent`.

use core::ffi::{CStr, c_char, c_int};
use core::mem::offset_of;

use crate::abi::*;
use crate::dialect::Family;
use crate::errno::{self, Errno};
use crate::memory::heap;
use crate::posix::netdb::arena::Arena;
use crate::posix::netdb::error::GaiError;
use crate::posix::netdb::{getaddrinfo, list};

/// Why there is no entry: a value of `h_errno`, and the error number of the `_r` forms. A name that is not found is no error
/// of theirs.
pub(super) struct Failure {
    pub code: c_int,
    pub error: Option<Errno>,
}

impl Failure {
    pub const NOT_FOUND: Self = Self { code: HOST_NOT_FOUND, error: None };

    pub fn internal(error: Errno) -> Self {
        Self { code: NETDB_INTERNAL, error: Some(error) }
    }
}

impl From<GaiError> for Failure {
    fn from(error: GaiError) -> Self {
        match error {
            GaiError::Code(EAI_AGAIN) => Self { code: TRY_AGAIN, error: Some(Errno::EAGAIN) },
            GaiError::Code(EAI_FAIL) => Self { code: NO_RECOVERY, error: Some(Errno::EIO) },
            GaiError::Code(EAI_MEMORY) => Self::internal(Errno::ENOMEM),
            GaiError::Code(_) => Self::NOT_FOUND,
            GaiError::System(error) => Self::internal(error),
        }
    }
}

/// The addresses of a host, as `getaddrinfo` lists them, its canonical name with the first.
pub(super) struct Found(*mut addrinfo);

impl Drop for Found {
    fn drop(&mut self) {
        // SAFETY: a whole list, which nobody else has.
        unsafe { list::free(self.0) };
    }
}

impl Found {
    /// Looks a name up: `flags` are those of `getaddrinfo`.
    pub fn look_up(name: &CStr, family: Family, flags: c_int) -> Result<Self, Failure> {
        Ok(Self(getaddrinfo::addresses(name, family, flags)?))
    }

    fn entries(&self) -> impl Iterator<Item = &addrinfo> {
        // SAFETY: the list is whole and lives as long as `self`.
        let mut next = unsafe { self.0.as_ref() };
        core::iter::from_fn(move || {
            let entry = next?;
            // SAFETY: as above.
            next = unsafe { entry.ai_next.as_ref() };
            Some(entry)
        })
    }

    fn name(&self) -> &[u8] {
        let name = self.entries().next().map_or(core::ptr::null_mut(), |first| first.ai_canonname);
        if name.is_null() {
            return &[];
        }
        // SAFETY: the canonical name is a string that lives as long as the list.
        unsafe { CStr::from_ptr(name) }.to_bytes()
    }

    /// The entry, with all it points to in the arena; `ERANGE` where that is too small.
    pub fn fill(&self, arena: &mut Arena) -> errno::Result<hostent> {
        let first = self.entries().next().ok_or(Errno::EIO)?;
        Ok(hostent {
            h_addr_list: arena.addresses(self.entries().count(), self.entries().map(octets))?,
            h_aliases: arena.strings(core::iter::empty())?,
            h_name: arena.string(self.name())?,
            h_addrtype: first.ai_family,
            h_length: octets(first).len() as c_int,
        })
    }

    /// The entry with all it points to in one block of the heap.
    pub fn store(&self) -> Result<*mut hostent, Failure> {
        let size = self.size();
        let entry: *mut hostent = heap::allocate(size_of::<hostent>() + size).cast();
        if entry.is_null() {
            return Err(Failure::internal(Errno::ENOMEM));
        }
        // SAFETY: the block has room for the entry, and `size` bytes behind it.
        let filled = unsafe {
            Arena::new(entry.add(1).cast(), size)
                .and_then(|mut arena| self.fill(&mut arena))
                .map(|filled| entry.write(filled))
        };
        // SAFETY: from the heap, and nobody's yet.
        filled.inspect_err(|_| unsafe { heap::free(entry.cast()) }).map(|()| entry).map_err(Failure::internal)
    }

    /// The most that [`Self::fill`] takes.
    fn size(&self) -> usize {
        const EACH: usize = size_of::<*mut c_char>() + size_of::<in6_addr>();
        const REST: usize = 4 * size_of::<*mut c_char>();
        self.entries().count() * EACH + self.name().len() + REST
    }
}

/// The octets of an entry's address.
fn octets(entry: &addrinfo) -> &[u8] {
    let (start, len) = match entry.ai_family {
        AF_INET => (offset_of!(sockaddr_in, sin_addr), size_of::<in_addr>()),
        _ => (offset_of!(sockaddr_in6, sin6_addr), size_of::<in6_addr>()),
    };
    // SAFETY: the entry points to a whole address of its family, which lives as long.
    unsafe { core::slice::from_raw_parts(entry.ai_addr.cast::<u8>().add(start), len) }
}
