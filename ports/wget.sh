# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
# GNU wget, by the tests of its own that speak HTTP without TLS: each starts servers in Python and looks at the files that wget
# leaves.
about='GNU wget 1.21.3: its own tests over HTTP'
against='servers of the suite, in Python'
dialects='wamr wasi-sockets'

needs() {
    need python3 command -v python3
}

fetch() {
    deb_source wget wget_1.21.3.orig.tar.gz 5726bb8bc5ca0f6dc7110f6416e4bb7019e2d2ff5bf93d1ca2ffcc6656f220e5
}

# pkg-config would find the build machine's libraries.
build() {
    compat
    export PKG_CONFIG_LIBDIR=/nowhere CONFIG_SITE=$prefix/share/wasock/config.site
    [ -n "$host" ] || unset CONFIG_SITE
    # shellcheck disable=SC2086
    ./configure $host --without-ssl --without-zlib --without-libpsl --without-metalink --disable-nls --disable-iri --disable-pcre --disable-pcre2
    make -j2 -C lib
    make -j2 -C src
}

check() {
    local file each
    for file in "$built"/native/testenv/Test*.py; do
        each=$(basename "$file" .py)
        # These need what was left out of the build, and skip themselves.
        case $each in *metalink* | *https* | Test-hsts | Test-no_proxy-env) continue ;; esac
        if [ "$dialect" = wasi-sockets ] && grep -Eq '^ExpectedReturnCode\w* = [2-9]' "$file"; then
            differs "$each" 'wasmtime has no exit codes but 0 and 1' 'Return codes do not match' suite "$each"
        else
            same "$each" suite "$each"
        fi
        grep -q passed "$work/$each/native" || flunk "$each: fails natively"
    done
}

# The suite starts the file that WGET_PATH names, in a folder that is wget's home as well.
suite() {
    local command folder=$built/$side/testenv log=$PWD/log code=0
    local allowed=("${allowed[@]}" "--dir=$folder/$1.py-test" "--env=HOME=$folder/$1.py-test")
    command_for src/wget
    printf '#!/bin/bash\nexec %s "$@"\n' "${command[*]@Q}" >"$scratch/wget"
    chmod +x "$scratch/wget"
    (cd "$folder" && WGETRC=/dev/null WGET_PATH=$scratch/wget PYTHONPATH=. timeout "$limit" python3 "$1.py") >"$log" 2>&1 || code=$?
    case $code in
    0) echo passed ;;
    *) grep '^Error: ' "$log" || tail "$log" ;;
    esac
}
