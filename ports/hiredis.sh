# hiredis, the client library of Redis, by the test program that comes with it.
about='hiredis 1.0.3: its test program'
against=redis-server

needs() {
    need redis-server command -v redis-server
}

fetch() {
    deb_source redis redis_7.0.15.orig.tar.gz 4b1dc4ee6d622a09fff9c6777191209750fb5e5a725ef78ea012d6eef4c22982
}

build() {
    make -C deps/hiredis hiredis-test LDFLAGS="$LIBS"
}

redis_server() {
    exec redis-server --bind 127.0.0.1 --port "$port" --save '' --appendonly no --dir "$scratch" \
        --enable-debug-command yes
}

# Times are measured, the port is another each time. Where sizes have 32 bits, two tests more are compiled.
normalise() {
    sed -E 's/[0-9]+\.[0-9]+s/TIME/; s/:[0-9]{4,5}/:PORT/; s/^#[0-9]+ //; /> SIZE_MAX: .*PASSED/d'
}

check() {
    serve redis 'Ready to accept connections'
    same test run deps/hiredis/hiredis-test -h 127.0.0.1 -p "$port"
}
