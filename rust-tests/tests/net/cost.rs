// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! A client over wasock-net is hardly larger than the same over the C names, and asks the host for nothing more.

use rust_tests::{DIALECTS, Module, Verdict, read_module, rust_guest};

/// Eleven tenths.
fn is_too_large(net: u64, by_c_names: u64) -> bool {
    net * 10 > by_c_names * 11
}

#[test]
fn four_calls_cost_what_they_cost_by_the_c_names() -> Verdict {
    let mut failures = String::new();
    for dialect in DIALECTS {
        let [net, by_c_names] =
            ["four-net", "four-c"].map(|name| rust_guest(name, dialect).and_then(|path| read_module(&path)));
        let (net, by_c_names): (Module, Module) = (net?, by_c_names?);
        println!("{dialect}: {} bytes, by the C names {}", net.size, by_c_names.size);
        if is_too_large(net.size, by_c_names.size) {
            failures += &format!("{dialect}: {} bytes, by the C names {}\n", net.size, by_c_names.size);
        }
        if !net.imports.is_subset(&by_c_names.imports) {
            failures += &format!("{dialect}: imports {:?}, by the C names {:?}\n", net.imports, by_c_names.imports);
        }
    }
    if failures.is_empty() { Ok(()) } else { Err(failures.into()) }
}
