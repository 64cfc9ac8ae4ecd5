// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! How the guests begin, print and end.
#![cfg_attr(target_family = "wasm", no_std)]

use core::ffi::{CStr, c_char, c_int};

/// The port that an argument of `main` names, 0 if it names none.
///
/// # Safety
/// `argv` has `argc` texts that end with NUL.
pub unsafe fn port(argc: c_int, argv: *const *const c_char, n: usize) -> u16 {
    if n >= argc as usize {
        return 0;
    }
    // SAFETY: the caller's promise.
    let text = unsafe { CStr::from_ptr(*argv.wrapping_add(n)) };
    text.to_bytes().iter().fold(0, |port: u16, digit| port.wrapping_mul(10).wrapping_add(u16::from(digit & 0xf)))
}

/// Prints a text, without what formats: that could panic.
pub fn print(text: &str) {
    // SAFETY: the text is valid for its length.
    unsafe { libc::write(1, text.as_ptr().cast(), text.len()) };
}

/// Prints a number.
pub fn print_number(number: usize) {
    if number >= 10 {
        print_number(number / 10);
    }
    let digit = "0123456789".get(number % 10..number % 10 + 1);
    print(digit.unwrap_or("?"));
}

#[cfg(target_family = "wasm")]
#[panic_handler]
fn panicked(_: &core::panic::PanicInfo) -> ! {
    core::arch::wasm32::unreachable()
}
