# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
# OpenSSL's command-line tool, a client and a server of TLS and DTLS, and ncat, which uses the library.
about='OpenSSL 3.0.20: s_client and s_server, TLS and DTLS; ncat --ssl'
against='itself, the other way round'
dialects='wamr wasi-sockets'

needs() {
    need iproute2 command -v ss
    need perl command -v perl
}

fetch() {
    deb_source openssl openssl_3.0.20.orig.tar.gz c80a01dfc70ece4dc21168932c37739042d404d46ccc81a5986dd75314ecda6f openssl
    deb_source nmap nmap_7.93+dfsg1.orig.tar.xz e35fef528f875ad7307e14aca50607303e378ffc66b801165332a28de8fca914 nmap
}

# OpenSSL knows no WebAssembly; its generic targets come nearest.
build() {
    compat
    local each size=64 options ssl=$PWD/openssl
    [ -z "$host" ] || size=32
    (cd openssl && ./Configure "linux-generic$size" no-asm no-shared no-threads no-dso no-engine no-async no-tests CC="$CC")
    make -C openssl -j2 build_libs apps/openssl
    options="${host:+--host=wasm32-unknown-none} --with-openssl=$ssl --without-liblua --without-libpcap"
    # shellcheck disable=SC2086
    for each in nbase nsock/src ncat; do
        (cd "nmap/$each" && CPPFLAGS="$CPPFLAGS -I$ssl/include" LDFLAGS="-L$ssl" ./configure $options)
    done
    make -C nmap/nbase
    make -C nmap/nsock/src
    make -C nmap/ncat PCAP_LIBS= ncat
}

openssl() { run openssl/apps/openssl "$@"; }

check() {
    local pair
    allowed+=(--dir=/dev "--dir=$scratch")
    key=$scratch/key.pem certificate=$scratch/certificate.pem
    side=native openssl req -x509 -config "$built/native/openssl/apps/openssl.cnf" -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost \
        -addext subjectAltName=DNS:localhost -keyout "$key" -out "$certificate" >"$work/req.log" 2>&1
    head -c 3000000 /dev/urandom >"$scratch/large"
    same ciphers openssl ciphers -v
    same refused openssl s_client -connect 127.0.0.1:1
    for pair in 'it native' 'native it' 'it it'; do check_pair $pair; done
}

# check_pair CLIENT SERVER: each is `it`, which is observed, or native.
check_pair() {
    local pair=$1-$2
    same "$pair-tls" served tls "$@"
    same "$pair-tls-1.2" served tls "$@" -tls1_2 -cipher ECDHE-RSA-CHACHA20-POLY1305
    same "$pair-certificate" served tls "$@" -cert "$certificate" -key "$key"
    same "$pair-other-name" served tls "$@" -verify_hostname example.com -verify_return_error
    same "$pair-dtls" served dtls "$@"
    same "$pair-large" served page "$@"
    same "$pair-resumed" served session "$@"
    same "$pair-ncat" served ncat "$@"
}

# served WHAT CLIENT SERVER OPTION...: the server WHAT_server, and its client WHAT_client with the options.
served() {
    local client=${2/it/$side} server=${3/it/$side} ready=ACCEPT
    case $1 in dtls) ready= ;; ncat) ready='Listening on' ;; esac
    with_server "$1" "$ready" "$1_client" "${@:4}"
}

tls_server() { server -verify 1 -rev; }
page_server() { server -WWW; }
session_server() { server -www; }

server() {
    local side=$server
    become openssl/apps/openssl s_server -accept "127.0.0.1:$port" -cert "$certificate" -key "$key" -CAfile "$certificate" "$@"
}

client() {
    side=$client openssl s_client -connect "127.0.0.1:$port" -servername localhost -CAfile "$certificate" -ign_eof "$@"
}

# -rev sends each line back, turned around.
tls_client() {
    printf 'one line\nCLOSE\n' | client -brief "$@"
}

page_client() {
    cp "$scratch/large" .
    printf 'GET /large HTTP/1.0\r\n\r\n' | client -quiet >page
    # A header comes before it.
    tail -c 3000000 page | cmp - large && echo 'all is there'
}

# The second connection takes up the session of the first.
session_client() {
    for each in -sess_out -sess_in; do
        printf 'GET / HTTP/1.0\r\n\r\n' | client "$each" session | grep -aE '^(New|Reused),'
    done
}

# The server's words are put into a pipe once the client's are in its log. A line with Q ends the client.
dtls_server() {
    mkfifo "$scratch/input.$port"
    server -dtls -quiet <>"$scratch/input.$port"
}

dtls_client() {
    mkfifo lines
    side=$client openssl s_client -dtls -connect "127.0.0.1:$port" -CAfile "$certificate" -brief <lines >answer 2>messages &
    exec 4>lines
    echo 'from the client' >&4
    ready $! 'from the client' "$work/dtls.log" && echo 'from the server' >"$scratch/input.$port"
    ready $! 'from the server' answer && echo Q >&4
    exec 4>&-
    wait $! || echo "the client ended with $?"
    cat answer messages
}

ncat_server() {
    local side=$server
    become nmap/ncat/ncat -n -l -v --ssl --ssl-cert "$certificate" --ssl-key "$key" --send-only "$port" <"$scratch/large"
}

ncat_client() {
    side=$client run nmap/ncat/ncat --ssl --ssl-verify --ssl-trustfile "$certificate" -w 10 localhost "$port" </dev/null >got || echo "client: $?"
    cmp got "$scratch/large" && echo 'all is there'
}

# The codes of errors have the system's numbers in them, their lines the thread's number, and a function that spans
# several lines is at one or another.
normalise() {
    sed -E "s/\b${port:-none}\b/PORT/g; s/errno=(111|14)$/errno=ECONNREFUSED/; s/^[0-9A-F]+:error:[0-9A-F]+:/error:/; s/(\.c):[0-9]+:/\1:/"
}
