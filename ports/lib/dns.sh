# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
# A DNS server with a fixed zone, for ports that look up names: dnsmasq, at the port of DNS.

dns_server() {
    local long
    long=$(printf 'x%.0s' $(seq 250))
    exec dnsmasq --no-daemon --conf-file=/dev/null --no-resolv --no-hosts --no-round-robin --local-ttl=300 \
        --port=53 --listen-address=127.0.0.1,::1 --bind-interfaces --local=/example/ --edns-packet-max=4096 \
        --host-record=one.example,192.0.2.1,2001:db8::1 --host-record=four.example,192.0.2.4 \
        --host-record=six.example,2001:db8::6 --ptr-record=4.3.2.1.in-addr.arpa,pointed.example \
        --host-record=many.example,192.0.2.10 --host-record=many.example,192.0.2.11 --host-record=many.example,192.0.2.12 \
        --cname=alias.example,one.example --cname=chain.example,alias.example \
        --mx-host=example,one.example,10 --mx-host=example,four.example,20 \
        --srv-host=_sip._udp.example,one.example,5060,1,2 --naptr-record=example,100,10,s,SIP+D2U,,_sip._udp.example \
        --txt-record=text.example,one,two --txt-record="long.example,$long,$long,$long,$long" \
        --dns-rr=example,257,00056973737565746573742e6578616d706c65 --auth-server=ns.example --address=/2.0.0.127.list.example/127.0.0.2
}

dns_needs() { need dnsmasq-base command -v dnsmasq; }
