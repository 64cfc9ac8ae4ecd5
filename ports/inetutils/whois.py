# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
# whois.py PORT: WHOIS servers at port 43 of four addresses, and at another port of two. The first word of a query says how it
# is answered. 127.0.0.2 is the registry that refers to the registrar's server.
import selectors
import socket
import struct
import sys
import threading
import time

LONG = "".join(f"{n:06}: a line of a long answer\r\n" for n in range(60000))


def answer(peer, query, here):
    word = query.split()[0] if query.split() else ""
    if word == "long":
        peer.sendall(LONG.encode())
    elif word == "wide":
        peer.sendall(b"wide: " + b"x" * 5000 + b"\r\nnarrow\r\n")
    elif word == "pieces":
        for piece in ("a li", "ne", "\r", "\nanother\r\nand", " the last one, without an end"):
            peer.sendall(piece.encode())
            time.sleep(0.02)
    elif word == "nothing":
        pass
    elif word == "reset":
        peer.sendall(b"the beginning\r\n")
        time.sleep(0.2)
        peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    elif here[0] == "127.0.0.2":
        peer.sendall(f"   Domain Name: {word}\r\n   Whois Server: whois.registrar.example\r\n".encode())
    else:
        peer.sendall(f"server: {here[0]}\r\nquery: {query!r}\r\n".encode())


def serve(peer):
    with peer:
        query = b""
        while not query.endswith(b"\r\n"):
            part = peer.recv(1000)
            if not part:
                return
            query += part
        answer(peer, query.decode().strip(), peer.getsockname())


waiting = selectors.DefaultSelector()
for family, place in (
    (socket.AF_INET, ("127.0.0.1", 43)),
    (socket.AF_INET, ("127.0.0.2", 43)),
    (socket.AF_INET, ("127.0.0.3", 43)),
    (socket.AF_INET6, ("::1", 43)),
    (socket.AF_INET, ("127.0.0.1", int(sys.argv[1]))),
    (socket.AF_INET, ("127.0.0.3", int(sys.argv[1]))),
):
    listener = socket.socket(family)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(place)
    listener.listen(32)
    waiting.register(listener, selectors.EVENT_READ)
print("ready", flush=True)
while True:
    for key, _ in waiting.select():
        threading.Thread(target=serve, args=(key.fileobj.accept()[0],), daemon=True).start()
