// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! `wasock_dialect` and `wasock_version`, declared in `<wasock.h>`. Both return a static string.

use core::ffi::{CStr, c_char};

/// A text with its NUL.
const fn terminated(text: &str) -> &CStr {
    match CStr::from_bytes_with_nul(text.as_bytes()) {
        Ok(text) => text,
        Err(_) => c"",
    }
}

const DIALECT: &CStr = terminated(concat!(env!("WASOCK_DIALECT"), "\0"));
const VERSION: &CStr = terminated(concat!(env!("CARGO_PKG_VERSION"), "\0"));

/// The dialect that the program is linked for, such as `wamr`.
#[cfg_attr(feature = "c-exports", unsafe(no_mangle))]
pub extern "C" fn wasock_dialect() -> *const c_char {
    DIALECT.as_ptr()
}

/// The version of the library, such as `0.1.0`; that of the headers is `WASOCK_VERSION`.
#[cfg_attr(feature = "c-exports", unsafe(no_mangle))]
pub extern "C" fn wasock_version() -> *const c_char {
    VERSION.as_ptr()
}
