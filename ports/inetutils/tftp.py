# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
# tftp.py PORT FOLDER: a TFTP server, over IPv4 and IPv6. Each transfer comes from a port of its own, as RFC 1350 has it.
import os
import socket
import struct
import sys
import threading

READ, WRITE, DATA, ACK, ERROR = 1, 2, 3, 4, 5
BLOCK = 512


def send(transfer, data):
    for number in range(1, len(data) // BLOCK + 2):
        block = struct.pack("!HH", DATA, number) + data[(number - 1) * BLOCK : number * BLOCK]
        expected = struct.pack("!HH", ACK, number)
        transfer.send(block)
        while transfer.recv(1000) != expected:
            pass


def receive(transfer, path):
    data, number, ended = b"", 0, False
    while not ended:
        transfer.send(struct.pack("!HH", ACK, number))
        block = transfer.recv(1000)
        if struct.unpack("!HH", block[:4]) == (DATA, number + 1):
            data, number, ended = data + block[4:], number + 1, len(block) < BLOCK + 4
    with open(path, "wb") as file:
        file.write(data)
    transfer.send(struct.pack("!HH", ACK, number))


def serve(family, request, peer):
    kind, name = struct.unpack("!H", request[:2])[0], request[2:].split(b"\0")[0].decode()
    path = os.path.join(sys.argv[2], os.path.basename(name))
    with socket.socket(family, socket.SOCK_DGRAM) as transfer:
        transfer.settimeout(20)
        transfer.connect(peer)
        if kind == WRITE:
            receive(transfer, path)
        elif os.path.exists(path):
            send(transfer, open(path, "rb").read())
        else:
            transfer.send(struct.pack("!HH", ERROR, 1) + b"there is no such file\0")


def listen(family, address):
    listener = socket.socket(family, socket.SOCK_DGRAM)
    listener.bind((address, int(sys.argv[1])))
    return listener


def answer(listener):
    while True:
        request, peer = listener.recvfrom(1000)
        threading.Thread(target=serve, args=(listener.family, request, peer), daemon=True).start()


listeners = [listen(socket.AF_INET, "127.0.0.1"), listen(socket.AF_INET6, "::1")]
for listener in listeners[1:]:
    threading.Thread(target=answer, args=(listener,), daemon=True).start()
print("ready", flush=True)
answer(listeners[0])
