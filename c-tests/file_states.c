// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* read, readv, write and writev fail as recv and send do where a socket is not connected. */
#include "observe.h"

#ifndef __wasi__
#include <signal.h>
#endif

static char text[4] = "abc";
static struct iovec parts[2] = {{text, 1}, {text + 1, 2}};

static void written(const char *state, int fd)
{
    show("state", "%s", state);
    show_result("write", write(fd, text, 3));
    show_result("writev", writev(fd, parts, 2));
}

static void all(const char *state, int fd)
{
    written(state, fd);
    show_result("read", read(fd, text, 3));
    show_result("readv", readv(fd, parts, 2));
}

static void fresh(void) { all("a fresh stream", NEEDED(new_socket(AF_INET, SOCK_STREAM))); }

static void bound_one(void)
{
    struct sockaddr_storage address;
    all("a bound stream", NEEDED(bound(AF_INET, SOCK_STREAM, &address)));
}

static void listening(void)
{
    struct sockaddr_storage address;
    all("a listener", NEEDED(listener(AF_INET, &address)));
}

/* Reading would wait. */
static void datagrams(void)
{
    written("a fresh datagram socket", NEEDED(new_socket(AF_INET, SOCK_DGRAM)));
    struct sockaddr_storage address;
    written("a bound one", NEEDED(bound(AF_INET, SOCK_DGRAM, &address)));
}

int main(void)
{
#ifndef __wasi__
    signal(SIGPIPE, SIG_IGN);
#endif
    fresh();
    bound_one();
    listening();
    datagrams();
    return 0;
}
