# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
# What `-compat` adds, in each of the ways that a project takes wasock by; and the stack, which every program has.

alone_program() {
    cat >program.c <<-EOF
		#include <pthread.h>
		#include <signal.h>
		#include <stdio.h>
		#include <sys/epoll.h>
		#include <sys/socket.h>
		#include <unistd.h>
		static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
		static void note(int number) { printf("caught %d\n", number); fflush(stdout); }
		int main(void)
		{
		    struct epoll_event event = {.events = EPOLLIN};
		    int set = epoll_create1(0), fd = socket(AF_INET, SOCK_DGRAM, 0);
		    signal(SIGUSR1, note);
		    kill(getpid(), SIGUSR1);
		    return epoll_ctl(set, EPOLL_CTL_ADD, fd, &event) || pthread_mutex_lock(&lock) || epoll_wait(set, &event, 1, 0);
		}
	EOF
}

works() {
    is 'caught 10' "$prefix/bin/wasock-run" "$1"
}

# C as it was written before 1999, and functions that BSD has without _GNU_SOURCE.
check_old_c() {
    cat >program.c <<-EOF
		#include <string.h>
		static count = 3;
		extern int errno;
		main()
		{
		    char *found = strcasestr("an ECHO", "echo");
		    errno = memmem("abc", count, "c", 1) == 0;
		    write(1, found, strlen(found));
		    return errno;
		}
	EOF
    "$prefix/bin/wasock-cc" -compat program.c -lsocket -lnsl -o program.wasm 2>log
    is ECHO "$prefix/bin/wasock-run" program.wasm
    grep -q 'warning: call to undeclared function .write.' log || { cat log && return 1; }
    says 'error: call to undeclared' "$prefix/bin/wasock-cc" -compat -Werror=implicit-function-declaration program.c
    says 'error: call to undeclared' "$prefix/bin/wasock-cc" program.c
}

# Forms of main that C does not have and that other platforms call all the same.
check_any_main() {
    local main
    for main in 'void main(void)' 'void main()' 'int main(int argc)' 'void main(int argc, char **argv)' \
        'main(argc, argv) char **argv;' 'int main(int argc, char **argv, char **envp)' \
        'void main(int argc, char *argv[], char *envp[])'; do
        {
            printf '#include <stdio.h>\n#include <stdlib.h>\n%s\n{\n' "$main"
            case $main in *argc*) echo 'printf("%d ", argc);' ;; *) echo 'printf("3 ");' ;; esac
            case $main in *argv*) echo 'printf("%s ", argv[2]);' ;; *) echo 'printf("b ");' ;; esac
            case $main in *envp*) echo 'puts(*envp);' ;; *) echo 'puts(getenv("A") ? "A=B" : "");' ;; esac
            case $main in void*) echo '}' ;; *) echo 'return 0; }' ;; esac
        } >program.c
        "$prefix/bin/wasock-cc" -compat program.c -o program.wasm 2>log
        is '3 b A=B' "$prefix/bin/wasock-run" --env=A=B program.wasm a b || { echo "$main" && return 1; }
        ! grep mismatch log || return 1
        "$prefix/bin/wasock-cc" -compat -w -c program.c -o program.o
        "$prefix/bin/wasock-cc" -compat -dialect=wasix program.o -o program.wasm
        is '3 b A=B' "$prefix/bin/wasock-run" --env=A=B program.wasm a b || { echo "$main" && return 1; }
    done
    # What else the linker says remains, and so does an error.
    echo 'void other(int number, int more) {}' >other.c
    echo 'int other(int); void main(void) { other(1); }' >program.c
    "$prefix/bin/wasock-cc" -compat -w program.c other.c -o program.wasm 2>log
    grep -q 'signature mismatch: other' log && ! grep -q 'mismatch: main' log || { cat log && return 1; }
    echo 'void missing(void); void main(void) { missing(); }' >program.c
    says 'undefined symbol: missing' "$prefix/bin/wasock-cc" -compat -w program.c -o program.wasm
}

by_pkg_config() {
    local compiler=$1
    shift
    eval "$compiler --target=wasm32-wasi program.c -o packaged.wasm \
        $(PKG_CONFIG_PATH=$prefix/lib/pkgconfig pkg-config --cflags --libs "$@")"
}

# project TARGETS [MORE]: a CMake project that links program.c with them.
project() {
    cat >CMakeLists.txt <<-EOF
		cmake_minimum_required(VERSION 3.16)
		project(it C)
		find_package(wasock REQUIRED)
		add_executable(program program.c)
		target_link_libraries(program PRIVATE $1)
		${2:-}
	EOF
}

with_wasock_cc() {
    quietly cmake -B driver -DCMAKE_TOOLCHAIN_FILE="$prefix/share/wasock/wasock.cmake"
    quietly cmake --build driver
}

with_own_compiler() {
    quietly cmake -B own -DCMAKE_SYSTEM_NAME=WASI -DCMAKE_MODULE_PATH="$prefix/share/wasock/cmake" \
        -DCMAKE_C_COMPILER=clang-19 -DCMAKE_C_COMPILER_TARGET=wasm32-wasi -DCMAKE_PREFIX_PATH="$prefix" \
        -DCMAKE_TRY_COMPILE_TARGET_TYPE=STATIC_LIBRARY
    quietly cmake --build own
}

