# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
# Where sources come from: package registries, by their own clients, held against a checksum, kept in build/ports/cache.

cache=$root/build/ports/cache
debian=${WASOCK_DEBIAN_MIRROR:-http://deb.debian.org}

# Fetches unless the source is there, as `fetch` now says.
fetch_once() {
    local stamp=$source/.fetched
    [ "$(cat "$stamp" 2>/dev/null)" != "$(declare -f fetch)" ] || return 0
    rm -rf "$source"
    mkdir -p "$source" "$cache"
    fetch
    declare -f fetch >"$stamp"
}

# deb_source PACKAGE TARBALL SHA256 [SUBDIRECTORY]: a Debian source package's upstream tarball, without Debian's patches.
deb_source() {
    local package=$1 tarball=$2 sum=$3 into=$source/${4:-.}
    holds "$sum" "$cache/$tarball" || with_lock quietly "$cache/apt.log" deb_download "$package" "$tarball"
    holds "$sum" "$cache/$tarball" || fail "$tarball is not what it was when this port was written"
    mkdir -p "$into"
    tar -xf "$cache/$tarball" -C "$into" --strip-components=1 --no-same-owner
}

# A version of the package may leave the archive; any other with the same tarball serves as well.
deb_download() {
    local version
    [ -n "$(find "$cache/lists" -maxdepth 1 -name '*Sources*' -mmin -1440 2>/dev/null)" ] || deb_update
    cd "$cache"
    for version in $(apt_do apt-cache showsrc --only-source "$1" |
        awk -v tarball="$2" '/^Version: / { v = $2 } $NF == tarball && !seen[v]++ { print v }'); do
        apt_do apt-get source --download-only --tar-only "$1=$version" && return
    done
    fail "no version of $1 with $2"
}

deb_update() {
    local suite signed='[signed-by=/usr/share/keyrings/debian-archive-keyring.gpg]'
    mkdir -p "$cache/lists/partial"
    for suite in debian/:bookworm debian/:bookworm-updates debian-security/:bookworm-security; do
        echo "deb-src $signed $debian/${suite%:*} ${suite#*:} main"
    done >"$cache/sources.list"
    apt_do apt-get update
}

# apt with lists of its own: the machine's configuration stays as it is, and no rights are needed.
apt_do() {
    "$@" -q -o Dir::Etc::sourcelist="$cache/sources.list" -o Dir::Etc::sourceparts=- -o Dir::State::lists="$cache/lists" \
        -o Dir::Cache="$cache" -o APT::Sandbox::User="$(id -un)"
}

# crate_source CRATE VERSION SHA256 [SUBDIRECTORY]: a package of crates.io; SHA256 is what a Cargo.lock has for it.
crate_source() {
    local crate=$1 version=$2 sum=$3 into=$source/${4:-.} vendor=$cache/$1-$2
    [ -e "$vendor/done" ] || with_lock quietly "$cache/cargo.log" crate_download "$crate" "$version" "$vendor"
    grep -q "\"package\":\"$sum\"" "$vendor/$crate/.cargo-checksum.json" ||
        fail "$crate $version is not what it was when this port was written"
    mkdir -p "$into"
    cp -a "$vendor/$crate/." "$into"
}

crate_download() {
    rm -rf "$3"
    mkdir -p "$3"
    cat >"$3/Cargo.toml" <<END
[package]
name = "source"
version = "0.0.0"
[workspace]
[lib]
path = "none.rs"
[dependencies]
$1 = "=$2"
END
    touch "$3/none.rs"
    cargo vendor --manifest-path "$3/Cargo.toml" "$3"
    touch "$3/done"
}

holds() {
    [ -e "$2" ] && echo "$1  $2" | sha256sum --check --status
}

# Ports that run at the same time may want the same.
with_lock() {
    exec 9>"$cache/lock"
    flock 9
    "$@"
    exec 9>&-
}
