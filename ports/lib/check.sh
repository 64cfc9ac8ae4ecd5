# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
# Comparing the native run of a program with the one as WebAssembly.

# What was said stays in build/ports/NAME/check-DIALECT.

passed=0 failed=0 reasons=()
# Seconds for one run, and what the guest may do, as wasock-run has it; a port may say otherwise.
limit=60
allowed=(--addr-pool=0.0.0.0/32,127.0.0.0/8,::/128,::1/128 '--allow-resolve=*' --dir=.)

check_with() {
    dialect=$1
    work=$built/check-$dialect
    rm -rf "$work"
    mkdir -p "$work"
    scratch=$(mktemp -d)
    trap 'end_servers; rm -rf "$scratch"; show_log' EXIT
    check
    [ $((passed + failed)) -gt 0 ] || fail "nothing was checked"
    { echo "$passed $failed"; printf '%s\n' "${reasons[@]}"; } >"$2"
}

# same WHAT COMMAND...: passes when both runs of the command say the same and end alike.
same() {
    observe_both "$@"
    judge_same "$1"
}

# differs WHAT REASON PATTERN COMMAND...: passes when the native run differs, and as WebAssembly, for the reason given,
# the command says PATTERN. That both are the same is a failure: the reason is gone.
differs() {
    observe_both "$1" "${@:4}"
    judge_differs "$1" "$2" "$3"
}

# judge_same WHAT, judge_differs WHAT REASON PATTERN: the same for what has been observed already.
judge_same() {
    local what=$1
    if cmp -s "$work/$what/native" "$work/$what/$dialect"; then
        pass "$what"
    else
        flunk "$what: not as native"
        { diff -u "$work/$what/native" "$work/$what/$dialect" || true; } | head -n 40 | sed "s#$work/##" >&2
    fi
}

judge_differs() {
    local what=$1 reason=$2 pattern=$3
    if cmp -s "$work/$what/native" "$work/$what/$dialect"; then
        flunk "$what: now as native, though: $reason"
    elif ! grep -q -- "$pattern" "$work/$what/$dialect"; then
        flunk "$what: does not say '$pattern'"
        cat "$work/$what/$dialect" >&2
    else
        reasons+=("$reason")
        pass "$what (differs: $reason)"
    fi
}

# The runtime, or the interface, that a reason speaks of.
runtime() {
    case $dialect in wasi-sockets) echo WASI ;; wamr) echo WAMR ;; wasmedge) echo WasmEdge ;; esac
}

# unresolvable WHAT COMMAND...: the same for a host name, where no server is there to look it up.
unresolvable() {
    if [ "$dialect" != wasi-sockets ]; then
        same "$@"
    else
        differs "$1" 'wasmtime reports every failed look-up as an unknown host name' '[Nn]ot known\|Unknown host\|not found' "${@:2}"
    fi
}

# succeeds WHAT COMMAND...: passes when the command succeeds.
succeeds() {
    local what=$1
    shift
    if "$@" >"$work/output" 2>&1; then
        pass "$what"
    else
        flunk "$what"
        tail -n 40 "$work/output" >&2
    fi
}

# run PROGRAM ARGUMENT...: a program as it was built for $side.
run() {
    local command
    command_for "$@"
    timeout -k 5 "$limit" "${command[@]}"
}

# become PROGRAM ARGUMENT...: the same in place of the shell, for a server: its process id is the one to end.
become() {
    local command
    command_for "$@"
    exec "${command[@]}"
}

command_for() {
    local path=$built/$side/$1
    shift
    case $side in
    native) command=(env PATH="$(dirname "$path"):$PATH" "$(basename "$path")" "$@") ;;
    wasi-sockets) component "$path" "$@" ;;
    *) command=("$prefix/bin/wasock-run" "${allowed[@]}" "$path" "$@") ;;
    esac
}

# component PATH ARGUMENT...: the command that runs a component. wasmtime has no rules for addresses.
component() {
    local each path=$1
    shift
    command=(env -u RUST_BACKTRACE "$wasmtime" run --allow-precompiled --argv0 "${path##*/}" -S inherit-network,allow-ip-name-lookup)
    for each in "${allowed[@]}"; do
        case $each in --dir=* | --env=*) command+=("$each") ;; esac
    done
    command+=("$path.compiled" "$@")
}

# on SIDE COMMAND...: with another side than the one that is observed.
on() {
    local side=$1
    shift
    "$@"
}

# What differs from run to run is taken out before runs are compared; a port may define its own.
normalise() { cat; }

# observe_both WHAT COMMAND...: $work/WHAT/SIDE is what the command said for each side, run in a directory of its own.
observe_both() {
    local what=$1
    shift
    for side in native "$dialect"; do
        mkdir -p "$work/$what/$side.dir"
        observe "$work/$what/$side" "$@"
    done
}

observe() {
    local to=$1 code=0
    shift
    (cd "$to.dir" && "$@") >"$to.out" 2>"$to.err" </dev/null || code=$?
    for stream in out err; do
        normalise <"$to.$stream" | sed "s/^/$stream: /"
    done >"$to"
    # A component ends with 0 or 1. From 124 on it is the code of timeout, or a signal.
    [ "$dialect" != wasi-sockets ] || [ $code -ge 124 ] || code=$((code > 0))
    echo "exit code: $code" >>"$to"
}

pass() {
    passed=$((passed + 1))
    say "$dialect: $* ... ok"
}

flunk() {
    failed=$((failed + 1))
    say "$dialect: $* ... FAILED"
}
