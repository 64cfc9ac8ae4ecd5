# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
# libevent by its own regression suite: each test in a process of its own.
about='libevent 2.1.12: its regression suite'
against=itself

needs() { :; }

fetch() {
    deb_source libevent libevent_2.1.12-stable.orig.tar.gz 92e6de1be9ec176428fd2367677e61ceffc2ee1cb119035037a27d346b0403bb
}

# zlib is another program's matter. What stands for a clock is a pointer in wasi-libc. The epoll of wasock-cc -compat is
# made of poll, which libevent uses itself.
build() {
    compat
    [ -z "$host" ] || export ac_cv_header_sys_epoll_h=no ac_cv_func_epoll_ctl=no
    CFLAGS="$CFLAGS -Wno-int-conversion"
    ac_cv_header_zlib_h=no ./configure $host --disable-openssl --disable-thread-support --disable-shared --disable-samples
    make include/event2/event-config.h
    make -j2 test/regress
}

# ports/libevent/DIALECT lists the tests that end otherwise than natively, and why; one that varies may end so or so.
check() {
    local group
    allowed=('--addr-pool=127.0.0.0/8,::1,0.0.0.0/0,0.0.0.0,::/0,::' '--allow-resolve=*' --dir=. --dir=/etc --dir=/dev --dir=/tmp)
    run_all native >"$work/native"
    run_all "$dialect" >"$work/$dialect"
    for group in $(cut -d/ -f1 "$work/native" | sort -u); do
        compare "$group"
    done
}

# compare GROUP: passes when its tests end as natively, or as is listed.
compare() {
    local list=$root/ports/libevent/$dialect differ
    join "$work/native" "$work/$dialect" | grep "^$1/" >"$work/both"
    differ=$(awk '
        FNR == NR { if ($2 == "varies") varies[$1]; next }
        $1 in varies { print $1, "varies"; next }
        $2 != $3 { print $1, $3 }' "$list" "$work/both")
    if [ "$differ" = "$(grep "^$1/" "$list" | sort)" ]; then
        [ -z "$differ" ] || reasons+=("[listed](../ports/libevent/$dialect)")
        pass "$1: $(grep -c . "$work/both") tests as natively but $(sed -n "s|^$1/|&|p" "$list" | wc -l) that are listed"
    else
        flunk "$1: what differs is not what is listed"
        diff -U 0 <(grep "^$1/" "$list" | sort) <(echo "$differ") | grep '^[-+][^-+]' >&2 || true
    fi
}

# run_all SIDE: each test and how it ended, sorted; as many at once as there are processors. Those of the monotonic clock
# ask for exact sleeps, which a busy machine does not give to native programs either.
run_all() {
    local side=$1 each running=0
    mkdir -p "$work/log-$side"
    for each in $(on native run test/regress --list-tests | awk '$1 ~ "/" && $1 !~ "/monotonic_" { print $1 }'); do
        [ $((running += 1)) -le "$(nproc)" ] || wait -n
        outcome "$each" "$work/log-$side/${each/\//.}" &
    done | sort
}

# outcome TEST LOG: a failure has to happen three times: some tests measure time. What is known to hang is not waited for.
outcome() {
    local told code limit=$limit
    [ "$side" = native ] || ! grep -q "^$1 hangs" "$root/ports/libevent/$side" || limit=10
    for _ in 1 2 3; do
        told=fails code=0
        mkdir "$2.dir"
        (cd "$2.dir" && run test/regress --no-fork --timeout 0 "$1") >"$2" 2>&1 </dev/null || code=$?
        rm -rf "$2.dir"
        case $code in 124) told=hangs ;; 0) told=$(grep -oE 'OK|SKIPPED|DISABLED' "$2" | tail -n 1) ;; esac
        [ "$told" = fails ] || break
    done
    echo "$1 $told"
}
