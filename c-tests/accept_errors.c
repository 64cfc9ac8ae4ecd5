// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* accept where there is nothing to accept: the errno decides whether a server waits or ends. */
#include "observe.h"

static void test(void)
{
    struct sockaddr_storage address;
    struct sockaddr_in peer;
    socklen_t length = sizeof peer;
    int pair[2];
    int listening = NEEDED(listener(AF_INET, &address));
    NEEDED(set_nonblocking(listening));
    show_fd("nobody has called", accept(listening, SA(&peer), &length));
    show_int("length untouched", (long)length);
    show_fd("nobody has called, no address", accept(listening, NULL, NULL));

    int idle = NEEDED(new_socket(AF_INET, SOCK_STREAM));
    show_fd("a socket that does not listen", accept(idle, NULL, NULL));
    int held = NEEDED(bound(AF_INET, SOCK_STREAM, &address));
    show_fd("bound but not listening", accept(held, NULL, NULL));
    NEEDED(tcp_pair(pair));
    show_fd("a connected socket", accept(pair[0], NULL, NULL));
    show_fd("an accepted socket", accept(pair[1], NULL, NULL));
    int udp = NEEDED(bound_anyhow(AF_INET, SOCK_DGRAM, &address));
    show_fd("a UDP socket", accept(udp, NULL, NULL));
    show_fd("accept4 on a UDP socket", accept4(udp, NULL, NULL, SOCK_NONBLOCK));
}

int main(void)
{
    test();
    return 0;
}
