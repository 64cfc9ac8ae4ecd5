# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
# rinetd, which passes connections on to other addresses: one process, select, many clients.
about='rinetd 0.73: connections passed on, rules, load'
against='http.server of Python; curl, ab (Apache)'
dialects='wamr wasi-sockets'

needs() {
    need curl command -v curl
    need python3 command -v python3
    need apache2-utils command -v ab
}

fetch() {
    deb_source rinetd rinetd_0.73.orig.tar.gz e3980aaa3feb7649440abf0e1d616d7d42f06de0c43ecc25332bb21418c07fc4
}

build() {
    compat
    ./configure $host
    make -j2
}

rinetd_server() {
    cat >"$scratch/rinetd.conf" <<END
127.0.0.1 $port 127.0.0.1 $pages
allow 127.0.0.1
::1 $port 127.0.0.1 $pages
127.0.0.1 $((port + 1)) 127.0.0.1 1
logfile log
END
    rm -f log
    become rinetd -f -c "$scratch/rinetd.conf"
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
    local pages
    allowed+=("--dir=$scratch")
    limit=100
    mkdir "$scratch/pages"
    echo small >"$scratch/pages/small"
    head -c 5000000 /dev/urandom >"$scratch/pages/large"
    serve pages Serving
    pages=$port
    same requests with_server rinetd 'starting redirections' requests
    same load with_server rinetd 'starting redirections' load
    same many with_server rinetd 'starting redirections' many
}

ask() {
    curl -sS --max-time 20 "$@" -w '%{http_code} %{size_download}\n' || echo "curl ended with $?"
}

requests() {
    ask "http://127.0.0.1:$port/small"
    ask "http://[::1]:$port/small"
    ask "http://127.0.0.1:$port/nothing" -o /dev/null
    ask "http://127.0.0.1:$port/large" -o large && cmp large "$scratch/pages/large" && echo as on disk
    # A rule excludes this client, and nobody is where the next one is passed on to. Whether the end of the connection or
    # its reset is seen depends on time.
    curl -s "http://127.0.0.1:$port/small" --interface 127.0.0.3 || echo excluded
    curl -s "http://127.0.0.1:$((port + 1))/" || echo nobody
    # Whether it writes down the end of a connection depends on which side was seen to close first.
    grep -E 'opened|denied' log | cut -f 2,3,5,9
}

# It listens with a queue of five.
load() {
    ab -q -n 500 -c 8 "http://127.0.0.1:$port/small" |
        grep -E '^(Complete requests|Failed requests|Non-2xx|Document Length)'
}

many() {
    seq 40 | xargs -P 6 -I{} curl -sS --max-time 60 "http://127.0.0.1:$port/large" -o got{}
    for each in got*; do
        cmp "$each" "$scratch/pages/large" && echo whole
    done
}

normalise() {
    sed -E 's/127\.0\.0\.1:[0-9]+/127.0.0.1:PORT/g; s/port [0-9]{5}/port PORT/g'
}
