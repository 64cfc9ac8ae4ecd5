# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
# libmodbus by its own pair of test programs: the server answers, the client checks each answer.
about='libmodbus 3.1.6: unit-test-client, unit-test-server'
against='each other'

needs() {
    need autoconf command -v autoreconf
    need automake command -v automake
    need libtool command -v libtoolize
}

fetch() {
    deb_source libmodbus libmodbus_3.1.6.orig.tar.gz fe0c141cd10d58bb848643f00f2d4b4005214f93312d7b66ac805fd369876651
}

build() {
    ./autogen.sh
    compat
    ./configure $host --disable-shared --enable-static --without-documentation
    make
}

# What was checked, and how it went. Between are dumps of what is sent, in pieces as they came.
normalise() {
    sed -n -E 's/^[0-9* \/]*(.*: (OK|FAILED.*))$/\1/p; /^(client|server) ended/p; /assertion error|Connection failed/p' |
        sed '/us response timeout/d'
}

check() {
    local clients
    allowed+=('--addr-pool=0.0.0.0/32,::/128')
    for clients in 'it native' 'native it' 'it it'; do
        same "tcppi-${clients/ /-with-}" patiently talk tcppi $clients
        same "tcp-${clients/ /-with-}" before_milliseconds talk tcp $clients
    done
}

# talk BACKEND CLIENT SERVER: each is `it`, which is observed, or native. The server's port is fixed: nobody else is in
# this network. It ends with its client, unless that does not come.
talk() {
    local it=$side server
    (side=${3/it/$it} become tests/unit-test-server "$1") >server 2>&1 &
    server=$!
    until ss -Hltn 'sport = 1502' | grep -q .; do
        kill -0 $server || return
        sleep 0.1
    done
    on "${2/it/$it}" run tests/unit-test-client "$1" || echo "client ended with $?"
    end_server $server
}

# patiently COMMAND...: what it says when it succeeds. Answers are to come within 0.1 s: a busy machine may take longer.
patiently() {
    for _ in 1 2 3 4 5; do
        "$@" >said
        grep -q 'client ended' said || break
    done
    cat said
}

# What is said before bytes have to come within 7 ms where 5 are slept: busy machines miss that time and again.
before_milliseconds() {
    "$@" >said
    sed '/Too small byte timeout/q' said
}
