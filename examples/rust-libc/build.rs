// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Finds the archive in the folder WASOCK_LIB, where `make` builds it, or in the prefix that this example is installed in.
//! WASOCK_DIALECT is the runtime (default: wamr). A copy of this example elsewhere needs WASOCK_LIB=PREFIX/lib/wasm32-wasip1.

use std::env;
use std::path::Path;

fn main() {
    println!("cargo:rerun-if-env-changed=WASOCK_LIB");
    const BUILT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../build/lib/wasm32-wasip1");
    const INSTALLED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../../lib/wasm32-wasip1");
    let here = if Path::new(BUILT).exists() { BUILT } else { INSTALLED };
    let folder = env::var("WASOCK_LIB").unwrap_or_else(|_| here.into());
    println!("cargo:rustc-link-search=native={folder}");
    println!("cargo:rerun-if-env-changed=WASOCK_DIALECT");
    let dialect = env::var("WASOCK_DIALECT").unwrap_or_else(|_| "wamr".into());
    println!("cargo:rustc-link-lib=static=wasock-{dialect}");
}
