# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
# mosquitto: its clients with the broker of Debian, and its broker with the clients of Debian.
about='mosquitto 2.0.11: mosquitto_pub, mosquitto_sub, mosquitto_rr; the broker'
against='mosquitto; mosquitto_pub, mosquitto_sub'
dialects='wamr wasi-sockets'

needs() {
    need mosquitto command -v mosquitto
    need mosquitto-clients command -v mosquitto_sub
}

fetch() {
    deb_source mosquitto mosquitto_2.0.11.orig.tar.gz 7b36a7198bce85cf31b132f5c6ee36dcf5dadf86fb768501eb1e11ce95d4f78a
}

# Its Makefiles take the system's name for `uname -s`, and epoll from that.
build() {
    local with=(WITH_STATIC_LIBRARIES=yes WITH_SHARED_LIBRARIES=no WITH_TLS=no WITH_THREADING=no WITH_CJSON=no)
    compat
    [ "$side" = native ] || with+=(UNAME=WASI)
    make -j2 -C lib "${with[@]}" libmosquitto.a
    make -j2 -C client "${with[@]}" CLIENT_STATIC_LDADD="$LIBS" static
    make -j2 -C src "${with[@]}" LDADD="$LIBS" mosquitto
}

# configure FILE: the configuration of a broker; the second listener wants a password.
configure() {
    cat >"$1" <<END
per_listener_settings true
persistence false
user $(id -un)
listener $port 127.0.0.1
allow_anonymous true
listener $port ::1
allow_anonymous true
listener $((port + 1)) 127.0.0.1
password_file $1.passwords
END
}

debian_server() {
    configure "$scratch/debian.conf"
    mosquitto_passwd -b -c "$scratch/debian.conf.passwords" someone secret
    exec mosquitto -c "$scratch/debian.conf" -v
}

broker_server() {
    configure "$scratch/broker.conf"
    # Built without TLS it has no hashes.
    echo someone:secret >"$scratch/broker.conf.passwords"
    become src/mosquitto -c "$scratch/broker.conf" -v
}

normalise() {
    sed -E "s/$((port + 1))/SECOND/g; s/$port/PORT/g; s/:[0-9]{5}\b/:PEER/; s/^[0-9]{10}: /TIME: /; s/auto-[0-9A-F-]{36}/AUTO/"
}

check() {
    local allowed=("${allowed[@]}" "--dir=$scratch")
    head -c 1000000 /dev/urandom | base64 -w 0 >"$scratch/large"
    serve debian running
    broker_log=$work/debian.log check_clients
    broker_log=$work/broker.log check_broker
}

check_clients() {
    same retained published_then_subscribed -h 127.0.0.1
    same ipv6 published_then_subscribed -h ::1
    same name published_then_subscribed -h localhost
    same version-5 published_then_subscribed -h 127.0.0.1 -V 5
    same version-3.1 published_then_subscribed -h 127.0.0.1 -V mqttv31
    same bound published_then_subscribed -h 127.0.0.1 -A 127.0.0.1
    same stdin from_stdin
    same queued queued
    same large large
    same will last_will
    same request request
    same password password secret
    same wrong-password password wrong
    same refused run client/mosquitto_pub -h 127.0.0.1 -p 1 -t none -m none -d
    same unresolvable run client/mosquitto_pub -h no.such.host.invalid -t none -m none
    same keepalive idle
}

# A broker keeps one message with each quality of service; it is published and fetched with `run`'s programs.
published_then_subscribed() {
    local quality
    for quality in 0 1 2; do
        run client/mosquitto_pub "$@" -p "$port" -i publisher -t "kept/$quality" -m "hello $quality" -q $quality -r -d
        run client/mosquitto_sub "$@" -p "$port" -i subscriber -t "kept/$quality" -q $quality -C 1 -v -d
    done
}

# A session is left behind, so that the broker keeps what is sent meanwhile.
queued() {
    local session=(-h 127.0.0.1 -p "$port" -i session -c -q 2 -t 'queue/#')
    run client/mosquitto_sub "${session[@]}" -E
    for each in one two three; do
        timeout 20 mosquitto_pub -h 127.0.0.1 -p "$port" -q 2 -t queue/$each -m $each
    done
    run client/mosquitto_sub "${session[@]}" -C 3 -v
}

from_stdin() {
    seq 200 | run client/mosquitto_pub -h 127.0.0.1 -p "$port" -i publisher -q 1 -t lines -r -s
    run client/mosquitto_sub -h 127.0.0.1 -p "$port" -i subscriber -q 1 -t lines -C 1
}

large() {
    run client/mosquitto_pub -h 127.0.0.1 -p "$port" -t large -q 1 -r -f "$scratch/large"
    run client/mosquitto_sub -h 127.0.0.1 -p "$port" -t large -C 1 -N | cmp - "$scratch/large" && echo as sent
}

# The broker tells the will of a client that goes without a word.
last_will() {
    local session=(-h 127.0.0.1 -p "$port" -i heir -c -q 1 -t will)
    timeout 20 mosquitto_sub "${session[@]}" -E
    (become client/mosquitto_sub -h 127.0.0.1 -p "$port" -i "testator-$side" -t none --will-topic will --will-qos 1 \
        --will-payload 'all to you') &
    ready $! "Sending SUBACK to testator-$side" "$broker_log"
    end_server $! KILL
    timeout 20 mosquitto_sub "${session[@]}" -C 1
}

request() {
    timeout 20 mosquitto_sub -h 127.0.0.1 -p "$port" -i answerer -c -q 1 -t question -E
    { timeout 20 mosquitto_sub -h 127.0.0.1 -p "$port" -i answerer -c -q 1 -t question -C 1 -F 'asked: %p' >asked
      timeout 20 mosquitto_pub -h 127.0.0.1 -p "$port" -q 1 -t answer -m 'it is'; } &
    run client/mosquitto_rr -h 127.0.0.1 -p "$port" -i asker -q 1 -t question -e answer -m 'is it?' -d
    wait $!
    cat asked
}

password() {
    run client/mosquitto_pub -h 127.0.0.1 -p $((port + 1)) -i someone -u someone -P "$1" -t any -m thing -d
}

# Longer than the time after which both sides have to show that they live.
idle() {
    (become client/mosquitto_sub -h 127.0.0.1 -p "$port" -i "idle-$side" -k 5 -t silence) &
    ready $! "Sending PINGRESP to idle-$side" "$broker_log" && echo it lives
    end_server $!
}

check_broker() {
    same broker with_server broker running native_clients
    same broker-many with_server broker running many_clients
}

native_clients() {
    on native published_then_subscribed -h 127.0.0.1
    on native published_then_subscribed -h ::1 -V 5
    on native from_stdin
    on native queued
    on native large
    on native last_will
    on native request
    on native password secret
    on native password wrong
}

# What comes first is not the same twice, so that only the sum counts.
many_clients() {
    local each subscribers=()
    for each in $(seq 20); do
        timeout 20 mosquitto_sub -h 127.0.0.1 -p "$port" -t many -q 1 -C 20 >"got$each" &
        subscribers+=($!)
    done
    until [ "$(grep -c 'Sending SUBACK' "$work/broker.log")" = 20 ]; do sleep 0.1; done
    seq 20 | xargs -P 10 -I{} mosquitto_pub -h 127.0.0.1 -p "$port" -t many -q 1 -m {}
    wait "${subscribers[@]}"
    cat got* | sort -n | uniq -c
}
