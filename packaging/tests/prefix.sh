# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
# make install, make uninstall: all of it or nothing.

dialects="$(sed -n 's/^MODULES *:= //p' "$root/Makefile") wasi-sockets"

# What is below a directory: names, kinds, contents.
picture() {
    (cd "$1" && find . -printf '%p %y %m %l\n' | LC_ALL=C sort && find . -type f -print0 | LC_ALL=C sort -z | xargs -0 -r sha256sum)
}

# A prefix that others use too, with an older wasock in it.
used_prefix() {
    mkdir -p "$1/bin" "$1/include/wasock/old" "$1/share/wasock"
    echo other >"$1/bin/other"
    echo older >"$1/include/wasock/old/gone.h"
    echo older >"$1/bin/wasock-cc"
    ln -s nowhere "$1/bin/wasock-c++"
    (cd "$1" && sha256sum include/wasock/old/gone.h bin/wasock-cc >share/wasock/SHA256SUMS)
}

check_everything_is_there() {
    (cd "$prefix" && sha256sum --check --quiet share/wasock/SHA256SUMS)
    for dialect in $dialects; do
        test -f "$prefix/lib/wasm32-wasip1/libwasock-$dialect.a"
        test -f "$prefix/lib/pkgconfig/wasock-$dialect.pc"
    done
    diff -r "$root/include" "$prefix/include/wasock"
    test -f "$prefix/share/wasock/examples/CMakeLists.txt"
    test -x "$prefix/bin/wasock-run" -a -x "$prefix/bin/wasock-component" -a -x "$prefix/bin/wasock-cc" -a -x "$prefix/bin/wasock-c++"
    test -f "$prefix/share/doc/wasock/README.md" -a -f "$prefix/share/doc/wasock/LICENSE-MIT"
}

check_the_threads_archives_come_along() {
    [ -d "$root/build/lib/wasm32-wasip1-threads" ] || return 0
    for archive in "$root"/build/lib/wasm32-wasip1-threads/libwasock-*.a; do
        dialect=$(basename "$archive" .a)
        cmp "$archive" "$prefix/lib/wasm32-wasip1-threads/$dialect.a"
        test -f "$prefix/lib/pkgconfig/${dialect#lib}-threads.pc"
    done
}

check_the_documents_have_no_dead_link() {
    local document link count=0
    cd "$prefix/share/doc/wasock"
    for document in $(find . -name '*.md'); do
        for link in $(grep -o '](\([^):]*\))' "$document" | sed 's/^](//; s/)$//; s/#.*//'); do
            test -e "$(dirname "$document")/$link" || { echo "$document: $link" && return 1; }
            count=$((count + 1))
        done
    done
    # The links that do lead somewhere are still there, and so is the text of the others.
    test $count -ge 40
    grep -qF '[Troubleshooting](docs/troubleshooting.md)' README.md
    grep -qF 'CONTRIBUTING, RATIONALE, [CHANGELOG](CHANGELOG.md)' README.md
}

check_the_manual_pages_are_there() {
    make -s -C "$root" man
    "$root/tools/prefix" stage "$PWD/staged"
    for page in 1/wasock-cc.1 1/wasock-run.1 7/wasock.7; do
        # A title, sections, and no link to a document.
        grep -q '^\.TH "wasock' "staged/share/man/man$page"
        grep -q '^SEE ALSO' "staged/share/man/man$page"
        test "$(grep -c '^\.SH' "staged/share/man/man$page")" -ge 3
        ! grep -q '<\\fI[^:]*>' "staged/share/man/man$page"
    done
}

check_nothing_names_the_source_tree() {
    ! grep -rlF -e "$root" -e "$scratch" "$prefix"
}

check_make_install_and_uninstall_leave_what_was_there() {
    used_prefix used
    make -s -C "$root" install PREFIX="$PWD/used" >made
    test ! -e used/include/wasock/old -a -x used/bin/wasock-cc -a -L used/bin/wasock-c++
    (cd used && sha256sum --check --quiet share/wasock/SHA256SUMS)
    test -z "$(find used -name '.wasock*')"
    make -s -C "$root" uninstall PREFIX="$PWD/used"
    is 'used
used/bin
used/bin/other' find used
}

check_destdir_stands_before_the_prefix() {
    make -s -C "$root" install DESTDIR="$PWD/stage" PREFIX=/usr >made
    test -x stage/usr/bin/wasock-cc
    make -s -C "$root" uninstall DESTDIR="$PWD/stage" PREFIX=/usr
    test ! -e stage/usr
}

# `mv` that fails, or is interrupted, at its call of this number.
failing_mv() {
    mkdir -p bin
    cat >bin/mv <<-EOF
		#!/bin/sh
		calls=\$((\$(cat "$PWD/calls") + 1))
		echo \$calls >"$PWD/calls"
		[ \$calls != $1 ] || { $2; exit 1; }
		exec "$(command -v mv)" "\$@"
	EOF
    chmod +x bin/mv
    echo 0 >calls
}

check_a_failed_install_changes_nothing() {
    used_prefix used
    picture used >before
    # The first file, some in the middle, the last; a failure and a signal.
    for call in 1 30 60; do
        for how in 'echo no room >\&2' 'kill $PPID; sleep 0.2'; do
            failing_mv $call "${how/\\/}"
            if PATH=$PWD/bin:$PATH "$root/tools/prefix" install "$PWD/used"; then echo "succeeded: $call" && return 1; fi
            test "$(cat calls)" -ge $call
            picture used | diff before -
        done
    done
    failing_mv 1 true
    if PATH=$PWD/bin:$PATH "$root/tools/prefix" install "$PWD/new"; then return 1; fi
    is '' find . -name 'new*'
}

check_a_failed_install_says_what_to_do() {
    echo >file
    refuses 'is not a directory: choose another PREFIX' make -s -C "$root" install PREFIX="$PWD/file"
    refuses 'choose another PREFIX, or be root' make -s -C "$root" install PREFIX=/proc/wasock
    mkdir -p used/bin/wasock-cc
    refuses 'wasock-cc is a directory: choose another PREFIX' make -s -C "$root" install PREFIX="$PWD/used"
    is 'used/bin/wasock-cc' find used -mindepth 2
    refuses 'no wasock in' make -s -C "$root" uninstall PREFIX="$PWD/nowhere"
}
