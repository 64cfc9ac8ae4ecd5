# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
# miniupnpc's upnpc: finds a gateway by multicast and opens ports on it.
about='miniupnpc 2.2.4: upnpc'
against='a gateway in Python, found by multicast'

needs() {
    need python3 command -v python3
}

fetch() {
    deb_source miniupnpc miniupnpc_2.2.4.orig.tar.gz 481a5e4aede64e9ef29895b218836c3608d973e77a35b4f228ab1f3629412c4b
}

# Its Makefile wants a name of a system only for a library of Java.
build() {
    make build/upnpc-static JARSUFFIX=linux LDLIBS="$LIBS"
}

gateway_server() {
    exec python3 "$root/ports/miniupnpc/gateway.py" "$port"
}

upnpc() {
    run build/upnpc-static "$@"
}

# The gateway keeps what it was told, so that each run has one of its own.
with_gateway() {
    with_server gateway listening "$@"
}

# Over WAMR there are no Unix sockets; natively nobody listens on the one of minissdpd. Neither is heard of again.
normalise() {
    sed -E '/^socket\(unix\): Address family not supported/d
        s/127\.0\.0\.1:[23][0-9]{4}/127.0.0.1:PORT/g; s/(Time started :).*/\1/; /^ *[0-9]+ (TCP|UDP)/s/[0-9]+$/SECONDS/'
}

check() {
    local reason='WAMR has no IP_MULTICAST_IF'
    allowed=(--addr-pool=127.0.0.0/8,0.0.0.0/32,239.255.255.250/32)
    ip route add 239.0.0.0/8 dev lo
    same status with_gateway upnpc -s
    same time-to-live with_gateway upnpc -t 4 -s
    same local-port with_gateway upnpc -z 20000 -s
    same mappings with_gateway mappings
    same by-address with_gateway by_address
    same nobody upnpc -s
    differs interface "$reason" 'IP_MULTICAST_IF: Protocol not available' with_gateway upnpc -m 127.0.0.1 -s
}

mappings() {
    upnpc -e a -a 127.0.0.1 8080 18080 TCP
    upnpc -e b -a 127.0.0.1 5353 15353 UDP 60
    upnpc -l
    upnpc -d 18080 TCP
    upnpc -d 18080 TCP || echo "a second time: $?"
    upnpc -l
}

by_address() {
    upnpc -u "http://127.0.0.1:$port/description.xml" -s
    upnpc -u "http://127.0.0.1:1/description.xml" -s
}
