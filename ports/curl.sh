# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
# curl with HTTP, HTTPS through BearSSL, and TFTP.
about='curl 7.88.1 with BearSSL 0.6'
against='nginx, dnsmasq (TFTP)'
dialects='wamr wasi-sockets'

needs() {
    need nginx-light command -v nginx
    need dnsmasq-base command -v dnsmasq
    need openssl command -v openssl
    need python3 command -v python3
}

fetch() {
    deb_source curl curl_7.88.1.orig.tar.gz cdb38b72e36bc5d33d5b8810f8018ece1baa29a8f215b4495e495ded82bbf3c7 curl
    deb_source bearssl bearssl_0.6+dfsg.1.orig.tar.xz 102a625bd8f6155260867a50c508df8d8c3f796985dd744df1a68e5cd1a79004 bearssl
}

# BearSSL finds out by the name of the system that there is /dev/urandom, and time(): it does not know WASI's.
build() {
    make -C bearssl -j2 lib CC="$CC" AR="$AR" CFLAGS="$CFLAGS -fPIC -DBR_USE_URANDOM=1 -DBR_USE_UNIX_TIME=1"
    mkdir -p prefix/lib
    cp -r bearssl/inc prefix/include
    cp bearssl/build/libbearssl.a prefix/lib
    mkdir curl-build
    cd curl-build
    ../curl/configure $host --quiet --disable-shared --disable-manual --disable-threaded-resolver --without-zlib \
        --disable-dependency-tracking --without-libpsl --without-ca-bundle --without-ca-path --with-bearssl="$PWD/../prefix"
    make -j2 -C lib
    make -j2 -C src
}

nginx_server() {
    mkdir -p "$scratch/root" "$scratch/tmp"
    sed "s#@scratch@#$scratch#; s#@port@#$port#; s#@tls@#$((port + 1))#" "$root/ports/curl/nginx.conf" >"$scratch/nginx.conf"
    exec nginx -e stderr -c "$scratch/nginx.conf"
}

# A root of trust, a certificate of it for localhost, one that is over, and another root that has signed nothing.
certificates() {
    cd "$1"
    for ca in ca other-ca; do
        openssl req -x509 -newkey rsa:2048 -nodes -days 30 -subj "/CN=$ca" -keyout $ca.key -out $ca.pem
    done
    openssl req -newkey rsa:2048 -nodes -subj /CN=localhost -keyout server.key -out server.csr
    echo 'subjectAltName = DNS:localhost' >server.ext
    openssl x509 -req -in server.csr -CA ca.pem -CAkey ca.key -set_serial 1 -days 10 -extfile server.ext -out server.pem
}

contents() {
    echo 'hello, world' >"$1/hello"
    seq 2500000 >"$1/large"
    seq 30000 >"$1/lines"
    : >"$1/empty"
}

# TFTP has one port only, which is free in a network of its own.
tftp_server() {
    exec dnsmasq --no-daemon --conf-file=/dev/null --port=0 --enable-tftp --tftp-root="$scratch/root" \
        --listen-address=127.0.0.1 --bind-interfaces
}

# Whose queue of connections is full, so that one more is neither accepted nor refused.
full_server() {
    exec python3 - "$port" <<'END'
import socket, sys, time
address = ("127.0.0.1", int(sys.argv[1]))
listener = socket.create_server(address, backlog=0)
queued = []
for _ in range(3):
    queued.append(socket.socket())
    queued[-1].setblocking(False)
    queued[-1].connect_ex(address)
time.sleep(3600)
END
}

curl() { run curl-build/src/curl -sS "$@"; }

# Ports, dates, durations and how much has come until a time is up are others each time. curl interrupts a look-up by
# alarm(), which WASI has not; errors have numbers of their own there.
normalise() {
    sed -E "s/:$http\b/:HTTP/g; s/:$https\b/:HTTPS/g; s/port $http\b/port HTTP/; s/port $https\b/port HTTPS/
        s/^(.? ?Date|.? ?Last-Modified|.? ?ETag): .*/\1/; s/after [0-9]+ (ms|milliseconds)/after TIME/; s/[0-9]+ out of [0-9]+ bytes/SOME out of BYTES/
        s/[0-9]+ bytes rec/BYTES rec/; /timeout on name lookup is not supported/d; s/errno [0-9]+: .*/errno N/" | tr -d '\r'
}

downloads() {
    curl -o large "$1/large" -w '%{http_code} %{size_download} %{content_type}\n' "${@:2}"
    sha256sum large
    head -c 7654321 large >part
    curl -C - -o part "$1/large" -w '%{http_code} %{size_download}\n' "${@:2}"
    cmp part large
    curl -r 10-19 "$1/large" "${@:2}" | sha256sum
}

uploads() {
    seq 1000000 >numbers
    curl -T numbers "$1/put/numbers" -w '%{http_code} %{size_upload}\n' "${@:2}"
    curl "$1/put/numbers" "${@:2}" | sha256sum
    curl -T - "$1/put/chunked" -w '%{http_code}\n' "${@:2}" <numbers
    curl "$1/put/chunked" "${@:2}" | cmp - numbers
    curl -X DELETE "$1/put/numbers" "$1/put/chunked" -w '%{http_code}\n' "${@:2}"
    curl -H 'Expect: 100-continue' -T numbers "$1/put/numbers" "${@:2}"
    curl -I "$1/put/numbers" "${@:2}"
    curl -X DELETE "$1/put/numbers" "${@:2}"
}

