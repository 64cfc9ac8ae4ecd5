# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
# libmicrohttpd, by its example server of files, which calls select itself.
about='libmicrohttpd 0.9.75: a server of files over a select of its own, load'
against='curl, ab (Apache)'
. "$root/ports/lib/http.sh"

needs() { need_http; }

fetch() {
    deb_source libmicrohttpd libmicrohttpd_0.9.75.orig.tar.xz 796e7e217a4802679fcac667a4e98501c53185dcf50ca0583870e84192620131
}

# Its config.sub is older than WASI. Its examples with threads and timers are left out.
build() {
    compat
    ./configure ${host:+--host=wasm32-unknown-none} --disable-https --disable-shared --disable-doc --disable-curl
    make -j2 -C src/microhttpd
    make -C src/examples fileserver_example_external_select
}

# It serves for as many seconds as it is told.
files_server() {
    cd "$scratch/files"
    become src/examples/fileserver_example_external_select "$port" 300
}

check() {
    limit=100
    make_pages "$scratch/files"
    mkdir "$scratch/files/directory"
    same requests with_server files '' requests
    same load with_server files '' load
    same many with_server files '' get_large 20 20 "$scratch/files"
}

ask() { get -i "http://127.0.0.1:$port/$1" "${@:2}"; }

requests() {
    ask small
    ask nothing
    ask directory
    ask small --http1.0
    ask small -H 'Host:'
    ask small -X DELETE
    ask small -r 2-
    ask small -H "Too-Long: $(printf 'x%.0s' $(seq 40000))"
    ask small --next "http://127.0.0.1:$port/nothing" --next "http://127.0.0.1:$port/small"
    curl -sS "http://127.0.0.1:$port/large" | cmp - "$scratch/files/large" && echo as on disk
    curl -sS --limit-rate 4M "http://127.0.0.1:$port/large" | cmp - "$scratch/files/large" && echo as on disk, slowly
}

# New connections, then kept ones.
load() {
    load_small 1000 50
    load_small 1000 50 -k
}

normalise() {
    sed -E '/^Date: /d; s/127\.0\.0\.1:[0-9]+/127.0.0.1:PORT/g'
}
