// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Memory for the lists that the host returns: the export `cabi_realloc`.
//!
//! The host calls this export for memory before it returns a list, and fills that memory. During such a call the dialect
//! lends a buffer of its own or of its caller, so received bytes land there: nothing is allocated, copied or freed.
//! Everyone else gets heap memory: the adapter for preview 1 calls the export too, once, for its own state.
//!
//! No import may be called from here: the host traps.
//!
//! In the archive the export is C's, `src/wasi_sockets.c`, since only C can export a function from an archive. In a Rust
//! guest it is the one below. A binding generator's own `cabi_realloc` is weak, so this one replaces it.

use core::ptr;
use core::sync::atomic::{AtomicPtr, AtomicUsize, Ordering::Relaxed};

/// Room for one list, lent for one call. The dialect has no threads: the atomics are plain loads and stores.
pub(super) struct Room {
    at: AtomicPtr<u8>,
    len: AtomicUsize,
}

/// Room for a list of bytes.
pub(super) static BYTES: Room = Room::new();
/// Room for a list of anything larger: the indexes that `poll` returns, datagrams.
pub(super) static RECORDS: Room = Room::new();

impl Room {
    const fn new() -> Self {
        Self { at: AtomicPtr::new(ptr::null_mut()), len: AtomicUsize::new(0) }
    }

    /// Calls the host, which may put one list of at most `len` bytes at `at`.
    ///
    /// The list lies where the host says, which is elsewhere if it did not fit or if `at` is not aligned for it.
    #[inline]
    pub(super) fn lend<T>(&self, at: *mut u8, len: usize, call: impl FnOnce() -> T) -> T {
        self.at.store(at, Relaxed);
        self.len.store(len, Relaxed);
        let result = call();
        self.at.store(ptr::null_mut(), Relaxed);
        result
    }

    /// The lent memory, once; null if none is lent or if it does not fit.
    #[cfg(any(test, all(target_family = "wasm", dialect = "wasi-sockets")))]
    fn take(&self, align: usize, size: usize) -> *mut u8 {
        let at = self.at.load(Relaxed);
        if size > self.len.load(Relaxed) || !at.addr().is_multiple_of(align) {
            return ptr::null_mut();
        }
        self.at.store(ptr::null_mut(), Relaxed);
        at
    }
}

/// Memory that needs no heap: what is lent, or for an empty list its alignment as an address. Else null.
///
/// `old` is null unless a list grows that the host has begun. `align` is a power of two.
#[cfg(any(test, all(target_family = "wasm", dialect = "wasi-sockets")))]
#[cfg_attr(all(target_family = "wasm", dialect = "wasi-sockets", feature = "c-exports"), unsafe(no_mangle))]
pub(super) extern "C" fn wasock_lent(old: *const u8, align: usize, size: usize) -> *mut u8 {
    lent([&BYTES, &RECORDS], old, align, size)
}

#[cfg(any(test, all(target_family = "wasm", dialect = "wasi-sockets")))]
fn lent([bytes, records]: [&Room; 2], old: *const u8, align: usize, size: usize) -> *mut u8 {
    if size == 0 {
        return ptr::without_provenance_mut(align);
    }
    if !old.is_null() {
        return ptr::null_mut();
    }
    if align == 1 { bytes.take(align, size) } else { records.take(align, size) }
}

/// The export of a Rust guest.
///
/// # Safety
/// `old` is null, or came from here.
#[cfg(all(target_family = "wasm", dialect = "wasi-sockets", not(feature = "c-exports")))]
#[unsafe(no_mangle)]
unsafe extern "C" fn cabi_realloc(old: *mut u8, _old_size: usize, align: usize, size: usize) -> *mut u8 {
    let lent = wasock_lent(old, align, size);
    if !lent.is_null() {
        return lent;
    }
    // SAFETY: what came from here and has grown since is the heap's; the C library aligns for anything.
    let memory = unsafe { libc::realloc(old.cast(), size) };
    if memory.is_null() {
        core::arch::wasm32::unreachable();
    }
    memory.cast()
}

/// Frees a list that did not fit the lent room.
///
/// # Safety
/// The list came from the export, out of nothing lent, and nobody uses it any more.
#[cold]
pub(super) unsafe fn give_back(list: *mut u8) {
    unsafe extern "C" {
        // A program that links no heap has none to free; only C can say so.
        #[cfg_attr(all(dialect = "wasi-sockets", feature = "c-exports"), link_name = "wasock_free")]
        fn free(at: *mut core::ffi::c_void);
    }
    // SAFETY: the caller's promise.
    unsafe { free(list.cast()) }
}

/// Names the export of the C glue, so that the linker takes it out of the archive. A program does not keep this function.
#[cfg(all(target_family = "wasm", dialect = "wasi-sockets", feature = "c-exports"))]
#[unsafe(no_mangle)]
extern "C" fn wasock_links_realloc() {
    unsafe extern "C" {
        fn cabi_realloc(old: *mut u8, old_size: usize, align: usize, size: usize) -> *mut u8;
    }
    // SAFETY: a list of nothing needs nothing.
    unsafe { cabi_realloc(ptr::null_mut(), 0, 1, 0) };
}

#[cfg(test)]
mod tests {
    use super::*;

    const NEW: *const u8 = ptr::null();

    #[test]
    fn a_list_goes_where_room_is_lent_once() {
        let (bytes, records) = (Room::new(), Room::new());
        let mut buffer = [0; 8];
        let at = buffer.as_mut_ptr();
        bytes.lend(at, 8, || {
            assert!(lent([&bytes, &records], NEW, 4, 8).is_null(), "records have room of their own");
            assert_eq!(lent([&bytes, &records], NEW, 1, 8), at);
            assert!(lent([&bytes, &records], NEW, 1, 8).is_null(), "the second list would overwrite the first");
        });
    }

    #[test]
    fn the_heap_gets_what_does_not_fit() {
        let (bytes, records) = (Room::new(), Room::new());
        let mut buffer = [0_u64; 2];
        let at = buffer.as_mut_ptr().cast::<u8>();
        bytes.lend(at, 8, || {
            assert!(lent([&bytes, &records], NEW, 1, 9).is_null());
            assert_eq!(lent([&bytes, &records], NEW, 1, 8), at, "what did not fit has taken nothing");
        });
        records.lend(at.wrapping_add(1), 8, || assert!(lent([&bytes, &records], NEW, 4, 4).is_null(), "not aligned"));
        records.lend(at, 8, || assert_eq!(lent([&bytes, &records], NEW, 8, 8), at));
    }

    #[test]
    fn a_list_that_grows_stays_on_the_heap() {
        let (bytes, records) = (Room::new(), Room::new());
        let mut buffer = [0; 8];
        let at = buffer.as_mut_ptr();
        bytes.lend(at, 8, || assert!(lent([&bytes, &records], at, 1, 8).is_null()));
    }

    #[test]
    fn nothing_is_lent_after_the_call() {
        let (bytes, records) = (Room::new(), Room::new());
        let mut buffer = [0; 8];
        bytes.lend(buffer.as_mut_ptr(), 8, || ());
        records.lend(buffer.as_mut_ptr(), 8, || ());
        assert!(lent([&bytes, &records], NEW, 1, 1).is_null());
        assert!(lent([&bytes, &records], NEW, 4, 4).is_null());
    }

    #[test]
    fn a_list_of_nothing_needs_no_memory() {
        assert_eq!(wasock_lent(NEW, 4, 0).addr(), 4);
    }
}
