# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
# streams.py: asyncio's servers and clients in one loop, over TCP, UDP and both families.
import asyncio
import hashlib
import socket


async def serve(reader, writer):
    while line := await reader.readline():
        writer.write(line.upper())
        await writer.drain()
    writer.close()


async def talk(host, port, lines):
    reader, writer = await asyncio.open_connection(host, port)
    digest = hashlib.sha256()
    for number in range(lines):
        writer.write(f"line {number} {'x' * 500}\n".encode())
        digest.update(await reader.readline())
    writer.close()
    await writer.wait_closed()
    return digest.hexdigest()[:16]


class Echo(asyncio.DatagramProtocol):
    def connection_made(self, transport):
        self.transport = transport

    def datagram_received(self, data, address):
        self.transport.sendto(data[::-1], address)


class Ask(asyncio.DatagramProtocol):
    def __init__(self, answer):
        self.answer = answer

    def connection_made(self, transport):
        transport.sendto(b"datagram")

    def datagram_received(self, data, address):
        self.answer.set_result(data)


async def main():
    loop = asyncio.get_running_loop()
    for host in "127.0.0.1", "::1":
        server = await asyncio.start_server(serve, host, 0)
        port = server.sockets[0].getsockname()[1]
        print(host, "tcp", await asyncio.gather(*(talk(host, port, 20) for _ in range(20))))
        server.close()
        await server.wait_closed()
        echo, _ = await loop.create_datagram_endpoint(Echo, local_addr=(host, 0))
        answer = loop.create_future()
        asking, _ = await loop.create_datagram_endpoint(lambda: Ask(answer), remote_addr=echo.get_extra_info("sockname")[:2])
        print(host, "udp", await asyncio.wait_for(answer, 10))
        echo.close()
        asking.close()
    try:
        await asyncio.open_connection("127.0.0.1", 1)
    except OSError as error:
        print("refused", type(error).__name__)
    quiet = await asyncio.start_server(lambda reader, writer: asyncio.sleep(5), "127.0.0.1", 0)
    reader, writer = await asyncio.open_connection(*quiet.sockets[0].getsockname())
    try:
        await asyncio.wait_for(reader.read(1), 0.2)
    except TimeoutError:
        print("timeout")
    writer.close()
    quiet.close()
    first, second = socket.socketpair()
    first.setblocking(False)
    await loop.sock_sendall(first, b"pair")
    print("pair", second.recv(10))
    first.close()
    second.close()


asyncio.run(main())
