# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
# dropbear's SSH client with OpenSSH's server.
about='dropbear 2022.83: dbclient'
against='OpenSSH sshd'

needs() {
    need openssh-server test -e /usr/sbin/sshd
}

fetch() {
    deb_source dropbear dropbear_2022.83.orig.tar.bz2 bc5a121ffbc94b5171ad5ebe01be42746d50aa797c9549a4639894a16749443b
}

build() {
    local without=(--disable-zlib --disable-harden --disable-syslog --disable-lastlog --disable-utmp --disable-utmpx
        --disable-wtmp --disable-wtmpx)
    compat
    ./configure $host "${without[@]}"
    make -j2 PROGRAMS='dbclient dropbearkey'
}

# It wants to be root, and a directory in /run, which it gets where nobody else sees it.
sshd_server() {
    cat >"$scratch/sshd.conf" <<END
Port $port
ListenAddress 127.0.0.1
ListenAddress ::1
HostKey $scratch/host
AuthorizedKeysFile $scratch/authorized
StrictModes no
UsePAM no
PasswordAuthentication no
PermitRootLogin yes
PidFile none
END
    exec unshare --mount sh -c "mount -t tmpfs none /run && mkdir /run/sshd && exec /usr/sbin/sshd -D -e -f $scratch/sshd.conf"
}

# WASI has no users to look up, so that the client does not know who calls it.
normalise() {
    sed -E "s/\b($port|$forwarded)\b/PORT/g; s/[^ ]*dbclient: /dbclient: /; /failed to identify current user/d"
}

ssh() {
    run dbclient -i "$scratch/key" -p "$port" "$@"
}

check() {
    export HOME=$scratch/home
    allowed+=(--dir=/dev "--dir=$scratch" "--env=HOME=$HOME")
    mkdir "$HOME"
    make_keys
    serve sshd 'Server listening on ::1'
    forwarded=$((port + 1))
    check_sessions
    check_hosts
    check_forwarding
}

make_keys() {
    ssh-keygen -q -t ed25519 -N '' -f "$scratch/host"
    for each in key stranger; do
        on native run dropbearkey -t ed25519 -f "$scratch/$each" >"$work/$each.log" 2>&1
    done
    grep ^ssh- "$work/key.log" >"$scratch/authorized"
}

check_sessions() {
    local cipher
    same command session root@127.0.0.1
    same ipv6 session root@::1
    same name session root@localhost
    same download download
    same upload upload
    for cipher in chacha20-poly1305@openssh.com aes256-ctr; do
        same "$cipher" session -c "$cipher" root@127.0.0.1
    done
    same keepalive ssh -y -y -K 1 root@127.0.0.1 'sleep 3; echo alive'
    same idle ssh -y -y -I 3 root@127.0.0.1 'sleep 20'
    same stranger run dbclient -i "$scratch/stranger" -y -y -p "$port" root@127.0.0.1 true
    same refused run dbclient -i "$scratch/key" -y -y -p 1 root@127.0.0.1 true
    unresolvable unresolvable run dbclient -i "$scratch/key" -y -y root@no.such.host.invalid true
}

session() {
    echo 'from stdin' | ssh -y -y "$@" 'echo to stdout; echo to stderr >&2; cat; exit 3'
}

download() {
    ssh -y -y root@127.0.0.1 'seq 600000' | sha256sum
}

upload() {
    seq 400000 | ssh -y -y root@127.0.0.1 sha256sum
}

# The key of an unknown host is kept, compared, and not taken when it is another.
check_hosts() {
    same known-host known_host
    same other-host other_host
}

known_host() {
    rm -rf "$HOME/.ssh"
    ssh -y root@127.0.0.1 true
    ssh root@127.0.0.1 'echo known'
    wc -l <"$HOME/.ssh/known_hosts"
}

other_host() {
    echo "127.0.0.1 $(cat "$scratch/authorized")" >"$HOME/.ssh/known_hosts"
    ssh root@127.0.0.1 true 2>&1 | grep -v '^Host key mismatch\|ingerprint'
}

check_forwarding() {
    same netcat netcat
    same local-forward through -L "$forwarded:127.0.0.1:$port"
    forwarded=$((port + 2))
    same remote-forward through -R "$forwarded:127.0.0.1:$port"
    differs jump 'it runs itself in a second process' 'Failed running proxy command' ssh -y -y root@127.0.0.1,root@127.0.0.1 'echo jumped'
}

# What is at the other end of the connection that the server makes says who it is.
netcat() {
    ssh -y -y -B "127.0.0.1:$port" root@127.0.0.1 </dev/null | head -n 1
}

# A second session goes through the connection that the first forwards.
through() {
    local client
    (become dbclient -i "$scratch/key" -p "$port" -y -y -N "$@" root@127.0.0.1) &
    client=$!
    for _ in $(seq 50); do
        (: </dev/tcp/127.0.0.1/"$forwarded") 2>/dev/null && break
        sleep 0.1
    done
    on native run dbclient -i "$scratch/key" -p "$forwarded" -y -y root@127.0.0.1 'seq 50000' | sha256sum
    kill $client && wait $client || true
}
