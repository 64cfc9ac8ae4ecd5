# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
# datagrams.py echo PORT: sends each datagram back. datagrams.py ask PORT: twenty clients of it at once, each with datagrams
# of several lengths.
import socket
import sys

LENGTHS = (1, 100, 1400, 2, 3000)
what, place = sys.argv[1], ("127.0.0.1", int(sys.argv[2]))

if what == "echo":
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
        server.bind(place)
        print("ready", flush=True)
        while True:
            data, peer = server.recvfrom(65536)
            server.sendto(data, peer)

clients = [socket.socket(socket.AF_INET, socket.SOCK_DGRAM) for _ in range(20)]
for length in LENGTHS:
    for number, client in enumerate(clients):
        client.settimeout(10)
        client.connect(place)
        client.send(bytes([number]) * length)
    whole = sum(client.recv(65536) == bytes([number]) * length for number, client in enumerate(clients))
    print(f"{whole} of {len(clients)} with {length} bytes came back")
