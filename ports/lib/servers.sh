# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
# Servers: each on a free port of the loopback interface, with its data in $scratch, ended by its process id.

servers=()

# serve NAME [READY]: runs the function NAME_server, which becomes a server on $port, and waits until its log says
# READY, or else until it listens. Servers cannot be asked to choose a free port: one that is in use means another try.
serve() {
    local log=$work/$1.log
    for _ in 1 2 3 4 5; do
        port=$((20000 + RANDOM % 6000 * 2))
        : >"$log"
        ("$1_server") >"$log" 2>&1 </dev/null &
        servers+=($!)
        ready $! "${2:-}" "$log" && return
        end_server $!
    done
    cat "$log" >&2
    fail "$1 did not start"
}

# ready PID PATTERN LOG: waits while the process lives, which a busy machine may make long; an empty pattern is for who
# listens on $port.
ready() {
    for _ in $(seq 1200); do
        if [ -n "$2" ]; then grep -q -- "$2" "$3" && return; else listening "$port" && return; fi
        kill -0 "$1" 2>/dev/null || return 1
        sleep 0.1
    done
    return 1
}

# listening PORT: whether somebody has the port, by TCP or UDP.
listening() {
    [ -n "$(ss -Hltun "sport = :$1")" ]
}

# end_server PID [SIGNAL]
end_server() {
    { kill -s "${2:-TERM}" "$1" && wait "$1"; } 2>/dev/null || true
}

# with_server NAME READY COMMAND...: the server for the time of the command.
with_server() {
    local code=0
    serve "$1" "$2"
    "${@:3}" || code=$?
    end_server "${servers[-1]}"
    unset 'servers[-1]'
    return $code
}

end_servers() {
    local pid
    for pid in "${servers[@]}"; do
        end_server "$pid"
    done
}
