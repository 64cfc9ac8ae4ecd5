# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
# The examples that are servers, with those that are their clients. HOST is a command that runs a module or component.

# the_server_works HOST SERVER CLIENT: two clients at once, then it ends by itself.
the_server_works() {
    local host=$1 port server first
    shift
    coproc SERVER { "$host" "$1" 0 3; }
    server=$SERVER_PID
    read -r -t 10 -u "${SERVER[0]}" port
    port=${port##* }
    exec {first}<>"/dev/tcp/127.0.0.1/$port"
    is 'hello server' "$host" "$2" 127.0.0.1 "$port" 'hello server'
    is 'hello again' "$host" "$2" 127.0.0.1 "$port" 'hello again'
    echo 'still here' >&"$first"
    is 'still here' head -n 1 <&"$first"
    exec {first}>&-
    timeout 10 tail --pid="$server" -f /dev/null
}

# the_web_server_works HOST SERVER CLIENT: a page, a file that is not there, a path out of the directory.
the_web_server_works() {
    local host=$1 port server
    shift
    mkdir -p pages
    echo 'a page' >pages/index.html
    coproc SERVER { "$host" --dir=pages "$1" 0 pages 3; }
    server=$SERVER_PID
    read -r -t 10 -u "${SERVER[0]}" port
    port=${port##* }
    is 'a page' "$host" "$2" 127.0.0.1 "$port" /
    refuses 'status 404' "$host" "$2" 127.0.0.1 "$port" /none
    refuses 'status 404' "$host" "$2" 127.0.0.1 "$port" /../said
    timeout 10 tail --pid="$server" -f /dev/null
}
