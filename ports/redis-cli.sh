# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
# redis-cli, the command line of Redis.
about='redis-cli 7.0.15'
against=redis-server
dialects='wamr wasi-sockets'
. "$root/ports/lib/redis.sh"

needs() { redis_needs; }
fetch() { redis_fetch; }

# The makefile goes by the name of the system: NetBSD is the one for which it wants nothing but POSIX.
build() {
    compat
    local system=Linux
    [ "$side" = native ] || system=NetBSD
    CC="$CC $CPPFLAGS" make -C src redis-cli uname_S=$system MALLOC=libc USE_SYSTEMD=no DEPENDENCY_TARGETS='hiredis linenoise hdr_histogram' \
        REDIS_LDFLAGS="$LIBS"
}

cli() { run src/redis-cli -p "$port" "$@"; }

normalise() { sed "s/:$port/:PORT/g"; }

# Each side finds an empty database.
commands() {
    cli FLUSHALL
    cli SET greeting 'hello, world'
    cli GET greeting
    cli STRLEN greeting
    cli -n 3 RPUSH list one two three
    cli -n 3 LRANGE list 0 -1
    cli --csv -n 3 LRANGE list 0 -1
    cli --json -3 HSET hash a 1 b 2
    cli --json -3 HGETALL hash
    cli -r 3 -i 0.05 INCR counter
    cli LPUSH greeting x
    cli NOSUCHCOMMAND
    cli -e NOSUCHCOMMAND
}

# Half a megabyte through one value, byte for byte.
large_value() {
    seq 100000 | cli -x SET large
    cli STRLEN large
    cli GET large | sha256sum
}

# A thousand commands in the protocol itself, and as lines.
mass_insertion() {
    cli FLUSHALL
    for i in $(seq 1000); do printf '*3\r\n$3\r\nSET\r\n$%d\r\nkey%d\r\n$1\r\nx\r\n' $((${#i} + 3)) "$i"; done | cli --pipe
    cli DBSIZE
    for i in $(seq 200); do echo "INCRBY sum $i"; done | cli | tail -n 1
    cli --scan --pattern 'key99*' | sort
    cli --bigkeys | tail -n 12
}

script() {
    echo 'return {KEYS[1], ARGV[1], redis.call("PING")}' >script.lua
    cli --eval script.lua some-key , argument
    cli EVAL 'return redis.error_reply("MY refusal")' 0
}

# Blocking reads: nothing comes, the server sleeps, the connection is cut while waiting.
waiting() {
    cli BLPOP nothing 0.2
    cli DEBUG SLEEP 0.2
    cli --no-raw CLIENT KILL TYPE normal SKIPME no
    cli CLIENT NO-EVICT on
}

# One side subscribes, the other publishes as soon as there is somebody to hear.
subscription() {
    (limit=2 cli SUBSCRIBE news || echo "ended") &
    until [ "$(redis-cli -p "$port" PUBLISH news extra)" = 1 ]; do sleep 0.05; done
    redis-cli -p "$port" PUBLISH news extra >/dev/null
    wait
}

backup() {
    cli FLUSHALL
    cli SET kept value
    cli --rdb dump.rdb
    head -c 5 dump.rdb
}

check() {
    serve redis 'Ready to accept connections'
    same commands commands
    same large-value large_value
    same mass-insertion mass_insertion
    same script script
    same waiting waiting
    same subscription subscription
    same backup backup
    same ipv6 cli -h ::1 PING
    same name cli -h localhost PING
    same uri run src/redis-cli -u "redis://127.0.0.1:$port/5" SET uri x
    same refused run src/redis-cli -p 1 PING
    unresolvable no-such-name cli -h no-such-host.invalid PING
    unresolvable wrong-server-address cli -h 127.0.0.1.1 PING
    same auth cli -a wrong PING
}
