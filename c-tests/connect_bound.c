// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* A client that chooses its own address first, by bind: connect keeps it, and the server sees it. */
#include "observe.h"

static void test(void)
{
    struct sockaddr_storage there, mine = {0}, seen = {.ss_family = 77};
    struct sockaddr_in second = address4(0x7f000002, 0);
    socklen_t length = sizeof seen;
    int listening = NEEDED(listener(AF_INET, &there)), fd = NEEDED(new_socket(AF_INET, SOCK_STREAM));
    show_result("bind to 127.0.0.2", bind(fd, SA(&second), sizeof second));
    getsockname(fd, SA(&mine), &length);
    show_result("connect", connect(fd, SA(&there), sizeof second));
    length = sizeof seen;
    wait_for(listening, POLLIN);
    int server = show_fd("accept", accept(listening, SA(&seen), &length));
    show_address("peer", &seen);
    show_yes("the port it chose", memcmp(&seen, &mine, sizeof second) == 0);
    length = sizeof seen;
    getsockname(fd, SA(&seen), &length);
    show_yes("still its own", memcmp(&seen, &mine, sizeof second) == 0);
    show_result("bind after connect", bind(fd, SA(&second), sizeof second));
    close(server);

    struct sockaddr_in any = address4(INADDR_ANY, 0);
    int wild = NEEDED(new_socket(AF_INET, SOCK_STREAM));
    NEED(bind(wild, SA(&any), sizeof any) == 0, "bind");
    length = sizeof seen;
    getsockname(wild, SA(&seen), &length);
    show_address("bound to the wildcard", &seen);
    in_port_t port = ((struct sockaddr_in *)&seen)->sin_port;
    show_result("connect", connect(wild, SA(&there), sizeof second));
    length = sizeof seen;
    getsockname(wild, SA(&seen), &length);
    show_address("connected", &seen);
    show_yes("same port", port == ((struct sockaddr_in *)&seen)->sin_port);
}

int main(void)
{
    test();
    return 0;
}
