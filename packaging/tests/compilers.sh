# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
# Compilers and C libraries, old and new: each compiles and links C and C++, at every level, and what comes out runs.

new_sysroot=${WASOCK_NEW_SYSROOT:-$root/build/new-sysroot}
# Of WebAssembly, what engines have had since before 2022.
old_engine=(--disable-reference-types --disable-multi-value --disable-simd)

check_a_present_c_library_is_there() {
    [ -e "$new_sysroot/include/wasm32-wasip1-threads/stdio.h" ] || "$root/rust-tests/src/new-sysroot" "$new_sysroot"
}

# compiles_and_runs COMPILER-ARGUMENT...: the client in C and in C++.
compiles_and_runs() {
    local text="hello $*"
    # The client has room for so much.
    text=${text:0:60}
    "$prefix/bin/wasock-cc" -Wall -Werror "$@" "$prefix/share/wasock/examples/tcp_client.c" -o c.wasm
    "$prefix/bin/wasock-c++" -Wall -Werror -nostdinc++ -nostdlib++ "$@" "$root/packaging/tests/client.cc" -o c++.wasm
    for module in c.wasm c++.wasm; do
        is "$text" "$prefix/bin/wasock-run" --addr-pool=127.0.0.1/32 $module 127.0.0.1 "$tcp_port" "$text"
    done
}

every_way() {
    local level references
    for level in -O0 -O1 -O2 -O3 '-O2 -flto'; do
        for references in -mreference-types -mno-reference-types; do
            # The level may be two words.
            compiles_and_runs $level $references
            [ $references != -mno-reference-types ] || "$@"
        done
    done
}

for_old_engines() {
    for module in c.wasm c++.wasm; do wasm-validate "${old_engine[@]}" $module; done
}

check_clang_19_with_the_c_library_of_2022() {
    every_way for_old_engines
}

check_clang_14_with_the_c_library_of_2022() {
    WASOCK_CLANG=clang-14 every_way for_old_engines
}

# Its own code may ask for more of an engine, the C library's as well.
check_clang_22_with_a_present_c_library() {
    WASOCK_CLANG=clang-22 WASOCK_SYSROOT=$new_sysroot every_way true
}

check_clang_22_with_the_c_library_of_2022() {
    WASOCK_CLANG=clang-22 compiles_and_runs -O2
}

check_clang_19_with_a_present_c_library() {
    WASOCK_SYSROOT=$new_sysroot compiles_and_runs -O2
}

check_the_library_of_cplusplus() {
    "$prefix/bin/wasock-c++" -O2 -std=c++17 -fno-exceptions -Wall -Werror "$root/packaging/tests/library.cc" -o it.wasm
    is hello "$prefix/bin/wasock-run" --addr-pool=127.0.0.1/32 it.wasm 127.0.0.1 "$tcp_port" hello
    # Without the driver the C++ library's headers stand before wasock's.
    eval "clang++-19 --target=wasm32-wasi -O2 -std=c++17 -fno-exceptions '$root/packaging/tests/library.cc' -o it.wasm \
        $(PKG_CONFIG_PATH=$prefix/lib/pkgconfig pkg-config --cflags --libs wasock-wamr)"
    is hello "$prefix/bin/wasock-run" --addr-pool=127.0.0.1/32 it.wasm 127.0.0.1 "$tcp_port" hello
}

# The command of README, at the version whose headers the present C library has.
check_zig_by_the_command_of_the_documents() {
    local version
    version=$(sed -n 's/^version=//p' "$root/rust-tests/src/new-sysroot")
    python3 -m venv zig
    zig/bin/pip install --quiet --disable-pip-version-check "ziglang==$version"
    export ZIG_GLOBAL_CACHE_DIR=$PWD/cache ZIG_LOCAL_CACHE_DIR=$PWD/cache
    for level in -O0 -O2; do
        zig/bin/python -m ziglang cc --target=wasm32-wasi $level -Wall -Werror -I "$prefix/include/wasock" \
            "$prefix/share/wasock/examples/tcp_client.c" \
            -Wl,--whole-archive "$prefix/lib/wasm32-wasip1/libwasock-wamr.a" -Wl,--no-whole-archive -o zig.wasm
        is hello "$prefix/bin/wasock-run" --addr-pool=127.0.0.1/32 zig.wasm 127.0.0.1 "$tcp_port" hello
    done
}

