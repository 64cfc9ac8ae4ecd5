# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
# pen, a load balancer: one process over select, poll or epoll, with many clients and several servers.
about='pen 0.34.1: load balancing over select, poll and epoll'
against='two http.servers of Python; curl, ab (Apache)'
dialects='wamr wasi-sockets'

needs() {
    need curl command -v curl
    need python3 command -v python3
    need apache2-utils command -v ab
}

fetch() {
    deb_source pen pen_0.34.1.orig.tar.gz 2b640795029df9d1672e17202c109cc5d42538f6754a6070dc27da640881e864
}

build() {
    compat
    ./configure $host --without-ssl
    make -j2
}

pen_server() {
    become pen -f $events -r "127.0.0.1:$port" "127.0.0.1:$one" "127.0.0.1:$two"
}

pages_server() {
    cd "$scratch/pages"
    exec python3 -u -c '
import http.server, sys
http.server.ThreadingHTTPServer.request_queue_size = 128
http.server.test(http.server.SimpleHTTPRequestHandler, http.server.ThreadingHTTPServer, port=int(sys.argv[1]), bind="127.0.0.1")
' "$port"
}

check() {
    local one two events
    limit=100
    mkdir "$scratch/pages"
    echo small >"$scratch/pages/small"
    head -c 5000000 /dev/urandom >"$scratch/pages/large"
    serve pages Serving
    one=$port
    serve pages Serving
    two=$port
    for events in '-O select' -P '-O epoll'; do
        same "requests${events##* }" with_server pen '' requests
    done
}

ask() {
    curl -sS --max-time 20 "http://127.0.0.1:$port/$1" "${@:2}" -w '%{http_code} %{size_download}\n' || echo "curl ended with $?"
}

requests() {
    ask small
    ask nothing -o /dev/null
    ask large -o large && cmp large "$scratch/pages/large" && echo as on disk
    ab -q -n 500 -c 50 "http://127.0.0.1:$port/small" | grep -E '^(Complete requests|Failed requests|Non-2xx|Document Length)'
    seq 20 | xargs -P 10 -I{} curl -sS --max-time 60 "http://127.0.0.1:$port/large" -o got{}
    for each in got*; do
        cmp "$each" "$scratch/pages/large" && echo whole
    done
}

normalise() {
    sed -E "s/\b($one|$two|$port|$((port + 1)))\b/PORT/g"
}
