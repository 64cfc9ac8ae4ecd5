// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! What a crate has to be told that brings sockets of its own: how to connect, and how to look up a name.

pub mod http;
