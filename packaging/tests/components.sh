# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
# The dialect wasi-sockets: programs become components by each way of building, and run on wasmtime.

# shellcheck source=/dev/null
source "$root/packaging/tests/lib/servers.sh"

examples=$prefix/share/wasock/examples
component_tools=$root/build/component-tools/bin
new_sysroot=${WASOCK_NEW_SYSROOT:-$root/build/new-sysroot}

cc() {
    "$prefix/bin/wasock-cc" -dialect=wasi-sockets "$@"
}

wasmtime() {
    "$root/tools/wasmtime-component" "$@"
}

# With wasm-tools, or with no tool but what rustup brings.
with_wasm_tools() {
    PATH=$component_tools:$PATH "$@"
}

# layer FILE: what it is by its first bytes.
layer() {
    case $(od -An -tx1 -N8 "$1" | tr -d ' ') in
        0061736d01000000) echo module ;;
        0061736d0d000100) echo component ;;
        *) echo neither ;;
    esac
}

they_work() {
    is 'hello over TCP' wasmtime "$1/tcp_client.wasm" 127.0.0.1 "$tcp_port" 'hello over TCP'
    is 'hello over UDP' wasmtime "$1/udp_client.wasm" 127.0.0.1 "$udp_port" 'hello over UDP'
    is 'hello over HTTP' wasmtime "$1/http_get.wasm" localhost "$http_port" /
    refuses 'status 404' wasmtime "$1/http_get.wasm" localhost "$http_port" /nothing
    the_server_works wasmtime "$1/tcp_server.wasm" "$1/tcp_client.wasm"
    the_web_server_works wasmtime "$1/http_server.wasm" "$1/http_get.wasm"
    refuses 'IP_ADD_MEMBERSHIP: Protocol not available' wasmtime "$1/udp_multicast.wasm" listen 239.1.2.3 0
}

build_examples() {
    for example in tcp_client tcp_server udp_client udp_multicast http_get http_server; do
        cc -O2 -Wall -Werror "$examples/$example.c" -o $example.wasm
    done
}

check_components_by_wasock_cc() {
    with_wasm_tools build_examples
    they_work .
}

# What is no socket works as on Linux, too.
check_files_in_components() {
    cat >files.c <<'END'
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

int main(int argc, char **argv)
{
    char text[4] = "", more[4] = "";
    struct iovec parts[4] = {{more, 0}, {text, 2}, {more, 0}, {more, 2}};
    int fd = open(argv[argc - 1], O_RDONLY | O_NONBLOCK);
    ssize_t len = read(fd, text, 4);
    printf("read %zd %.4s\n", len, len < 0 ? strerror(errno) : text);
    len = readv(fd, parts, 4);
    printf("readv %zd %.2s%.2s\n", len, text, more);
    len = pread(fd, text, 3, 1);
    printf("pread %zd %.3s\n", len, text);
    printf("lseek %d\n", (int)lseek(fd, 0, SEEK_CUR));
    printf("O_NONBLOCK %d\n", fcntl(fd, F_GETFL) & O_NONBLOCK ? 1 : 0);
    FILE *file = fdopen(fd, "r");
    printf("fread %zu\n", fread(text, 1, 4, file));
    printf("fread %zu %d\n", fread(text, 1, 4, file), feof(file));
    fd = open(argv[argc - 1], O_RDWR | O_APPEND);
    printf("writev %zd\n", writev(fd, parts, 4));
    printf("size %d\n", (int)lseek(fd, 0, SEEK_END));
    return 0;
}
END
    mkdir -p files
    echo 123456789 >files/digits
    gcc files.c -o files-native
    cc files.c -o files.wasm
    local native
    native=$(./files-native files/digits)
    echo 123456789 >files/digits
    is "$native" wasmtime --dir=files files.wasm files/digits
}

check_components_with_what_rustup_brings() {
    build_examples
    they_work .
}

