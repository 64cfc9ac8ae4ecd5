# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
# servers.py PORT: runs CPython's tests of sockets that have two threads. clients.py, at the port, has the other half of each.
import re
import socket
import sys
import unittest

import link
import upstream

# Sockets of one process on both sides, files of both; ancillary data and kinds of sockets that no runtime has.
left_out = "SocketPair|TCPCloser|Sendfile|SendFile|RFC3542|SCM|Unix|SCTP|UDPLITE|VSOCK|CAN|RDS|TIPC"


class ClientFailed(Exception):
    pass


def set_up(test):
    """As ThreadableTest._setUp, which starts a thread for the client."""
    other.begin(test)
    test.server_ready, test.client_ready, test.done = other.event(), other.event(), other.event()
    test.server_crashed = False
    test.addCleanup(finish)
    try:
        test._ThreadableTest__setUp()
    except BaseException:
        test.server_crashed = True
        raise
    finally:
        test.server_ready.set()
    test.client_ready.wait()
    test.addCleanup(test.done.wait)


def finish():
    if not other.wait_for(lambda: other.is_over, None):
        raise ClientFailed("it does not end")
    if other.error:
        kind, text = other.error
        raise unittest.SkipTest(text) if kind == "SkipTest" else ClientFailed(f"{kind}: {text}")


def has_halves(test):
    return upstream.is_threaded(test) and not re.search(left_out, type(test).__name__)


other = link.Link(socket.create_connection(("127.0.0.1", int(sys.argv[1]))))
module = other.tests()
module.ThreadableTest._setUp = set_up
upstream.run(module, has_halves, "have two halves")
