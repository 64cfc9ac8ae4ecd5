// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Descriptors that the library hands out itself, and what it keeps of them.

pub(crate) mod ahead;
pub(crate) mod beside;
pub(crate) mod deadline;
pub(crate) mod kept;
pub(crate) mod table;
