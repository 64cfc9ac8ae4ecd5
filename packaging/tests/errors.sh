# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
# What can go wrong, and the line that says what to do.

say_socket() {
    cat >client.c <<-EOF
		#include <poll.h>
		#include <sys/socket.h>
		int main(void) { return socket(AF_INET, SOCK_STREAM, 0) == -1 || poll(0, 0, 0) == -1; }
	EOF
}

cc() {
    "$prefix/bin/wasock-cc" client.c -o client.wasm "$@"
}

# Without wasock-cc, as with pkg-config.
clang_cc() {
    clang-19 --target=wasm32-wasi -isystem "$prefix/include/wasock" "$@" -o client.wasm
}

check_wasock_cc_names_the_cure() {
    say_socket
    refuses "no dialect 'nosuch'.*there are: .*wamr" cc -dialect=nosuch
    refuses 'wasock is for wasm32-wasip1, not wasm32-wasip2: .*sockets of its own' cc --target=wasm32-wasip2
    refuses 'wasock is for wasm32-wasip1, not wasm32-wasip3' cc -target wasm32-wasip3
    refuses 'wasock is for wasm32-wasip1, not x86_64-linux-gnu' cc --target=x86_64-linux-gnu
    refuses 'no /nowhere/clang: install clang-19 and lld-19, or set WASOCK_CLANG or WASI_SDK_PATH' \
        env WASOCK_CLANG=/nowhere/clang "$prefix/bin/wasock-cc" client.c
    refuses 'WASI_SDK_PATH is wrong: no /nowhere/bin/clang; .*install clang-19 and lld-19' \
        env WASI_SDK_PATH=/nowhere "$prefix/bin/wasock-cc" client.c
    mkdir -p sdk/bin && ln -s "$(command -v clang-19)" sdk/bin/clang
    refuses 'WASI_SDK_PATH is wrong: no C library in .*/sdk/share/wasi-sysroot' \
        env WASI_SDK_PATH="$PWD/sdk" "$prefix/bin/wasock-cc" client.c
    refuses 'no C library with threads in /nowhere (wasm32-wasip1-threads): set WASI_SDK_PATH' \
        env WASOCK_SYSROOT=/nowhere "$prefix/bin/wasock-cc" --target=wasm32-wasip1-threads client.c
    mkdir -p headers/include/wasm32-wasip1-threads && touch headers/include/wasm32-wasip1-threads/stdio.h
    refuses 'no C library with threads: no .*/headers/lib/wasm32-wasip1-threads/libc.a; set WASI_SDK_PATH' \
        env WASOCK_SYSROOT="$PWD/headers" "$prefix/bin/wasock-cc" --target=wasm32-wasip1-threads client.c
    refuses 'in /nowhere: install wasi-libc, or name a wasi-sdk by WASI_SDK_PATH' \
        env WASOCK_SYSROOT=/nowhere "$prefix/bin/wasock-cc" client.c
    refuses '-lto needs clang [0-9]* (WASOCK_CLANG=clang-[0-9]*), or the wasm-ld of Rust' cc -lto
    refuses 'trace and -lto do not go together' cc -lto -trace
    refuses 'usage: wasock-cc' "$prefix/bin/wasock-cc"
}

# The command that the message shows is executed by compilers.sh, with a real zig cc.
check_zig_is_told_apart() {
    say_socket
    printf '#!/bin/sh\ncase $* in *--version*) echo "clang version 20 (ziglang)" ;; *) echo /nowhere ;; esac\n' >zigcc
    chmod +x zigcc
    local archive="-Wl,--whole-archive $prefix/lib/wasm32-wasip1/libwasock-wamr.a -Wl,--no-whole-archive"
    for name in "$PWD/zigcc" 'zig cc'; do
        refuses "zig cc --target=wasm32-wasi -I $prefix/include/wasock FILE... $archive" \
            env WASOCK_CLANG="$name" "$prefix/bin/wasock-cc" client.c
    done
}

# Options of GNU ld that build systems pass and that have no meaning for wasm-ld.
check_options_of_other_linkers_are_left_out() {
    say_socket
    cc -Wl,--as-needed -Wl,--no-undefined -Wl,--start-group -Wl,--end-group -Wl,--no-as-needed
}

check_a_dialect_is_named_once() {
    local way
    say_socket
    for way in -dialect=wasix --dialect=wasix '-dialect wasix' '--dialect wasix' \
        '-dialect=wasix --dialect wasix' '-default-dialect=wamr -dialect=wasix'; do
        # The option may be several words.
        cc $way
        grep -qa 'wasix [0-9]' client.wasm
    done
    refuses 'two dialects, wamr and wasix: .*give one -dialect' cc -dialect=wamr --dialect wasix
    refuses '-dialect lacks its name: .*wamr' cc -dialect
    refuses '-dialect lacks its name: .*wamr' cc -dialect=
}

check_help_lists_our_options() {
    local help driver
    "$prefix/bin/wasock-component" --help | grep -q '^  -o COMPONENT '
    for driver in wasock-cc wasock-c++; do
        # Without any compiler.
        help=$(env WASI_SDK_PATH=/nowhere "$prefix/bin/$driver" --help)
        grep -qF "usage: $driver" <<<"$help"
        grep -q 'wamr .*wasi-sockets' <<<"$help"
        grep -q 'clang --help' <<<"$help"
        for option in -dialect=NAME -compat -trace -lto -core --help; do grep -q "^  $option " <<<"$help"; done
    done
}

