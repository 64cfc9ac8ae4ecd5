# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
# PostgreSQL's client side: psql, pgbench, and the programs that libpq is tested with.
about='PostgreSQL 15: libpq with its examples and its tests of pipelines, psql, pgbench'
against='PostgreSQL 15'
dialects='wamr wasi-sockets'

server=/usr/lib/postgresql/15/bin
programs=(interfaces/libpq/test/libpq_testclient test/examples/{testlibpq,testlibpq2,testlibpq3,testlibpq4,testlo,testlo64}
    test/modules/libpq_pipeline/libpq_pipeline bin/psql/psql bin/pgbench/pgbench)

needs() {
    need postgresql-15 test -e $server/postgres
}

fetch() {
    deb_source postgresql-15 postgresql-15_15.18.orig.tar.bz2 11df0df97fe3ea4ba9a791faaf39cee1d2fe571e78885b5b55d8517d27c323b4
}

# libpq is not in the way of its shared library, which WebAssembly has not: `-o` takes that for made.
build() {
    local program configure=(--with-template=linux --disable-rpath --disable-thread-safety --disable-spinlocks)
    compat
    # wasi-libc's clockid_t is a pointer.
    CFLAGS+=' -Wno-int-conversion' ./configure $host "${configure[@]}" --without-readline --without-zlib
    # Written first, or several at once write and read them.
    make -C src/backend generated-headers
    make -j2 -C src/interfaces/libpq all-static-lib
    make -j2 -C src/fe_utils
    for program in "${programs[@]}"; do
        make -C "src/$(dirname "$program")" -o submake-libpq "$(basename "$program")"
    done
    $CC $CPPFLAGS $CFLAGS -Isrc/include -Isrc/interfaces/libpq "$root/ports/postgresql/driver.c" \
        src/interfaces/libpq/libpq.a src/common/libpgcommon.a src/port/libpgport.a $LIBS -lm -o driver
}

# PostgreSQL does not run as root: it is nobody in a namespace of its own.
unprivileged() {
    exec unshare --user --map-user=65534 --map-group=65534 "$@"
}

initialise() {
    (unprivileged $server/initdb -D "$scratch/data" -U tester -A trust --no-sync --no-locale -E UTF8)
    cat >"$scratch/data/pg_hba.conf" <<END
host all locked 127.0.0.1/32 scram-sha-256
host all hashed 127.0.0.1/32 md5
host all all 127.0.0.1/32 trust
host all all ::1/128 trust
END
}

postgres_server() {
    rm -f "$scratch/data/postmaster.pid"
    unprivileged $server/postgres -D "$scratch/data" -p "$port" -c listen_addresses=127.0.0.1,::1 \
        -c unix_socket_directories= -c fsync=off
}

# What differs from run to run: times, processes, new objects' numbers. A guest is not told its
# own path, where psql looks for itself.
normalise() {
    sed -E "s/\b$port\b/PORT/g; s/(PID|pid|object) [0-9]+/\1 N/; s/[0-9]+\.[0-9]+ (s|ms)\b/TIME/g; s/^tps = [0-9.]+/tps = N/
        /^could not find a .* to execute$/d; /^VERSION = /d"
}

psql() { run src/bin/psql/psql -X "$@"; }
native_psql() { on native psql -q -v ON_ERROR_STOP=1 "$@"; }

check() {
    allowed+=(--dir=/dev "--dir=$scratch")
    quietly "$work/initdb.log" initialise
    serve postgres 'ready to accept connections'
    at="host=127.0.0.1 port=$port user=tester dbname=postgres options='-c client_min_messages=warning'"
    native_psql "$at" -f "$source/src/test/examples/testlibpq3.sql" -f "$root/ports/postgresql/tables.sql" >"$work/tables.log" 2>&1
    check_connections
    check_options
    check_examples
    check_pipelines
    check_psql
    same driver run driver "$at"
    same pgbench pgbench
}

# asks CONNECTION: who is connected to whom.
asks() {
    psql -At "$1" -c 'select current_user, inet_server_addr(), inet_server_port()'
}