cookies() {
    curl -c jar "$1/cookie" "${@:2}"
    curl -b jar "$1/headers" "${@:2}"
}

# Every page and every way to ask for one, over whatever $1 says.
pages() {
    local at=$1 url=$2
    shift 2
    same "$at-get" curl "$url/hello" "$@"
    same "$at-get-verbosely" curl -v --no-progress-meter "$url/hello" "$@"
    same "$at-head" curl -I "$url/hello" "$@"
    same "$at-post" curl -d 'one=1&two=2' "$url/post" "$@"
    same "$at-post-again-elsewhere" curl -L -d 'kept' "$url/moved" "$@"
    same "$at-redirect" curl -L "$url/redirect" -w '%{num_redirects} %{url_effective}\n' "$@"
    same "$at-redirect-without-end" curl -L --max-redirs 5 "$url/loop" "$@"
    same "$at-keep-alive" curl "$url/connection" "$url/connection" "$url/connection" -w '%{num_connects}\n' "$@"
    same "$at-close" curl -H 'Connection: close' "$url/connection" "$url/connection" -w '%{num_connects}\n' "$@"
    same "$at-statuses" curl -i "$url/teapot" "$url/nothing" "$url/missing" "$url/empty" "$@"
    same "$at-fail" curl -f "$url/teapot" "$@"
    same "$at-headers" curl -A me -H 'X-Mine: yes' -b a=b "$url/headers" "$@"
    same "$at-cookies" cookies "$url" "$@"
    same "$at-password" curl -u user:secret "$url/secret" -w '%{http_code}\n' "$@"
    same "$at-wrong-password" curl -o page -u user:guess "$url/secret" -w '%{http_code}\n' "$@"
    same "$at-http-1.0" curl -0 -i "$url/hello" "$@"
    same "$at-downloads" downloads "$url" "$@"
    same "$at-uploads" uploads "$url" "$@"
    same "$at-parallel" curl --no-progress-meter -Z --parallel-max 5 -o '#1' "$url/{hello,large,empty,teapot,missing}" "$@"
    same "$at-timeout" curl -m "$patience" -o slow "$url/slow" "$@"
}

tftp() {
    curl tftp://127.0.0.1/lines | sha256sum
    curl --tftp-blksize 1400 tftp://127.0.0.1/lines | sha256sum
    curl tftp://127.0.0.1/hello
    curl tftp://127.0.0.1/empty
    curl tftp://127.0.0.1/missing
}

failures() {
    same refused curl http://127.0.0.1:1/
    same refused-ipv6 curl 'http://[::1]:1/'
    same refused-both curl http://localhost:1/
    same refused-again curl --retry 2 --retry-delay 1 --retry-connrefused http://127.0.0.1:1/
    same no-such-name curl http://no-such-host.invalid/
    same no-such-network curl http://192.0.2.1/
    same no-answer curl "https://localhost:$http/"
    same wrong-protocol curl "http://localhost:$https/hello"
}

addresses() {
    local at='%{remote_ip} %{local_ip} %{http_code}\n'
    same by-name-ipv4 curl -4 "http://localhost:$http/hello" -w "$at"
    same by-name-ipv6 curl -6 "http://localhost:$http/hello" -w "$at"
    same resolve curl --resolve "a.example:$http:127.0.0.1" "http://a.example:$http/hello" -w "$at"
    same connect-to curl --connect-to "::localhost:$http" http://b.example/hello -w "$at"
    same proxy curl -x "http://127.0.0.1:$http" http://c.example/hello -w "$at"
    same interface curl --interface 127.0.0.1 --local-port 30000-31000 "http://127.0.0.1:$http/hello" -w "$at"
    same no-interface curl --interface no-such-interface "http://127.0.0.1:$http/hello"
}

certificate_errors() {
    same unknown-root curl --cacert "$tls/other-ca.pem" "https://localhost:$https/hello"
    same other-name curl --cacert "$tls/ca.pem" --connect-to "::localhost:$https" https://other.example/hello
    same unverified curl -k "https://localhost:$https/hello"
}

check() {
    tls=$scratch/tls
    mkdir -p "$tls" "$scratch/root"
    (quietly "$work/certificates.log" certificates "$tls")
    contents "$scratch/root"
    echo 'user:{PLAIN}secret' >"$scratch/users"
    # 192.0.2.1 is no-one's address. BearSSL reads random numbers from the device.
    allowed[0]+=,192.0.2.1/32
    allowed+=(--dir=/dev "--dir=$tls")

    serve nginx
    http=$port https=$((port + 1))
    patience=2
    pages http "http://127.0.0.1:$http"
    pages http6 "http://[::1]:$http"
    # A handshake alone may take an interpreter more than a second.
    patience=6
    pages https "https://localhost:$https" --cacert "$tls/ca.pem"
    addresses
    failures
    certificate_errors
    differs unix-socket "$(runtime) has no unix sockets" 'Couldn.t connect' \
        curl --unix-socket "$scratch/nginx.sock" http://localhost/hello
    serve full
    same no-connection-in-time curl --connect-timeout 1 "http://127.0.0.1:$port/"
    serve tftp 'TFTP root'
    same tftp tftp
}
