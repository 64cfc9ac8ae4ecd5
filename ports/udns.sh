# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
# udns, a stub resolver of its own: dnsget and rblcheck.
about='udns 0.4: dnsget, rblcheck'
against='dnsmasq (DNS)'
. "$root/ports/lib/dns.sh"

needs() { dns_needs; }

fetch() {
    deb_source udns udns_0.4.orig.tar.gz 115108dc791a2f9e99e150012bcb459d9095da2dd7d80699b584ac0ac3768710
}

# Its configure wants to run what it compiles, which tells it what is said here.
build() {
    : >config.h
    make -f Makefile.in dnsget rblcheck CC="$CC" LD="$CC" CFLAGS="$CFLAGS" LIBS= LDFLAGS= \
        CDEFS='-DHAVE_GETOPT -DHAVE_INET_PTON_NTOP -DHAVE_POLL -DHAVE_IPv6'
}

# The identifier of a query is random, and answers are told as they come.
normalise() { sed -E 's/ id: [0-9]+/ id: ID/' | sort; }

dnsget() { run dnsget -n 127.0.0.1 "$@"; }

check() {
    serve dns started
    local type
    for type in A AAAA MX TXT SRV NAPTR SOA NS ANY; do
        same "type-$type" dnsget -t $type one.example many.example alias.example text.example _sip._udp.example example
    done
    same pointer run dnsget -n 127.0.0.1 -t PTR 1.2.3.4
    same pointer6 run dnsget -n 127.0.0.1 -t PTR 2001:db8::1
    same verbose dnsget -v one.example alias.example
    same long dnsget -o udpbuf:4096 -t TXT long.example
    same truncated dnsget -t TXT long.example
    same missing dnsget -v nobody.example
    same ipv6 run dnsget -n ::1 one.example
    same refused run dnsget -n 127.0.0.1 -o port:1,timeout:1,attempts:1 one.example
    same second-server run dnsget -n 127.0.0.2 -n 127.0.0.1 -o timeout:1,attempts:1 one.example
    same many run dnsget -n 127.0.0.1 $(seq -f 'name%g.example' 100)
    same blocked run rblcheck -n 127.0.0.1 -c -s list.example 127.0.0.2 127.0.0.3
}
