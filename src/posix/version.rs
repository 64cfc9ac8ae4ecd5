//! `wasock_version`.

use core::ffi::{CStr, c_char};

const VERSION: &CStr = match CStr::from_bytes_with_nul(concat!(env!("CARGO_PKG_VERSION"), "\0").as_bytes()) {
    Ok(text) => text,
    Err(_) => c"",
};

/// The version of the library, `0.1.0`: a text that ends with a zero byte and lives as long as the program.
/// `<wasock.h>` has that of the headers in `WASOCK_VERSION`.
#[cfg_attr(feature = "c-exports", unsafe(no_mangle))]
pub extern "C" fn wasock_version() -> *const c_char {
    VERSION.as_ptr()
}
