# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
# Lua with LuaSocket linked in, which finds its sockets by select: a server of many clients, and clients of HTTP and UDP.
about='Lua 5.4.4 with LuaSocket 3.1: server of many clients, TCP, UDP, names, socket.http'
against='itself, the other way round; http.server of Python'

needs() {
    need python3 command -v python3
}

fetch() {
    deb_source lua5.4 lua5.4_5.4.4.orig.tar.gz 164c7849653b80ae67bec4b7473b884bf5cc8d2dca05653475ec2ed27b9ebf61 lua
    deb_source luasocket luasocket_3.1.0.orig.tar.gz 35a6819789b51d94a52e6cee12f07cb17cf02927438d76c31231db06bbf31f0b socket
}

# WebAssembly loads no code: the modules in C are linked to a program that has them from the start.
build() {
    compat
    local socket='auxiliar buffer except inet io luasocket mime options select tcp timeout udp usocket compat'
    make -C lua/src -j2 liblua.a CC="$CC" AR="$AR rc" RANLIB=true MYCFLAGS="$CPPFLAGS $CFLAGS -DLUA_USE_POSIX"
    # As they are installed.
    mkdir -p modules/socket
    cp socket/src/{socket,ltn12,mime}.lua modules
    cp socket/src/{http,url,headers}.lua modules/socket
    cd socket/src
    $CC $CPPFLAGS $CFLAGS -DLUASOCKET_NODEBUG -I. -I../../lua/src "$root/ports/lua/main.c" ${socket// /.c }.c \
        ../../lua/src/liblua.a $LIBS -lm -o ../../lua-socket
}

script() { run lua-socket "$root/ports/lua/$1.lua" "${@:2}"; }

lua_server() {
    local side=$server
    become lua-socket "$root/ports/lua/server.lua" "$port"
}

pages_server() {
    cd "$scratch/pages"
    exec python3 -m http.server --bind 127.0.0.1 "$port"
}

# talk CLIENT SERVER: each is `it`, which is observed, or native.
talk() {
    local it=$side server=${2/it/$side}
    side=${1/it/$it} with_server lua '' clients
}

pages() { script http "$port"; }

clients() {
    script client "$port" 20
    script datagrams "$port"
}

check() {
    local each
    export LUA_PATH="$built/native/modules/?.lua"
    allowed+=("--dir=$root/ports/lua" "--dir=$built/native/modules" "--env=LUA_PATH=$LUA_PATH")
    for each in 'it native' 'native it' 'it it'; do
        same "${each/ /-with-}" talk $each
    done
    same refused script refused
    unresolvable names script names
    mkdir "$scratch/pages"
    seq 50000 >"$scratch/pages/lines"
    same http with_server pages '' pages
    differs error "an error of Lua is a longjmp, which needs WebAssembly's exceptions" 'longjmp with 1' script error
}
