# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
# Eclipse Paho's MQTT library: the tests of its synchronous client, over TCP and over WebSockets, and its samples.
#
# A synchronous client without callbacks starts no thread. Its tests run: 1 (a client that receives), 3 (a user name and a
# password), 4 (persistence) and 5 (disconnecting in time). Left out are
# - clients with callbacks, which have a thread that receives: test1 6 and 7, test15 2, 6 and 7, test_mqtt4sync 2, test2,
#   test10, sync_client_test, test_sync_session_present, test_connect_destroy. test1 2 shows how they fail;
# - MQTTAsync, which waits for its threads without a limit: test4, test6, test8, test9, test11, test45, test95,
#   test_issue373, test_mqtt4async, test_persistence;
# - thread, which tests threads, and what needs TLS: test3, test5.
about='Paho MQTT C 1.3.13: tests of its synchronous client over TCP and WebSockets, samples'
against='mosquitto; mosquitto_pub, mosquitto_sub'
dialects='wamr wasi-sockets'

threads='there are no threads, and a client with callbacks has one'

needs() {
    need cmake command -v cmake
    need mosquitto command -v mosquitto
    need mosquitto-clients command -v mosquitto_sub
}

# The package has upstream's whole source.
fetch() {
    crate_source paho-mqtt-sys 0.9.0 5e482419d847af4ec43c07eed70f5f94f87dc712d267aecc91ab940944ab6bf4
}

# SHA1.c includes endian.h only for the systems that it knows. CMakeLists.txt builds the samples with OpenSSL alone, and
# test_mqtt4sync not at all.
build() {
    local each with=(-DPAHO_BUILD_STATIC=TRUE -DPAHO_BUILD_SHARED=FALSE)
    compat
    cd paho.mqtt.c
    if [ "$side" != native ]; then
        CFLAGS+=' -compat -include endian.h'
        with+=("-DCMAKE_TOOLCHAIN_FILE=$prefix/share/wasock/wasock.cmake" "-DWASOCK_DIALECT=$side")
    fi
    cmake -B build "${with[@]}"
    make -C build -j2 test1-static test15-static
    for each in test1 test15; do
        mv build/test/$each-static* ../$each
    done
    for each in test/test_mqtt4sync src/samples/MQTTClient_publish src/samples/paho_cs_{pub,sub}; do
        set -- "$each.c"
        [[ $each != */paho_* ]] || set -- "$@" src/samples/pubsub_opts.c
        $CC $CFLAGS -Isrc "$@" build/src/libpaho-mqtt3c.a -o "../${each##*/}"
    done
}

# MQTT at $port, WebSockets at the next one; $mqtt is the port of a sample that cannot be told another.
broker_server() {
    cat >"$scratch/$port.conf" <<END
user $(id -un)
allow_anonymous true
listener $port 127.0.0.1
listener $((port + 1)) 127.0.0.1
protocol websockets
${mqtt:+listener $mqtt 127.0.0.1}
END
    exec mosquitto -c "$scratch/$port.conf" -v
}

# connection SCHEME
connection() {
    case $1 in tcp) echo "tcp://localhost:$port" ;; ws) echo "ws://localhost:$((port + 1))" ;; esac
}

# Test 4 counts what the broker had sent before it disconnected, and shows the properties of each of these messages.
normalise() {
    sed -E "s/\\b$((port + 1))\\b/SECOND/g; s/\\b$port\\b/PORT/g; s/[0-9]{8} [0-9]{6}\\.[0-9]{3} //
        s/^(Build level: ).*/\\1TIME/; s/(test test 4\\.) [0-9]+ tests/\\1 SOME tests/" |
        awk '!/^Property name/ || $0 != last { print } { last = $0 }'
}

check() {
    local each mqtt=
    # The library shows the first line of /proc/version.
    allowed+=(--dir=/proc)
    printf '127.0.0.1 localhost mqtt.eclipseprojects.io\n' >"$scratch/hosts"
    mount --bind "$scratch/hosts" /etc/hosts
    for side in native "$dialect"; do
        for each in test1 test15; do
            begin $each tcp 1 3 4 5
            begin $each ws 1 3 4 5
        done
        begin test1 tcp 2
    done
    mqtt=1883
    serve broker running
    check_samples
    wait "${begun[@]}"
    for each in {test1,test15}-{tcp,ws}-{1,3,4,5}; do
        judge_same "$each"
    done
    judge_differs test1-tcp-2 "$threads" 'rc was -1'
}

# begin PROGRAM SCHEME NUMBER...: begins tests that run one after the other, on a broker of their own. They mostly wait.
begun=()
begin() {
    local each work=$work
    for each in "${@:3}"; do
        mkdir -p "$work/$1-$2-$each/$side.dir"
    done
    work=$work/$1-$2-$3/$side.dir serve broker running
    for each in "${@:3}"; do
        observe "$work/$1-$2-$each/$side" run "$1" --test_no "$each" --connection "$(connection "$2")"
    done &
    begun+=($!)
}

check_samples() {
    same session run test_mqtt4sync --test_no 1 --connection "localhost:$port"
    same usage run paho_cs_sub
    same subscribe-tcp subscribe tcp
    same subscribe-ws subscribe ws -V 5 -q 2
    same publish publish
    differs publish-callback "$threads" 'Connect failed' run paho_cs_pub -c "$(connection tcp)" -t callback -m hello
}

# subscribe SCHEME ARGUMENT...: what a subscriber shows of messages with each quality of service.
subscribe() {
    local each client=$1-$side
    (become paho_cs_sub -c "$(connection "$1")" -i "$client" -t 'topic/#' "${@:2}" >got) &
    ready $! "Sending SUBACK to $client" "$work/broker.log"
    for each in 0 1 2; do
        timeout 20 mosquitto_pub -V 5 -p "$port" -t "topic/$each" -q $each -m "message $each" -D publish user-property key $each
    done
    ready $! 'message 2' got
    end_server $! KILL
    cat got
}

# A session is left behind, so that the broker keeps what the sample publishes.
publish() {
    local session=(-p "$port" -i session -c -q 2 -t 'MQTT Examples')
    timeout 20 mosquitto_sub "${session[@]}" -E
    run MQTTClient_publish
    timeout 20 mosquitto_sub "${session[@]}" -C 1
}
