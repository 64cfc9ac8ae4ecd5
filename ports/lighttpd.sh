# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
# lighttpd serving native clients. WebAssembly loads no code, so that its modules are linked in, by its own option.
about='lighttpd 1.4.69: files, ranges, proxying, load'
against='curl, ab (Apache)'
dialects='wamr wasi-sockets'
. "$root/ports/lib/http.sh"

needs() {
    need_http
    need pkg-config command -v pkg-config
}

fetch() {
    deb_source lighttpd lighttpd_1.4.69.orig.tar.xz 16ac8db95e719629ba61949b99f8a26feba946a81d185215b28379bb4116b0b4
}

modules='access accesslog alias expire indexfile proxy setenv simple_vhost status dirlisting staticfile'

build() {
    compat
    CFLAGS="$CFLAGS -Wno-int-conversion"
    printf 'PLUGIN_INIT(mod_%s)\n' $modules >src/plugin-static.h
    # Over poll it wants Linux's numbers for POLLOUT and the like, which are others in wasi-libc.
    [ "$side" = native ] || export ac_cv_func_poll=no
    # A compiler for this machine is tried as well, with the same LIBS.
    LDFLAGS="$LDFLAGS $LIBS" LIBS=
    LIGHTTPD_STATIC=yes ./configure $host --disable-shared --enable-static --without-pcre2 --without-zlib --without-bzip2 \
        --without-brotli --without-zstd --without-openssl --without-lua --without-fam --without-attr
    make -j2 -C src
}

lighttpd_server() {
    cat >"$scratch/lighttpd.conf" <<END
server.modules = ($(printf '"mod_%s",' $modules))
server.document-root = "$scratch/files"
server.bind = "127.0.0.1"
server.port = $port
server.event-handler = "select"
server.upload-dirs = ("$scratch")
index-file.names = ("index.html")
mimetype.assign = (".html" => "text/html", "" => "application/octet-stream")
dir-listing.activate = "enable"
setenv.add-response-header = ("X-Served-By" => "lighttpd")
status.status-url = "/status"
alias.url = ("/alias/" => "$scratch/files/")
\$SERVER["socket"] == "[::1]:$port" { }
\$HTTP["url"] =^ "/origin" { proxy.server = ("" => (("host" => "127.0.0.1", "port" => $origin))) }
END
    allowed+=("--dir=$scratch" --dir=/dev)
    become src/lighttpd -D -f "$scratch/lighttpd.conf"
}

origin_server() {
    exec python3 -u -m http.server --bind 127.0.0.1 --directory "$scratch/origin" "$port"
}

check() {
    mkdir -p "$scratch/files/directory" "$scratch/origin/origin"
    echo '<p>welcome' >"$scratch/files/index.html"
    make_pages "$scratch/files" 30000000
    echo 'from the origin' >"$scratch/origin/origin/file"
    limit=100
    serve origin Serving
    origin=$port
    same requests with_server lighttpd 'server started' requests
    same load with_server lighttpd 'server started' load
    same many with_server lighttpd 'server started' get_large 40 20 "$scratch/files"
}

requests() {
    ask /
    ask /small
    ask /small -I
    ask /nothing
    ask /alias/small
    ask /large -r 1000-1003 -o /dev/null -I
    ask /small -r 2-
    ask /origin/file
    curl -sS -o /dev/null -w "%{http_code} status\n" "http://127.0.0.1:$port/status"
    ask /directory/ -o /dev/null
    ask /small -X DELETE
    ask /small --http1.0
    ask /small -H 'Host:'
    ask /small --next "http://127.0.0.1:$port/" --next "http://127.0.0.1:$port/nothing"
    ask /small -H 'Expect: 100-continue' --data-binary "@$scratch/files/small"
    curl -sS "http://[::1]:$port/small"
    curl -sS "http://127.0.0.1:$port/large" | cmp - "$scratch/files/large" && echo as on disk
    curl -sS --limit-rate 20M "http://127.0.0.1:$port/large" | cmp - "$scratch/files/large" && echo as on disk, slowly
}

ask() { get -i "http://127.0.0.1:$port$1" "${@:2}"; }

# New connections, then kept ones.
load() {
    load_small 2000 50
    load_small 2000 50 -k
}

normalise() {
    sed -E '/^(Date|Last-Modified|ETag|Server): /d; s/127\.0\.0\.1:[0-9]+/127.0.0.1:PORT/g'
}
