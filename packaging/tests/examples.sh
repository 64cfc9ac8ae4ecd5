# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
# Each example, built by wasock-cc, pkg-config and CMake from the installed prefix, and run against real peers.

# shellcheck source=/dev/null
source "$root/packaging/tests/lib/servers.sh"

examples=$prefix/share/wasock/examples
mbedtls=$root/build/install/mbedtls

# The upstream source of mbedTLS, as a Debian source package carries it.
fetch_mbedtls() (
    set -e
    name=install source=$mbedtls
    # shellcheck source=/dev/null
    { source "$root/ports/lib/say.sh" && source "$root/ports/lib/fetch.sh"; }
    fetch() {
        deb_source mbedtls mbedtls_2.28.3.orig.tar.gz 3b4953aa55a681e084d31892d9904cc5328d6b4958ea57b90ae4b4f94ae69a8d
    }
    fetch_once "$root/packaging/tests/examples.sh"
)

# wasm MODULE ARGUMENT...: runs an example, which may reach loopback and read what the checks share.
wasm() {
    "$prefix/bin/wasock-run" --addr-pool=127.0.0.0/8,::1/128 --dir="$scratch" "$@"
}

# What each of them does; the argument is the directory that has the modules.
they_work() {
    is 'hello over TCP' wasm "$1/tcp_client.wasm" 127.0.0.1 "$tcp_port" 'hello over TCP'
    is 'hello over UDP' wasm "$1/udp_client.wasm" 127.0.0.1 "$udp_port" 'hello over UDP'
    is 'hello over HTTP' wasm "$1/http_get.wasm" localhost "$http_port" /
    refuses 'status 404' wasm "$1/http_get.wasm" localhost "$http_port" /nothing
    the_server_works wasm "$1/tcp_server.wasm" "$1/tcp_client.wasm"
    the_web_server_works wasm "$1/http_server.wasm" "$1/http_get.wasm"
    the_group_works "$1/udp_multicast.wasm"
    is 'hello over HTTP' page_over_tls "$1/tls_client.wasm"
    # The certificate is for another name.
    says 'Certificate verification failed' wasm "$1/tls_client.wasm" 127.0.0.1 "$tls_port" "$scratch/certificate.pem"
    says 'Permission denied' "$prefix/bin/wasock-run" "$1/tcp_client.wasm" 127.0.0.1 "$tcp_port" refused
}

page_over_tls() {
    wasm "$1" localhost "$tls_port" "$scratch/certificate.pem" | tail -n 1
}

# Two members of a group hear what is sent to it.
the_group_works() {
    in_own_network bash -euc '
        ip link set lo up && ip route add 239.0.0.0/8 dev lo src 127.0.0.1
        group() { timeout 10 "$0" --addr-pool=0.0.0.0/32,127.0.0.1/32,239.1.2.3/32 "$@"; }
        for member in 1 2; do group "$1" listen 239.1.2.3 7081 1 >heard$member & done
        for member in 1 2; do until grep -q listening heard$member; do sleep 0.05; done; done
        group "$1" send 239.1.2.3 7081 "to all"
        wait' "$prefix/bin/wasock-run" "$1"
    for member in 1 2; do is "$(printf 'listening\n127.0.0.1: to all')" cat heard$member; done
}

check_the_source_of_mbedtls() {
    fetch_mbedtls
}

check_by_wasock_cc() {
    cp -R "$examples"/* .
    for example in tcp_client tcp_server udp_client udp_multicast http_get http_server; do
        "$prefix/bin/wasock-cc" -O2 -Wall -Werror $example.c -o $example.wasm
    done
    "$prefix/bin/wasock-cc" -O2 -I . -I "$mbedtls/include" -DMBEDTLS_CONFIG_FILE='"tls_config.h"' \
        tls_client.c "$mbedtls"/library/*.c -o tls_client.wasm
    they_work .
}

check_by_pkg_config() {
    cp -R "$examples"/* .
    make -s PKG_CONFIG_PATH="$prefix/lib/pkgconfig" CC='clang-19 --target=wasm32-wasi' MBEDTLS="$mbedtls"
    they_work .
}

check_by_cmake() {
    quietly cmake -S "$examples" -B build -DCMAKE_TOOLCHAIN_FILE="$prefix/share/wasock/wasock.cmake" -DMBEDTLS="$mbedtls"
    quietly cmake --build build --parallel 2
    they_work build
}

cargo_build() {
    (cd "$1" && CARGO_TARGET_DIR=$2 cargo build --quiet --locked --release --target wasm32-wasip1)
}

# The example in Rust over the archive, where it is installed and as a copy; the one over the crate as a copy.
check_the_examples_in_rust_elsewhere() {
    cargo_build "$examples/rust-libc" "$PWD/target"
    is hello wasm target/wasm32-wasip1/release/libc-client.wasm "$tcp_port"
    cp -R "$examples/rust-libc" libc
    PATH=$prefix/bin:$PATH cargo_build libc "$PWD/libc-target"
    is hello wasm libc-target/wasm32-wasip1/release/libc-client.wasm "$tcp_port"
    cp -R "$root/examples/rust-no-std" no-std
    sed -i "s|path = \"../..\"|path = \"$root\"|" no-std/Cargo.toml
    # Where `make test` builds it, so that wasock is compiled once.
    cargo_build no-std "$root/build/test/rust-guest/no-std"
    is hello wasm "$root/build/test/rust-guest/no-std/wasm32-wasip1/release/no-std-client.wasm" "$tcp_port"
}

# Another runtime than the default one, from a directory with a space in its name.
check_in_another_dialect() {
    mkdir 'a prefix'
    cp -R "$prefix/." 'a prefix'
    prefix=$PWD/a\ prefix
    quietly cmake -S "$examples" -B 'in cmake' -DCMAKE_TOOLCHAIN_FILE="$prefix/share/wasock/wasock.cmake" -DDIALECT=wasix
    quietly cmake --build 'in cmake'
    "$prefix/bin/wasock-cc" -dialect=wasix "$examples/tcp_client.c" -o by_hand.wasm
    eval "clang-19 --target=wasm32-wasi $(PKG_CONFIG_PATH=$prefix/lib/pkgconfig pkg-config --cflags wasock-wasix) \
        '$examples/tcp_client.c' -o packaged.wasm $(PKG_CONFIG_PATH=$prefix/lib/pkgconfig pkg-config --libs wasock-wasix)"
    for module in 'in cmake/tcp_client.wasm' by_hand.wasm packaged.wasm; do
        is 'hello' wasm "$module" 127.0.0.1 "$tcp_port" hello
        grep -qa 'wasix [0-9]' "$module"
    done
}
