# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
# hiredis, the client library of Redis, by the test program that comes with it.
about='hiredis 1.0.3: its test program'
against=redis-server
dialects='wamr wasi-sockets'
. "$root/ports/lib/redis.sh"

needs() { redis_needs; }
fetch() { redis_fetch; }

build() {
    make -C deps/hiredis hiredis-test LDFLAGS="$LIBS"
}

# Times are measured, the port is another each time. Where sizes have 32 bits, two tests more are compiled.
normalise() {
    sed -E 's/[0-9]+\.[0-9]+s/TIME/; s/:[0-9]{4,5}/:PORT/; s/^#[0-9]+ //; /> SIZE_MAX: .*PASSED/d'
}

check() {
    serve redis 'Ready to accept connections'
    same test run deps/hiredis/hiredis-test -h 127.0.0.1 -p "$port"
}
