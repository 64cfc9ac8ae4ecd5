#![no_std]
//! wasock
