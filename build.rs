//! Checks the choice of dialect and compiles the C glue of the archive.

use std::env;

/// Every dialect, by the name of its feature.
const DIALECTS: [&str; 3] = ["wamr", "berkeley", "wasmedge"];

fn main() {
    println!("cargo:rerun-if-changed=src/glue.c");
    println!("cargo:rustc-check-cfg=cfg(dialect, values(\"{}\"))", DIALECTS.join("\", \""));
    println!("cargo:rustc-cfg=dialect=\"{}\"", dialect());
    if is_wasm() && env::var_os("CARGO_FEATURE_C_EXPORTS").is_some() {
        cc::Build::new().file("src/glue.c").compile("wasock-glue");
    }
}

fn is_wasm() -> bool {
    env::var("CARGO_CFG_TARGET_FAMILY").is_ok_and(|family| family.split(',').any(|f| f == "wasm"))
}

/// The one dialect of a wasm build. Natively there is no runtime to call: tests are over a fake, and
/// documentation is the same for every dialect.
fn dialect() -> &'static str {
    let chosen: Vec<_> = DIALECTS.into_iter().filter(|name| env::var_os(feature(name)).is_some()).collect();
    match chosen[..] {
        [one] => one,
        _ if !is_wasm() => DIALECTS[0],
        [] => fail(format!("choose the runtime by a feature, one of: {}", DIALECTS.join(", "))),
        _ => fail(format!("a module speaks one dialect; the features name {}: {}", chosen.len(), chosen.join(", "))),
    }
}

fn feature(name: &str) -> String {
    format!("CARGO_FEATURE_{}", name.to_uppercase().replace('-', "_"))
}

fn fail(why: String) -> ! {
    println!("cargo:error=wasock: {why}");
    std::process::exit(1)
}
