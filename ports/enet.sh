# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
# ENet, the games' protocol over UDP, by a driver of ours that is its client and its server.
about='ENet 1.3: client and server'
against='itself, the other way round'

needs() { :; }

fetch() {
    crate_source enet-sys 1.0.5 dc014eb33c6f3c5736183f3f379c1dad4173988409fd4a6ace58ca685bbd21fb
}

# What its CMakeLists.txt would find, on both sides.
build() {
    local each has=(HAS_FCNTL HAS_POLL HAS_GETADDRINFO HAS_GETNAMEINFO HAS_GETHOSTBYNAME_R HAS_GETHOSTBYADDR_R
        HAS_INET_PTON HAS_INET_NTOP HAS_MSGHDR_FLAGS HAS_SOCKLEN_T)
    for each in callbacks compress host list packet peer protocol unix; do
        set -- "$@" "vendor/enet/$each.c"
    done
    $CC $CFLAGS "${has[@]/#/-D}" -Ivendor/enet/include "$@" "$root/ports/enet/driver.c" -o driver
    # The same with select() in place of poll().
    $CC $CFLAGS "${has[@]/#/-D}" -UHAS_POLL -Ivendor/enet/include "$@" "$root/ports/enet/driver.c" -o driver-select
}

enet_server() {
    on "$server" become "$driver" server "$port"
}

# meet CLIENT SERVER: what both have seen, by sides.
meet() {
    local client=$1 server=$2
    with_server enet 'serving on port' visit
}

# The server ends by itself when the client has gone.
visit() {
    on "$client" run "$driver" client localhost "$port" || return
    ready "${servers[-1]}" 'packets came' "$work/enet.log"
    cat "$work/enet.log"
}

as_client() { meet "$side" native; }
as_server() { meet native "$side"; }
as_both() { meet "$side" "$side"; }

normalise() {
    sed 's/port [0-9]\{5\}/port PORT/'
}

check() {
    local driver
    for driver in driver driver-select; do
        same "$driver-client" as_client
        same "$driver-server" as_server
        same "$driver-both" as_both
    done
}
