# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
# pen, a load balancer: one process over select, poll or epoll, with many clients and several servers.
about='pen 0.34.1: load balancing over select, poll and epoll'
against='two http.servers of Python; curl, ab (Apache)'
dialects='wamr wasi-sockets'
. "$root/ports/lib/http.sh"

needs() { need_http; }

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

check() {
    local one two events
    limit=100
    make_pages "$scratch/pages"
    serve pages Serving
    one=$port
    serve pages Serving
    two=$port
    for events in '-O select' -P '-O epoll'; do
        same "requests${events##* }" with_server pen '' requests
    done
}

requests() {
    get "http://127.0.0.1:$port/small"
    get "http://127.0.0.1:$port/nothing" -o /dev/null
    get "http://127.0.0.1:$port/large" -o large && cmp large "$scratch/pages/large" && echo as on disk
    load_small 500 50
    get_large 20 10 "$scratch/pages"
}

normalise() {
    sed -E "s/\b($one|$two|$port|$((port + 1)))\b/PORT/g"
}