# The same program for a runtime with threads, by all three ways: it shares its memory.
check_threads() {
    local target=wasm32-wasip1-threads source=$prefix/share/wasock/examples/tcp_client.c
    local flags="--target=$target --sysroot=$new_sysroot -pthread"
    WASOCK_SYSROOT=$new_sysroot "$prefix/bin/wasock-cc" --target=$target -pthread "$source" -o by_hand.wasm
    eval "clang-19 $flags '$source' -o packaged.wasm \
        $(PKG_CONFIG_PATH=$prefix/lib/pkgconfig pkg-config --cflags --libs wasock-wamr-threads) \
        -nodefaultlibs -lc $(clang-19 -print-resource-dir)/lib/wasi/libclang_rt.builtins-wasm32.a"
    for module in by_hand.wasm packaged.wasm; do
        wasm-validate --enable-threads $module
        if wasm-validate $module; then echo "$module has no shared memory" && return 1; fi
    done
}

# A directory as a wasi-sdk's: a clang for this target alone, its own linker, compiler-rt and C library.
lay_out_sdk() {
    local llvm=/usr/lib/llvm-22 resources=lib/clang/22
    mkdir -p "$1/bin" "$1/$resources/lib/wasm32-unknown-wasip1" "$1/share/cmake/Platform"
    cp -L $llvm/bin/clang "$1/bin/clang"
    cp -L $llvm/bin/wasm-ld "$1/bin/wasm-ld"
    ln -s clang "$1/bin/clang++"
    echo '--target=wasm32-wasip1 --sysroot=<CFGDIR>/../share/wasi-sysroot' | tee "$1/bin/clang.cfg" >"$1/bin/clang++.cfg"
    ln -s "$(realpath $llvm/$resources)/include" "$1/$resources/include"
    cp -L $llvm/$resources/lib/wasi/libclang_rt.builtins-wasm32.a \
        "$1/$resources/lib/wasm32-unknown-wasip1/libclang_rt.builtins.a"
    ln -s "$new_sysroot" "$1/share/wasi-sysroot"
    echo 'set(WASI 1)' >"$1/share/cmake/Platform/WASI.cmake"
    cat >"$1/share/cmake/wasi-sdk.cmake" <<-EOF
		set(CMAKE_SYSTEM_NAME WASI)
		list(APPEND CMAKE_MODULE_PATH "\${CMAKE_CURRENT_LIST_DIR}")
		set(CMAKE_SYSTEM_PROCESSOR wasm32)
		set(CMAKE_C_COMPILER "$1/bin/clang")
		set(CMAKE_C_COMPILER_TARGET wasm32-wasip1)
		set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
		set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
		set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
		set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE ONLY)
	EOF
}

check_a_wasi_sdk() {
    local examples=$prefix/share/wasock/examples
    lay_out_sdk "$PWD/wasi sdk"
    WASI_SDK_PATH="$PWD/wasi sdk" every_way true
    # Without wasock-cc.
    mkdir packaged
    cp -R "$examples"/* packaged
    make -s -C packaged PKG_CONFIG_PATH="$prefix/lib/pkgconfig" CC="'$PWD/wasi sdk/bin/clang'"
    quietly cmake -S "$examples" -B cmade -DCMAKE_TOOLCHAIN_FILE="$PWD/wasi sdk/share/cmake/wasi-sdk.cmake" \
        -DCMAKE_PREFIX_PATH="$prefix"
    quietly cmake --build cmade
    for module in packaged/tcp_client.wasm cmade/tcp_client*; do
        is hello "$prefix/bin/wasock-run" --addr-pool=127.0.0.1/32 "$module" 127.0.0.1 "$tcp_port" hello
    done
}

# The library's bitcode, by a linker of its own LLVM beside an older compiler, and by a compiler as new.
check_the_library_is_optimised_along() {
    local linker
    linker=$(cd "$root" && rustc --print sysroot)/lib/rustlib/$(rustc --print host-tuple)/bin/gcc-ld/wasm-ld
    for level in -O0 -Os -O3; do
        compiles_and_runs -lto "$level" -fuse-ld="$linker"
        WASOCK_CLANG=clang-22 compiles_and_runs -lto "$level"
    done
    refuses 'no -trace, -lto or -compat for programs with threads' \
        env WASOCK_SYSROOT="$new_sysroot" "$prefix/bin/wasock-cc" -lto --target=wasm32-wasip1-threads
}
