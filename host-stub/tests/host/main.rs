//! The reference host from outside: its library with small guests, and its command line.

mod command;
mod common;
mod guest;
mod quirks;
mod wasmedge;
