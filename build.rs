// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Checks the choice of dialect and compiles the C glue of the archive.

use std::env;

/// Every dialect, by the name of its feature.
const DIALECTS: [&str; 9] =
    ["wamr", "berkeley", "wasmedge", "wasmedge-v2", "wasix", "ueno", "sock-connect", "preview1", "wasi-sockets"];

/// Those whose sockets have numbers of the library's own, which `read`, `close`, … have to know.
const GUEST_DESCRIPTORS: [&str; 4] = ["ueno", "sock-connect", "preview1", "wasi-sockets"];

/// Those whose hosts have no file status of a socket, or one without its type.
const SOCKETS_ARE_NO_FILES: [&str; 3] = ["wasmedge", "wasmedge-v2", "wasix"];

/// Those where the library keeps something of a host's socket, which `read` has to use, and which ends with `close`.
const KEEP: [&str; 2] = ["wamr", "wasix"];

/// Those whose hosts raise `SIGPIPE` when a socket is written to whose peer has gone.
const RAISE_SIGPIPE: [&str; 3] = ["wamr", "wasmedge", "wasmedge-v2"];

/// The one where the library notes that a socket may not block: only then a refused send needs a closer look.
const NOTES_NONBLOCKING: &str = "wamr";

fn main() {
    println!("cargo:rerun-if-changed=src/glue.c");
    println!("cargo:rerun-if-changed=src/berkeley.c");
    println!("cargo:rerun-if-changed=src/close.c");
    println!("cargo:rerun-if-changed=src/fcntl.c");
    println!("cargo:rerun-if-changed=src/heap.c");
    println!("cargo:rerun-if-changed=src/release.c");
    println!("cargo:rerun-if-changed=src/sigpipe.c");
    println!("cargo:rerun-if-changed=src/ignored_sigpipe.c");
    println!("cargo:rerun-if-changed=src/wamr.c");
    println!("cargo:rerun-if-changed=src/wasi_sockets.c");
    println!("cargo:rerun-if-changed=src/wasi_sockets_start.c");
    println!("cargo:rerun-if-changed=src/wasix.c");
    println!("cargo:rustc-check-cfg=cfg(dialect, values(\"{}\"))", DIALECTS.join("\", \""));
    println!("cargo:rustc-check-cfg=cfg(own_fcntl, own_read, own_status, own_write, small_heap, threads)");
    let dialect = dialect();
    let guest_descriptors = GUEST_DESCRIPTORS.contains(&dialect);
    println!("cargo:rustc-cfg=dialect=\"{dialect}\"");
    println!("cargo:rustc-env=WASOCK_DIALECT={dialect}");
    if guest_descriptors || dialect == NOTES_NONBLOCKING {
        println!("cargo:rustc-cfg=own_fcntl");
    }
    if guest_descriptors || KEEP.contains(&dialect) {
        println!("cargo:rustc-cfg=own_read");
    }
    if guest_descriptors || SOCKETS_ARE_NO_FILES.contains(&dialect) {
        println!("cargo:rustc-cfg=own_status");
    }
    let raises_sigpipe = RAISE_SIGPIPE.contains(&dialect);
    if guest_descriptors || raises_sigpipe || KEEP.contains(&dialect) {
        println!("cargo:rustc-cfg=own_write");
    }
    // The compiler shows `target_feature = "atomics"` to nobody yet.
    if env::var("TARGET").is_ok_and(|target| target.ends_with("-threads")) {
        println!("cargo:rustc-cfg=threads");
    }
    if is_wasm() && env::var_os("CARGO_FEATURE_C_EXPORTS").is_some() {
        // Components keep the C library's heap, in which the host allocates too.
        let small_heap = dialect != "wasi-sockets";
        if small_heap {
            println!("cargo:rustc-cfg=small_heap");
        }
        let of_dialect: &[&str] = match dialect {
            "berkeley" => &["src/berkeley.c"],
            "wasi-sockets" => {
                &["src/close.c", "src/fcntl.c", "src/release.c", "src/wasi_sockets.c", "src/wasi_sockets_start.c"]
            }
            "wamr" => &[
                "src/close.c",
                "src/fcntl.c",
                "src/wamr.c",
                "src/release.c",
                // The linker takes the first of these that it finds.
                "src/sigpipe.c",
                "src/ignored_sigpipe.c",
            ],
            "wasix" => &["src/close.c", "src/wasix.c"],
            _ if guest_descriptors => &["src/close.c", "src/fcntl.c"],
            _ => &[],
        };
        let heap: &[&str] = if small_heap { &["src/heap.c"] } else { &[] };
        let files = ["src/glue.c"].iter().chain(heap).chain(of_dialect);
        // A call of a function by its address as WebAssembly's first release has it: older engines know no other.
        let old = ["-mno-reference-types", "-mno-call-indirect-overlong"];
        let mut glue = cc::Build::new();
        old.iter().fold(glue.files(files), |glue, flag| glue.flag_if_supported(flag)).compile("wasock-glue");
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
