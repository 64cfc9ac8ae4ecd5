# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
# GNU inetutils: whois, which follows referrals; syslogd, a server of datagrams, with logger; tftp.
about='GNU inetutils 2.4: whois, syslogd, logger, tftp'
against='servers of WHOIS and TFTP in Python; themselves'
dialects='wamr wasi-sockets'

needs() {
    need python3 command -v python3
}

fetch() {
    deb_source inetutils inetutils_2.4.orig.tar.xz 1789d6b1b1a57dfe2a7ab7b533ee9f5dfd9cbf5b59bb1bb3c2612ed08d0f68b2
}

build() {
    compat
    ./configure $host --quiet --disable-servers --disable-clients --enable-whois --enable-syslogd --enable-logger \
        --enable-tftp --disable-dependency-tracking
    make -j2
}

whois_server() {
    exec python3 "$root/ports/inetutils/whois.py" "$port"
}

tftp_server() {
    exec python3 "$root/ports/inetutils/tftp.py" "$port" "$scratch/files"
}

# The files of the system that say where names are. Nobody answers for others.
names() {
    cat >"$scratch/hosts" <<END
127.0.0.1 localhost
127.0.0.2 whois.internic.net
127.0.0.3 whois.registrar.example four.example both.example
::1 six.example both.example
END
    echo 'nameserver 127.0.0.1' >"$scratch/resolv.conf"
    local file
    for file in hosts resolv.conf; do
        mount --bind "$scratch/$file" "/etc/$file"
    done
}

check() {
    allowed+=("--dir=$scratch")
    names
    check_whois
    check_syslog
    check_tftp
}

whois() { run whois/whois "$@"; }

check_whois() {
    serve whois ready
    same whois whois -h 127.0.0.1 something
    same whois-verbose whois -V -h 127.0.0.1 two words
    same whois-port whois -h 127.0.0.1 -p "$port" something
    same whois-port-of-host whois -h "four.example:$port" something
    same whois-ipv6 whois -h six.example something
    same whois-second-address whois -h both.example -p "$port" something
    same whois-referral whois -V one.com
    same whois-no-server whois -V one.example
    same whois-long whois -h 127.0.0.1 long
    same whois-wide whois -h 127.0.0.1 wide
    same whois-pieces whois -h 127.0.0.1 pieces
    same whois-nothing whois -h 127.0.0.1 nothing
    same whois-reset whois -h 127.0.0.1 reset
    same whois-closed whois -h 127.0.0.1 -p 1 something
    same whois-no-service whois -h 127.0.0.1 -p no-such-service something
    same whois-many many_whois
    unresolvable whois-unknown whois -h no-such-host.example something
}

many_whois() {
    local each clients=()
    for each in $(seq 20); do
        whois -h 127.0.0.1 "number $each" >"answer$each" &
        clients+=($!)
    done
    wait "${clients[@]}"
    cat $(seq -f answer%g 20)
}

# It writes to files, and passes errors on, to the port of syslog.
syslogd_server() {
    cat >"$scratch/syslog.conf" <<END
*.info	$scratch/messages
local1.*	-$scratch/local
*.err	@127.0.0.2
END
    rm -f "$scratch"/{messages,local}
    become src/syslogd -n -r -h -m 0 --no-unixaf --no-klog -b 127.0.0.1 -B "$port" -f "$scratch/syslog.conf" -P "$scratch/pid"
}

# The native one, to which errors are passed on.
sink_server() {
    printf '*.*\t%s\n' "$scratch/passed-on" >"$scratch/sink.conf"
    side=native
    become src/syslogd -n -r -m 0 --no-unixaf --no-klog -b 127.0.0.2 -f "$scratch/sink.conf" -P "$scratch/sink.pid"
}

check_syslog() {
    serve sink Debugging
    same syslogd with_server syslogd Debugging messages
    same logger senders
}

# lines NUMBER FILE: waits for that many lines.
lines() {
    local _
    for _ in $(seq 600); do
        [ "$(wc -l <"$2")" -lt "$1" ] || return 0
        sleep 0.1
    done
    echo "only $(wc -l <"$2") lines"
}

# timeless FILE...: the messages in one order.
timeless() { cut -c 17- "$@" | sort; }

logger() { run src/logger "$@"; }

# Many senders at once, then what is passed on, left out, long or unfinished.
messages() {
    local each senders=()
    : >"$scratch/passed-on"
    seq 200 >numbers
    on native logger -h "127.0.0.1:$port" -t lines -p user.info -f numbers
    lines 201 "$scratch/messages"
    for each in $(seq 20); do
        on native logger -h "127.0.0.1:$port" -S 127.0.0.7 -t "sender$each" -p local1.notice "from $each" &
        senders+=($!)
    done
    wait "${senders[@]}"
    lines 20 "$scratch/local"
    on native logger -h "127.0.0.1:$port" -t error -p daemon.err 'an error'
    on native logger -h "127.0.0.1:$port" -t debugging -p user.debug 'left out'
    on native logger -h "127.0.0.1:$port" -t long -p user.err "$(printf 'x%.0s' $(seq 900))"
    printf '<11>without a time\1 or an end' >"/dev/udp/127.0.0.1/$port"
    lines 3 "$scratch/passed-on"
    lines 224 "$scratch/messages"
    timeless "$scratch/messages" "$scratch/local"
    timeless "$scratch/passed-on"
}

senders() {
    : >"$scratch/passed-on"
    seq 50 >numbers
    logger -h 127.0.0.2 -t lines -f numbers
    logger -h whois.internic.net -4 -i77 -t name -p mail.crit 'by name'
    logger -h 127.0.0.2 -S 127.0.0.8 -s -t address 'from an address'
    lines 52 "$scratch/passed-on"
    timeless "$scratch/passed-on"
    logger -h "127.0.0.2:no-such-service" nothing
}

# The name of the machine, durations and ports are others.
normalise() {
    sed -E "/: restart/d; /^alarm/d; s/in [0-9.]+ seconds/in SECONDS/; s/\b($port|$((port + 1)))\b/PORT/g"
}

tftp() { run src/tftp "$@"; }

check_tftp() {
    mkdir -p "$scratch/files"
    echo small >"$scratch/files/small"
    head -c 512 /dev/urandom >"$scratch/files/block"
    head -c 300000 /dev/urandom >"$scratch/files/large"
    : >"$scratch/files/empty"
    serve tftp ready
    same tftp transfers
    unresolvable tftp-unknown unknown_host
}

transfers() {
    tftp 127.0.0.1 "$port" <<END
binary
get small
get block
get empty
get large
put large sent
get nothing
status
END
    for each in small block empty large; do
        cmp $each "$scratch/files/$each" && echo "$each is whole"
    done
    cmp "$scratch/files/large" "$scratch/files/sent" && echo "the sent one too"
    tftp <<END
connect six.example $port
get small again
END
    cat again
}

unknown_host() { tftp <<<'connect no-such-host.example'; }
