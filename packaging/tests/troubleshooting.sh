# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
# docs/troubleshooting.md: each message in a heading is provoked, and must be printed as it stands there.

page=$root/docs/troubleshooting.md
component_tools=$root/build/component-tools/bin
new_sysroot=${WASOCK_NEW_SYSROOT:-$root/build/new-sysroot}

# Messages of runtimes that are not here, and of a build of the crate with two features.
elsewhere() {
    cat <<-EOF
		a module speaks one dialect
		iwasm
		failed to link import function (wasi_snapshot_preview1, sock_open)
		unknown import
		Import … not found
	EOF
}

# The spans of code in the headings, each on a line.
headings() {
    grep '^### ' "$page" | grep -oP '``.+?``|`[^`]+`' | sed 's/^``*//; s/``*$//'
}

# message TEXT COMMAND...: the heading has the text, and the command fails and prints it.
message() {
    local text=$1 said
    shift
    headings | grep -qxF -e "$text" || { echo "no heading with: $text" && return 1; }
    echo "$text" >>"$scratch/provoked"
    if said=$("$@" 2>&1); then echo "succeeded: $*" && return 1; fi
    # wasmtime wraps its lines.
    grep -qF -e "$text" <<<"$said" || grep -qF -e "$text" <<<"$(tr -s '\n ' '  ' <<<"$said")" && return
    printf 'want "%s" from: %s\ngot:\n%s\n' "$text" "$*" "$said"
    return 1
}

sources() {
    cat >client.c <<-EOF
		#include <netdb.h>
		#include <stdio.h>
		#include <sys/socket.h>
		int main(int argc, char **argv)
		{
		    struct addrinfo hints = {.ai_socktype = SOCK_STREAM}, *to;
		    if (argc < 3 || getaddrinfo(argv[1], argv[2], &hints, &to) != 0) return perror("getaddrinfo"), 1;
		    int fd = socket(to->ai_family, to->ai_socktype, to->ai_protocol);
		    if (connect(fd, to->ai_addr, to->ai_addrlen) != 0) return perror("connect"), 1;
		    char byte;
		    return recv(fd, &byte, 1, 0) != 1;
		}
	EOF
    printf '#include <sys/socket.h>\nint main(void) { return socket(1, 1, 0); }\n' >socket.c
    printf '#include <poll.h>\n#include <sys/socket.h>\nint main(void) { return recv(3, 0, 0, 0); }\n' >recv.c
    printf 'int poll(), socket();\nint main(void) { return socket(1, 6, 0) + poll(0, 0, 0); }\n' >old.c
}

wasock() {
    "$prefix/bin/wasock-cc" "$@"
}

by_hand() {
    clang-19 --target=wasm32-wasi -o by_hand.wasm "$@"
}

check_messages_of_compiling() {
    local archive=$prefix/lib/wasm32-wasip1/libwasock-wamr.a
    sources
    message "undeclared function 'socket'" by_hand socket.c
    message "'bits/stdint-uintn.h' file not found" by_hand client.c
    message "'netdb.h' file not found" by_hand -nostdlibinc -isystem /usr/include/wasm32-wasi client.c
    message 'undefined symbol: wasock_recv' by_hand -isystem "$prefix/include/wasock" recv.c
    message 'duplicate symbol: …' by_hand_in_the_wrong_order "$archive"
    message 'wasock--put-this-archive-before-the-C-library-when-linking.o' \
        by_hand -isystem "$prefix/include/wasock" recv.c -Wl,--whole-archive "$archive" "${archive/wamr/ueno}"
    message "no dialect 'NAME'" wasock -dialect=NAME client.c
    message 'two dialects, NAME and NAME' named wasock -dialect=wamr -dialect=wasix client.c
    message 'WASI_SDK_PATH is wrong' env WASI_SDK_PATH=/nowhere "$prefix/bin/wasock-cc" client.c
    message 'zig cc does not work under wasock-cc' env WASOCK_CLANG='zig cc' "$prefix/bin/wasock-cc" client.c
    message 'unknown argument: --as-needed' by_hand -nostdlib -Wl,--as-needed
    message 'no C library with threads' wasock --target=wasm32-wasip1-threads client.c
    message 'wasock is for wasm32-wasip1' wasock --target=wasm32-wasip2 client.c
}

# With the names of the heading in place of others.
named() {
    "$@" 2>&1 | sed 's/wamr and wasix/NAME and NAME/'
}

by_hand_in_the_wrong_order() {
    by_hand -std=gnu89 -w old.c -lc "$1" 2>&1 | sed 's/\(duplicate symbol: \).*/\1…/'
}

