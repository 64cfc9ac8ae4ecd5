// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! What several dialects use.

pub(crate) mod advice;
pub(crate) mod events;
pub(crate) mod network_handles;
pub(crate) mod one_buffer;
pub(crate) mod pending_error;
pub(crate) mod time_left;
pub(crate) mod truncation;
pub(crate) mod wasip1;
