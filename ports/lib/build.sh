# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
# Building a port: once natively, once for each dialect, in a copy of its source. All that it has of wasock is an installed
# prefix, as any user has it.

prefix=$root/build/ports/prefix wasmtime=$root/build/component-tools/bin/wasmtime

emulation='SIGNAL MMAN PROCESS_CLOCKS GETPID'

build_side() {
    local dir=$built/$1
    up_to_date "$1" && return
    say "building for $1"
    rm -rf "$dir"
    cp -a "$source" "$dir"
    quietly "$built/$1.log" build_in "$dir" "$1"
    [ "$1" != wasi-sockets ] || compile_components "$dir"
    inputs "$1" >"$dir/.built"
}

# compile_components DIRECTORY: wasmtime compiles each component once for all runs. That of a large one takes seconds.
compile_components() {
    local each
    find "$1" -type f -perm -u+x -size +8k | while read -r each; do
        [ "$(od -An -tx1 -N8 "$each")" = ' 00 61 73 6d 0d 00 01 00' ] || continue
        "$wasmtime" compile "$each" -o "$each.compiled"
    done
}

build_in() (
    set -e
    cd "$1"
    toolchain "$2"
    set -x
    build
)

# What `build` finds: the compiler and archiver, the flags that its users would pass, the argument for configure.
# wasi-libc's own emulation of POSIX is there for each; where it ends, a port says `compat`.
toolchain() {
    side=$1
    export CC=cc AR=ar RANLIB=ranlib CFLAGS=-O2 CPPFLAGS='' LDFLAGS='' LIBS='' MAKEFLAGS='' host=''
    [ "$side" != native ] || return 0
    CC="$prefix/bin/wasock-cc -dialect=$side" host=--host=wasm32-wasi
    local each
    for each in $emulation; do
        CPPFLAGS+=" -D_WASI_EMULATED_$each"
        LIBS+=" -lwasi-emulated-$(echo "$each" | tr A-Z_ a-z-)"
    done
}

# A build is out of date when `build`, the source or what is installed for it changed.
up_to_date() {
    local stamp=$built/$1/.built
    [ "$(cat "$stamp" 2>/dev/null)" = "$(inputs "$1")" ] && [ ! "$source/.fetched" -nt "$stamp" ]
}

inputs() {
    declare -f build
    [ "$1" = native ] || grep -E " (bin/wasock-c(c|omponent)|include/.*|share/wasock/.*\.cmake|lib/[^ ]*/libwasock-($1|compat)\.a)$" "$prefix/share/wasock/SHA256SUMS"
}

# compat: called by a port's `build` whose program wants POSIX that is not sockets and that WASI has not. Natively there
# is nothing to add.
compat() {
    [ "$side" != native ] || return 0
    CC+=' -compat' CPPFLAGS='' LIBS=''
}
