# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
# compare.py NATIVE WASM DIALECT DIFFERENCES MODULE: holds the outcomes of a module's tests, as run_tests.py tells them, against
# each other. Where they differ, the table in DIFFERENCES has to say why; and whatever it says has to be so.
import fnmatch
import re
import sys
import tomllib

THREAD = "RuntimeError: can't start new thread"


def outcomes(path):
    with open(path, encoding="utf-8") as lines:
        told = [line.rstrip("\n").partition(": ") for line in lines]
    return {name: outcome for name, colon, outcome in told if colon}


def rules_for(module, dialect, differences):
    with open(differences, "rb") as file:
        rules = tomllib.load(file)["differs"]
    return [rule for rule in rules if rule["module"] == module and rule.get("dialect", dialect) == dialect]


def main(native, wasm, dialect, differences, module):
    native, wasm = outcomes(native), outcomes(wasm)
    rules = rules_for(module, dialect, differences)
    unused = {(i, test) for i, rule in enumerate(rules) for test in rule["tests"] if not rule.get("varies")}
    counts = {"same": 0, "explained": 0, "start a thread": 0}
    faults = []
    for name in sorted(native.keys() | wasm.keys()):
        here, there = wasm.get(name, "not run"), native.get(name, "not run")
        # What runs as "servers" and "clients" are tests of test_socket.
        short = name.removeprefix(module + ".").removeprefix("test.test_socket.")
        if here == there:
            counts["same"] += 1
            continue
        if here == THREAD:
            counts["start a thread"] += 1
            continue
        found = {
            (i, test)
            for i, rule in enumerate(rules)
            for test in rule["tests"]
            if fnmatch.fnmatchcase(short, test) and re.fullmatch(rule["says"], here)
        }
        unused -= found
        if found:
            counts["explained"] += 1
        else:
            faults.append(f"{short}: natively {there}; here {here}")
    faults += [f"{test}: nothing differs as '{rules[i]['says']}' says" for i, test in sorted(unused)]
    ok = sum(outcome == "ok" for outcome in wasm.values())
    print(f"{module}: {ok} pass;", ", ".join(f"{count} {what}" for what, count in counts.items()))
    print(*faults, sep="\n")
    return bool(faults) or counts["same"] == 0


sys.exit(main(*sys.argv[1:]))
