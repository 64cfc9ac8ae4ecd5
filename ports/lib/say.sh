# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
# Messages, and the log of a step that fails.

log=
# A step that fails may leave standard error in its log.
exec 8>&2

say() { echo "$name: $*"; }

fail() {
    echo "$name: $*" >&2
    exit 1
}

# quietly LOG COMMAND...: the command's output goes to LOG, whose end is shown if the command ends the script.
quietly() {
    log=$1
    shift
    "$@" >"$log" 2>&1 </dev/null
    log=
}

show_log() {
    [ -z "$log" ] || { echo "$name: failed; the end of $log:"; tail -n 30 "$log"; } >&8
}
trap show_log EXIT
trap 'echo "$name: failed: $BASH_COMMAND" >&2' ERR
