# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
# BearSSL's command-line tool, TLS client and server in one: against itself and OpenSSL.
about='BearSSL 0.6: brssl client and server'
against='openssl s_server, s_client; itself'

needs() {
    need openssl command -v openssl
}

fetch() {
    deb_source bearssl bearssl_0.6+dfsg.1.orig.tar.xz 102a625bd8f6155260867a50c508df8d8c3f796985dd744df1a68e5cd1a79004
}

# Randomness and time as on every Unix: it looks for those by the system's name.
build() {
    make -j2 DLL=no TESTS=no CC="$CC" LD="$CC" AR="$AR" LDFLAGS="$LIBS" \
        CFLAGS="$CPPFLAGS $CFLAGS -DBR_USE_URANDOM=1 -DBR_USE_UNIX_TIME=1" lib tools
}

# Which implementations of algorithms there are depends on the processor.
normalise() {
    sed -E "/^   (RNG|AES|DES|GHASH|ChaCha20|Poly1305|EC|ECDSA|RSA)\b.*: +[a-z0-9_]+$/d; s/$port/PORT/g"
}

check() {
    allowed+=(--dir=/dev "--dir=$source/samples" "--dir=$scratch")
    samples=$source/samples
    cat "$samples/cert-ee-rsa.pem" "$samples/cert-ica-rsa.pem" >"$scratch/rsa.pem"
    cat "$samples/cert-ee-ec.pem" "$samples/cert-ica-ec.pem" >"$scratch/ec.pem"
    head -c 500000 /dev/urandom | base64 >"$scratch/large"
    check_client
    check_server
}

check_client() {
    serve openssl
    same client-rsa conversation it rsa
    same client-tls-1.0 conversation it rsa -vmax TLS-1.0
    same client-suite conversation it rsa -cs ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256
    same client-one-way-buffer conversation it rsa -mono
    same client-untrusted client_of it -CA "$samples/cert-root-ec.pem"
    same client-other-name client_of it -CA "$samples/cert-root-rsa.pem" -sni example.com
    same client-refused run build/brssl client 127.0.0.1:1 -CA "$samples/cert-root-rsa.pem"
}

check_server() {
    local kind
    for kind in rsa ec; do
        same "server-$kind" with_server brssl "" conversation native $kind
        same "both-$kind" with_server brssl "" conversation it $kind
    done
    same server-openssl with_server brssl "" openssl_client
    same server-receives with_server brssl "" upload native
    same both-receive with_server brssl "" upload it
}

# -rev sends each line back, turned around.
openssl_server() {
    exec openssl s_server -accept "127.0.0.1:$port" -cert "$samples/cert-ee-rsa.pem" -cert_chain "$samples/cert-ica-rsa.pem" \
        -key "$samples/key-ee-rsa.pem" -cipher 'ALL:@SECLEVEL=0' -rev
}

# Its input, which it sends to the client, is a pipe that nobody closes; what it receives goes to its log.
brssl_server() {
    mkfifo "$scratch/input.$port"
    become build/brssl server -v -b 127.0.0.1 -p "$port" -cert "$scratch/${kind:-rsa}.pem" \
        -key "$samples/key-ee-${kind:-rsa}.pem" <>"$scratch/input.$port"
}

# client_of WHOSE ARGUMENT...: brssl as client, the one that is observed or the native one.
client_of() {
    local side=$side
    [ "$1" = it ] || side=native
    run build/brssl client "127.0.0.1:$port" -sni localhost "${@:2}"
}

conversation() {
    talk client_of "$1" -CA "$samples/cert-root-$2.pem" "${@:3}"
    cat messages
}

openssl_client() {
    talk openssl s_client -quiet -connect "127.0.0.1:$port" -servername localhost -verify_return_error \
        -CAfile "$samples/cert-root-rsa.pem"
}

# talk CLIENT...: one line there and, its answer being there, the end of the client's input. The answer is the
# line turned around: OpenSSL's server does that, and brssl sends what is put into its pipe.
talk() {
    local pipe=$scratch/input.$port
    mkfifo lines
    "$@" <lines >answer 2>messages &
    exec 4>lines
    echo 'one line' >&4
    [ ! -p "$pipe" ] || { ready $! 'one line' "$work/brssl.log" && echo 'enil eno' >"$pipe"; }
    ready $! 'enil eno' answer
    exec 4>&-
    wait $! || echo "the client ended with $?"
    cat answer
}

# The server's log has its messages, too. It is there as soon as the server has been given time enough by the machine.
upload() {
    client_of "$1" -CA "$samples/cert-root-rsa.pem" <"$scratch/large"
    for _ in $(seq 600); do
        grep -xE '[A-Za-z0-9+/]+=*' "$work/brssl.log" | cmp -s - "$scratch/large" && echo 'all is there' && return
        sleep 0.1
    done
}
