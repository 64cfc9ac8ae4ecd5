//! `wasock_dialect`: what the library was built for, so that a program can say so.

use core::ffi::{CStr, c_char};

/// The dialect's name, and its NUL.
const DIALECT: &CStr = match CStr::from_bytes_with_nul(concat!(env!("WASOCK_DIALECT"), "\0").as_bytes()) {
    Ok(name) => name,
    Err(_) => c"",
};

/// The dialect that the program is linked for, such as `wamr`: a text that is never freed.
/// Declared in `<wasock.h>`.
#[cfg_attr(feature = "c-exports", unsafe(no_mangle))]
pub extern "C" fn wasock_dialect() -> *const c_char {
    DIALECT.as_ptr()
}