check_components_by_pkg_config() {
    cp -R "$examples"/* .
    make -s PKG_CONFIG_PATH="$prefix/lib/pkgconfig" CC='clang-19 --target=wasm32-wasi' DIALECT=wasi-sockets
    they_work .
}

check_components_by_cmake() {
    quietly cmake -S "$examples" -B build -DCMAKE_TOOLCHAIN_FILE="$prefix/share/wasock/wasock.cmake" -DDIALECT=wasi-sockets
    quietly cmake --build build --parallel 2
    they_work build
}

# A compiler that knows nothing of wasock.
check_components_by_cmake_and_clang() {
    cat >clang.cmake <<-EOF
		set(CMAKE_SYSTEM_NAME WASI)
		list(APPEND CMAKE_MODULE_PATH "$prefix/share/wasock/cmake")
		set(CMAKE_SYSTEM_PROCESSOR wasm32)
		set(CMAKE_C_COMPILER clang-19)
		set(CMAKE_C_COMPILER_TARGET wasm32-wasi)
	EOF
    quietly cmake -S "$examples" -B build -DCMAKE_TOOLCHAIN_FILE="$PWD/clang.cmake" -DCMAKE_PREFIX_PATH="$prefix" \
        -DDIALECT=wasi-sockets
    quietly cmake --build build --parallel 2
    they_work build
}

# A project that knows nothing of wasock; what CMake and ctest run, they run in wasmtime.
check_a_cmake_project_as_it_is() {
    cat >CMakeLists.txt <<-EOF
		cmake_minimum_required(VERSION 3.16)
		project(it C)
		include(CheckCSourceRuns)
		check_c_source_runs("int main(void) { return 0; }" YES)
		check_c_source_runs("int main(void) { return 1; }" NO)
		if(NOT YES OR NO)
		  message(FATAL_ERROR "the emulator tells nothing: \${YES} \${NO}")
		endif()
		add_executable(it it.c)
		enable_testing()
		add_test(NAME it COMMAND it 127.0.0.1 $tcp_port tested)
	EOF
    cp "$examples/tcp_client.c" it.c
    export PATH=$component_tools:$PATH
    quietly cmake -B build -DCMAKE_TOOLCHAIN_FILE="$prefix/share/wasock/wasock.cmake" -DWASOCK_DIALECT=wasi-sockets
    quietly cmake --build build
    is component layer build/it.wasm
    quietly cmake --build build --target test
}

check_compilers_and_c_libraries() {
    local text
    [ -e "$new_sysroot/include/wasm32-wasip1-threads/stdio.h" ] || "$root/rust-tests/src/new-sysroot" "$new_sysroot"
    for clang in clang-14 clang-19 clang-22; do
        for sysroot in /usr "$new_sysroot"; do
            # clang 14 cannot read the headers of a C library as new.
            [ "$clang $sysroot" != "clang-14 $new_sysroot" ] || continue
            for level in -O0 -O2; do
                text="$clang $level"
                WASOCK_CLANG=$clang WASOCK_SYSROOT=$sysroot cc $level "$examples/tcp_client.c" -o it.wasm
                is "$text" wasmtime it.wasm 127.0.0.1 "$tcp_port" "$text"
            done
        done
    done
}

# Over start-up files that leave this to the linker, and over those that do not.
check_constructors_and_destructors_run_once() {
    cat >it.c <<-EOF
		#include <poll.h>
		#include <stdio.h>
		#include <stdlib.h>
		#include <sys/socket.h>
		static void bye(void) { puts("bye"); }
		__attribute__((constructor)) static void hello(void) { printf("hello "); atexit(bye); }
		int main(ARGUMENTS)
		{
		    struct pollfd fd = {socket(AF_INET, SOCK_STREAM, 0), POLLIN, 0};
		    printf("buffered ");
		    return poll(&fd, 1, 0) == 1 ? END : 9;
		}
	EOF
    [ -e "$new_sysroot/include/wasm32-wasip1-threads/stdio.h" ] || "$root/rust-tests/src/new-sysroot" "$new_sysroot"
    for sysroot in /usr "$new_sysroot"; do
        for arguments in void 'int argc, char **argv'; do
            for end in 0 'exit(0), 0'; do
                WASOCK_SYSROOT=$sysroot cc -DARGUMENTS="$arguments" -DEND="$end" it.c -o it.wasm
                is 'hello buffered bye' wasmtime it.wasm
            done
            # A component has no other code for a failure.
            for end in 1 'exit(3), 0'; do
                WASOCK_SYSROOT=$sysroot cc -DARGUMENTS="$arguments" -DEND="$end" it.c -o it.wasm
                code=0
                said=$(wasmtime it.wasm) || code=$?
                is 'hello buffered bye 1' echo "$said $code"
            done
        done
    done
}

check_a_link_without_wrap_is_named() {
    local flags
    cp "$examples/tcp_client.c" .
    flags=$(PKG_CONFIG_PATH=$prefix/lib/pkgconfig pkg-config --cflags --libs wasock-wasi-sockets)
    eval "clang-19 --target=wasm32-wasi tcp_client.c ${flags/-Wl,--wrap*__original_main/} -o it.wasm"
    "$prefix/bin/wasock-component" it.wasm
    says 'wasock_program_was_linked_without_wrap_main' wasmtime it.wasm 127.0.0.1 "$tcp_port" hello
}

# clang runs it on what the linker has made.
check_wasm_opt_does_no_harm() {
    local wasm_opt
    wasm_opt=$(command -v wasm-opt || echo "$root/build/binaryen/usr/bin/wasm-opt")
    export PATH=${wasm_opt%/*}:$PATH
    cc -O2 "$examples/tcp_client.c" -o it.wasm
    is hello wasmtime it.wasm 127.0.0.1 "$tcp_port" hello
}

check_a_stripped_program_works() {
    for with in with_wasm_tools env; do
        $with "$prefix/bin/wasock-cc" -dialect=wasi-sockets -Os -s "$examples/tcp_client.c" -o it.wasm
        is hello wasmtime it.wasm 127.0.0.1 "$tcp_port" hello
        grep -qa 'wasi-sockets [0-9]' it.wasm
    done
    with_wasm_tools cc -Os "$examples/tcp_client.c" -o named.wasm
    with_wasm_tools cc -Os -s "$examples/tcp_client.c" -o it.wasm
    test "$(stat -c %s it.wasm)" -lt $(($(stat -c %s named.wasm) - 10000))
    "$component_tools/wasm-tools" strip -a it.wasm -o stripped.wasm
    is hello wasmtime stripped.wasm 127.0.0.1 "$tcp_port" hello
}

check_the_output_is_as_a_linkers() {
    mkdir 'a folder'
    cp "$examples/tcp_client.c" 'a folder/it.c'
    cd 'a folder'
    cc it.c
    is component layer a.out
    test -x a.out
    for output in '-o it.wasm' -oit.wasm --output=it.wasm '--output it.wasm'; do
        rm -f it.wasm
        cc it.c $output
        is component layer it.wasm
    done
    (umask 077 && cc it.c -o private.wasm)
    is '-rwx------' stat -c %A private.wasm
    cc it.c -o 'of two words.wasm' -MMD
    is component layer 'of two words.wasm'
    cc it.c -o /dev/null
    test -c /dev/null
    is 'a.out
it.c
it.wasm
of two words.d
of two words.wasm
private.wasm' ls
}

check_what_is_not_linked_is_left_alone() {
    cp "$examples/tcp_client.c" it.c
    cc -c it.c
    is neither layer <(head -c 4 it.o)
    cc it.o -o it.wasm
    cc it.o -o it.wasm '-###' 2>shown
    is component layer it.wasm
    cc -core it.o -o module.wasm
    is module layer module.wasm
    "$prefix/bin/wasock-component" module.wasm -o it.wasm
    is hello wasmtime it.wasm 127.0.0.1 "$tcp_port" hello
    printf '__attribute__((export_name("f"))) int f(void) { return 1; }\n' >f.c
    cc -mexec-model=reactor f.c -o f.wasm
    is component layer f.wasm
    cc -nostdlib -Wl,--no-entry f.c -o f.wasm
    is module layer f.wasm
    "$prefix/bin/wasock-cc" it.c -o other.wasm
    is module layer other.wasm
    # The linker of the program's own choice makes the component.
    cc -fuse-ld="$(echo "$(cd "$root" && rustc --print sysroot)"/lib/rustlib/*/bin/wasm-component-ld)" it.c -o own.wasm
    is hello wasmtime own.wasm 127.0.0.1 "$tcp_port" hello
}

