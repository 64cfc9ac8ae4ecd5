# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
# CPython's own tests, as they are run here: one line for each.
import socket
import sys
import unittest

import test.support
from test.support import socket_helper

# Upstream skips tests on WASI, whose C library has no sockets.
test.support.has_socket_support = True
test.support.is_wasi = False
# TLS is not what is tested, and natively it depends on the machine whether it is there.
sys.modules["ssl"] = None
# Upstream takes it that AF_UNIX can be had where it has a name; a socket that cannot be is left out like one that cannot bind.
try:
    socket.socket(socket.AF_UNIX).close()
except OSError as error:
    socket_helper._bind_nix_socket_error = error


class Lines(unittest.TestResult):
    def say(self, test, outcome):
        print(f"{test.id()}: {outcome}", flush=True)

    def addSuccess(self, test):
        self.say(test, "ok")

    def addSkip(self, test, reason):
        self.say(test, f"skipped: {reason}")

    def addExpectedFailure(self, test, err):
        self.say(test, "expected failure")

    def addUnexpectedSuccess(self, test):
        self.say(test, "unexpected success")

    def addError(self, test, err):
        self.say(test, f"{err[0].__name__}: {err[1]}".partition("\n")[0])
        super().addError(test, err)

    addFailure = addError

    def addSubTest(self, test, subtest, err):
        if err is not None:
            self.addError(subtest, err)


def tests_of(suite):
    for each in suite:
        if isinstance(each, unittest.TestSuite):
            yield from tests_of(each)
        else:
            yield each


def is_threaded(test):
    return any(base.__name__ == "ThreadableTest" for base in type(test).__mro__)


def run(module, is_chosen, what):
    module.setUpModule() if hasattr(module, "setUpModule") else None
    result = Lines()
    every = list(tests_of(unittest.defaultTestLoader.loadTestsFromModule(module)))
    chosen = [each for each in every if is_chosen(each)]
    for each in chosen:
        each.run(result)
    for test, trace in result.errors + result.failures:
        print(f"== {test.id()}\n{trace}", file=sys.stderr)
    print(f"{len(chosen)} of {len(every)} tests {what}")
