# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
# The cross file of Meson: checks of functions, a library in between, tests on the reference host, another dialect.

meson_project() {
    sed -n '/^```c$/,/^```$/p' "$root/README.md" | sed '1d;$d' >hello.c
    echo 'int part(void) { return 0; }' >part.c
    printf 'extern int part(void);\nint main(void) { return part(); }\n' >program.c
    cat >meson.build <<-EOF
		project('it', 'c')
		compiler = meson.get_compiler('c')
		assert(compiler.has_function('getaddrinfo', prefix: '#include <netdb.h>'))
		assert(not compiler.has_function('fork', prefix: '#include <unistd.h>'))
		part = static_library('part', 'part.c')
		test('part', executable('program', 'program.c', link_with: part))
		test('refused', executable('hello', 'hello.c', link_with: part), should_fail: true)
	EOF
}

check_by_meson() {
    meson_project
    export PATH=$prefix/bin:$PATH
    quietly meson setup build --cross-file "$prefix/share/wasock/wasock.ini"
    quietly meson test -C build
    is 'hello, sockets' "$prefix/bin/wasock-run" --addr-pool=127.0.0.1/32 build/hello "$tcp_port"
    quietly meson setup wasix --cross-file "$prefix/share/wasock/wasock.ini" -Dc_link_args=-dialect=wasix
    quietly ninja -C wasix
    grep -qa 'wasix [0-9]' wasix/hello
}
