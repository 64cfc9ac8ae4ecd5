# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
# c-ares, the asynchronous resolver of curl and others: adig, ahost, acountry.
about='c-ares 1.18.1: adig, ahost, acountry'
against='dnsmasq (DNS)'
. "$root/ports/lib/dns.sh"

needs() { dns_needs; }

fetch() {
    deb_source c-ares c-ares_1.18.1.orig.tar.gz 1a7d52a8a84a9fbffb1be9133c0f6e17217d91ea5a6fa61f6b4729cda78ebbcf
}

# Its config.sub is older than WASI.
build() {
    ./configure ${host:+--host=wasm32} --quiet --disable-shared --disable-tests --disable-dependency-tracking
    make -j2
}

# The identifier of a query is random.
normalise() { sed -E 's/^id: [0-9]+/id: ID/'; }

adig() { run src/tools/adig -s 127.0.0.1 "$@"; }

ahost() { run src/tools/ahost "$@"; }

check() {
    # ahost asks whom the system's configuration names, and tries the way to what it finds.
    allowed[0]+=,192.0.2.0/24,2001:db8::/32
    allowed+=(--dir=/etc)
    echo 'nameserver 127.0.0.1' >"$scratch/resolv.conf"
    mount --bind "$scratch/resolv.conf" /etc/resolv.conf
    serve dns started
    local type
    for type in A AAAA MX TXT SRV NAPTR CAA SOA NS ANY; do
        same "type-$type" adig -t $type one.example many.example alias.example text.example _sip._udp.example example
    done
    same tcp adig -f usevc one.example
    same truncated-then-tcp adig -t TXT long.example
    same truncated adig -f igntc -t TXT long.example
    same chain adig chain.example
    same pointer adig -t PTR -x 1.2.3.4
    same pointer6 adig -t PTR -xx 2001:db8::1
    same missing adig nobody.example
    same ipv6 run src/tools/adig -s ::1 one.example
    same by-server-name run src/tools/adig -s localhost one.example
    same refused run src/tools/adig -s 127.0.0.1 -U 1 -T 1 one.example
    same refused-tcp run src/tools/adig -s 127.0.0.1 -T 1 -f usevc one.example
    same second-server run src/tools/adig -s 127.0.0.2 -s 127.0.0.1 one.example
    same many adig $(seq -f 'name%g.example' 100)
    same host ahost one.example
    same host6 ahost -t aaaa one.example
    same host-both ahost -t u one.example
    same host-suffix ahost -s example one
    same host-pointer ahost 1.2.3.4
    same host-missing ahost nobody.example
    same country run src/tools/acountry 1.2.3.4
}
