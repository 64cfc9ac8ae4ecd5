# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
# clients.py PORT: the clients' halves of CPython's tests of sockets that have two threads. servers.py has the others.
import queue
import socket
import sys
import unittest

import link
import upstream


def half(name, *message):
    [test] = upstream.tests_of(unittest.defaultTestLoader.loadTestsFromName(name))
    other.begin(test)
    other.take(*message)
    test.queue = queue.Queue()
    try:
        test.clientRun(getattr(test, "_" + name.rpartition(".")[2]))
    except SystemExit:
        # So ends the thread that it has upstream.
        pass
    except BaseException as error:
        test.queue.put(error)
    error = None if test.queue.empty() else test.queue.get()
    other.send("end", error and (type(error).__name__, str(error)))


listener = socket.create_server(("127.0.0.1", int(sys.argv[1])))
print("serving", flush=True)
other = link.Link(listener.accept()[0])
other.tests()
while message := other.read():
    if message[1:3] == ("set", "server_ready"):
        half(*message)
