// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Finds the archive of the runtime WASOCK_DIALECT (default: wamr): in the folder WASOCK_LIB; where `make` builds it, or in the
//! prefix that this example is installed in; else, for a copy of this example, beside the `wasock-cc` on PATH.

use std::env;
use std::path::PathBuf;
use std::process::exit;

fn main() {
    for variable in ["WASOCK_LIB", "WASOCK_DIALECT", "PATH"] {
        println!("cargo:rerun-if-env-changed={variable}");
    }
    let dialect = env::var("WASOCK_DIALECT").unwrap_or_else(|_| "wamr".into());
    let archive = format!("libwasock-{dialect}.a");
    let Some(folder) = folders().into_iter().find(|folder| folder.join(&archive).exists()) else {
        eprintln!("{archive} is nowhere: set WASOCK_LIB=PREFIX/lib/wasm32-wasip1, PREFIX being that of `make install`");
        exit(1);
    };
    println!("cargo:rustc-link-search=native={}", folder.display());
    println!("cargo:rustc-link-lib=static=wasock-{dialect}");
}

fn folders() -> Vec<PathBuf> {
    if let Some(folder) = env::var_os("WASOCK_LIB") {
        return vec![folder.into()];
    }
    let here = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let path = env::var_os("PATH").unwrap_or_default();
    let drivers = env::split_paths(&path).filter(|folder| folder.join("wasock-cc").exists());
    let roots =
        [here.join("../.."), here.join("../../../..")].into_iter().chain(drivers.map(|folder| folder.join("..")));
    roots.flat_map(|root| ["build/lib", "lib"].map(|lib| root.join(lib).join("wasm32-wasip1"))).collect()
}
