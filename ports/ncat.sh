# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
# ncat of nmap: client and server, a broker and a chat for many clients.
about='ncat 7.93: client, server, broker and chat of many clients'
against=itself
dialects='wamr wasi-sockets'

needs() {
    need iproute2 command -v ss
}

fetch() {
    deb_source nmap nmap_7.93+dfsg1.orig.tar.xz e35fef528f875ad7307e14aca50607303e378ffc66b801165332a28de8fca914
}

# Only ncat and the libraries that it has of nmap. Their config.sub is older than WASI.
build() {
    compat
    local each options="${host:+--host=wasm32-unknown-none} --without-openssl --without-liblua --without-libpcap"
    # shellcheck disable=SC2086
    for each in nbase nsock/src ncat; do
        (cd $each && ./configure $options)
    done
    make -C nbase
    make -C nsock/src
    make -C ncat PCAP_LIBS= ncat
}

ncat() { run ncat/ncat -n "$@"; }

ncat_server() {
    local side=$server
    become ncat/ncat -n -l -v "${listening[@]}" "$port" <"$scratch/answer"
}

# exchange CLIENT SERVER OPTION...: half a megabyte in both directions; each is `it`, which is observed, or native.
exchange() {
    local server=${2/it/$side} listening=("${@:3}" --send-only)
    with_server ncat 'Listening on' send "${1/it/$side}"
}

send() {
    local side=$1
    ncat -w 10 127.0.0.1 "$port" </dev/null >got || echo "client: $?"
    cmp got "$scratch/answer" && echo as sent
}

# conversation CLIENT SERVER OPTION...: what a server that keeps on answers is another client's words.
conversation() {
    local server=${2/it/$side} listening=("${@:3}") client=${1/it/$side}
    : >"$scratch/answer"
    with_server ncat 'Listening on' speak
}

# Each waits until it is connected, and says its word when all are there.
speak() {
    local each pids=()
    for each in 1 2 3 4 5; do
        mkfifo "say$each"
        (side=$client become ncat/ncat -n 127.0.0.1 "$port" <"say$each" >"heard$each" 2>&1) &
        pids+=($!)
        eval "exec $((20 + each))>say$each"
        until [ "$(grep -c 'Connection from 127.0.0.1:' "$work/ncat.log")" = "$each" ]; do sleep 0.1; done
    done
    for each in 1 2 3 4 5; do
        echo "word $each" >&$((20 + each))
        for other in 1 2 3 4 5; do
            [ "$other" = "$each" ] || until grep -q "word $each" "heard$other"; do sleep 0.1; done
        done
    done
    for each in 1 2 3 4 5; do
        eval "exec $((20 + each))>&-"
        end_server "${pids[each - 1]}"
        # Who has gone is announced to those who are still there.
        sed 's/<user[0-9]*>/<user>/; /already connected/d; /is disconnected/d' "heard$each"
    done
}

check() {
    local server listening
    seq 90000 >"$scratch/answer"
    same client exchange native it
    same server exchange it native
    same both exchange it it
    same refused ncat -v 127.0.0.1 1
    unresolvable unresolvable run ncat/ncat no-such-host.invalid 1
    same broker conversation native it --broker
    same broker-clients conversation it native --broker
    same chat conversation native it --chat
}

normalise() {
    sed -E "s/\b${port:-none}\b/PORT/g; s/127\.0\.0\.1:[0-9]{5}/127.0.0.1:PEER/g"
}
