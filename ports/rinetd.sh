# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
# rinetd, which passes connections on to other addresses: one process, select, many clients.
about='rinetd 0.73: connections passed on, rules, load'
against='http.server of Python; curl, ab (Apache)'
dialects='wamr wasi-sockets'
. "$root/ports/lib/http.sh"

needs() { need_http; }

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

check() {
    local pages
    allowed+=("--dir=$scratch")
    limit=100
    make_pages "$scratch/pages"
    serve pages Serving
    pages=$port
    same requests with_server rinetd 'starting redirections' requests
    # It listens with a queue of five.
    same load with_server rinetd 'starting redirections' load_small 500 8
    same many with_server rinetd 'starting redirections' get_large 40 6 "$scratch/pages"
}

requests() {
    get "http://127.0.0.1:$port/small"
    get "http://[::1]:$port/small"
    get "http://127.0.0.1:$port/nothing" -o /dev/null
    get "http://127.0.0.1:$port/large" -o large && cmp large "$scratch/pages/large" && echo as on disk
    # A rule excludes this client, and nobody is where the next one is passed on to. Whether the end of the connection or
    # its reset is seen depends on time.
    curl -s "http://127.0.0.1:$port/small" --interface 127.0.0.3 || echo excluded
    curl -s "http://127.0.0.1:$((port + 1))/" || echo nobody
    # Whether it writes down the end of a connection depends on which side was seen to close first.
    grep -E 'opened|denied' log | cut -f 2,3,5,9
}

normalise() {
    sed -E 's/127\.0\.0\.1:[0-9]+/127.0.0.1:PORT/g; s/port [0-9]{5}/port PORT/g'
}
