// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* Paths with dots and links in them: what counts is where they lead.
 * @folder */
#include "unix.h"

#include <sys/stat.h>

static void test(void)
{
    require(mkdir(at("below").sun_path, 0700) == 0, "mkdir");
    require(symlinkat("below", AT_FDCWD, at("link").sun_path) == 0, "a link");
    int listening = listening_at("link/s");
    show_names("through a link", listening);
    int client = NEEDED(new_socket(AF_UNIX, SOCK_STREAM));
    show_result("connect by its place", connect_at(client, "below/s"));
    show_names("client", client);
    int other = NEEDED(new_socket(AF_UNIX, SOCK_STREAM));
    show_result("connect by dots", connect_at(other, "below/../link/./s"));
    show_names("other", other);
    require(symlinkat("below/s", AT_FDCWD, at("socket").sun_path) == 0, "a link");
    int third = NEEDED(new_socket(AF_UNIX, SOCK_STREAM));
    show_result("connect by a link to it", connect_at(third, "socket"));
    struct sockaddr_un address = at("socket");
    int fourth = NEEDED(new_socket(AF_UNIX, SOCK_STREAM));
    show_result("bind where a link is", bind(fourth, SA(&address), sizeof address));
    require(symlinkat("nowhere", AT_FDCWD, at("dangling").sun_path) == 0, "a link");
    show_result("connect by a link to nothing", connect_at(fourth, "dangling"));
    address = at("dangling");
    show_result("bind where a link to nothing is", bind(fourth, SA(&address), sizeof address));
}

int main(void)
{
    test();
    return 0;
}
