# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
# make dist: a tarball that serves as a prefix, and is the same wherever it is made.

check_the_tarball_serves() {
    make -s -C "$root" dist
    (cd "$root/build/dist" && sha256sum --check --quiet SHA256SUMS)
    tar -xzf "$root"/build/dist/wasock-*.tar.gz
    cd wasock-*
    sha256sum --check --quiet share/wasock/SHA256SUMS
    is "wasock-run ${PWD##*-}" bin/wasock-run --version
    bin/wasock-cc share/wasock/examples/tcp_client.c -o client.wasm
    is hello bin/wasock-run --addr-pool=127.0.0.1/32 client.wasm 127.0.0.1 "$tcp_port" hello
}

# Every path that a compiler may leave in what it makes is another: of the source, of what is built, of cargo's home.
check_the_tarball_is_reproducible() {
    local epoch cargo=${CARGO_HOME:-$HOME/.cargo}
    epoch=$(git -C "$root" log -1 --format=%ct)
    mkdir source cargo
    (cd "$root" && git ls-files -z --cached --others --exclude-standard | xargs -0 tar --create --ignore-failed-read) | tar -x -C source
    for entry in "$cargo"/*; do ln -s "$entry" cargo; done
    CARGO_HOME=$PWD/cargo CARGO_TARGET_DIR=$PWD/target SOURCE_DATE_EPOCH=$epoch make -s -C source dist
    is "$(cat "$root/build/dist/SHA256SUMS")" cat source/build/dist/SHA256SUMS
}
