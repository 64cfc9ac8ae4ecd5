# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
# mbedTLS' programs for TLS and DTLS, as client and as server: with each other, with the native ones, with OpenSSL.
about='mbedTLS 2.28.3: ssl_client2, ssl_server2, dtls_client, dtls_server'
against='each other; openssl s_server, s_client'
dialects='wamr wasmedge'

needs() {
    need openssl command -v openssl
}

fetch() {
    deb_source mbedtls mbedtls_2.28.3.orig.tar.gz 3b4953aa55a681e084d31892d9904cc5328d6b4958ea57b90ae4b4f94ae69a8d
}

# Its network and clock are for what says that it is a Unix. The library first: its programs' makefile makes it once for
# each of its three archives, at the same time.
build() {
    compat
    local flags="-D__unix__=1 -Dunix=1 $CPPFLAGS $CFLAGS"
    make -j2 -C library CFLAGS="$flags"
    make -j2 -C programs CFLAGS="$flags" LDFLAGS="$LIBS" \
        ssl/ssl_client2 ssl/ssl_server2 ssl/dtls_client ssl/dtls_server
}

check() {
    allowed+=(--dir=/dev '--addr-pool=0.0.0.0/32,::/128')
    local pair
    for pair in 'it native' 'native it' 'it it'; do
        check_tls "$pair" "${pair/ /-}"
        check_dtls "$pair" "${pair/ /-}"
    done
    check_openssl
    same refused run programs/ssl/ssl_client2 server_addr=127.0.0.1 server_port=1
}

# Of each pair the first is the client, the second the server: `it`, which is observed, or native.
check_tls() {
    same "tls-$2" talk $1 'exchanges=3' 'exchanges=3'
    same "tls-$2-ipv6" talk $1 'server_addr=::1' 'server_addr=::1'
    same "tls-$2-nonblocking" talk $1 nbio=2 'nbio=2 request_size=16000'
    same "tls-$2-events" talk $1 event=1 'event=1 request_size=4000'
    same "tls-$2-resumed" talk $1 '' reconnect=2
    same "tls-$2-both-known" talk $1 auth_mode=required auth_mode=required
    same "tls-$2-too-old" talk $1 min_version=tls1_2 force_version=tls1_1
}

check_dtls() {
    local same=same
    [ "$dialect ${1#* }" != 'wasi-sockets it' ] || same=no_second_socket
    $same "dtls-$2" talk $1 'dtls=1 exchanges=3' 'dtls=1 exchanges=3'
    $same "dtls-$2-nonblocking" talk $1 'dtls=1 nbio=2' 'dtls=1 nbio=2'
    $same "dtls-$2-events" talk $1 'dtls=1 event=1' 'dtls=1 event=1'
    $same "dtls-$2-resumed" talk $1 dtls=1 'dtls=1 reconnect=1'
    $same "dtls-$2-example" example $1
}

# Its server connects the socket that a client has found, and binds another to the port for the next client.
no_second_socket() {
    differs "$1" 'WASI has no SO_REUSEADDR for datagram sockets' 'Reading information from the socket failed' "${@:2}"
}

# talk CLIENT SERVER ARGUMENTS-OF-SERVER ARGUMENTS-OF-CLIENT
talk() {
    local it=$side arguments=$3
    side=${2/it/$it} with_server ssl 'Waiting for a remote' client "${1/it/$it}" "$4"
}

ssl_server() {
    become programs/ssl/ssl_server2 server_addr=127.0.0.1 "server_port=$port" $arguments
}

client() {
    side=$1 run programs/ssl/ssl_client2 server_addr=127.0.0.1 "server_port=$port" $2
}

# The examples have fixed addresses.
example() {
    local it=$side
    side=${2/it/$it} with_server example 'Waiting for a remote' example_client "${1/it/$it}"
}

example_server() { become programs/ssl/dtls_server; }

example_client() { side=$1 run programs/ssl/dtls_client; }

check_openssl() {
    openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=DNS:localhost \
        -keyout "$scratch/key.pem" -out "$scratch/certificate.pem" 2>/dev/null
    allowed+=("--dir=$scratch")
    same openssl-server with_server openssl "" client_of_openssl
    same openssl-dtls-server with_server openssl_dtls "" client_of_openssl dtls=1
    arguments='' same openssl-client server_of_openssl
}

openssl_server() {
    exec openssl s_server -accept "127.0.0.1:$port" -cert "$scratch/certificate.pem" -key "$scratch/key.pem" -www
}

openssl_dtls_server() {
    exec openssl s_server -accept "127.0.0.1:$port" -cert "$scratch/certificate.pem" -key "$scratch/key.pem" -dtls1_2 -rev
}

client_of_openssl() {
    client "$side" "server_name=localhost auth_mode=required ca_file=$scratch/certificate.pem $*"
}

server_of_openssl() {
    with_server ssl 'Waiting for a remote' openssl_client
}

openssl_client() {
    printf 'GET / HTTP/1.0\r\n\r\n' | timeout 20 openssl s_client -quiet -connect "127.0.0.1:$port" -cipher 'ALL:@SECLEVEL=0' 2>/dev/null
}

normalise() {
    sed -E "s/\b[23][0-9]{4}\b/PORT/g; /^ *(Master-Key|Start Time|Session-ID) *:/d"
}
