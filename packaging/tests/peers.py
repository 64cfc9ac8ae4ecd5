#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
"""peers.py CERTIFICATE KEY [PORT]: what the examples talk to, on loopback: echo over TCP, on PORT if it is given, and
over UDP, a web server, and one with TLS.

Prints a shell variable with the port of each and then "ready"; ends when its standard input does.
"""

import http.server
import socketserver
import ssl
import sys
import threading

PAGE = b"hello over HTTP\n"
HERE = ("127.0.0.1", 0)


class EchoTcp(socketserver.StreamRequestHandler):
    def handle(self):
        for line in self.rfile:
            self.wfile.write(line)


class EchoUdp(socketserver.BaseRequestHandler):
    def handle(self):
        data, sock = self.request
        sock.sendto(data, self.client_address)


class Web(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        found = self.path == "/"
        self.send_response(200 if found else 404)
        self.end_headers()
        self.wfile.write(PAGE if found else b"")

    def log_message(self, *_):
        pass


def secured(server):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*sys.argv[1:3])
    server.socket = context.wrap_socket(server.socket, server_side=True)
    return server


servers = {
    "tcp_port": socketserver.ThreadingTCPServer(("127.0.0.1", int((sys.argv[3:] or [0])[0])), EchoTcp),
    "udp_port": socketserver.ThreadingUDPServer(HERE, EchoUdp),
    "http_port": http.server.ThreadingHTTPServer(HERE, Web),
    "tls_port": secured(http.server.ThreadingHTTPServer(HERE, Web)),
}
for name, server in servers.items():
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(f"{name}={server.server_address[1]}")
print("ready", flush=True)
sys.stdin.read()