check_messages_of_starting() {
    local wasmtime=$component_tools/wasmtime
    sources
    wasock socket.c -o module.wasm
    wasock -dialect=wasi-sockets client.c -o component.wasm
    wasock -dialect=wasi-sockets -core client.c -o core.wasm
    message 'unknown import: `wasi_snapshot_preview1::sock_open` has not been defined' "$wasmtime" run module.wasm
    message 'unknown import: `wasi:' "$wasmtime" run core.wasm
    message 'whose runtimes take components' "$prefix/bin/wasock-run" core.wasm
    message 'a component, which wasock-run does not run' "$prefix/bin/wasock-run" component.wasm
    cat >instantiate.js <<-EOF
		const { WASI } = require("wasi");
		const imports = { wasi_snapshot_preview1: new WASI({ version: "preview1" }).wasiImport };
		WebAssembly.instantiate(require("fs").readFileSync("module.wasm"), imports)
		    .catch((error) => { console.error(String(error)); process.exit(1); });
	EOF
    message 'LinkError: WebAssembly.instantiate()' node instantiate.js
    message 'function import requires a callable' node instantiate.js
    WASOCK_SYSROOT=$new_sysroot wasock --target=wasm32-wasip1-threads -pthread socket.c -o threads.wasm
    message 'a program with threads, which wasock-run does not run' "$prefix/bin/wasock-run" threads.wasm
}

check_messages_of_running() {
    local run=$prefix/bin/wasock-run
    sources
    wasock client.c -o client.wasm
    message 'connect: Permission denied' "$run" client.wasm 127.0.0.1 1
    message 'connect: Connection refused' in_own_network sh -euc 'ip link set lo up; "$@"' sh \
        "$run" --addr-pool=127.0.0.1/32 client.wasm 127.0.0.1 1
    # Calls that a runtime lacks.
    cat >results.c <<-EOF
		#include <errno.h>
		#include <netdb.h>
		#include <stdio.h>
		#include <sys/socket.h>
		#include <unistd.h>
		int main(int argc, char **argv)
		{
		    struct addrinfo *to;
		    int fd = socket(AF_INET, SOCK_STREAM, 0), error = getaddrinfo(argv[argc - 1], "80", 0, &to), known = errno;
		    if (error != 0)
		        printf("getaddrinfo: %s\n", error == EAI_SYSTEM ? "EAI_SYSTEM" : error == EAI_FAIL ? "EAI_FAIL" : "another");
		    if (error == EAI_SYSTEM && known == EACCES) puts("errno: EACCES");
		    if (fork() == -1) perror("fork");
		    if (send(fd, "x", 1, MSG_OOB) == -1) perror("MSG_OOB");
		    if (setsockopt(fd, SOL_SOCKET, SO_BINDTODEVICE, "lo", 3) == -1) perror("SO_BINDTODEVICE");
		    return 1;
		}
	EOF
    wasock -compat results.c -o results.wasm
    for text in getaddrinfo EAI_SYSTEM EACCES 'Function not implemented' 'Not supported' 'Protocol not available'; do
        message "$text" "$run" results.wasm host.example
    done
    wasock -compat -dialect=wasi-sockets results.c -o component.wasm
    message EAI_FAIL "$component_tools/wasmtime" run component.wasm host.example
    cat >deep.c <<-EOF
		#include <string.h>
		static int down(int steps)
		{
		    volatile char frame[4096];
		    memset((char *)frame, steps, sizeof frame);
		    return steps == 0 ? frame[7] : down(steps - 1) + frame[steps];
		}
		int main(int argc, char **argv) { return down(argc * 400); }
	EOF
    wasock deep.c -o deep.wasm
    message 'out of bounds memory access' "$run" deep.wasm
    cat >null.c <<-EOF
		#include <stdio.h>
		#include <stdlib.h>
		int one(void) { return 1; }
		int main(int argc, char **argv)
		{
		    int (*volatile call)(int) = argc > 2 ? (int (*)(int))one : NULL;
		    if (argc > 3) call = (int (*)(int))100;
		    return argc > 1 ? call(1) : (abort(), 1);
		}
	EOF
    wasock null.c -o null.wasm
    message unreachable "$run" null.wasm
    message 'uninitialized element' "$run" null.wasm 1
    message 'indirect call type mismatch' "$run" null.wasm 1 2
    message 'undefined element' "$run" null.wasm 1 2 3
}

# After the others: no heading is left out.
check_messages_of_every_heading() {
    headings | grep -vxF -e wasm-ld -e wasock-run | LC_ALL=C sort -u >wanted
    { cat "$scratch/provoked" && elsewhere; } | LC_ALL=C sort -u >provoked
    diff provoked wanted
}