check_a_failure_is_a_failure() {
    echo 'int missing(void); int main(void) { return missing(); }' >it.c
    says 'undefined symbol: missing' cc it.c -o it.wasm
    cp "$examples/tcp_client.c" it.c
    says 'cannot open output file' cc it.c -o nowhere/it.wasm
    # What cannot become a component is no output.
    cat >it.c <<-EOF
		__attribute__((import_module("env"), import_name("f"))) void f(void);
		int main(void) { f(); }
	EOF
    for with in with_wasm_tools env; do
        says 'module requires an import interface named .env' $with "$prefix/bin/wasock-cc" -dialect=wasi-sockets it.c -o it.wasm
    done
    is it.c ls
}

check_a_missing_tool_is_named() {
    cp "$examples/tcp_client.c" it.c
    mkdir bin
    for tool in sh sed ls readlink dirname cat od tr mktemp rm clang-19 wasm-ld-19; do ln -s "$(command -v $tool)" bin; done
    refuses 'wasm-tools or Rust.s wasm-component-ld: .*; wasock-cc -core links a module without them' \
        env PATH="$PWD/bin" "$prefix/bin/wasock-cc" -dialect=wasi-sockets it.c -o it.wasm
    test ! -e it.wasm
    refuses 'WASOCK_WASM_TOOLS names no command: /nowhere' \
        env WASOCK_WASM_TOOLS=/nowhere "$prefix/bin/wasock-cc" -dialect=wasi-sockets it.c -o it.wasm
    cc -core it.c -o it.wasm
    WASOCK_WASM_TOOLS=$component_tools/wasm-tools "$prefix/bin/wasock-component" it.wasm
    refuses 'it.wasm is a component already' "$prefix/bin/wasock-component" it.wasm
    refuses 'it.c is not a WebAssembly module' "$prefix/bin/wasock-component" it.c
    refuses 'cannot read nothing' "$prefix/bin/wasock-component" nothing
    refuses 'usage: wasock-component' "$prefix/bin/wasock-component"
    refuses 'no threads over wasi-sockets: a component cannot start any' \
        env WASOCK_SYSROOT="$new_sysroot" "$prefix/bin/wasock-cc" -dialect=wasi-sockets --target=wasm32-wasip1-threads it.c
}

