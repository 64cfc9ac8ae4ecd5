# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
# Redis' source, and a server from Debian, for ports that are parts of it.

redis_needs() { need redis-server command -v redis-server; }

redis_fetch() {
    deb_source redis redis_7.0.15.orig.tar.gz 4b1dc4ee6d622a09fff9c6777191209750fb5e5a725ef78ea012d6eef4c22982
}

redis_server() {
    exec redis-server --bind 127.0.0.1 ::1 --port "$port" --save '' --appendonly no --dir "$scratch" \
        --enable-debug-command yes
}