check_compat_by_wasock_cc() {
    alone_program
    "$prefix/bin/wasock-cc" -compat -Wall -Werror program.c -o program.wasm
    works program.wasm
    says "file not found" "$prefix/bin/wasock-cc" program.c
    # In two steps.
    "$prefix/bin/wasock-cc" -compat -c program.c
    "$prefix/bin/wasock-cc" -compat -dialect=wasmedge program.o -o program.wasm
    works program.wasm
}

# Compilers older and newer than the one that has built the archive.
check_compat_with_other_compilers() {
    alone_program
    for version in 14 22; do
        WASOCK_CLANG=clang-$version "$prefix/bin/wasock-cc" -compat program.c -o program.wasm
        works program.wasm
    done
}

check_compat_by_pkg_config() {
    alone_program
    by_pkg_config clang-19 wasock-wamr wasock-compat
    works packaged.wasm
    # In the other order the C library has the first word, and the linker's message says what to do.
    ! by_pkg_config clang-19 wasock-compat wasock-wamr 2>log || { echo "links in an order that the documents exclude" && return 1; }
    grep -q put-this-archive-before-the-C-library log || { cat log && return 1; }
}

check_compat_by_cmake() {
    alone_program
    project 'wasock::wamr wasock::compat'
    with_wasock_cc
    works driver/program.wasm
    # With a compiler of the project's own.
    with_own_compiler
    works own/program.wasm
}

# Below /tmp, which the host has to give.
check_temporary_files() {
    cat >program.c <<-EOF
		#include <stdio.h>
		#include <unistd.h>
		int main(void)
		{
		    char text[8] = "", name[L_tmpnam];
		    FILE *file = tmpfile();
		    if (file == NULL) return perror("tmpfile"), 1;
		    fputs("text", file);
		    rewind(file);
		    return puts(fgets(text, sizeof text, file)) < 0 || tmpnam(name) != name || access(name, F_OK) == 0;
		}
	EOF
    "$prefix/bin/wasock-cc" -compat -Wall -Werror program.c -o program.wasm
    is text "$prefix/bin/wasock-run" --dir=/tmp program.wasm
    says tmpfile "$prefix/bin/wasock-run" program.wasm
}

check_threads_have_no_compat() {
    alone_program
    local sysroot=${WASOCK_NEW_SYSROOT:-$root/build/new-sysroot}
    [ -e "$sysroot/include/wasm32-wasip1-threads/stdio.h" ] || "$root/rust-tests/src/new-sysroot" "$sysroot"
    refuses 'no -trace, -lto or -compat for programs with threads' \
        env WASOCK_SYSROOT="$sysroot" "$prefix/bin/wasock-cc" --target=wasm32-wasip1-threads -compat program.c
}

# A program that goes down as deep as it is told, by 4 KiB a step.
deep_program() {
    cat >program.c <<-EOF
		#include <stdio.h>
		#include <stdlib.h>
		#include <string.h>
		static int down(int steps)
		{
		    volatile char frame[4096];
		    memset((char *)frame, steps, sizeof frame);
		    return steps == 0 ? frame[7] : down(steps - 1) + frame[steps % sizeof frame];
		}
		int main(int count, char **arguments)
		{
		    if (count > 1) printf("%s\n", down(atoi(arguments[1])) == 12345 ? "" : "came back");
		    return 0;
		}
	EOF
}

# deep MODULE: 200 steps are 800 KiB, 300 are more than there is.
deep() {
    is 'came back' "$prefix/bin/wasock-run" "$1" 200
    says 'out of bounds' "$prefix/bin/wasock-run" "$1" 300
}

check_the_stack() {
    deep_program
    "$prefix/bin/wasock-cc" program.c -o program.wasm
    deep program.wasm
    by_pkg_config clang-19 wasock-wamr
    deep packaged.wasm
    project 'wasock::wamr'
    with_own_compiler
    deep own/program.wasm
    # A frame that is larger than the stack could jump over it: the compiler says so.
    printf 'int main(void) { volatile char all[2000000]; all[0] = 1; return all[0]; }\n' >large.c
    says 'stack frame size .* exceeds limit' "$prefix/bin/wasock-cc" -Werror large.c
}

check_a_stack_of_ones_own() {
    deep_program
    "$prefix/bin/wasock-cc" -Wl,-z,stack-size=4194304 program.c -o program.wasm
    is 'came back' "$prefix/bin/wasock-run" program.wasm 900
    by_pkg_config clang-19 --define-variable=stack_size=4194304 wasock-wamr
    is 'came back' "$prefix/bin/wasock-run" packaged.wasm 900
    project 'wasock::wamr' 'target_link_options(program PRIVATE -Wl,-z,stack-size=4194304)'
    with_own_compiler
    is 'came back' "$prefix/bin/wasock-run" own/program.wasm 900
    with_wasock_cc
    is 'came back' "$prefix/bin/wasock-run" driver/program.wasm 900
}
