// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! What every guest here needs without the standard library: arguments, output, random bytes, time, and an end.
#![no_std]

use core::ffi::{CStr, c_char, c_int};
use core::fmt::{self, Write};
use core::panic::PanicInfo;
use core::time::Duration;

/// The arguments of the program.
#[derive(Clone, Copy)]
pub struct Args {
    argc: c_int,
    argv: *const *const c_char,
}

impl Args {
    /// # Safety
    /// They are those of `main`.
    #[must_use]
    pub unsafe fn new(argc: c_int, argv: *const *const c_char) -> Self {
        Self { argc, argv }
    }

    /// The argument with this number, as text; 0 is the program.
    #[must_use]
    pub fn get(self, n: usize) -> Option<&'static str> {
        if n >= usize::try_from(self.argc).unwrap_or(0) {
            return None;
        }
        // SAFETY: there are `argc` of them, each a text that ends with NUL, until the program ends.
        unsafe { CStr::from_ptr(*self.argv.wrapping_add(n)) }.to_str().ok()
    }

    /// The port that the first argument names.
    #[must_use]
    pub fn port(self) -> Option<u16> {
        self.get(1)?.parse().ok()
    }
}

/// `main`, by the name that clang gives it and the C library calls: the function's failure goes to the standard error.
#[macro_export]
macro_rules! main {
    ($run:path) => {
        #[unsafe(export_name = "__main_argc_argv")]
        extern "C" fn main(argc: core::ffi::c_int, argv: *const *const core::ffi::c_char) -> core::ffi::c_int {
            // SAFETY: they are those of `main`.
            match $run(unsafe { $crate::Args::new(argc, argv) }) {
                Ok(()) => 0,
                Err(error) => $crate::failed(format_args!("{error}")),
            }
        }
    };
}

/// Prints why the program fails; its exit code.
pub fn failed(why: fmt::Arguments<'_>) -> c_int {
    let _nobody_reads_it = writeln!(Output(2), "{why}");
    1
}

/// The standard output.
#[must_use]
pub fn stdout() -> impl Write {
    Output(1)
}

struct Output(c_int);

impl Write for Output {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        // SAFETY: the text is valid for its length.
        match unsafe { libc::write(self.0, text.as_ptr().cast(), text.len()) } {
            0.. => Ok(()),
            _ => Err(fmt::Error),
        }
    }
}

/// The host's random bytes.
pub struct Random;

impl rand_core::RngCore for Random {
    fn next_u32(&mut self) -> u32 {
        rand_core::impls::next_u32_via_fill(self)
    }

    fn next_u64(&mut self) -> u64 {
        rand_core::impls::next_u64_via_fill(self)
    }

    fn fill_bytes(&mut self, room: &mut [u8]) {
        if self.try_fill_bytes(room).is_err() {
            core::arch::wasm32::unreachable()
        }
    }

    fn try_fill_bytes(&mut self, room: &mut [u8]) -> Result<(), rand_core::Error> {
        const MOST: usize = 256;
        for part in room.chunks_mut(MOST) {
            // SAFETY: the room is valid for its length.
            if unsafe { libc::getentropy(part.as_mut_ptr().cast(), part.len()) } != 0 {
                return Err(core::num::NonZero::<u32>::MIN.into());
            }
        }
        Ok(())
    }
}

impl rand_core::CryptoRng for Random {}

/// The time since 1970.
#[must_use]
pub fn now() -> Duration {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: there is room for the time.
    unsafe { libc::clock_gettime(libc::CLOCK_REALTIME, &raw mut time) };
    Duration::new(time.tv_sec.try_into().unwrap_or(0), time.tv_nsec.try_into().unwrap_or(0))
}

#[panic_handler]
fn panicked(_: &PanicInfo) -> ! {
    core::arch::wasm32::unreachable()
}
