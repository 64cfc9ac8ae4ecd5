// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! `EAI_` codes: `gai_strerror`.

use core::ffi::{CStr, c_char, c_int};

use crate::abi::*;
use crate::dialect::ResolveError;
use crate::errno::{self, Errno};

/// Why a look-up failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum GaiError {
    /// An `EAI_` code that says it all.
    Code(c_int),
    /// `EAI_SYSTEM`, and the errno that goes with it.
    System(Errno),
}

impl GaiError {
    /// The code to return, with `errno` set where the code says so.
    pub(super) fn code(self) -> c_int {
        match self {
            Self::Code(code) => code,
            Self::System(error) => {
                errno::set(error);
                EAI_SYSTEM
            }
        }
    }
}

impl From<ResolveError> for GaiError {
    fn from(error: ResolveError) -> Self {
        match error {
            ResolveError::NoName => Self::Code(EAI_NONAME),
            ResolveError::NoData => Self::Code(EAI_NODATA),
            ResolveError::NoFamily => Self::Code(EAI_ADDRFAMILY),
            ResolveError::Again => Self::Code(EAI_AGAIN),
            ResolveError::Fail => Self::Code(EAI_FAIL),
            ResolveError::Memory => Self::Code(EAI_MEMORY),
            ResolveError::System(error) => Self::System(error),
        }
    }
}

impl From<Errno> for GaiError {
    fn from(error: Errno) -> Self {
        Self::System(error)
    }
}

/// The text of an `EAI_` code, as Linux has it; never null.
/// <https://pubs.opengroup.org/onlinepubs/9799919799/functions/gai_strerror.html>
#[cfg_attr(feature = "c-exports", unsafe(no_mangle))]
pub extern "C" fn gai_strerror(code: c_int) -> *const c_char {
    text(code).as_ptr()
}

fn text(code: c_int) -> &'static CStr {
    match code {
        EAI_BADFLAGS => c"Bad value for ai_flags",
        EAI_NONAME => c"Name or service not known",
        EAI_AGAIN => c"Temporary failure in name resolution",
        EAI_FAIL => c"Non-recoverable failure in name resolution",
        EAI_NODATA => c"No address associated with hostname",
        EAI_FAMILY => c"ai_family not supported",
        EAI_SOCKTYPE => c"ai_socktype not supported",
        EAI_SERVICE => c"Servname not supported for ai_socktype",
        EAI_ADDRFAMILY => c"Address family for hostname not supported",
        EAI_MEMORY => c"Memory allocation failure",
        EAI_SYSTEM => c"System error",
        // Linux has no text for the code that getnameinfo returns, nor for others.
        _ => c"Unknown error",
    }
}
