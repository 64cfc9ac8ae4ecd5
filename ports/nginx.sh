# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
# nginx in one process: files, proxying of HTTP, of connections and of datagrams, over poll and select.
about='nginx 1.22.1: files, ranges, proxying of HTTP, TCP and UDP, load'
against='curl, ab (Apache); servers in Python'
dialects='wamr wasi-sockets'
. "$root/ports/lib/http.sh"

needs() { need_http; }

fetch() {
    deb_source nginx nginx_1.22.1.orig.tar.gz 9ebb333a9e82b952acd3e2b4aeb1d4ff6406f72491bab6cd9fe69f0dea737f31
}

without='charset ssi userid auth_basic mirror geo map split_clients referer rewrite fastcgi uwsgi scgi grpc memcached
    limit_conn limit_req empty_gif browser upstream_hash upstream_ip_hash upstream_least_conn upstream_random upstream_zone gzip'

# Its configure script runs the programs that it compiles, to learn the sizes of types. So they are made to run on the runtime.
build() {
    local crossbuild=() cc=$CC
    if [ "$side" != native ]; then
        compat
        local run="$prefix/bin/wasock-run"
        [ "$side" != wasi-sockets ] || run="$wasmtime run"
        cat >cc-and-run <<END
#!/bin/sh
test=objs/autotest
$CC "\$@" || exit
case " \$* " in *" -o \$test "*) mv \$test \$test.wasm && echo '#!/bin/sh
exec $run '\$test.wasm >\$test && chmod +x \$test ;; esac
END
        chmod +x cc-and-run
        cc=$PWD/cc-and-run crossbuild=(--crossbuild=WASI::wasm32)
    fi
    ./configure "${crossbuild[@]}" --with-cc="$cc" --with-cc-opt="$CFLAGS -w" --with-select_module --with-poll_module \
        --with-stream --with-http_stub_status_module $(printf -- '--without-http_%s_module ' $without)
    make -j2 -f objs/Makefile
}

nginx_server() {
    mkdir -p "$scratch/nginx/logs"
    cat >"$scratch/nginx/nginx.conf" <<END
daemon off;
master_process off;
error_log stderr notice;
pid pid;
events {
    use $events;
    worker_connections 200;
}
http {
    types { text/html html; }
    default_type application/octet-stream;
    access_log off;
    keepalive_requests 50;
    client_header_timeout 1s;
    server {
        listen 127.0.0.1:$port;
        listen [::1]:$port;
        root $scratch/files;
        index index.html;
        error_page 404 /missing.html;
        location /directory/ { autoindex on; }
        location /alias/ { alias $scratch/files/; }
        location /denied { deny all; }
        location /slow/ { alias $scratch/files/; limit_rate 10m; }
        location /status { stub_status; }
        location /origin { proxy_pass http://127.0.0.1:$origin; }
        location /nobody { proxy_pass http://127.0.0.1:1; }
    }
}
stream {
    server { listen 127.0.0.1:$((port + 1)); proxy_pass 127.0.0.1:$origin; }
    server { listen 127.0.0.1:$((port + 1)) udp; proxy_pass 127.0.0.1:$echo; proxy_timeout 10s; }
}
END
    allowed+=("--dir=$scratch" --dir=/dev)
    become objs/nginx -p "$scratch/nginx" -c nginx.conf
}

origin_server() {
    exec python3 -u -m http.server --bind 127.0.0.1 --directory "$scratch/origin" "$port"
}

echo_server() {
    exec python3 "$root/ports/nginx/datagrams.py" echo "$port"
}

check() {
    local origin echo events
    mkdir -p "$scratch/files/directory" "$scratch/origin/origin"
    echo '<p>welcome' >"$scratch/files/index.html"
    echo '<p>missing' >"$scratch/files/missing.html"
    echo one >"$scratch/files/directory/one"
    make_pages "$scratch/files" 10000000
    make_pages "$scratch/origin/origin"
    limit=100
    serve origin Serving
    origin=$port
    serve echo ready
    echo=$port
    for events in poll select; do
        same "requests-$events" with_server nginx '' requests
        same "proxied-$events" with_server nginx '' proxied
        same "datagrams-$events" with_server nginx '' datagrams
        same "load-$events" with_server nginx '' load
        same "many-$events" with_server nginx '' get_large 40 20 "$scratch/files"
    done
}

ask() { get -i "http://127.0.0.1:$port$1" "${@:2}"; }

requests() {
    ask /
    ask /small
    ask /small -I
    ask /nothing
    ask /denied
    ask /alias/small
    ask /large -r 1000-1003 -o /dev/null -I
    ask /small -r 2-
    ask /small -r 100-
    ask /directory/
    ask /directory
    ask /small -X DELETE
    ask /small --http1.0
    ask /small -H 'Host:'
    ask /small -z '2038-01-01'
    ask "/$(printf 'x%.0s' $(seq 9000))"
    ask /small --next "http://127.0.0.1:$port/" --next "http://127.0.0.1:$port/nothing"
    ask /small -H 'Expect: 100-continue' --data-binary "@$scratch/files/small"
    get "http://[::1]:$port/small"
    get "http://127.0.0.1:$port/status" | head -n 1
    get "http://127.0.0.1:$port/large" -o large && cmp large "$scratch/files/large" && echo as on disk
    get "http://127.0.0.1:$port/slow/large" -o large && cmp large "$scratch/files/large" && echo as on disk, slowly
    # A client that never ends its request.
    { printf 'GET /small HTTP/1.1\r\n' >&3 && cat <&3; } 3<>"/dev/tcp/127.0.0.1/$port"
}

proxied() {
    ask /origin/small
    ask /origin/nothing -o /dev/null
    ask /nobody
    get "http://127.0.0.1:$port/origin/large" -o large && cmp large "$scratch/origin/origin/large" && echo through HTTP
    get "http://127.0.0.1:$((port + 1))/origin/small"
    get "http://127.0.0.1:$((port + 1))/origin/large" -o large && cmp large "$scratch/origin/origin/large" && echo through TCP
}

datagrams() { python3 "$root/ports/nginx/datagrams.py" ask "$((port + 1))"; }

# New connections, then kept ones.
load() {
    load_small 1000 50
    load_small 1000 50 -k
}

normalise() {
    sed -E '/^(Date|Last-Modified|ETag): /d; s/127\.0\.0\.1:[0-9]+/127.0.0.1:PORT/g'
}
