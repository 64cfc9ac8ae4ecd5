# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
# Upstream's tests of two threads, in two processes: servers.py runs the half of a test that the main thread has upstream,
# clients.py the other one. This is what the threads share: events, and the attributes of the test.
import ast
import importlib
import select
import socket
import time
import types

# Seconds to wait for an event, where the test says nothing.
PATIENCE = 30


class Link:
    """The connection between the two processes, and the test that runs."""

    def __init__(self, connection):
        self.connection, self.received = connection, b""

    def tests(self):
        """The module of the tests, with our events for those of threads."""
        module = importlib.import_module("test.test_socket")
        module.threading = types.SimpleNamespace(**vars(module.threading))
        module.threading.Event = self.event
        return module

    def event(self):
        return Event(self)

    def begin(self, test):
        self.test, self.happened, self.is_over, self.error = test, set(), False, None

    def send(self, *message):
        self.connection.sendall(repr((self.test.id(), *message)).encode() + b"\n")

    def read(self, timeout=None):
        """The next message, () at the end, None if there is none in time."""
        while b"\n" not in self.received:
            if not select.select([self.connection], [], [], timeout)[0]:
                return None
            data = self.connection.recv(65536)
            if not data:
                return ()
            self.received += data
        line, _, self.received = self.received.partition(b"\n")
        return ast.literal_eval(line.decode())

    def wait_for(self, is_there, timeout):
        end = time.monotonic() + (PATIENCE if timeout is None else timeout)
        while not is_there():
            message = self.read(max(0, end - time.monotonic()))
            if message is None:
                return False
            if not message:
                raise EOFError("the other process has ended")
            if message[0] == self.test.id():
                self.take(*message[1:])
        return True

    def take(self, kind, what, attributes=(), events=(), sockets=()):
        if kind == "end":
            self.is_over, self.error = True, what
            return
        self.happened.add(what)
        known = vars(self.test)
        for name, value in attributes:
            known.setdefault(name, value)
        for name in events:
            known.setdefault(name, self.event())
        for name, address in sockets:
            known.setdefault(name, Elsewhere(address))


class Event:
    """As threading.Event, for both processes, by the name of the attribute that it is."""

    def __init__(self, link):
        self.link = link

    def name(self):
        return next(name for name, value in vars(self.link.test).items() if value is self)

    def set(self):
        name = self.name()
        self.link.happened.add(name)
        known = vars(self.link.test).items()
        attributes = [(name, value) for name, value in known if not name.startswith("_") and is_literal(value)]
        events = [name for name, value in known if isinstance(value, Event)]
        sockets = [(name, value.getsockname()) for name, value in known if is_internet(value)]
        self.link.send("set", name, attributes, events, sockets)

    def clear(self):
        self.link.happened.discard(self.name())

    def wait(self, timeout=None):
        name = self.name()
        return self.link.wait_for(lambda: name in self.link.happened, timeout)


class Elsewhere:
    """A socket of the other process, of which its address is known."""

    def __init__(self, address):
        self.address = address

    def getsockname(self):
        return self.address


def is_literal(value):
    try:
        return type(value) in (bool, int, float, str, bytes, tuple, list, type(None)) and ast.literal_eval(repr(value)) == value
    except (SyntaxError, ValueError):
        return False


def is_internet(value):
    return isinstance(value, socket.socket) and value.fileno() >= 0 and value.family in (socket.AF_INET, socket.AF_INET6)
