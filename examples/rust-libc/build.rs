//! Finds the archive: in the folder that WASOCK_LIB names, else where `make` builds it; for the runtime that WASOCK_DIALECT
//! names, else for WAMR.

use std::env;

fn main() {
    println!("cargo:rerun-if-env-changed=WASOCK_LIB");
    let built = concat!(env!("CARGO_MANIFEST_DIR"), "/../../build/lib/wasm32-wasip1");
    let folder = env::var("WASOCK_LIB").unwrap_or_else(|_| built.into());
    println!("cargo:rustc-link-search=native={folder}");
    println!("cargo:rerun-if-env-changed=WASOCK_DIALECT");
    let dialect = env::var("WASOCK_DIALECT").unwrap_or_else(|_| "wamr".into());
    println!("cargo:rustc-link-lib=static=wasock-{dialect}");
}
