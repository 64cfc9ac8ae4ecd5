// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! The reference host from outside: its library with small guests, and its command line.

mod authority;
mod berkeley;
mod calls;
mod command;
mod common;
mod guest;
mod lessons;
mod limits;
mod many_results;
mod quirks;
mod rules;
mod strangers;
mod unix;
mod wasmedge;