# One that has the linker for components, as newer ones do.
check_the_linker_of_a_wasi_sdk() {
    cc -core "$examples/tcp_client.c" -o it.wasm
    mkdir -p bin sdk/bin
    for tool in sh readlink dirname cp od tr mktemp rm chmod mv; do ln -s "$(command -v $tool)" bin; done
    ln -s "$(cd "$root" && rustc --print sysroot)"/lib/rustlib/*/bin/wasm-component-ld sdk/bin
    refuses 'WASOCK_WASM_TOOLS' env PATH="$PWD/bin" "$prefix/bin/wasock-component" it.wasm
    env PATH="$PWD/bin" WASI_SDK_PATH="$PWD/sdk" "$prefix/bin/wasock-component" it.wasm
    is hello wasmtime it.wasm 127.0.0.1 "$tcp_port" hello
}

check_the_hosts_say_what_to_do() {
    cc "$examples/tcp_client.c" -o it.wasm
    refuses 'run it with `wasmtime run -S inherit-network,allow-ip-name-lookup`' "$prefix/bin/wasock-run" it.wasm
    cc -core "$examples/tcp_client.c" -o module.wasm
    refuses 'wasock-component makes one' "$prefix/bin/wasock-run" module.wasm
    says 'unknown import: .wasi:.* has not been defined' "$component_tools/wasmtime" run module.wasm
}

check_a_trace_names_the_flag() {
    local wasmtime=$component_tools/wasmtime
    cc -trace "$examples/http_get.c" -o it.wasm
    says 'socket(.*EACCES; the host forbids it: wasmtime run -S inherit-network allows it' \
        "$wasmtime" run it.wasm 127.0.0.1 "$http_port" /
    says 'connect(.*EACCES; the host forbids it: wasmtime run -S inherit-network allows it' \
        "$wasmtime" run -S tcp it.wasm 127.0.0.1 "$http_port" /
    # The look-up is refused before anyone is asked.
    says 'getaddrinfo(.*the host may forbid it: wasmtime run -S allow-ip-name-lookup allows it' \
        "$wasmtime" run -S inherit-network it.wasm host.invalid "$http_port" /
}

check_the_adapter_is_the_released_one() {
    cd "$prefix/share/wasock/adapter"
    sha256sum --check --quiet SHA256SUMS
    test -s LICENSE-Apache-2.0_WITH_LLVM-exception
}
