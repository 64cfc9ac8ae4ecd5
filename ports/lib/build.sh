# Building a port: once natively, once for each dialect, in a copy of its source.

emulation='SIGNAL MMAN PROCESS_CLOCKS GETPID'

build_side() {
    local dir=$built/$1
    up_to_date "$1" && return
    say "building for $1"
    rm -rf "$dir"
    cp -a "$source" "$dir"
    quietly "$built/$1.log" build_in "$dir" "$1"
    declare -f build >"$dir/.built"
}

build_in() (
    set -e
    cd "$1"
    toolchain "$2"
    set -x
    build
)

# What `build` finds: the compiler and archiver, the flags that its users would pass, the argument for configure.
# wasi-libc's own emulation of POSIX is part of the toolchain; where it ends, a port says `compat`.
toolchain() {
    side=$1
    export CC=cc AR=ar RANLIB=ranlib CFLAGS=-O2 CPPFLAGS='' LDFLAGS='' LIBS='' MAKEFLAGS='' host=''
    [ "$side" != native ] || return 0
    CC="$root/bin/wasock-cc -dialect=$side" host=--host=wasm32-wasi
    local each
    for each in $emulation; do
        CPPFLAGS+=" -D_WASI_EMULATED_$each"
        LIBS+=" -lwasi-emulated-$(echo "$each" | tr A-Z_ a-z-)"
    done
}

# A build is out of date when `build`, the source, the compiler script, the headers or the archive changed.
up_to_date() {
    local stamp=$built/$1/.built of=("$source/.fetched")
    [ "$(cat "$stamp" 2>/dev/null)" = "$(declare -f build)" ] || return 1
    [ "$1" = native ] ||
        of+=("$root/include" "$root/ports/compat" "$root/bin/wasock-cc" "$root/build/lib/wasm32-wasip1/libwasock-$1.a")
    [ -z "$(find "${of[@]}" -newer "$stamp" -print -quit)" ]
}

# compat: called by a port's `build` whose program wants POSIX that is not sockets and that WASI has not: what
# ports/compat has of it, for the program alone. Natively there is nothing to add.
compat() {
    [ "$side" != native ] || return 0
    local each objects=$built/compat-$side
    CPPFLAGS="-I$root/ports/compat/include $CPPFLAGS"
    mkdir -p "$objects"
    for each in "$root"/ports/compat/src/*.c; do
        $CC $CPPFLAGS $CFLAGS -c "$each" -o "$objects/$(basename "$each" .c).o"
    done
    rm -f "$objects/libcompat.a"
    $AR rcs "$objects/libcompat.a" "$objects"/*.o
    LIBS="$objects/libcompat.a $LIBS"
}
