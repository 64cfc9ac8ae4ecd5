# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
# fetch.py URL: what a client of http.server sees.
import hashlib
import sys
import urllib.error
import urllib.request

base = sys.argv[1]


def ask(label, path, **more):
    try:
        with urllib.request.urlopen(urllib.request.Request(base + path, **more), timeout=20) as answer:
            body = answer.read()
            kind = answer.headers["Content-Type"]
            print(label, answer.status, kind, len(body), hashlib.sha256(body).hexdigest()[:16])
    except urllib.error.HTTPError as error:
        print(label, error.code, error.reason)
    except urllib.error.URLError as error:
        print(label, type(error.reason).__name__)


ask("page", "/page.html")
ask("again", "/page.html", headers={"X-Extra": "header"})
ask("head", "/page.html", method="HEAD")
ask("large", "/large")
ask("listing", "/")
ask("missing", "/missing")
ask("post", "/page.html", data=b"something")