check_connections() {
    local rest="user=tester dbname=postgres"
    same ipv4 asks "$at"
    same ipv6 asks "host=::1 port=$port $rest"
    # The first address of the name is the machine's own affair.
    same name psql "host=localhost port=$port $rest" -Atc 'select current_user'
    same address-for-name asks "host=no.such.host.invalid hostaddr=127.0.0.1 port=$port $rest"
    same uri asks "postgresql://tester@[::1]:$port/postgres?application_name=uri"
    same second-host asks "host=127.0.0.1,::1 port=1,$port $rest"
    same read-write asks "host=127.0.0.1,::1 port=$port,$port target_session_attrs=read-write $rest"
    same refused asks "host=127.0.0.1 port=1 $rest"
    unresolvable unresolvable asks "host=no.such.host.invalid port=$port $rest"
    same no-database asks "host=127.0.0.1 port=$port user=tester dbname=none"
    same password asks "host=127.0.0.1 port=$port user=locked password=secret dbname=postgres"
    same wrong-password asks "host=127.0.0.1 port=$port user=locked password=wrong dbname=postgres"
    same md5-password asks "host=127.0.0.1 port=$port user=hashed password=secret dbname=postgres"
}

check_options() {
    same no-keepalive asks "$at keepalives=0"
    same keepalive asks "$at keepalives=1 keepalives_idle=60 keepalives_interval=10"
    if [ "$dialect" = wasi-sockets ]; then
        same keepalive-count asks "$at keepalives_count=3"
    else
        missing_option keepalive-count TCP_KEEPCNT "$at keepalives_count=3"
    fi
    missing_option user-timeout TCP_USER_TIMEOUT "$at tcp_user_timeout=5000"
    same connect-timeout asks "$at connect_timeout=5"
}

# missing_option WHAT OPTION CONNECTION
missing_option() {
    differs "$1" "$(runtime) has no $2" "setsockopt($2) failed: Protocol not available" asks "$3"
}

check_examples() {
    same testlibpq run src/test/examples/testlibpq "$at"
    same testlibpq2 notified
    same testlibpq3 run src/test/examples/testlibpq3 "$at"
    same testlo large_object testlo
    same testlo64 large_object testlo64
}

# testlibpq2 ends when it has been notified four times.
notified() {
    run src/test/examples/testlibpq2 "$at" &
    for _ in $(seq 100); do
        [ "$(native_psql "$at" -Atc "select count(*) from pg_stat_activity where query like 'LISTEN%'")" = 0 ] || break
        sleep 0.1
    done
    for _ in 1 2 3 4; do
        native_psql "$at" -c 'notify tbl2'
    done
    wait $!
}

large_object() {
    head -c 300000 "$source/COPYRIGHT" >in
    run "src/test/examples/$1" "$at" in out
    sha256sum out
}

check_pipelines() {
    local each program=src/test/modules/libpq_pipeline/libpq_pipeline
    for each in $(on native run $program tests); do
        case $each in
        # It sends until nothing more goes, which is another amount each time.
        uniqviol) same "pipeline-$each" succeeds_quietly run $program "$each" "$at" ;;
        *) same "pipeline-$each" run $program -r 2000 "$each" "$at" ;;
        esac
    done
}

succeeds_quietly() {
    "$@" >/dev/null 2>&1
}

check_psql() {
    same table psql "$at" -c '\l' -c '\d lines' -c '\conninfo'
    same error psql "$at" -c 'select 1/0'
    same large-result large_result
    same copy copies
    same variables psql "$at" -c '\set' -c '\echo :VERSION_NUM'
}

large_result() {
    psql "$at" -Atc "select i, repeat(md5(i::text), 100) from generate_series(1, 5000) i" | sha256sum
}

copies() {
    seq 20000 | awk '{ print $1 "\tline " $1 }' >lines
    psql "$at" -c 'truncate lines' -c "\\copy lines from lines" -c "\\copy (select * from lines order by number desc) to back"
    sha256sum back
}

pgbench() {
    run src/bin/pgbench/pgbench -i -q "$at"
    run src/bin/pgbench/pgbench -t 50 -c 8 --random-seed=1 "$at"
}
