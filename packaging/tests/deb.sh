# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
# make deb: packages that depend on the compiler and all it needs. They are installed by dpkg into a copy of this system, of which
# only the changes are kept, in memory, and forgotten at the end.

say_hello() {
    sed -n '/^```c$/,/^```$/p' "$root/README.md" | sed '1d;$d'
}

# A mount of one's own takes root, or a user namespace where the system lets users have one.
in_a_copy() {
    local unshare=(unshare -m)
    [ "$(id -u)" = 0 ] || unshare=(unshare -r -m)
    "${unshare[@]}" sh -euc 'mount -t tmpfs tmpfs "$1" && cd "$1" && mkdir new work system
        mount -t overlay overlay -o lowerdir=/,upperdir=new,workdir=work system
        cp -r "$2" system/tmp/deb && mount --bind /proc system/proc && mount --bind /dev system/dev
        chroot system sh -euc "cd /tmp/deb && $3"' sh "$PWD/copy" "$@"
}

check_the_packages_install_and_serve() {
    make -s -C "$root" deb
    mkdir copy deb
    cp "$root"/build/dist/wasock_*_all.deb "$root"/build/dist/wasock-run_*.deb deb
    is 2 sh -c 'ls deb | wc -l'
    say_hello >deb/hello.c
    in_a_copy "$PWD/deb" "dpkg --install ./*.deb >log && wasock-cc hello.c -o hello.wasm
        [ \"\$(wasock-run --addr-pool=127.0.0.1/32 hello.wasm $tcp_port)\" = 'hello, sockets' ]
        dpkg --remove wasock wasock-run >>log && ! test -e /usr/bin/wasock-cc && ! test -e /usr/include/wasock" ||
        { echo "not installed, or not used" && return 1; }
}