# No clang under any of the names that are tried.
check_no_clang_at_all() {
    say_socket
    mkdir bin
    for tool in sh sed ls readlink dirname cat; do ln -s "$(command -v $tool)" bin; done
    refuses 'no clang-19: install clang-19 and lld-19' env PATH="$PWD/bin" "$prefix/bin/wasock-cc" client.c
}

check_a_missing_compiler_rt_is_named() {
    say_socket
    mkdir empty
    printf '#!/bin/sh\ncase $* in *-print-*) echo %s/empty ;; *-dumpversion*) echo 18.1.8 ;; esac\n' "$PWD" >clang
    chmod +x clang
    refuses 'no compiler-rt for wasm32-wasip1: install libclang-rt-18-dev-wasm32' \
        env WASOCK_CLANG="$PWD/clang" "$prefix/bin/wasock-cc" client.c
}

check_a_missing_archive_is_named() {
    say_socket
    cp -R "$prefix" copy
    rm copy/lib/wasm32-wasip1/*.a
    refuses 'no .*/lib/wasm32-wasip1/libwasock-wamr.a: install wasock anew' copy/bin/wasock-cc client.c
    rm -r copy/lib/wasm32-wasip1-lto
    refuses 'no .*/lib/wasm32-wasip1-lto/libwasock-wamr.a: make install LTO=yes' copy/bin/wasock-cc -lto client.c
    says 'undefined symbol: wasock_poll' clang_cc client.c
    says "Package 'wasock-nosuch'" env PKG_CONFIG_PATH="$prefix/lib/pkgconfig" pkg-config --libs wasock-nosuch
}

# Programs that take their declarations from wasock's headers link in any order; others are told.
check_a_wrong_order_is_named() {
    say_socket
    clang_cc client.c -lc "$prefix/lib/wasm32-wasip1/libwasock-wamr.a"
    grep -qa 'wamr [0-9]' client.wasm
    printf 'int poll(), socket();\nint main(void) { return socket(1, 6, 0) + poll(0, 0, 0); }\n' >old.c
    says 'put-this-archive-before-the-C-library-when-linking' \
        clang_cc -std=gnu89 -w old.c -lc "$prefix/lib/wasm32-wasip1/libwasock-wamr.a"
}

check_an_old_compiler_is_named() {
    say_socket
    says 'wasock needs clang 14 or later' \
        clang_cc -fsyntax-only -Wno-builtin-macro-redefined -D__clang_major__=13 client.c
}

check_other_targets_are_named() {
    say_socket
    for target in x86_64-linux-gnu wasm32-unknown-unknown; do
        says "wasock's headers are for wasm32-wasip1" \
            clang-19 --target=$target -fsyntax-only -isystem "$prefix/include/wasock" client.c
    done
}

project() {
    cat >CMakeLists.txt
    cmake -B build "$@"
}

check_cmake_names_the_cure() {
    local toolchain=-DCMAKE_TOOLCHAIN_FILE=$prefix/share/wasock/wasock.cmake
    printf 'cmake_minimum_required(VERSION 3.16)\nproject(it C)\n' >head
    cat head - <<<'find_package(wasock REQUIRED)' | says "-DCMAKE_TOOLCHAIN_FILE=$prefix/share/wasock/wasock.cmake" \
        project -DCMAKE_PREFIX_PATH="$prefix"
    rm -r build
    cat head - <<<'find_package(wasock REQUIRED COMPONENTS nosuch)' | says "no dialect 'nosuch' in .*there are: .*wamr" \
        project "$toolchain"
    rm -r build
    cat head - <<<'find_package(wasock 9.0 REQUIRED)' | says 'version: 0' project "$toolchain"
    rm -r build
    echo 'int main(void) { return 0; }' >it.c
    cat head - <<-EOF | says 'INTERFACE_WASOCK_DIALECT.*does not agree' project "$toolchain"
		find_package(wasock 0.1 REQUIRED)
		add_executable(it it.c)
		target_link_libraries(it wasock::wamr wasock::wasix)
	EOF
}

# Another WASOCK_DIALECT in the same build directory counts, and so do linker flags of the user's own.
check_cmake_links_for_the_dialect_that_was_set_last() {
    printf 'cmake_minimum_required(VERSION 3.16)\nproject(it C)\nadd_executable(it client.c)\n' >CMakeLists.txt
    say_socket
    for dialect in wamr wasix; do
        quietly cmake -B build -DCMAKE_TOOLCHAIN_FILE="$prefix/share/wasock/wasock.cmake" -DWASOCK_DIALECT=$dialect \
            -DCMAKE_EXE_LINKER_FLAGS=-s
        quietly cmake --build build
        grep -qa "$dialect [0-9]" build/it.wasm
    done
}

# The custom section of a module has the name of its dialect.
check_a_module_for_another_runtime_is_named() {
    say_socket
    cc -dialect=wasix
    refuses 'built for the dialect wasix, not wamr; run it with --dialect=wasix' "$prefix/bin/wasock-run" --dialect=wamr client.wasm
}
