# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
# serve.py ADDRESS PORT: http.server as its module runs it, but for a thread for each request.
import http.server
import socket
import sys


class Server(http.server.HTTPServer):
    address_family = socket.AF_INET6 if ":" in sys.argv[1] else socket.AF_INET
    request_queue_size = 16


with Server((sys.argv[1], int(sys.argv[2])), http.server.SimpleHTTPRequestHandler) as server:
    print("serving", *server.server_address[:2], flush=True)
    server.serve_forever()
