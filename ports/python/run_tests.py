# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
# run_tests.py MODULE: runs a module of CPython's own tests. Those that start a thread are left out: this is for a Python without
# threads, and for a native one to compare with. Of test.test_socket, servers.py and clients.py run them.
import importlib
import sys

import upstream

upstream.run(importlib.import_module(sys.argv[1]), lambda test: not upstream.is_threaded(test), "start no thread")
