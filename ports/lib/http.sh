# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
# For programs that serve HTTP or pass it on: a small and a large page, a native server of them, and clients.

need_http() {
    need curl command -v curl
    need python3 command -v python3
    need apache2-utils command -v ab
}

# make_pages FOLDER [BYTES]: the pages, and how long the large one is.
make_pages() {
    mkdir -p "$1"
    echo small >"$1/small"
    head -c "${2:-5000000}" /dev/urandom >"$1/large"
}

# Serves $scratch/pages natively.
pages_server() {
    cd "$scratch/pages"
    exec python3 -u -c '
import http.server, sys
http.server.ThreadingHTTPServer.request_queue_size = 128
http.server.test(http.server.SimpleHTTPRequestHandler, http.server.ThreadingHTTPServer, port=int(sys.argv[1]), bind="127.0.0.1")
' "$port"
}

# get ARGUMENT-OF-CURL...: the answer with its code and length, or how curl ended.
get() {
    curl -sS --max-time 20 "$@" -w '%{http_code} %{size_download}\n' || echo "curl ended with $?"
}

# load_small REQUESTS CLIENTS [-k]
load_small() {
    ab -q "${@:3}" -n "$1" -c "$2" "http://127.0.0.1:$port/small" |
        grep -E '^(Complete requests|Failed requests|Non-2xx|Document Length)'
}

# get_large TIMES CLIENTS FOLDER: each copy is the page of that folder.
get_large() {
    seq "$1" | xargs -P "$2" -I{} curl -sS --max-time 60 "http://127.0.0.1:$port/large" -o got{}
    for each in got*; do
        cmp "$each" "$3/large" && echo whole
    done
}
