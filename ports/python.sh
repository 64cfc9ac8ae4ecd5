# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
# CPython: its own tests of sockets, asyncio, http.server and urllib. Those of two threads run in two processes.
about='CPython 3.11.2: its tests of sockets, asyncio, http.server, urllib'
against='native Python of the same source'
dialects='wamr wasi-sockets'

modules=(test.test_socket test.test_selectors test.test_asyncio.test_sock_lowlevel test.test_asyncio.test_streams
    test.test_asyncore)

needs() { :; }

fetch() {
    deb_source python3.11 python3.11_3.11.2.orig.tar.gz 2411c74bda5bbcfcddaf4531f66d1adc73f247f529aee981b029513aefdbf849
}

# As upstream's Tools/wasm says. It knows of wasi-libc's emulation by itself; there a clockid_t is a pointer.
build() {
    if [ "$side" = native ]; then
        ./configure --without-ensurepip
        make -j2
    else
        CONFIG_SITE=$root/ports/python/config.site PKG_CONFIG=false CPPFLAGS='' LIBS='' CFLAGS="$CFLAGS -Wno-int-conversion" \
            ./configure $host --build=x86_64-linux-gnu --with-build-python=../native/python --enable-ipv6
        make -j2
        mv python.wasm python
    fi
}

check() {
    local library=$built/$dialect role
    allowed=('--addr-pool=127.0.0.0/8,::1/128,0.0.0.0/32,::/128' '--allow-resolve=*' --dir=. --dir=/dev --dir="$built"
        --dir="$root/ports/python" --env=PYTHONPATH="$library/Lib:$library/build/lib.wasi-wasm32-3.11")
    limit=300
    for module in "${modules[@]}"; do
        succeeds "$module" outcomes_agree "$module"
        say "$(head -n 1 "$work/output")"
    done
    for role in servers clients; do
        succeeds "$role" halves_agree "$role"
        say "$(head -n 1 "$work/output")"
    done
    reasons+=("[listed](../ports/python/differs.toml)")
    same streams run python "$root/ports/python/streams.py"
    check_http
}

outcomes_agree() {
    local each
    for each in native "$dialect"; do
        observe_tests "$each" "$1"
    done
    compare "$1"
}

compare() {
    on native run python "$root/ports/python/compare.py" "$work/$1/native" "$work/$1/$dialect" "$dialect" \
        "$root/ports/python/differs.toml" "$1"
}

observe_tests() {
    local side=$1 to=$work/$2/$1
    mkdir -p "$to.dir"
    (cd "$to.dir" && run python "$root/ports/python/run_tests.py" "$2" >"$to" 2>"$to.err" </dev/null) || true
}

# halves_agree ROLE: the tests of two threads, in two processes. The observed side has the ROLE's halves, a native Python the others.
halves_agree() {
    local each
    for each in native "$dialect"; do
        observe_halves "$each" "$1"
    done
    compare "$1"
}

observe_halves() {
    local servers=native clients=native to=$work/$2/$1
    if [ "$2" = servers ]; then servers=$1; else clients=$1; fi
    mkdir -p "$to.dir"
    (cd "$to.dir" && with_server clients '^serving' run_servers >"$to" 2>"$to.err" </dev/null) || true
}

clients_server() { on "$clients" become python "$root/ports/python/clients.py" "$port"; }
run_servers() { on "$servers" run python "$root/ports/python/servers.py" "$port"; }

# Every client with every server.
check_http() {
    local address
    mkdir "$scratch/pages"
    allowed+=("--dir=$scratch")
    echo '<p>A page.</p>' >"$scratch/pages/page.html"
    seq 500000 >"$scratch/pages/large"
    for address in 127.0.0.1 ::1; do
        same "client-$address" exchange client native
        same "server-$address" exchange native server
        same "both-$address" exchange client server
    done
}

# exchange CLIENT SERVER: which of them is the observed side; the other is native.
exchange() {
    local client=native server=native
    [ "$1" = native ] || client=$side
    [ "$2" = native ] || server=$side
    with_server http '^serving' fetch_all
    sed 's/ - - .*\] / /' "$work/http.log"
}

fetch_all() {
    local url=http://$address:$port
    [ "$address" != ::1 ] || url=http://[::1]:$port
    on "$client" run python "$root/ports/python/fetch.py" "$url"
}

http_server() {
    cd "$scratch/pages"
    on "$server" become python "$root/ports/python/serve.py" "$address" "$port"
}

normalise() {
    sed -E 's/^(serving .*) [0-9]+$/\1 PORT/; /^Could not find platform/d'
}
