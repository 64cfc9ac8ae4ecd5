// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! The list that `getaddrinfo` returns: one block of the heap, so that `freeaddrinfo` is one `free`.
//!
//! Entries with their addresses come first, then room for what the host answers, then the canonical name.

use core::ffi::{CStr, c_char, c_int};
use core::mem::MaybeUninit;

use crate::abi::*;
use crate::addr::{self, SocketAddr};
use crate::memory::heap;
use crate::posix::netdb::error::GaiError;
use crate::posix::netdb::service::Endpoint;

/// An entry, and the address it points to.
#[repr(C)]
struct Entry {
    info: addrinfo,
    address: MaybeUninit<sockaddr_in6>,
}

/// A list under construction; freed when it is dropped.
pub(super) struct List {
    entries: *mut Entry,
    used: usize,
    room: usize,
    /// Of `answers` bytes.
    scratch: *mut u8,
    answers: usize,
    /// Null where none was asked for.
    name: *mut c_char,
}

impl List {
    /// A list with room for `room` entries, `answers` bytes of the host's, and a name.
    ///
    /// Errors: `EAI_MEMORY`.
    pub fn new(room: usize, answers: usize, name: Option<&CStr>) -> Result<Self, GaiError> {
        const MEMORY: GaiError = GaiError::Code(EAI_MEMORY);
        let name = name.map_or(&[][..], CStr::to_bytes_with_nul);
        let entries = room.checked_mul(size_of::<Entry>()).and_then(|size| size.checked_next_multiple_of(ALIGN));
        let entries = entries.ok_or(MEMORY)?;
        let size = entries.checked_add(answers).and_then(|size| size.checked_add(name.len())).ok_or(MEMORY)?;
        let block: *mut u8 = heap::allocate_zeroed(size).cast();
        if block.is_null() {
            return Err(MEMORY);
        }
        // SAFETY: the block is as large as the three parts together, and nobody else has it yet.
        let (scratch, name) = unsafe {
            let to = block.add(entries + answers);
            core::ptr::copy_nonoverlapping(name.as_ptr(), to, name.len());
            (block.add(entries), if name.is_empty() { core::ptr::null_mut() } else { to })
        };
        Ok(Self { entries: block.cast(), used: 0, room, scratch, answers, name: name.cast() })
    }

    /// The room for the host's answers, aligned as any of its structures.
    pub fn answers(&mut self) -> &mut [u8] {
        // SAFETY: this part of the block is zeroed, and only borrowed from here.
        unsafe { core::slice::from_raw_parts_mut(self.scratch, self.answers) }
    }

    /// Leaves only the first `len` bytes of the answers.
    pub fn truncate_answers(&mut self, len: usize) {
        self.answers = self.answers.min(len);
    }

    /// Appends an address, once for each endpoint.
    pub fn add(&mut self, address: SocketAddr, endpoints: &[Endpoint], flags: c_int) -> Result<(), GaiError> {
        for endpoint in endpoints {
            self.add_one(with_port(address, endpoint.port), endpoint, flags)?;
        }
        Ok(())
    }

    fn add_one(&mut self, address: SocketAddr, endpoint: &Endpoint, flags: c_int) -> Result<(), GaiError> {
        if self.used == self.room {
            return Err(GaiError::Code(EAI_MEMORY));
        }
        // SAFETY: there is room for one more entry.
        let entry = unsafe { self.entries.add(self.used) };
        // SAFETY: the entry is ours, with room for any address.
        unsafe {
            let ai_addr = (&raw mut (*entry).address).cast();
            let len = addr::write_inet(&address, ai_addr, size_of::<sockaddr_in6>())?;
            (&raw mut (*entry).info).write(addrinfo {
                ai_flags: flags,
                ai_family: address.family(),
                ai_socktype: endpoint.socktype,
                ai_protocol: endpoint.protocol,
                ai_addrlen: len as socklen_t,
                ai_addr,
                ai_canonname: core::mem::replace(&mut self.name, core::ptr::null_mut()),
                ai_next: core::ptr::null_mut(),
            });
            if let Some(last) = self.used.checked_sub(1) {
                (*self.entries.add(last)).info.ai_next = entry.cast();
            }
        }
        self.used += 1;
        Ok(())
    }

    /// The list for C; `EAI_NONAME` when it is empty.
    pub fn finish(self) -> Result<*mut addrinfo, GaiError> {
        if self.used == 0 {
            return Err(GaiError::Code(EAI_NONAME));
        }
        let head = self.entries.cast();
        core::mem::forget(self);
        Ok(head)
    }
}

/// The alignment of every structure of a host; the heap aligns the block itself.
const ALIGN: usize = 8;

impl Drop for List {
    fn drop(&mut self) {
        // SAFETY: the block is the heap's, and nobody has been given it.
        unsafe { heap::free(self.entries.cast()) };
    }
}

fn with_port(address: SocketAddr, port: u16) -> SocketAddr {
    match address {
        SocketAddr::V4 { octets, .. } => SocketAddr::V4 { octets, port },
        SocketAddr::V6 { octets, flowinfo, scope, .. } => SocketAddr::V6 { octets, port, flowinfo, scope },
    }
}

/// Gives a whole list back.
///
/// # Safety
/// `list` is null, or the head of a list that [`List::finish`] made and nobody uses any more.
pub(super) unsafe fn free(list: *mut addrinfo) {
    // SAFETY: the first entry starts the block, which is the heap's.
    unsafe { heap::free(list.cast()) };
}
