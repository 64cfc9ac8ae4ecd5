# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
# netcat as it was in 1996: BSD's first sockets, before getaddrinfo and declarations of functions.
about='netcat 1.10, as client and as server'
against=itself
dialects='wamr wasmedge wasi-sockets'

needs() {
    need iproute2 command -v ss
}

fetch() {
    deb_source netcat netcat_1.10.orig.tar.bz2 64913dc3f0b4a96c3ab04d062d84f28ba6854152c94344e3985458b2aebca3d5
}

# It takes the libraries of Linux for its own, and is C of before 1989. Natively res_init has another name, which a header knows.
# That header defines FD_SETSIZE, which netcat then sets to 16: it would refuse the numbers of sockets over wasi-sockets.
build() {
    compat
    local native=
    [ "$side" != native ] || native='-include resolv.h' LIBS=-lresolv
    make nc CC="$CC" LD="$CC" STATIC= XLIBS="$LIBS" \
        DFLAGS="$CPPFLAGS $CFLAGS -DLINUX -std=gnu89 -w -Wno-int-conversion $native"
}

# Ports are others each time. There is no alarm() over WASI, which says so.
normalise() {
    sed -E 's/\b[0-9]{5}\b/PORT/g; /alarm/d; s/^localhost \[127/(UNKNOWN) [127/'
}

# who native|self: the side that is to do something.
who() { [ "$1" = self ] && echo "$side" || echo native; }

pick_port() { port=$((20000 + RANDOM % 12000)); }

# started PID: a server that does not come up ends.
started() { ready "$1" '' '' || true; }

# exchange SERVER CLIENT FLAG...: what each sends, half a megabyte in both directions at once, is what the other gets.
exchange() {
    local server client
    server=$(who "$1") client=$(who "$2")
    shift 2
    pick_port
    seq 1 90000 >request
    seq 90000 -1 1 >answer
    on "$server" run nc -l -p "$port" -w 3 "$@" <answer >request.got 2>server.err &
    started $!
    on "$client" run nc -w 3 "$@" 127.0.0.1 "$port" <request >answer.got
    echo "client: $?"
    wait $! || echo "server: $?"
    cmp request request.got && cmp answer answer.got && echo "all there"
    cat server.err
}

# Datagrams of one line each.
datagrams() {
    pick_port
    on "$(who "$1")" run nc -u -l -p "$port" -w 3 <<<'an answer' >request.got &
    started $!
    on "$(who "$2")" run nc -u -w 2 127.0.0.1 "$port" <<<'a request'
    echo "client: $?"
    wait $! || echo "server: $?"
    cat request.got
}

scan() {
    pick_port
    on native run nc -n -l -p "$port" >/dev/null &
    started $!
    run nc -n -vv -w 2 -z 127.0.0.1 "$((port - 1))-$((port + 1))"
    wait $!
}

# What comes is written down in hexadecimal, from an address and a port that were asked for.
dump() {
    pick_port
    on native run nc -n -vv -l -p "$port" -w 1 <<<hello >/dev/null 2>peer &
    started $!
    run nc -n -w 2 -o traffic -s 127.0.0.2 -p "$((port + 1))" 127.0.0.1 "$port" <<<'and hello'
    wait $!
    sort traffic
    cat peer
}

# A server that takes one peer only, and that peer is another.
one_peer() {
    pick_port
    run nc -n -l -p "$port" -w 3 127.0.0.3 >got 2>said &
    started $!
    on native run nc -n -w 1 127.0.0.1 "$port" <<<'too early'
    on native run nc -n -w 1 -s 127.0.0.3 127.0.0.1 "$port" <<<'as expected'
    wait $!
    cat got said
}

check() {
    local port
    same client exchange native self -n
    same server exchange self native -n
    same name-refused run nc -n localhost 1
    same unknown-service run nc 127.0.0.1 no-such-service
    unresolvable unknown-name run nc no-such-host.invalid 1
    case $dialect in
    wamr) check_select && check_on_wamr ;;
    wasmedge) check_select && check_on_wasmedge ;;
    wasi-sockets) check_on_wasmtime ;;
    esac
}

check_select() {
    same both exchange self self -n
    same datagram-client datagrams native self
}

check_on_wamr() {
    same scan scan
    same dump dump
    same one-peer one_peer
    same refused run nc -n -vv 127.0.0.1 1
    same by-name run nc -v -v 127.0.0.1 1
    same by-service run nc -vv -z localhost discard
    differs verbose-server 'no runtime tells IP options' 'getsockopt failed : Protocol not available' \
        exchange self native -n -v
}

# This server peeks to know who sends, which WAMR cannot. WasmEdge has no SO_REUSEPORT, which netcat remarks upon.
check_on_wasmedge() {
    same datagram-server datagrams self native
    differs refused 'WasmEdge has no SO_REUSEPORT' 'reuseport failed : Protocol not available' run nc -n -vv 127.0.0.1 1
}

# Its select() looks at the first 16 numbers: it reads, and waits, where nothing has come.
check_on_wasmtime() {
    local option='WASI has no SO_REUSEPORT' said='reuseport failed : Protocol not available'
    local numbers='sockets have numbers from 256 on, and its select() looks at the first 16' limit=6
    same dump dump
    same one-peer one_peer
    differs scan "$option" "$said" scan
    differs refused "$option" "$said" run nc -n -vv 127.0.0.1 1
    differs both "$numbers" 'server: 124' exchange self self -n
    differs datagram-client "$numbers" 'client: 124' datagrams native self
    differs datagram-server "$numbers" 'server: 124' datagrams self native
}
