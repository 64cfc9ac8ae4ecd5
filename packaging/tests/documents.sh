# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
# Every command of the documents is executed: each block that is marked `sh`, those of one document in one shell, in a
# directory that has the programs the documents speak of. Blocks of other languages say which; `text` is no command.
# A block marked `text output` is what the commands before it print at the end: that is compared, and a command may fail.

documents() {
    (cd "$root" && ls README.md CONTRIBUTING.md CHANGELOG.md RATIONALE.md docs/*.md docs/*/*.md 2>/dev/null)
}

# blocks LANGUAGE FILE: what stands in the blocks of a language.
blocks() {
    awk -v fence="\`\`\`$1" '/^ *```/ { inside = !inside && $1 == fence; next } inside' "$2"
}

check_every_block_has_a_language() {
    local known='sh|c|toml|rust|text'
    for document in $(documents); do
        awk -v known="^\`\`\`(($known)|text output)$" -v name="$document" \
            '/^ *```/ { inside = !inside; if (inside && $1 !~ known) { print name ":" NR ": say which language"; bad = 1 } }
             END { exit bad || inside }' "$root/$document"
    done
}

# A block of text is no hiding place.
check_no_command_is_left_out() {
    for document in $(documents); do
        if blocks text "$root/$document" | grep -E '^ *(make|cmake|clang|export|(\S*/)?(wasock-|configure))'; then
            echo "$document has commands in a block of text" && return 1
        fi
    done
}

# What the documents take for granted: the sources they name, and a project of each kind.
provide() {
    ln -s "$root/bin" "$root/build" "$root/examples" .
    blocks c "$root/README.md" >hello.c
    for name in client program; do cp hello.c $name.c; done
    cat >server.c <<-EOF
		#include <arpa/inet.h>
		#include <sys/socket.h>
		int main(void)
		{
		    struct sockaddr_in here = {.sin_family = AF_INET, .sin_port = htons(8080)};
		    int fd = socket(AF_INET, SOCK_STREAM, 0);
		    here.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
		    return bind(fd, (struct sockaddr *)&here, sizeof here) || listen(fd, 1);
		}
	EOF
    mkdir project
    cp hello.c project
    printf 'hello: hello.c\n\t$(CC) $^ -o $@\n' >project/Makefile
    printf 'cmake_minimum_required(VERSION 3.16)\nproject(it C)\nfind_package(wasock REQUIRED)\n%s\n' \
        'add_executable(hello hello.c)' 'target_link_libraries(hello PRIVATE wasock::wamr)' >project/CMakeLists.txt
    printf 'AC_INIT([it], [1])\nAC_PROG_CC\nAC_SEARCH_LIBS([socket], [socket], [], [AC_MSG_ERROR([no sockets])])\n%s\n' \
        'AC_OUTPUT' >project/configure.ac
    printf "project('it', 'c')\\nexecutable('hello', 'hello.c')\\n" >project/meson.build
    (cd project && autoconf)
}

# commands FILE: the commands of a document, each block in the first directory, with the checks of what they print.
commands() {
    awk '
        function flush(checked) {
            if (held == "") return
            printf "cd \"$here\"\nbegins%s\n%s%s", checked ? "\nset +e" : "", held, checked ? "set -e\n" : ""
            held = ""
        }
        /^ *```/ {
            if (inside == "output") print "PRINTED"
            inside = inside ? "" : $1 == "```sh" ? "sh" : $2 == "output" ? "output" : "other"
            if (inside != "") flush(inside == "output")
            if (inside == "output") print "prints <<\"PRINTED\""
            next
        }
        inside == "sh" { held = held $0 "\n" }
        inside == "output"
        END { flush(0) }' "$1"
}

# Before the commands: `make` is the project's unless there is a Makefile here. What CI runs itself is not run again.
prelude() {
    cat <<-EOF
		set -eu
		make() {
		    case " \$* " in *" -C "*) ;; *) [ -e Makefile ] || set -- -C "$root" "\$@" ;; esac
		    for run in "$root/.ci/run" "$root/tools/test"; do
		        ! sed 's/^step \([a-z]*\) .*/make \1/' "\$run" | grep -qx "make \${3:-nothing}" || return 0
		    done
		    command make -s "\$@"
		}
		here=\$PWD
		exec 3>&1
		BASH_XTRACEFD=3
		begins() { exec >"\$here/printed" 2>&1; }
		prints() {
		    cat >"\$here/shown"
		    tail -n "\$(wc -l <"\$here/shown")" "\$here/printed" | diff "\$here/shown" - >&3
		}
		trap 'code=\$?; [ \$code = 0 ] || tail -n 30 "\$here/printed" >&3' EXIT
		set -x
	EOF
}

# In a network of its own, where a program that echoes listens on port 7.
alone() {
    in_own_network bash -euc 'ip link set lo up
        coproc PEERS { exec python3 "$0/packaging/tests/peers.py" "$1/certificate.pem" "$1/key.pem" 7; }
        peers=$PEERS_PID
        while read -r -t 20 line <&"${PEERS[0]}" && [ "$line" != ready ]; do :; done
        code=0
        bash commands || code=$?
        kill $peers
        exit $code' "$root" "$scratch"
}

# The commands of one document, by someone whose home is empty.
executes() {
    { prelude && commands "$root/$1"; } >commands
    (
        export CARGO_HOME="${CARGO_HOME:-$HOME/.cargo}" RUSTUP_HOME="${RUSTUP_HOME:-$HOME/.rustup}" HOME="$PWD/home"
        export PREFIX=$prefix PATH="$prefix/bin:$root/build/component-tools/bin:$PATH" SYSROOT="${WASOCK_NEW_SYSROOT:-$root/build/new-sysroot}"
        alone
    )
}

check_the_commands_of_the_documents() {
    local count=0
    for document in $(documents); do
        [ -n "$(blocks sh "$root/$document")" ] || continue
        echo "== $document"
        mkdir home && provide
        executes "$document"
        count=$((count + 1))
        find . -mindepth 1 -delete
    done
    test $count -ge 5
}
